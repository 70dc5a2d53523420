/** The share links of a room: made with what they give and until when, told once, revoked. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link2, Plus } from 'lucide-react'
import { useState } from 'react'
import { apiOf, done, json } from '../../../api/client.ts'
import { Async, Empty, SkeletonRows } from '../../../components/async.tsx'
import { Button } from '../../../components/button.tsx'
import { Confirm, FormDialog } from '../../../components/dialog.tsx'
import { Choice, Field, valuesOf } from '../../../components/field.tsx'
import { Card } from '../../../components/page.tsx'
import { ShownOnce } from '../../../components/shown-once.tsx'
import { Ago, exactTime } from '../../../components/time.tsx'
import { say } from '../../../components/toast.tsx'
import { useOrganization } from '../../../session/organizations.ts'
import { useRight } from '../../../session/rights.ts'
import { accessLevelWords } from '../words.ts'
import { linksQuery, useRefreshAccess } from './queries.ts'
import { type Granted, grantedChoices } from './words.ts'

const DAY_MS = 86_400_000

const ends = [
  ['', 'When it is revoked'],
  ['1', 'In a day'],
  ['7', 'In a week'],
  ['30', 'In 30 days'],
  ['365', 'In a year'],
] as const

interface AboutRoom {
  readonly roomId: string
  readonly onClose: () => void
}

const NewLink = ({ roomId, onClose, onMade }: AboutRoom & { readonly onMade: (url: string) => void }) => {
  const { id: organizationId } = useOrganization()
  const refresh = useRefreshAccess(organizationId, roomId)
  const create = useMutation({
    mutationFn: (form: HTMLFormElement) => {
      const { name = '', access, days = '', page = '' } = valuesOf(form)
      return json(
        apiOf(organizationId).rooms[':roomId'].links.$post({
          param: { roomId },
          json: {
            access: access as Granted,
            name: name.trim() || null,
            expiresAt: days === '' ? null : Date.now() + Number(days) * DAY_MS,
            ...(page.trim() === '' ? {} : { page: page.trim() }),
          },
        }),
      )
    },
    onSuccess: ({ url }) => {
      onClose()
      onMade(url)
      return refresh()
    },
  })
  return (
    <FormDialog
      open
      wide
      onClose={onClose}
      title="Make a share link"
      description="Whoever has it comes into the room, without signing in."
      action="Make the link"
      busy={create.isPending}
      error={create.error}
      onSubmit={(form) => create.mutate(form)}
    >
      <Field label="Name" name="name" placeholder="For the class" maxLength={256} autoComplete="off" />
      <div className="form-row">
        <Choice label="Who has it may" name="access" options={grantedChoices} defaultValue="read" />
        <Choice label="Ends" name="days" options={ends} />
      </div>
      <Field
        label="Your page"
        name="page"
        type="url"
        placeholder="https://app.example.com/plan"
        hint="The page of yours that opens the room. Left out: the editor example of this server."
        maxLength={2_048}
        autoComplete="off"
        spellCheck={false}
      />
    </FormDialog>
  )
}

const RevokeLink = ({
  roomId,
  link: { id, name },
  onClose,
}: AboutRoom & { readonly link: { id: string; name: string | null } }) => {
  const { id: organizationId } = useOrganization()
  const refresh = useRefreshAccess(organizationId, roomId)
  const revoke = useMutation({
    mutationFn: () =>
      done(apiOf(organizationId).rooms[':roomId'].links[':linkId'].$delete({ param: { roomId, linkId: id } })),
    onSuccess: () => {
      say('The link is revoked')
      onClose()
      return refresh()
    },
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Revoke ${name === null ? 'the link' : `“${name}”`}?`}
      description="Whoever came by it loses at once what it gave. Nothing brings it back."
      action="Revoke the link"
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate()}
    />
  )
}

export const Links = ({ roomId }: { readonly roomId: string }) => {
  const { id: organizationId } = useOrganization()
  const { reason } = useRight('rooms:moderate')
  const links = useQuery(linksQuery(organizationId, roomId))
  const [isMaking, setMaking] = useState(false)
  const [revoked, setRevoked] = useState<{ id: string; name: string | null } | null>(null)
  const [url, setUrl] = useState<string | null>(null)
  return (
    <Card
      title="Share links"
      lead="Whoever has one comes into the room with what it gives."
      actions={
        <Button size="small" icon={<Plus aria-hidden />} reason={reason} onClick={() => setMaking(true)}>
          Make a link
        </Button>
      }
    >
      <Async query={links} skeleton={<SkeletonRows rows={2} />}>
        {(found) =>
          found.length === 0 ? (
            <Empty icon={<Link2 aria-hidden />} title="No share links">
              A link lets people in who have no account with you.
            </Empty>
          ) : (
            <ul className="list" aria-label="Share links">
              {found.map((link) => (
                <li key={link.id}>
                  <div className="cell-main">
                    <Link2 aria-hidden />
                    <div className="cell-words">
                      <strong>{link.name ?? 'Without a name'}</strong>
                      <small>
                        {accessLevelWords[link.access]} · made <Ago at={link.createdAt} /> ·{' '}
                        {link.expiresAt === null ? 'until it is revoked' : `until ${exactTime(link.expiresAt)}`}
                      </small>
                    </div>
                  </div>
                  {link.expiresAt !== null && link.expiresAt < Date.now() && (
                    <span className="badge badge-danger">ended</span>
                  )}
                  <Button size="small" reason={reason} onClick={() => setRevoked(link)}>
                    Revoke<span className="visually-hidden"> {link.name ?? 'the link without a name'}</span>
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Async>
      {isMaking && <NewLink roomId={roomId} onClose={() => setMaking(false)} onMade={setUrl} />}
      {revoked !== null && <RevokeLink roomId={roomId} link={revoked} onClose={() => setRevoked(null)} />}
      <ShownOnce
        title="The share link"
        label="Link"
        hint="Take it along now. It is shown this once: we keep nothing that could be turned back into it."
        secret={url}
        onClose={() => setUrl(null)}
      />
    </Card>
  )
}
