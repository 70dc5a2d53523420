/** Owns the end of keys: every room is told until it has heard, and whatever else is open by them ends at once. */
import { createRepeatedCall } from '../actor/calls.ts'
import type { Log } from '../actor/log.ts'
import type { Sql } from '../actor/storage.ts'
import type { WakeHandler, Wakeups } from '../actor/wakeups.ts'
import { eachOf } from './each-of.ts'
import { createRevocations, type Revocations } from './revocations.ts'

const retiringKey = 'retiring'

export interface Revoking extends Pick<Revocations, 'recent' | 'withdraw'> {
  /** These keys have ended: one of which that is known changes nothing. In a transaction. */
  end(credentials: readonly string[]): void
  /** These keys end then. In a transaction. */
  retire(credentials: readonly string[], endsAt: number): void
  readonly wakeHandlers: readonly (readonly [string, WakeHandler])[]
}

interface RevokingParts {
  readonly sql: Sql
  readonly wakeups: Wakeups
  /** The rooms that anybody may be in. */
  rooms(): readonly string[]
  /** Rejects when the room has not heard it. */
  tell(roomId: string, credentials: readonly string[]): Promise<void>
  /** What ends without a call. In a transaction. */
  ended(credentials: readonly string[]): void
  readonly retryFirstMs: number
  readonly clock: () => number
  readonly log: Log
}

export const createRevoking = (parts: RevokingParts): Revoking => {
  const { sql, wakeups, rooms, tell, ended, retryFirstMs, clock, log } = parts
  const revocations = createRevocations(sql, clock)

  const tellRooms = async (): Promise<void> => {
    let failure: unknown
    await eachOf(revocations.due(), async ({ roomId, credentials }) => {
      try {
        await tell(roomId, credentials)
        revocations.told(roomId, credentials)
      } catch (error) {
        failure = error
      }
    })
    if (failure !== undefined) throw failure
  }
  const telling = createRepeatedCall({
    wakeKey: 'revoking',
    wakeups,
    call: tellRooms,
    isOvertaken: () => revocations.due().length > 0,
    retryFirstMs,
    retryMaxMs: 300_000,
    clock,
    log,
  })

  const end = (credentials: readonly string[]) => {
    const known = new Set(revocations.recent())
    const fresh = credentials.filter((credential) => !known.has(credential))
    if (fresh.length === 0) return
    revocations.add(fresh, rooms())
    telling.soon()
    ended(fresh)
  }
  const endRetired: WakeHandler = (now) => {
    const retired = revocations.takeEnded(now)
    if (retired.length > 0) end(retired)
    wakeups.wakeAt(retiringKey, revocations.nextEnd())
    return undefined
  }

  return {
    recent: revocations.recent,
    withdraw: revocations.withdraw,
    end,
    retire(credentials, endsAt) {
      revocations.retire(credentials, endsAt)
      wakeups.wakeAt(retiringKey, revocations.nextEnd())
    },
    wakeHandlers: [
      [retiringKey, endRetired],
      [telling.wakeKey, telling.handler],
    ],
  }
}
