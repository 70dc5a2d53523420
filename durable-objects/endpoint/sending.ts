/** Sends one attempt: opens the secrets once per wake, signs, and hands the request to the courier. */

import { importSecret, type SigningKey, signedHeaders } from '@syncforge/protocol/webhook-signature'
import { continueTrace, traceFields, traceOf, traceparentOf } from '../../telemetry/trace.ts'
import type { Courier, Outcome } from '../../workers/courier/index.ts'
import { describeFault, type Log } from '../actor/log.ts'
import { withinTime } from '../actor/timeout.ts'
import type { EndpointSettings } from './admission.ts'
import type { Claim } from './queue.ts'
import type { EndpointTarget } from './target.ts'

export interface Sender {
  /** What came of it. Rejects when nothing was sent, for a reason that is not the receiver's. */
  send(settings: EndpointSettings, claim: Claim): Promise<Outcome>
}

interface SenderParts {
  readonly courier: Pick<Courier, 'send'>
  target(): EndpointTarget
  readonly allowsInside: boolean
  clock(): number
  readonly log: Log
}

/** The courier gives up after 15 s by itself. */
const answerMs = 18_000
const openedMax = 8

export const createSender = ({ courier, target, allowsInside, clock, log }: SenderParts): Sender => {
  /** By their sealed texts: one that was replaced is not asked for again. */
  const opened = new Map<string, SigningKey>()

  const keysOf = async ({ webhookId, secrets }: EndpointSettings): Promise<readonly SigningKey[]> => {
    const missing = secrets.filter(({ sealed }) => !opened.has(sealed))
    if (missing.length > 0) {
      const found = await target().unseal(
        webhookId,
        missing.map(({ sealed }) => sealed),
      )
      if (opened.size >= openedMax) opened.clear()
      for (const [index, { sealed, endsAt }] of missing.entries()) {
        const bytes = found[index]
        if (bytes != null) opened.set(sealed, await importSecret(bytes, endsAt))
      }
    }
    // When a secret ends is said by the settings: a rotation gives the one before a time.
    return secrets.flatMap(({ sealed, endsAt }) => {
      const known = opened.get(sealed)
      return known === undefined ? [] : [{ ...known, endsAt }]
    })
  }

  return {
    async send(settings, { id, body, attempt, traceparent }) {
      const trace = traceparent === null ? await traceOf(id) : continueTrace(traceparent)
      const signed = await signedHeaders(await keysOf(settings), id, body, clock())
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'SyncForge-Webhooks/1',
        traceparent: traceparentOf(trace),
        ...signed,
      }
      const startedAt = clock()
      const tell = (outcome: Outcome) => {
        const came = 'status' in outcome ? { status: outcome.status } : { error: outcome.error }
        const line = { delivery: id, attempt, ...came, durationMs: clock() - startedAt, ...traceFields(trace) }
        log('delivery', line, 'info')
        return outcome
      }
      try {
        return tell(await withinTime(courier.send({ url: settings.url, headers, body, allowsInside }), answerMs))
      } catch (error) {
        log('courier_failed', { delivery: id, error: describeFault(error) })
        return { error: 'the request could not be sent' }
      }
    },
  }
}
