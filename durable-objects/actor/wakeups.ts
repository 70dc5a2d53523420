/**
 * Many keyed wake-ups on the one physical alarm that a Durable Object has. Each runs in a transaction of its own: one that fails is undone,
 * logged and tried again ever more rarely, and the others go on. A clock set backwards would put all of them off by as much: what was set
 * later than it is now comes at once, and whoever is woken plans anew.
 */

import type { KeyValues } from './key-values.ts'
import { describeFault, type Log } from './log.ts'
import type { ActorStorage } from './storage.ts'

/**
 * What a wake-up does, in a transaction. What it returns is called when that stands and waited for: it must have set the wake-up again, for
 * the object may end meanwhile.
 */
export type WakeHandler = (now: number) => (() => Promise<void>) | undefined

/** A wake-up that fails. */
export interface FailingWakeup {
  readonly key: string
  /** Since when, in milliseconds since 1970. */
  readonly since: number
  readonly failures: number
  /** When it is tried again. */
  readonly retryAt: number
}

export interface Wakeups {
  /** Sets, moves or (with `null`) clears a wake-up. One that fails comes no earlier than its next try. */
  wakeAt(key: string, at: number | null): void
  /** What a wake-up is set for. */
  wakesAt(key: string): number | null
  /** The physical alarm rang: runs what is due in the order of `handlers`, and points the alarm at what is left. */
  ring(handlers: ReadonlyMap<string, WakeHandler>): Promise<void>
  failing(): readonly FailingWakeup[]
  /** Every row is erased, the alarm with them: none of what was set comes any more. */
  forget(): void
}

interface Wakeup {
  readonly at: number
  readonly setAt: number
  readonly failure?: Omit<FailingWakeup, 'key'>
}

export interface WakeupParts {
  readonly storage: Pick<ActorStorage, 'setAlarm' | 'deleteAlarm' | 'transactionSync' | 'afterRollback'>
  readonly values: KeyValues
  clock(): number
  readonly log: Log
}

const key = 'wakeups'
const retryFirstMs = 5_000
const retryMaxMs = 600_000

const dueAt = ({ at, failure }: Wakeup): number => Math.max(at, failure?.retryAt ?? 0)

export const createWakeups = ({ storage, values, clock, log }: WakeupParts): Wakeups => {
  const read = () => new Map(Object.entries(values.get<Record<string, Wakeup>>(key) ?? {}))
  let pending = read()
  let armedAt: number | null = null
  let isStale = false

  const arm = () => {
    const next = pending.size === 0 ? null : Math.min(...[...pending.values()].map(dueAt))
    if (next === armedAt) return
    armedAt = next
    if (next === null) storage.deleteAlarm()
    else storage.setAlarm(next)
  }

  /** A transaction rolled back: what is stored is the truth. If it cannot be read now, it is before anything else is done. */
  const refresh = () => {
    if (!isStale) return
    pending = read()
    isStale = false
    armedAt = null
    arm()
  }
  const reload = () => {
    isStale = true
    try {
      refresh()
    } catch (error) {
      log('wakeups_unreadable', { error: describeFault(error) })
    }
  }

  const change = (name: string, wakeup: Wakeup | null) => {
    const next = new Map(pending)
    if (wakeup === null) next.delete(name)
    else next.set(name, wakeup)
    values.put(key, Object.fromEntries(next))
    storage.afterRollback(reload)
    pending = next
  }

  const noticeClock = (now: number): boolean => {
    const ahead = [...pending].filter(([, { setAt }]) => setAt > now)
    for (const [name, { at, failure }] of ahead) {
      const retry = failure === undefined ? {} : { failure: { ...failure, retryAt: Math.min(failure.retryAt, now) } }
      change(name, { at: Math.min(at, now), setAt: now, ...retry })
    }
    return ahead.length > 0
  }

  const set = (name: string, at: number | null) => {
    const now = clock()
    refresh()
    noticeClock(now)
    const known = pending.get(name)
    if ((known?.at ?? null) !== at) {
      const failure = known?.failure === undefined ? {} : { failure: known.failure }
      change(name, at === null ? null : { at, setAt: now, ...failure })
    }
    arm()
  }

  const failed = (name: string, wakeup: Wakeup, error: unknown) => {
    const now = clock()
    const { failures, since } = wakeup.failure ?? { failures: 0, since: now }
    const retryAt = now + Math.min(retryMaxMs, retryFirstMs * 2 ** failures)
    log('wakeup_failed', {
      wakeup: name,
      failures: failures + 1,
      retryAt,
      error: describeFault(error),
    })
    const failing: Wakeup = { ...wakeup, setAt: now, failure: { since, failures: failures + 1, retryAt } }
    try {
      change(name, failing)
    } catch {
      // Storage takes nothing: it is remembered as long as the object is in memory.
      pending.set(name, failing)
    }
  }

  /** Runs one in its transaction. Returns what is to be waited for. */
  const run = (name: string, handler: WakeHandler | undefined, now: number): (() => Promise<void>) | undefined => {
    const wakeup = pending.get(name)
    // One before it may have cleared or moved it.
    if (wakeup === undefined || dueAt(wakeup) > now) return undefined
    try {
      return storage.transactionSync(() => {
        change(name, null)
        return handler?.(now)
      })
    } catch (error) {
      failed(name, wakeup, error)
      return undefined
    }
  }

  if (noticeClock(clock())) arm()

  return {
    wakeAt: set,
    wakesAt(name) {
      const wakeup = pending.get(name)
      return wakeup === undefined ? null : dueAt(wakeup)
    },
    async ring(handlers) {
      const now = clock()
      const waitFor: (() => Promise<void>)[] = []
      try {
        refresh()
        noticeClock(now)
        // One that nobody knows any more goes when it is due.
        for (const name of new Set([...handlers.keys(), ...pending.keys()])) {
          const wait = run(name, handlers.get(name), now)
          if (wait !== undefined) waitFor.push(wait)
        }
      } finally {
        // The platform cleared the physical alarm when it called us.
        armedAt = null
        arm()
      }
      for (const wait of waitFor) await wait()
    },
    forget() {
      pending = new Map()
      armedAt = null
    },
    failing: () =>
      [...pending].flatMap(([name, { failure }]) => (failure === undefined ? [] : [{ key: name, ...failure }])),
  }
}
