/**
 * Makes events for webhooks of facts and hands them to the objects of the endpoints that want them: at least once, in the order in which the facts
 * came. Knows which endpoints there are as the edge told it last, and asks again now and then.
 */
import { contentOfFact } from '@syncforge/protocol/webhooks'
import { createRepeatedCall } from '../../actor/calls.ts'
import { withinTime } from '../../actor/timeout.ts'
import type { EndpointEvent } from '../../endpoint/admission.ts'
import type { ChangeBatch } from '../../room/facts/target.ts'
import { defineConsumer, type FactConsumer } from '../facts/consumer.ts'
import { createWebhookRows, type Listener, wants, webhookMigrations } from './rows.ts'
import { endpointOf, subscriptionSourceOf } from './target.ts'

export interface WebhookFeed extends FactConsumer {
  /** Endpoints, or what the plan allows them, are others than before: they are read anew, at once or as soon as that can be. */
  refresh(): Promise<void>
  /** These happened. Whether anybody may want to hear of them. In a transaction. */
  tell(events: readonly EndpointEvent[]): boolean
  /** Documents have changed. Whether anybody may want to hear of them. In a transaction. */
  tellChanges(batch: ChangeBatch): boolean
}

const callTimeoutMs = 10_000
const batchMax = 200
/** What is known of the endpoints is read anew after so long, should nobody have told of a change. */
const staleMs = 10 * 60_000
const readAtKey = 'webhooks.readAt'

export const webhooks = defineConsumer({
  migrations: webhookMigrations,
  open({ organizationId, storage, values, wakeups, state, clock, log }): WebhookFeed {
    const rows = createWebhookRows(storage.sql)
    /** Read often, changed seldom. */
    let known: readonly Listener[] | null = null
    const listeners = () => {
      known ??= rows.listeners()
      return known
    }
    const forget = () => {
      known = null
    }

    const read = async (): Promise<void> => {
      const startedAt = clock()
      const found = await withinTime(
        subscriptionSourceOf(state)?.subscriptions(organizationId()) ?? Promise.resolve([]),
        callTimeoutMs,
      )
      const revisions = new Map(listeners().map(({ id, revision }) => [id, revision]))
      for (const { settings } of found) {
        if (revisions.get(settings.webhookId) === settings.revision) continue
        await withinTime(endpointOf(state, settings.webhookId).configure(settings), callTimeoutMs)
      }
      storage.transactionSync(() => {
        // Of what came before anybody had asked, those that were there then hear as well.
        const isFirst = values.get(readAtKey) === null
        rows.keep(found, isFirst ? 0 : rows.lastSeq())
        values.put(readAtKey, startedAt)
        forget()
        rows.prune()
      })
      if (rows.after(0, 1).length > 0) handing.soon()
    }

    const reading = createRepeatedCall({
      wakeKey: 'webhooks.reading',
      wakeups,
      call: read,
      retryFirstMs: callTimeoutMs,
      retryMaxMs: 600_000,
      clock,
      log,
    })

    /** Whether the endpoint has room for more. */
    const handTo = async ({ id, missed, ...listener }: Listener): Promise<boolean> => {
      if (missed !== null) {
        await withinTime(endpointOf(state, id).miss(missed), callTimeoutMs)
        rows.missedTold(id, missed.count)
      }
      for (let { handed } = listener; ; ) {
        const batch = rows.after(handed, batchMax)
        const wanted = batch.filter(({ event }) => wants(listener, event))
        const events = wanted.map(({ event }) => event)
        const taken = events.length === 0 ? 0 : await withinTime(endpointOf(state, id).take(events), callTimeoutMs)
        const isTaken = taken === events.length
        // Those before the first that was not taken, wanted or not.
        handed = isTaken ? (batch.at(-1)?.seq ?? handed) : (wanted[taken]?.seq ?? 1) - 1
        rows.handed(id, handed)
        if (!isTaken) return false
        if (batch.length < batchMax) return true
      }
    }

    const isHeld = () => storage.sql.exec('SELECT 1 FROM organization_webhook_event LIMIT 1').toArray().length > 0

    const handing = createRepeatedCall({
      wakeKey: 'webhooks.handing',
      wakeups,
      async call() {
        const ends = await Promise.allSettled(rows.listeners().map(handTo))
        const missed = storage.transactionSync(() => rows.prune())
        forget()
        if (missed > 0) log('webhook_events_missed', { missed })
        const failed = ends.find((end) => end.status === 'rejected')
        if (failed !== undefined) throw failed.reason
        if (ends.some((end) => end.status === 'fulfilled' && !end.value)) throw new Error('an endpoint has no room')
      },
      isOvertaken: isHeld,
      retryFirstMs: callTimeoutMs,
      retryMaxMs: 60_000,
      clock,
      log,
    })

    const tell = (events: readonly EndpointEvent[]): boolean => {
      const readAt = values.get<number>(readAtKey)
      // Before anybody has asked who is there, all of it may be wanted.
      const wanted = events.filter((event) => readAt === null || listeners().some((listener) => wants(listener, event)))
      for (const event of wanted) rows.add(event)
      if (readAt === null) rows.bound()
      if (readAt === null || clock() - readAt > staleMs) reading.soon()
      else if (wanted.length > 0) handing.soon()
      return wanted.length > 0
    }

    return {
      tell,
      tellChanges: ({ room: { roomId }, life, changes }) =>
        tell(
          changes.map(({ document, sequence, at }) => ({
            id: `${life}-d${sequence}`,
            at,
            type: 'document.updated',
            data: { roomId, document, sequence },
          })),
        ),
      take: (facts) =>
        void tell(
          facts.flatMap(({ id, at, room, isEphemeral, traceparent, ...fact }): EndpointEvent[] => {
            // What waits for an endpoint is written down, here and there.
            if (isEphemeral) return []
            const content = contentOfFact(room?.roomId ?? null, fact)
            return content === null ? [] : [{ id, at, ...(traceparent && { traceparent }), ...content }]
          }),
        ),
      async refresh() {
        try {
          await read()
        } catch (error) {
          reading.soon()
          log('webhooks_not_read', { error: String(error) })
        }
      },
      wakeHandlers: new Map([
        [reading.wakeKey, reading.handler],
        [handing.wakeKey, handing.handler],
      ]),
    }
  },
})
