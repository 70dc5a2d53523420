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
  /** Those that are copied together. */
  inPiece(piece: string): readonly Schedule[]
  /** Puts one back as it was copied. */
  restore(schedule: Schedule): void
}

const pieces = 64

/** Which of them are copied together: of a name always with the same others, so that there are never more copies than pieces. */
const pieceOf = (name: string): string => {
  let hash = 0
  for (const char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 1_000_003
  return String(hash % pieces).padStart(2, '0')
}

const toSchedule = ({ name, at, payload, by_person }: Row): Schedule => ({
  name,
  at,
  payload: JSON.parse(payload),
  by: JSON.parse(by_person),
})

export const createScheduleStore = (
  { sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>,
  /** A piece has changed. */
  changed: (piece: string) => void,
): ScheduleStore => {
  const write = ({ name, at, payload, by }: Schedule) => {
    const given = [name, at, JSON.stringify(payload), JSON.stringify(by), pieceOf(name)]
    sql.exec('INSERT OR REPLACE INTO schedules_schedule VALUES (?, ?, ?, ?, ?)', ...given)
  }
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
    put(schedule) {
      write(schedule)
      changed(pieceOf(schedule.name))
    },
    drop(name) {
      if (!hasTables()) return false
      const dropped = sql
        .exec<{ piece: string }>('DELETE FROM schedules_schedule WHERE name = ? RETURNING piece', name)
        .toArray()
      for (const { piece } of dropped) changed(piece)
      return dropped.length > 0
    },
    inPiece: (piece) => find('WHERE piece = ? ORDER BY name', piece),
    restore: write,
    dueBy: (now, limit) => find('WHERE at <= ? ORDER BY at, name LIMIT ?', now, limit),
    nextAt: () => find('ORDER BY at, name LIMIT 1')[0]?.at ?? null,
  }
}
