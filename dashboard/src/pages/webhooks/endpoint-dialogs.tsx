/** What is asked before an endpoint gets another secret, is deleted, or is sent its dead letters again. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { apiOf, done, json } from '../../api/client.ts'
import { Confirm, FormDialog } from '../../components/dialog.tsx'
import { Choice, valuesOf } from '../../components/field.tsx'
import { say } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { webhooksQuery } from './queries.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

interface AboutEndpoint {
  readonly webhookId: string
  readonly onClose: () => void
}

export const RotateSecret = ({
  webhookId,
  onClose,
  onMade,
}: AboutEndpoint & { readonly onMade: (secret: string) => void }) => {
  const { id: organizationId } = useOrganization()
  const queries = useQueryClient()
  const rotate = useMutation({
    mutationFn: (graceMs: number) =>
      json(
        apiOf(organizationId).webhooks[':webhookId']['rotate-secret'].$post({
          param: { webhookId },
          json: { graceMs },
        }),
      ),
    onSuccess: async ({ secret }) => {
      onClose()
      onMade(secret)
      await queries.invalidateQueries({ queryKey: webhooksQuery(organizationId).queryKey })
    },
  })
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Rotate the secret"
      description="Requests are signed with both for a while, so that your server takes either until it has the new one."
      action="Rotate"
      busy={rotate.isPending}
      error={rotate.error}
      onSubmit={(form) => rotate.mutate(Number(valuesOf(form).grace))}
    >
      <Choice
        label="The old one signs as well"
        name="grace"
        options={[
          [String(DAY_MS), 'for a day'],
          [String(HOUR_MS), 'for an hour'],
          [String(7 * DAY_MS), 'for a week'],
          ['0', 'not at all: it ends now'],
        ]}
      />
    </FormDialog>
  )
}

export const RedeliverAll = ({ webhookId, onClose }: AboutEndpoint) => {
  const { id: organizationId } = useOrganization()
  const queries = useQueryClient()
  const redeliver = useMutation({
    mutationFn: (ms: number) =>
      json(
        apiOf(organizationId).webhooks[':webhookId'].redeliver.$post({
          param: { webhookId },
          json: { since: Math.max(0, Date.now() - ms) },
        }),
      ),
    onSuccess: async ({ count }) => {
      say(count === 1 ? 'One dead letter is sent again' : `${count} dead letters are sent again`)
      onClose()
      await queries.invalidateQueries({ queryKey: webhooksQuery(organizationId).queryKey })
    },
  })
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Send dead letters again"
      description="Each with the same id, after what waits of its room."
      action="Send them again"
      busy={redeliver.isPending}
      error={redeliver.error}
      onSubmit={(form) => redeliver.mutate(Number(valuesOf(form).since))}
    >
      <Choice
        label="Of events"
        name="since"
        options={[
          [String(30 * DAY_MS), 'of the last 30 days: all that are kept'],
          [String(7 * DAY_MS), 'of the last 7 days'],
          [String(DAY_MS), 'of the last day'],
          [String(HOUR_MS), 'of the last hour'],
        ]}
      />
    </FormDialog>
  )
}

export const DeleteEndpoint = ({ webhookId, onClose, onGone }: AboutEndpoint & { readonly onGone: () => void }) => {
  const { id: organizationId } = useOrganization()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => done(apiOf(organizationId).webhooks[':webhookId'].$delete({ param: { webhookId } })),
    onSuccess: async () => {
      say('The endpoint is deleted')
      onGone()
      await queries.invalidateQueries({ queryKey: webhooksQuery(organizationId).queryKey, exact: true })
    },
  })
  return (
    <Confirm
      open
      onClose={onClose}
      title="Delete the endpoint?"
      description="What waits for it is not sent, and what is kept of its deliveries goes. To pause it, turn it off instead."
      action="Delete the endpoint"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
    />
  )
}
