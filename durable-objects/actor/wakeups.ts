/**
 * Many keyed wake-ups on the one physical alarm that a Durable Object has. A clock set backwards would put all of them off by as much:
 * what was set later than it is now comes at once, and whoever is woken plans anew.
 */

import type { KeyValues } from './key-values.ts'
import type { ActorStorage } from './storage.ts'

export interface Wakeups {
  /** Sets, moves or (with `null`) clears a wake-up. */
  wakeAt(key: string, at: number | null): void
  /** What a wake-up is set for. */
  wakesAt(key: string): number | null
  /** Takes the keys that are due, in the transaction that runs them. */
  takeDue(now: number): readonly string[]
  /** The platform cleared the physical alarm when it called us: points it at the earliest wake-up that is left. */
  rang(): void
  /** The transaction rolled back: what is stored is the truth. */
  forget(): void
}

interface Wakeup {
  readonly at: number
  readonly setAt: number
}

const key = 'wakeups'

export const createWakeups = (
  storage: Pick<ActorStorage, 'setAlarm' | 'deleteAlarm'>,
  values: KeyValues,
  clock: () => number,
): Wakeups => {
  const read = () => new Map(Object.entries(values.get<Record<string, Wakeup>>(key) ?? {}))
  const write = () => values.put(key, Object.fromEntries(pending))
  let pending = read()
  let armedAt: number | null = null

  const arm = () => {
    const next = pending.size === 0 ? null : Math.min(...[...pending.values()].map(({ at }) => at))
    if (next === armedAt) return
    armedAt = next
    if (next === null) storage.deleteAlarm()
    else storage.setAlarm(next)
  }

  const noticeClock = (now: number): boolean => {
    const ahead = [...pending].filter(([, { setAt }]) => setAt > now)
    for (const [name, { at }] of ahead) pending.set(name, { at: Math.min(at, now), setAt: now })
    if (ahead.length > 0) write()
    return ahead.length > 0
  }

  if (noticeClock(clock())) arm()

  return {
    wakeAt(name, at) {
      const now = clock()
      noticeClock(now)
      if ((pending.get(name)?.at ?? null) !== at) {
        if (at === null) pending.delete(name)
        else pending.set(name, { at, setAt: now })
        write()
      }
      arm()
    },
    wakesAt: (name) => pending.get(name)?.at ?? null,
    takeDue(now) {
      noticeClock(now)
      const due = [...pending].filter(([, { at }]) => at <= now).map(([name]) => name)
      for (const name of due) pending.delete(name)
      if (due.length > 0) write()
      return due
    },
    rang() {
      armedAt = null
      arm()
    },
    forget() {
      pending = read()
      armedAt = null
      arm()
    },
  }
}
