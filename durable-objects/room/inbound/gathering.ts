/**
 * Requests of several people in one moment are carried out together, by the tick: each that writes rows would be a write to disk of its own,
 * which is most of what it costs, and nobody hears of it before the tick in any case. One person's requests, one after the other, wait for nothing.
 *
 * RQ1  Messages of one connection are taken in the order in which they came, whether they wait or not; so are the requests that wait.
 * RQ2  What waits is carried out with the next tick at the latest, and before its line closes.
 */
import type { RoomConnection } from '../connections/connection.ts'

/** A room in traffic ticks about as often. */
const momentMs = 17

interface Kept {
  readonly from: RoomConnection
  readonly message: string | ArrayBuffer
}

export interface Gathering {
  /** Keeps a message that came now for the tick, or says that it is to be carried out at once. */
  keeps(from: RoomConnection, message: string | ArrayBuffer): boolean
  /** Whether something of this connection waits. */
  has(from: RoomConnection): boolean
  /** Carries out what was kept, in the order in which it came. */
  carryOut(): void
}

interface GatheringParts {
  carryOut(from: RoomConnection, message: string | ArrayBuffer): void
  /** Still in the room. */
  isHere(connection: RoomConnection): boolean
  clock(): number
}

/** Requests are text; what dialects pack as bytes is gathered by the features themselves. */
const isRequest = (message: string | ArrayBuffer): boolean => typeof message === 'string'

export const createGathering = ({ carryOut, isHere, clock }: GatheringParts): Gathering => {
  let kept: Kept[] = []
  const waiting = new Set<RoomConnection>()
  let last: { readonly from: RoomConnection; readonly at: number } | null = null

  const isCrowd = (from: RoomConnection, now: number): boolean =>
    kept.length > 0 || (last !== null && last.from !== from && Math.abs(now - last.at) < momentMs)

  return {
    keeps(from, message) {
      if (isRequest(message)) {
        const now = clock()
        const waits = isCrowd(from, now)
        last = { from, at: now }
        if (!waits) return false
      } else if (!waiting.has(from)) return false
      kept.push({ from, message })
      waiting.add(from)
      return true
    },
    has: (from) => waiting.has(from),
    carryOut() {
      const now = kept
      kept = []
      waiting.clear()
      for (const { from, message } of now) if (isHere(from)) carryOut(from, message)
    },
  }
}
