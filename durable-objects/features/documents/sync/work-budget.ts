/**
 * How much work on documents is done for whom: a connection that keeps its room busy waits, and what is heavy waits while the whole server is
 * busy with such. One thread serves all rooms of a local server, and those of an isolate.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import type { Connection } from '../../../room/feature.ts'
import type { UpdateContent } from './scan-update.ts'

interface Rate {
  readonly burst: number
  readonly perSecond: number
}

/** In steps of about 20 ns. A connection takes 1.5 s at once and a twentieth of a core after that; five hundred edits a second take a thousandth. */
const connectionRate: Rate = { burst: 75_000_000, perSecond: 2_500_000 }
/** What is heavy, in all rooms together: half a second at once, and a twentieth of a core after that. */
const heavyRate: Rate = { burst: 25_000_000, perSecond: 2_500_000 }
/** What is not heavy always goes through: 4 ms. */
const lightSteps = 200_000
/** What a light edit costs at the most, stopped and its document loaded anew. */
const triedSteps = 3 * lightSteps
const stepsPerStruct = 100
/** To read, store and pass on. */
const stepsPerByte = 0.5

const createBudget = (rate: Rate) => {
  let left = rate.burst
  let filledAt: number | null = null
  const spend = (steps: number, now: number) => {
    // A clock set backwards must not drain it.
    const seconds = filledAt === null ? 0 : Math.max(0, now - filledAt) / 1_000
    left = Math.min(rate.burst, left + seconds * rate.perSecond) - steps
    filledAt = now
  }
  return {
    spend,
    isSpent(clock: () => number): boolean {
      // It only fills up: what was left a moment ago is there.
      if (left > 0) return false
      spend(0, clock())
      return left <= 0
    },
  }
}

const heavy = createBudget(heavyRate)

export const tooBusy = (): RoomError =>
  new RoomError('RATE_LIMITED', 'The edit takes more work than the server has for such at the moment')

interface Spent {
  readonly from: Connection
  readonly update: Uint8Array
}

export interface WorkBudget {
  /** @throws RoomError RATE_LIMITED for a connection that has kept the room too busy, and for a heavy edit while the server is */
  require(from: Connection, bytes: number, content: UpdateContent): void
  /** What one update may cost now. */
  updateSteps(): number
  /** Updates have cost so many steps, each beside its bytes. */
  spend(costs: ReadonlyMap<Spent, number>): void
}

export const createWorkBudget = (clock: () => number): WorkBudget => {
  const connections = new WeakMap<Connection, ReturnType<typeof createBudget>>()
  const isBusy = () => heavy.isSpent(clock)
  return {
    require(from, bytes, { structs, deletions }) {
      if (connections.get(from)?.isSpent(clock) === true) throw tooBusy()
      const steps = (structs + deletions) * stepsPerStruct + bytes * stepsPerByte
      if (steps > lightSteps && isBusy()) throw tooBusy()
    },
    updateSteps: () => (isBusy() ? lightSteps : limits.documentWorkMax),
    spend(costs) {
      const now = clock()
      const byConnection = new Map<Connection, number>()
      for (const [{ from, update }, work] of costs) {
        const steps = work + update.length * stepsPerByte
        // What is stopped while the server is busy must not keep it so: that it was tried again would be enough.
        if (steps > triedSteps) heavy.spend(steps, now)
        byConnection.set(from, (byConnection.get(from) ?? 0) + steps)
      }
      for (const [from, steps] of byConnection) {
        const known = connections.get(from)
        const budget = known ?? createBudget(connectionRate)
        if (known === undefined) connections.set(from, budget)
        budget.spend(steps, now)
      }
    },
  }
}
