/** Shares by e-mail that wait for somebody to come who proves the address. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Mail, Plus } from 'lucide-react'
import { useState } from 'react'
import { apiOf, done, json } from '../../../api/client.ts'
import { Async, Empty, SkeletonRows } from '../../../components/async.tsx'
import { Button } from '../../../components/button.tsx'
import { FormDialog } from '../../../components/dialog.tsx'
import { Choice, Field, valuesOf } from '../../../components/field.tsx'
import { Card } from '../../../components/page.tsx'
import { Ago } from '../../../components/time.tsx'
import { say, sayProblem } from '../../../components/toast.tsx'
import { useOrganization } from '../../../session/organizations.ts'
import { useRight } from '../../../session/rights.ts'
import { accessLevelWords } from '../words.ts'
import { sharesQuery, useRefreshAccess } from './queries.ts'
import { type Access, accessChoices } from './words.ts'

const NewShare = ({ roomId, onClose }: { readonly roomId: string; readonly onClose: () => void }) => {
  const { id: organizationId } = useOrganization()
  const refresh = useRefreshAccess(organizationId, roomId)
  const create = useMutation({
    mutationFn: (form: HTMLFormElement) => {
      const { email = '', access, page = '' } = valuesOf(form)
      return json(
        apiOf(organizationId).rooms[':roomId'].shares.$post({
          param: { roomId },
          json: {
            email: email.trim(),
            access: access as Access,
            ...(page.trim() === '' ? {} : { page: page.trim() }),
          },
        }),
      )
    },
    onSuccess: ({ email, mailed }) => {
      say(mailed ? `A mail is on its way to ${email}` : `It waits for ${email}, but the mail could not be sent`)
      onClose()
      return refresh()
    },
  })
  return (
    <FormDialog
      open
      wide
      onClose={onClose}
      title="Share by e-mail"
      description="A mail goes out. Whoever comes with a token that proves this address has the access from then on."
      action="Share"
      busy={create.isPending}
      error={create.error}
      onSubmit={(form) => create.mutate(form)}
    >
      <div className="form-row">
        <Field label="E-mail" name="email" type="email" autoComplete="off" required />
        <Choice label="They may" name="access" options={accessChoices} />
      </div>
      <Field
        label="Your page"
        name="page"
        type="url"
        placeholder="https://app.example.com/plan"
        hint="The page of yours that signs people in and opens the room. Left out: the editor example of this server."
        maxLength={2_048}
        autoComplete="off"
        spellCheck={false}
      />
    </FormDialog>
  )
}

const Waiting = ({ roomId, reason }: { readonly roomId: string; readonly reason: string | undefined }) => {
  const { id: organizationId } = useOrganization()
  const refresh = useRefreshAccess(organizationId, roomId)
  const shares = useQuery(sharesQuery(organizationId, roomId))
  const revoke = useMutation({
    mutationFn: (shareId: string) =>
      done(apiOf(organizationId).rooms[':roomId'].shares[':shareId'].$delete({ param: { roomId, shareId } })),
    onSuccess: () => {
      say('The share is taken back')
      return refresh()
    },
    onError: sayProblem,
  })
  return (
    <Async query={shares} skeleton={<SkeletonRows rows={2} />}>
      {(found) =>
        found.length === 0 ? (
          <Empty icon={<Mail aria-hidden />} title="Nobody is waited for">
            Who has come is among the grants.
          </Empty>
        ) : (
          <ul className="list" aria-label="Shares by e-mail">
            {found.map(({ id, email, access, createdAt }) => (
              <li key={id}>
                <div className="cell-main">
                  <Mail aria-hidden />
                  <div className="cell-words">
                    <strong>{email}</strong>
                    <small>
                      {accessLevelWords[access]} · shared <Ago at={createdAt} />
                    </small>
                  </div>
                </div>
                <Button
                  size="small"
                  reason={reason}
                  busy={revoke.isPending && revoke.variables === id}
                  onClick={() => revoke.mutate(id)}
                >
                  Take back<span className="visually-hidden"> the share of {email}</span>
                </Button>
              </li>
            ))}
          </ul>
        )
      }
    </Async>
  )
}

export const Shares = ({ roomId }: { readonly roomId: string }) => {
  // Addresses are shown to whoever may decide about them.
  const { may, reason } = useRight('rooms:moderate')
  const [isMaking, setMaking] = useState(false)
  return (
    <Card
      title="Shared by e-mail"
      lead="What waits for people who have not come yet."
      actions={
        <Button size="small" icon={<Plus aria-hidden />} reason={reason} onClick={() => setMaking(true)}>
          Share by e-mail
        </Button>
      }
    >
      {may ? <Waiting roomId={roomId} reason={reason} /> : <p className="quiet">{reason}</p>}
      {isMaking && <NewShare roomId={roomId} onClose={() => setMaking(false)} />}
    </Card>
  )
}
