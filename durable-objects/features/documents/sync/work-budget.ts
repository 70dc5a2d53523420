/** How much work on documents a room does for its connections: whoever keeps it busy waits, others do not. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Connection } from '../../../room/feature.ts'

interface Rate {
  readonly burst: number
  readonly perSecond: number
}

/** In steps of about 20 ns. A room takes 3 s at once and a tenth of a core after that; ten thousand edits a second take a fiftieth. */
const roomRate: Rate = { burst: 150_000_000, perSecond: 5_000_000 }
const connectionRate: Rate = { burst: 75_000_000, perSecond: 2_500_000 }
/** Who has done no more than this lately is heard in a busy room as well. */
const lightSteps = 5_000_000

const createBudget = (rate: Rate, startedAt: number) => {
  let left = rate.burst
  let filledAt = startedAt
  return (steps: number, now: number): number => {
    // A clock set backwards must not drain it.
    left = Math.min(rate.burst, left + (Math.max(0, now - filledAt) / 1_000) * rate.perSecond) - steps
    filledAt = now
    return left
  }
}

export interface WorkBudget {
  /** @throws RoomError RATE_LIMITED for a connection that has kept the room too busy */
  require(from: Connection): void
  spend(from: Connection, steps: number): void
}

export const createWorkBudget = (clock: () => number): WorkBudget => {
  const room = createBudget(roomRate, clock())
  const connections = new WeakMap<Connection, ReturnType<typeof createBudget>>()
  return {
    require(from) {
      const left = connections.get(from)?.(0, clock())
      if (left === undefined || left > connectionRate.burst - lightSteps) return
      if (left > 0 && room(0, clock()) > 0) return
      throw new RoomError('RATE_LIMITED', 'The edits of this connection take more work than the room has for it')
    },
    spend(from, steps) {
      room(steps, clock())
      const known = connections.get(from)
      const budget = known ?? createBudget(connectionRate, clock())
      if (known === undefined) connections.set(from, budget)
      budget(steps, clock())
    },
  }
}
