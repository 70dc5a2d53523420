/** Many keyed wake-ups on the one physical alarm that a Durable Object has. */
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

export const createWakeups = (storage: RoomStorage): Wakeups => {
  const { sql } = storage
  const readRows = () =>
    new Map(
      sql
        .exec<{ key: string; at: number }>('SELECT key, at FROM room_wakeup')
        .toArray()
        .map(({ key, at }) => [key, at]),
    )
  let pending = readRows()
  let armedAt: number | null = null

  const arm = () => {
    const next = pending.size === 0 ? null : Math.min(...pending.values())
    if (next === armedAt) return
    armedAt = next
    if (next === null) storage.deleteAlarm()
    else storage.setAlarm(next)
  }

  return {
    wakeAt(key, at) {
      if ((pending.get(key) ?? null) === at) return
      if (at === null) {
        pending.delete(key)
        sql.exec('DELETE FROM room_wakeup WHERE key = ?', key)
      } else {
        pending.set(key, at)
        sql.exec('INSERT OR REPLACE INTO room_wakeup VALUES (?, ?)', key, at)
      }
      arm()
    },
    wakesAt: (key) => pending.get(key) ?? null,
    takeDue(now) {
      const due = [...pending].filter(([, at]) => at <= now).map(([key]) => key)
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
