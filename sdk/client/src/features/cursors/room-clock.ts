/** Owns what time it is in the room, read off when its frames arrive. It refuses to let one late frame move the clock. */
import { cursorTime } from '@syncforge/protocol/cursor-frames'

/** The quickest frame of the last one or two of these says what the network takes at best. */
const windowMs = 5_000
/** Farther off than this and one of the two clocks was set, or the machine slept. */
const incredibleMs = 5_000

export interface RoomClock {
  /** A welcome said `serverTime`, in milliseconds since 1970. Whatever was known before is forgotten. */
  told(serverTime: number, localMs: number): void
  /** A frame with this `at` arrived. Returns when the room sent it, in milliseconds since 1970. */
  heard(at: number, localMs: number): number
  /** The room's time as of the quickest news: what a frame that arrives now without delay would say. */
  at(localMs: number): number
}

/**
 * `localMs` is any clock of this side that only moves forward, such as `performance.now()`. A late frame makes the room look as if it
 * were behind, never ahead; so the best of the last seconds counts, and jitter does not.
 *
 * @example
 * const clock = createRoomClock()
 * clock.told(welcome.serverTime, performance.now())
 */
export const createRoomClock = (): RoomClock => {
  let earlier = Number.NEGATIVE_INFINITY
  let current = Number.NEGATIVE_INFINITY
  let windowEndsAt = 0

  const restart = (aheadMs: number, localMs: number) => {
    earlier = aheadMs
    current = aheadMs
    windowEndsAt = localMs + windowMs
  }
  const at = (localMs: number) => localMs + Math.max(earlier, current)

  return {
    at,
    told: (serverTime, localMs) => restart(serverTime - localMs, localMs),
    heard(stamp, localMs) {
      const time = cursorTime(stamp, at(localMs))
      const aheadMs = time - localMs
      if (Math.abs(time - at(localMs)) > incredibleMs) restart(aheadMs, localMs)
      else if (localMs < windowEndsAt) current = Math.max(current, aheadMs)
      else {
        earlier = current
        current = aheadMs
        windowEndsAt = localMs + windowMs
      }
      return time
    },
  }
}
