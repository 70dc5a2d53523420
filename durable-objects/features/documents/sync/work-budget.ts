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
/** What Yjs may always do for an edit: recorded sessions of people ask for less than ten. */
const lightWork = 20_000
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
    left(now: number): number {
      spend(0, now)
      return left
    },
    isSpent(clock: () => number): boolean {
      // It only fills up: what was left a moment ago is there.
      if (left > 0) return false
      spend(0, clock())
      return left <= 0
    },
  }
}

const heavy = createBudget(heavyRate)

const unread = { structs: 0, deletions: 0 }

export const tooBusy = (): RoomError =>
  new RoomError('RATE_LIMITED', 'The edit takes more work than the server has for such at the moment')

interface Spent {
  readonly from: Connection
  readonly update: Uint8Array
}

export interface WorkBudget {
  /**
   * Asked before an update of `bytes` is read, and again when it is known what is in it.
   *
   * @throws RoomError RATE_LIMITED for a connection that has kept the room too busy, and for a heavy edit while the server is
   */
  require(from: Connection, bytes: number, content?: Pick<UpdateContent, 'structs' | 'deletions'>): void
  /** What one update may cost now. */
  updateSteps(): number
  /** Updates have cost so many steps, each beside its bytes: what was read and refused is paid for as well. */
  spend(costs: ReadonlyMap<Spent, number>): void
}

export const createWorkBudget = (clock: () => number): WorkBudget => {
  const connections = new WeakMap<Connection, ReturnType<typeof createBudget>>()
  const isBusy = () => heavy.isSpent(clock)
  return {
    require(from, bytes, { structs, deletions } = unread) {
      if (connections.get(from)?.isSpent(clock) === true) throw tooBusy()
      const steps = (structs + deletions) * stepsPerStruct + bytes * stepsPerByte
      if (steps > lightSteps && isBusy()) throw tooBusy()
    },
    // Not more than is left: whoever comes again and again would be let through once and again, each time for all of it.
    updateSteps: () => Math.max(lightWork, Math.min(limits.documentWorkMax, heavy.left(clock()))),
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
