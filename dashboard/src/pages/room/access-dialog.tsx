/** Decides what one person may do in a room, whatever their token says. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { LivePerson } from '../../../../workers/edge/routes/index.ts'
import { apiOf, done, json } from '../../api/client.ts'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { FormDialog } from '../../components/dialog.tsx'
import { Choice, valuesOf } from '../../components/field.tsx'
import { exactTime } from '../../components/time.tsx'
import { say, sayProblem } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { decisionQuery } from './queries.ts'

const levels = [
  ['token', 'What their token or key says'],
  ['read', 'Read'],
  ['comment', 'Read and comment'],
  ['write', 'Write'],
  ['moderate', 'Moderate'],
] as const

interface AccessDialogProps {
  readonly roomId: string
  readonly person: LivePerson
  readonly onClose: () => void
}

export const AccessDialog = ({ roomId, person: { userId, name }, onClose }: AccessDialogProps) => {
  const { id: organizationId } = useOrganization()
  const queries = useQueryClient()
  const decision = useQuery(decisionQuery(organizationId, roomId, userId))
  const ofPerson = apiOf(organizationId).rooms[':roomId'].participants[':userId']
  const change = useMutation({
    mutationFn: (level: string) =>
      json(
        ofPerson.$patch({
          param: { roomId, userId },
          json: { access: level === 'token' ? null : (level as 'read' | 'comment' | 'write' | 'moderate') },
        }),
      ),
    onSuccess: () => {
      say(`What ${name} may do is changed`)
      onClose()
    },
  })
  const unban = useMutation({
    mutationFn: () => done(ofPerson.ban.$delete({ param: { roomId, userId } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: decisionQuery(organizationId, roomId, userId).queryKey }),
    onError: sayProblem,
  })
  return (
    <FormDialog
      open
      onClose={onClose}
      title={`What ${name} may do`}
      description="It applies to open windows at once and to later ones, in this room."
      action="Change"
      busy={change.isPending}
      error={change.error}
      onSubmit={(form) => change.mutate(valuesOf(form).access ?? 'token')}
    >
      <Async query={decision} skeleton={<SkeletonLines lines={2} />}>
        {({ access, ban, claimsBan }) => (
          <>
            <Choice label="They may" name="access" options={levels} defaultValue={access ?? 'token'} />
            {(ban ?? claimsBan) && (
              <div className="note note-warn">
                <p>
                  Banned{' '}
                  {(ban ?? claimsBan)?.until == null
                    ? 'until it is taken back'
                    : `until ${exactTime((ban ?? claimsBan)?.until ?? 0)}`}
                  .
                </p>
                <Button size="small" busy={unban.isPending} onClick={() => unban.mutate()}>
                  Let them in again
                </Button>
              </div>
            )}
          </>
        )}
      </Async>
    </FormDialog>
  )
}
