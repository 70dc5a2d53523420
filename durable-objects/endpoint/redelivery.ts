/** What is to be delivered again, all since a time: a page when it is asked for, then one with each wake-up, in the order in which it was asked for. Through a crash as well. */
import type { KeyValues } from '../actor/key-values.ts'
import type { Wakeups } from '../actor/wakeups.ts'
import type { RedeliveredState } from './admission.ts'
import type { Finished, Queue } from './queue.ts'

export interface Redelivery {
  readonly wakeKey: string
  /** Says how many there are. In a transaction. @throws Error while too many such requests are under way */
  ask(since: number, state: RedeliveredState, now: number): number
  /** Puts the next page into the queue. In a transaction. */
  next(now: number): void
}

interface RedeliveryParts {
  readonly values: KeyValues
  readonly wakeups: Pick<Wakeups, 'wakeAt'>
  readonly queue: Pick<Queue, 'again' | 'finished' | 'countFinished' | 'lastSeq'>
}

const key = 'redeliveries'
const atOnce = 100
const askedMax = 20

export const createRedelivery = ({ values, wakeups, queue }: RedeliveryParts): Redelivery => {
  const asked = (): readonly Finished[] => values.get<readonly Finished[]>(key) ?? []

  return {
    wakeKey: key,
    ask(since, state, now) {
      const before = asked()
      if (before.length >= askedMax) throw new Error('too much is to be delivered again already')
      const which: Finished = { since, state, afterSeq: 0, upToSeq: queue.lastSeq() }
      values.put(key, [...before, which])
      wakeups.wakeAt(key, now)
      return queue.countFinished(which)
    },
    next(now) {
      const [first, ...others] = asked()
      if (first === undefined) return
      const page = queue.finished(first, atOnce)
      for (const { id } of page) queue.again(id, now)
      const { seq: afterSeq } = page.at(-1) ?? { seq: 0 }
      const rest = page.length === atOnce ? [{ ...first, afterSeq }, ...others] : others
      if (rest.length === 0) return values.delete(key)
      values.put(key, rest)
      wakeups.wakeAt(key, now)
    },
  }
}
