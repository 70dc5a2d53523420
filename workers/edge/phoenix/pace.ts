/**
 * Paces joins: after a restart stock clients dial again without a jitter and join everything at once. So many come in together, the others one
 * after the other, and only so many are on their way to a room: a crowd that takes longer than its clients wait would begin anew for ever. Who
 * would wait too long is sent away, and asks again by itself.
 */
import { RoomError } from '@syncforge/protocol/errors'

const together = 50
const everyMs = 10
const underWayMax = 24
/** One whose client has gone runs no code of ours any more. */
const forgottenAfterMs = 15_000
const lookEveryMs = 40
/** A client takes a join that is not answered in 10 s for lost. */
const waitMaxMs = 7_000

interface Pacing {
  clock(): number
  wait(ms: number): Promise<void>
}

/** Runs a join when it is its turn. Rejects with ROOM_UNAVAILABLE when that would be too late. */
export type PaceJoin = <T>(join: () => Promise<T>) => Promise<T>

/** @example const pace = createJoinPace({ clock: Date.now, wait }); await pace(() => open()) */
export const createJoinPace = ({ clock, wait }: Pacing): PaceJoin => {
  /** When the line of those who wait is through. */
  let throughAt = 0
  const underWay = new Set<{ readonly since: number }>()

  const tooMany = () => new RoomError('ROOM_UNAVAILABLE', 'Too many joined at once', { retryAfterMs: 1_000 })
  const isBusy = (now: number) => {
    for (const each of underWay) if (Math.abs(now - each.since) > forgottenAfterMs) underWay.delete(each)
    return underWay.size >= underWayMax
  }
  const takeTurn = (now: number): number => {
    // A clock set backwards makes nobody wait for it.
    if (throughAt > now + waitMaxMs + (together + 1) * everyMs) throughAt = now
    const waitMs = Math.max(0, throughAt - now - together * everyMs)
    if (waitMs > waitMaxMs) throw tooMany()
    throughAt = Math.max(throughAt, now) + everyMs
    return waitMs
  }

  return async (join) => {
    const cameAt = clock()
    // A join never begins within the call: its caller has still to say who it is for.
    await wait(takeTurn(cameAt))
    // Each looks by itself: nothing of one client's may wake what belongs to another one's.
    while (isBusy(clock())) {
      if (Math.abs(clock() - cameAt) > waitMaxMs) throw tooMany()
      await wait(lookEveryMs * (0.5 + Math.random()))
    }
    const mine = { since: clock() }
    underWay.add(mine)
    try {
      return await join()
    } finally {
      underWay.delete(mine)
    }
  }
}
