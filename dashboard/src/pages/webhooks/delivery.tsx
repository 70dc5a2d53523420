/** One delivery: what was sent, what came back at each attempt, and the way to send it again. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { apiOf, json } from '../../api/client.ts'
import { Async, SkeletonLines } from '../../components/async.tsx'
import { Button } from '../../components/button.tsx'
import { CodeBlock } from '../../components/code-block.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { exactTime } from '../../components/time.tsx'
import { say, sayProblem } from '../../components/toast.tsx'
import { useOrganization } from '../../session/organizations.ts'
import { useRight } from '../../session/rights.ts'
import { deliveryQuery, webhooksQuery } from './queries.ts'
import { stateBadges, stateWords } from './words.ts'

interface Attempt {
  readonly round: number
  readonly attempt: number
  readonly at: number
  readonly durationMs: number
  readonly status: number | null
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly error: string | null
}

const headerLines = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')

/** JSON with room between its lines; anything else as it is. */
const readable = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

const AttemptView = ({ attempt }: { readonly attempt: Attempt }) => {
  const { status, error, durationMs, at, headers, body } = attempt
  const answer = [headerLines(headers), body].filter((part) => part !== '').join('\n\n')
  return (
    <li className="stack">
      <p>
        <span className={status !== null && status >= 200 && status < 300 ? 'badge badge-good' : 'badge badge-danger'}>
          {status ?? 'no answer'}
        </span>{' '}
        {exactTime(at)} · {durationMs} ms
        {attempt.round > 0 && ` · redelivery ${attempt.round}`}
      </p>
      {error !== null && <p className="hint">{error}</p>}
      {answer !== '' && <CodeBlock label={`Answer to attempt ${attempt.attempt}`} code={answer} />}
    </li>
  )
}

interface DeliveryProps {
  readonly webhookId: string
  readonly deliveryId: string
  readonly onClose: () => void
}

export const Delivery = ({ webhookId, deliveryId, onClose }: DeliveryProps) => {
  const { id: organizationId } = useOrganization()
  const { reason } = useRight('webhooks:write')
  const queries = useQueryClient()
  const delivery = useQuery(deliveryQuery(organizationId, webhookId, deliveryId))
  const redeliver = useMutation({
    mutationFn: () =>
      json(
        apiOf(organizationId).webhooks[':webhookId'].deliveries[':deliveryId'].redeliver.$post({
          param: { webhookId, deliveryId },
        }),
      ),
    onSuccess: async () => {
      say('It is sent again')
      await queries.invalidateQueries({ queryKey: webhooksQuery(organizationId).queryKey })
    },
    onError: sayProblem,
  })
  const waits = delivery.data?.state === 'pending' ? 'It waits to be sent already.' : undefined
  return (
    <Dialog open wide onClose={onClose} title={delivery.data?.type ?? 'Delivery'}>
      <Async query={delivery} skeleton={<SkeletonLines lines={6} />}>
        {({ state, request, history, createdAt, nextAttemptAt }) => (
          <div className="stack">
            <p>
              <span className={stateBadges[state]}>{stateWords[state]}</span> happened {exactTime(createdAt)}
              {nextAttemptAt !== null && state === 'pending' && ` · next attempt ${exactTime(nextAttemptAt)}`}
            </p>
            <CodeBlock
              label="Request"
              code={`POST ${request.url}\n${headerLines(request.headers)}\n\n${readable(request.body)}`}
            />
            <h3>Attempts</h3>
            {history.length === 0 ? (
              <p className="hint">None yet.</p>
            ) : (
              <ol className="stack">
                {history.map((attempt) => (
                  <AttemptView key={`${attempt.round}.${attempt.attempt}`} attempt={attempt} />
                ))}
              </ol>
            )}
            <div className="dialog-actions">
              <Button
                icon={<RotateCw aria-hidden />}
                busy={redeliver.isPending}
                reason={reason ?? waits}
                onClick={() => redeliver.mutate()}
              >
                Send again
              </Button>
            </div>
          </div>
        )}
      </Async>
    </Dialog>
  )
}
