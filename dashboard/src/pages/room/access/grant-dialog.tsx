/** Decides what one person may do in a room and in single documents of it, whatever their token says. */
import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { apiOf, done, json } from '../../../api/client.ts'
import { Async, SkeletonLines } from '../../../components/async.tsx'
import { Button } from '../../../components/button.tsx'
import { FormDialog } from '../../../components/dialog.tsx'
import { Choice, Field, valuesOf } from '../../../components/field.tsx'
import { exactTime } from '../../../components/time.tsx'
import { say, sayProblem } from '../../../components/toast.tsx'
import { useOrganization } from '../../../session/organizations.ts'
import { documentsQuery } from '../queries.ts'
import { type Decision, decisionQuery, useRefreshAccess } from './queries.ts'
import { type Access, accessChoices, type Granted, grantedChoices } from './words.ts'

const levels = [['token', 'What their token or key says'], ...accessChoices] as const
const documentLevels = [['room', 'The same as in the room'], ...grantedChoices] as const

interface Change {
  readonly userId: string
  readonly access: Access | null
  readonly documents: Readonly<Record<string, Granted | null>>
}

/** What the form says. A document that is named twice has what was said last. */
const changeOf = (form: HTMLFormElement, known: string | undefined): Change => {
  const { userId = '', access } = valuesOf(form)
  const data = new FormData(form)
  const chosen = data.getAll('level')
  const named = data.getAll('document').map((name, at) => [String(name).trim(), chosen[at]] as const)
  const documents = named
    .filter(([name]) => name !== '')
    .map(([name, level]) => [name, level === 'room' ? null : (level as Granted)] as const)
  return {
    userId: known ?? userId.trim(),
    access: access === 'token' ? null : (access as Access),
    documents: Object.fromEntries(documents),
  }
}

const NewDocumentRow = ({ roomId }: { readonly roomId: string }) => {
  const { id: organizationId } = useOrganization()
  const { data: documents = [] } = useQuery(documentsQuery(organizationId, roomId))
  return (
    <div className="form-row">
      <Field
        label="Document"
        name="document"
        list="documents-of-room"
        maxLength={128}
        autoComplete="off"
        spellCheck={false}
      />
      <Choice label="There they may" name="level" options={documentLevels} defaultValue="write" />
      <datalist id="documents-of-room">
        {documents.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </div>
  )
}

/** A document in which something else holds already. */
const KnownDocument = ({ given: [name, level] }: { readonly given: readonly [name: string, level: string] }) => (
  <>
    <input type="hidden" name="document" value={name} />
    <Choice label={`In “${name}” they may`} name="level" options={documentLevels} defaultValue={level} />
  </>
)

const Rights = ({ roomId, decision }: { readonly roomId: string; readonly decision: Partial<Decision> }) => {
  const given = Object.entries(decision.documents ?? {})
  const [added, setAdded] = useState<readonly number[]>([])
  return (
    <>
      <Choice label="In the room they may" name="access" options={levels} defaultValue={decision.access ?? 'token'} />
      {given.map((each) => (
        <KnownDocument key={each[0]} given={each} />
      ))}
      {added.map((id) => (
        <NewDocumentRow key={id} roomId={roomId} />
      ))}
      <div className="form-actions">
        <Button
          size="small"
          look="quiet"
          icon={<Plus aria-hidden />}
          onClick={() => setAdded([...added, added.length])}
        >
          Something else in one document
        </Button>
      </div>
    </>
  )
}

const banOf = ({ ban, claimsBan }: Decision) => ban ?? claimsBan

interface GrantDialogProps {
  readonly roomId: string
  /** `null`: somebody who is to be named. */
  readonly person: { readonly userId: string; readonly name: string } | null
  readonly onClose: () => void
}

export const GrantDialog = ({ roomId, person, onClose }: GrantDialogProps) => {
  const { id: organizationId } = useOrganization()
  const refresh = useRefreshAccess(organizationId, roomId)
  const decision = useQuery({
    ...decisionQuery(organizationId, roomId, person?.userId ?? ''),
    enabled: person !== null,
  })
  const ofPerson = apiOf(organizationId).rooms[':roomId'].participants[':userId']
  const change = useMutation({
    mutationFn: ({ userId, ...rights }: Change) => json(ofPerson.$patch({ param: { roomId, userId }, json: rights })),
    onSuccess: (_, { userId }) => {
      say(`What ${person?.name ?? userId} may do is changed`)
      onClose()
      return refresh()
    },
  })
  const unban = useMutation({
    mutationFn: (userId: string) => done(ofPerson.ban.$delete({ param: { roomId, userId } })),
    onSuccess: refresh,
    onError: sayProblem,
  })
  return (
    <FormDialog
      open
      wide
      onClose={onClose}
      title={person === null ? 'Give somebody access' : `What ${person.name} may do`}
      description="It applies to open windows at once and to later ones, in this room. More than their token gives counts only for people who prove who they are."
      action={person === null ? 'Give access' : 'Change'}
      busy={change.isPending}
      error={change.error}
      onSubmit={(form) => change.mutate(changeOf(form, person?.userId))}
    >
      {person === null ? (
        <>
          <Field
            label="User id"
            name="userId"
            hint={
              <>
                As your tokens name them: <code>userId</code>, or <code>sub</code> of your own JWTs.
              </>
            }
            maxLength={128}
            autoComplete="off"
            spellCheck={false}
            required
          />
          <Rights roomId={roomId} decision={{ access: 'write' }} />
        </>
      ) : (
        <Async query={decision} skeleton={<SkeletonLines lines={2} />}>
          {(decided) => (
            <>
              <Rights roomId={roomId} decision={decided} />
              {banOf(decided) && (
                <div className="note note-warn">
                  <p>
                    Banned{' '}
                    {banOf(decided)?.until == null
                      ? 'until it is taken back'
                      : `until ${exactTime(banOf(decided)?.until ?? 0)}`}
                    .
                  </p>
                  <Button size="small" busy={unban.isPending} onClick={() => unban.mutate(decided.userId)}>
                    Let them in again
                  </Button>
                </div>
              )}
            </>
          )}
        </Async>
      )}
    </FormDialog>
  )
}
