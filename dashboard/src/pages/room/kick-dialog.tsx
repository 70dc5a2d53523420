/** Sends somebody out of a room, for now or for a while. */

import { useMutation } from '@tanstack/react-query'
import type { LivePerson } from '../../../../workers/edge/routes/index.ts'
import { apiOf, json } from '../../api/client.ts'
import { FormDialog } from '../../components/dialog.tsx'
import { Choice, valuesOf } from '../../components/field.tsx'
import { say } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'

const HOUR_MS = 3_600_000

const lengths = [
  [String(HOUR_MS), 'for an hour'],
  [String(24 * HOUR_MS), 'for a day'],
  [String(7 * 24 * HOUR_MS), 'for a week'],
  ['always', 'until it is taken back'],
] as const

interface KickDialogProps {
  readonly roomId: string
  readonly person: LivePerson
  readonly ban: boolean
  readonly onClose: () => void
}

export const KickDialog = ({ roomId, person: { userId, name, verified }, ban, onClose }: KickDialogProps) => {
  const { id: organizationId } = useOrganization()
  const kick = useMutation({
    mutationFn: (length: string | undefined) =>
      json(
        apiOf(organizationId).rooms[':roomId'].participants[':userId'].kick.$post({
          param: { roomId, userId },
          json: {
            ...(length === undefined ? {} : { ban: length === 'always' ? true : { forMs: Number(length) } }),
            // Whoever proves the id is not sent away for somebody who only claims it.
            ...(verified ? {} : { verified: false as const }),
          },
        }),
      ),
    onSuccess: () => {
      say(ban ? `${name} is banned` : `${name} was sent out`)
      onClose()
    },
  })
  return (
    <FormDialog
      open
      onClose={onClose}
      title={ban ? `Ban ${name}?` : `Kick ${name}?`}
      description={
        ban
          ? 'They are sent out at once and cannot come back meanwhile.'
          : 'Their windows are closed with the reason KICKED. They can come back.'
      }
      action={ban ? 'Ban' : 'Kick'}
      look="danger"
      busy={kick.isPending}
      error={kick.error}
      onSubmit={(form) => kick.mutate(ban ? (valuesOf(form).length ?? 'always') : undefined)}
    >
      {ban && <Choice label="How long" name="length" options={lengths} />}
    </FormDialog>
  )
}
