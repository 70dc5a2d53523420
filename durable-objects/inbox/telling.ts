/** Owns table `inbox_untold`: notifications that were made, on their way to the organization, which tells webhooks. At least once, in order. */
import { createRepeatedCall, type RepeatedCall } from '../actor/calls.ts'
import type { KeyValues } from '../actor/key-values.ts'
import type { Log } from '../actor/log.ts'
import type { Sql } from '../actor/storage.ts'
import { withinTime } from '../actor/timeout.ts'
import type { Wakeups } from '../actor/wakeups.ts'
import type { EndpointEvent } from '../endpoint/admission.ts'
import type { InboxOwner } from './admission.ts'
import { organizationOf } from './target.ts'

export interface Telling extends Pick<RepeatedCall, 'wakeKey' | 'handler'> {
  /** The inbox is new. */
  opened(): void
  /** Whether somebody listens: then the organization says which keys have ended. */
  listening(is: boolean): void
  /** In the transaction of the notification. */
  made(notification: { readonly id: string; readonly kind: string; readonly at: number }): void
}

interface TellingParts {
  readonly sql: Sql
  readonly values: KeyValues
  readonly wakeups: Pick<Wakeups, 'wakeAt'>
  readonly state: DurableObjectState
  owner(): InboxOwner
  /** These keys have ended. */
  end(credentials: readonly string[]): void
  clock(): number
  readonly log: Log
}

const listeningKey = 'listening'
const batchMax = 200
/** While the organization is away; older ones go. */
const waitingMax = 2_000
const callTimeoutMs = 10_000

export const createTelling = ({ sql, values, wakeups, state, owner, end, clock, log }: TellingParts): Telling => {
  const isListening = () => values.get<boolean>(listeningKey) ?? false
  const waiting = () =>
    sql
      .exec<{ seq: number; event: string }>('SELECT seq, event FROM inbox_untold ORDER BY seq LIMIT ?', batchMax)
      .toArray()
  const call = createRepeatedCall({
    wakeKey: 'telling',
    wakeups,
    async call() {
      const mine = owner()
      do {
        const batch = waiting()
        const events = batch.map(({ event }) => JSON.parse(event) as EndpointEvent)
        const target = organizationOf(state, mine.organizationId)
        const ended = await withinTime(target.tellInbox(mine, events, isListening()), callTimeoutMs)
        if (ended.length > 0) end(ended)
        sql.exec('DELETE FROM inbox_untold WHERE seq <= ?', batch.at(-1)?.seq ?? 0)
      } while (waiting().length > 0)
    },
    isOvertaken: () => waiting().length > 0,
    retryFirstMs: callTimeoutMs,
    retryMaxMs: 600_000,
    clock,
    log,
  })
  return {
    wakeKey: call.wakeKey,
    handler: call.handler,
    opened: () => call.soon(),
    listening(is) {
      const was = isListening()
      if (was !== is) values.put(listeningKey, is)
      // Whoever comes may have been let in by a key that has just ended.
      if (is || was) call.soon()
    },
    made({ id, kind, at }) {
      const { userId } = owner()
      const data = { notificationId: id, userId, kind }
      const event: EndpointEvent = { id: `evt_${id}`, at, type: 'notification.created', data }
      sql.exec('INSERT INTO inbox_untold (event) VALUES (?)', JSON.stringify(event))
      sql.exec(
        'DELETE FROM inbox_untold WHERE seq <= (SELECT seq FROM sqlite_sequence WHERE name = ?) - ?',
        'inbox_untold',
        waitingMax,
      )
      call.soon()
    },
  }
}
