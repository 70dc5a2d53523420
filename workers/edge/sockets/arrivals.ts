/**
 * Arrivals: how many sockets this isolate lets in at a time. After a restart everyone comes back; who comes too early is told a moment of
 * their own, so that they do not return together.
 */
import { RoomError } from '@syncforge/protocol/errors'

const windowMs = 100
const arrivalsPerWindow = 500
/** Nobody is sent away for longer; whoever is still too early then is told again. */
const waitMaxMs = 30_000

export interface Arrivals {
  /** @throws RoomError ROOM_UNAVAILABLE for one too many, with `retryAfterMs` as detail: the moment to come back, from now */
  arrive(): void
}

/** @example const arrivals = createArrivals(Date.now); arrivals.arrive() */
export const createArrivals = (clock: () => number): Arrivals => {
  let window = 0
  let admitted = 0
  /** How many of later windows' places are promised, and from when on. */
  let promised = 0
  return {
    arrive() {
      const now = Math.floor(clock() / windowMs)
      if (now !== window) {
        // A clock set backwards starts anew as well.
        promised = Math.max(0, promised - Math.max(0, now - window) * arrivalsPerWindow)
        window = now
        admitted = 0
      }
      if (admitted < arrivalsPerWindow) {
        admitted += 1
        return
      }
      promised += 1
      // A client waits between half of it and all of it.
      const windowsAway = 2 * Math.ceil(promised / arrivalsPerWindow)
      const retryAfterMs = Math.min(waitMaxMs, windowsAway * windowMs)
      throw new RoomError('ROOM_UNAVAILABLE', 'Too many came at once', { retryAfterMs })
    },
  }
}
