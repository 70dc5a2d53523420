/** Whether anything reaches an endpoint, told by time, not by a count: ten failures happen in a second. Rule WH6 of the protocol. */
import type { KeyValues } from '../actor/key-values.ts'

/** What follows from a failed attempt. */
export type Consequence = 'none' | 'warn' | 'turn-off'

export interface Health {
  failingSince(): number | null
  /** Whether to send one at a time, until one has arrived. */
  isProbing(now: number): boolean
  succeeded(): void
  failed(now: number): Consequence
  /** It was turned on: what was before counts no more, and one is sent to see. */
  begin(): void
}

interface State {
  readonly failingSince: number | null
  /** Days since then, from 0, on which an attempt was made: the first three of them. */
  readonly days: readonly number[]
  readonly isWarned: boolean
  readonly isNew: boolean
}

const key = 'health'
const dayMs = 86_400_000
/** So long nothing has reached it, and on so many days it was tried: a quiet day is no success, and one bad hour each week no end. */
const daysMax = 3
/** From so long without any success on, one at a time is enough to see whether it is back. */
const probeAfterMs = 10 * 60_000

const well: State = { failingSince: null, days: [], isWarned: false, isNew: false }

export const createHealth = (values: KeyValues): Health => {
  const read = () => values.get<State>(key) ?? well

  return {
    failingSince: () => read().failingSince,
    isProbing(now) {
      const { failingSince, isNew } = read()
      return isNew || (failingSince !== null && now - failingSince >= probeAfterMs)
    },
    succeeded() {
      const { failingSince, isNew } = read()
      if (failingSince !== null || isNew) values.put(key, well)
    },
    failed(now) {
      const before = read()
      // A clock that was set back does not begin later than now.
      const failingSince = Math.min(before.failingSince ?? now, now)
      const day = Math.floor((now - failingSince) / dayMs)
      const isKnown = before.days.length >= daysMax || before.days.includes(day)
      const days = isKnown ? before.days : [...before.days, day]
      const isOver = day >= daysMax && days.length >= daysMax
      const warns = day >= 1 && !before.isWarned
      if (failingSince !== before.failingSince || days !== before.days || warns)
        values.put(key, { ...before, failingSince, days, isWarned: before.isWarned || warns })
      if (isOver) return 'turn-off'
      return warns ? 'warn' : 'none'
    },
    begin: () => values.put(key, { ...well, isNew: true }),
  }
}
