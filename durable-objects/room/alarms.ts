/**
 * Many keyed wake-ups on the one physical alarm that a Durable Object has. A clock set backwards would put all of them off by as much:
 * what was set later than it is now comes at once, and whoever is woken plans anew.
 */
import type { RoomStorage } from './storage.ts'

export interface Wakeups {
  /** Sets, moves or (with `null`) clears a wake-up. */
  wakeAt(key: string, at: number | null): void
  /** What a wake-up is set for. */
  wakesAt(key: string): number | null
  /** Takes the keys that are due, in the transaction that runs them. */
  takeDue(now: number): readonly string[]
  /** The platform cleared the physical alarm when it called us: points it at the earliest wake-up that is left. */
  rang(): void
  /** The transaction rolled back: rows are the truth. */
  forget(): void
}

interface Wakeup {
  readonly at: number
  readonly setAt: number
}

export const createWakeups = (storage: RoomStorage, clock: () => number): Wakeups => {
  const { sql } = storage
  const readRows = () =>
    new Map<string, Wakeup>(
      sql
        .exec<{ key: string; at: number; set_at: number }>('SELECT key, at, set_at FROM room_wakeup')
        .toArray()
        .map(({ key, at, set_at }) => [key, { at, setAt: set_at }]),
    )
  let pending = readRows()
  let armedAt: number | null = null

  const arm = () => {
    const next = pending.size === 0 ? null : Math.min(...[...pending.values()].map(({ at }) => at))
    if (next === armedAt) return
    armedAt = next
    if (next === null) storage.deleteAlarm()
    else storage.setAlarm(next)
  }

  const put = (key: string, wakeup: Wakeup) => {
    pending.set(key, wakeup)
    sql.exec('INSERT OR REPLACE INTO room_wakeup (key, at, set_at) VALUES (?, ?, ?)', key, wakeup.at, wakeup.setAt)
  }

  const noticeClock = (now: number): boolean => {
    const ahead = [...pending].filter(([, { setAt }]) => setAt > now)
    for (const [key, { at }] of ahead) put(key, { at: Math.min(at, now), setAt: now })
    return ahead.length > 0
  }

  if (noticeClock(clock())) arm()

  return {
    wakeAt(key, at) {
      const now = clock()
      noticeClock(now)
      if ((pending.get(key)?.at ?? null) !== at) {
        if (at === null) {
          pending.delete(key)
          sql.exec('DELETE FROM room_wakeup WHERE key = ?', key)
        } else {
          put(key, { at, setAt: now })
        }
      }
      arm()
    },
    wakesAt: (key) => pending.get(key)?.at ?? null,
    takeDue(now) {
      noticeClock(now)
      const due = [...pending].filter(([, { at }]) => at <= now).map(([key]) => key)
      for (const key of due) {
        pending.delete(key)
        sql.exec('DELETE FROM room_wakeup WHERE key = ?', key)
      }
      return due
    },
    rang() {
      armedAt = null
      arm()
    },
    forget() {
      pending = readRows()
      armedAt = null
      arm()
    },
  }
}
