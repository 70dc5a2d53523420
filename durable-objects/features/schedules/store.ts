/** Rows of schedules that have not fired. */
import type { Schedule } from '@syncforge/protocol/schedules'
import type { RoomContext } from '../../room/feature.ts'

type Row = { name: string; at: number; payload: string; by_person: string }

export interface ScheduleStore {
  /** The next first. */
  all(): readonly Schedule[]
  count(): number
  has(name: string): boolean
  put(schedule: Schedule): void
  /** Whether there was one. */
  drop(name: string): boolean
  /** In the order of their times, `limit` at most. */
  dueBy(now: number, limit: number): readonly Schedule[]
  nextAt(): number | null
}

const toSchedule = ({ name, at, payload, by_person }: Row): Schedule => ({
  name,
  at,
  payload: JSON.parse(payload),
  by: JSON.parse(by_person),
})

export const createScheduleStore = ({ sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>): ScheduleStore => {
  const find = (where: string, ...bindings: (string | number)[]): readonly Schedule[] =>
    hasTables()
      ? sql
          .exec<Row>(`SELECT * FROM schedules_schedule ${where}`, ...bindings)
          .toArray()
          .map(toSchedule)
      : []
  return {
    all: () => find('ORDER BY at, name'),
    count: () =>
      hasTables() ? sql.exec<{ count: number }>('SELECT COUNT(*) AS count FROM schedules_schedule').one().count : 0,
    has: (name) => find('WHERE name = ?', name).length > 0,
    put({ name, at, payload, by }) {
      const given = [name, at, JSON.stringify(payload), JSON.stringify(by)]
      sql.exec('INSERT OR REPLACE INTO schedules_schedule VALUES (?, ?, ?, ?)', ...given)
    },
    drop(name) {
      if (!hasTables()) return false
      return sql.exec('DELETE FROM schedules_schedule WHERE name = ? RETURNING name', name).toArray().length > 0
    },
    dueBy: (now, limit) => find('WHERE at <= ? ORDER BY at, name LIMIT ?', now, limit),
    nextAt: () => find('ORDER BY at, name LIMIT 1')[0]?.at ?? null,
  }
}
