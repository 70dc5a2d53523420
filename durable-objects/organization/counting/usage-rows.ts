/** Numbers of an hour, a day or a month: of the organization as a whole, of a room, of a key, of a person. */
import type { Sql } from '../../actor/storage.ts'
import type { Span } from './periods.ts'

export type UsageKind = 'organization' | 'room' | 'key' | 'person'

export interface UsageNumbers {
  /** How often somebody came who was not in the room. */
  readonly joins: number
  /** Different people who came; known of the organization's days and months. */
  readonly people: number
  /** Those of them who had proven who they are. */
  readonly verified: number
  readonly peakRooms: number
  readonly peakPeople: number
  readonly peakConnections: number
}

export interface UsageRow extends UsageNumbers {
  readonly span: Span
  /** Its first millisecond since 1970. */
  readonly start: number
  readonly kind: UsageKind
  /** Of the room or the key, of a person `personKey`; empty for the organization. */
  readonly id: string
}

export type UsageName = Pick<UsageRow, 'span' | 'start' | 'kind' | 'id'>

type Added = Pick<UsageNumbers, 'joins' | 'people' | 'verified'>

/** Where is counted. */
export interface Counts {
  add(name: UsageName, numbers: Partial<Added>): void
}

export interface UsageRows extends Counts {
  /** What `work` counts is written when it is done, each row once: facts come by the hundred, and most are of the same hour, room and key. */
  together(work: (counts: Counts) => void): void
  /** Keeps whatever is higher. */
  peak(name: UsageName, numbers: Partial<Pick<UsageNumbers, 'peakRooms' | 'peakPeople' | 'peakConnections'>>): void
  find(name: UsageName): UsageNumbers
  /** Some that Postgres has still to hear of, those of the earliest spans first, and of persons, who are many, last. */
  changed(max: number): readonly UsageRow[]
  /** Postgres has these: they are no longer changed, unless they are other numbers by now. */
  confirm(rows: readonly UsageRow[]): void
}

const none: UsageNumbers = { joins: 0, people: 0, verified: 0, peakRooms: 0, peakPeople: 0, peakConnections: 0 }

type Row = {
  joins: number
  people: number
  verified: number
  peak_rooms: number
  peak_people: number
  peak_connections: number
}

type NamedRow = Row & { span: Span; start: number; kind: UsageKind; id: string }

const toNumbers = (row: Row): UsageNumbers => ({
  joins: row.joins,
  people: row.people,
  verified: row.verified,
  peakRooms: row.peak_rooms,
  peakPeople: row.peak_people,
  peakConnections: row.peak_connections,
})

export const createUsageRows = (sql: Sql): UsageRows => {
  const add: Counts['add'] = ({ span, start, kind, id }, { joins = 0, people = 0, verified = 0 }) =>
    void sql.exec(
      `INSERT INTO organization_usage (span, start, kind, id, joins, people, verified) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET joins = joins + excluded.joins, people = people + excluded.people,
         verified = verified + excluded.verified, changed = 1`,
      span,
      start,
      kind,
      id,
      joins,
      people,
      verified,
    )
  return {
    add,
    together(work) {
      const sums = new Map<
        string,
        { readonly name: UsageName; readonly sum: { joins: number; people: number; verified: number } }
      >()
      work({
        add(name, { joins = 0, people = 0, verified = 0 }) {
          const key = `${name.span} ${name.start} ${name.kind} ${name.id}`
          const { sum } = sums.get(key) ?? { sum: { joins: 0, people: 0, verified: 0 } }
          sum.joins += joins
          sum.people += people
          sum.verified += verified
          sums.set(key, { name, sum })
        },
      })
      for (const { name, sum } of sums.values()) add(name, sum)
    },
    peak({ span, start, kind, id }, { peakRooms = 0, peakPeople = 0, peakConnections = 0 }) {
      sql.exec(
        `INSERT INTO organization_usage (span, start, kind, id, peak_rooms, peak_people, peak_connections)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET peak_rooms = max(peak_rooms, excluded.peak_rooms),
         peak_people = max(peak_people, excluded.peak_people),
         peak_connections = max(peak_connections, excluded.peak_connections), changed = 1
       WHERE peak_rooms < excluded.peak_rooms OR peak_people < excluded.peak_people
         OR peak_connections < excluded.peak_connections`,
        span,
        start,
        kind,
        id,
        peakRooms,
        peakPeople,
        peakConnections,
      )
    },
    find({ span, start, kind, id }) {
      const query = 'SELECT * FROM organization_usage WHERE span = ? AND start = ? AND kind = ? AND id = ?'
      const row = sql.exec<Row>(query, span, start, kind, id).toArray()[0]
      return row === undefined ? none : toNumbers(row)
    },
    changed: (max) =>
      sql
        .exec<NamedRow>(
          "SELECT * FROM organization_usage WHERE changed = 1 ORDER BY kind = 'person', span, start LIMIT ?",
          max,
        )
        .toArray()
        .map((row) => ({ span: row.span, start: row.start, kind: row.kind, id: row.id, ...toNumbers(row) })),
    confirm(confirmed) {
      for (const { span, start, kind, id, ...numbers } of confirmed) {
        sql.exec(
          `UPDATE organization_usage SET changed = 0 WHERE span = ? AND start = ? AND kind = ? AND id = ?
         AND joins = ? AND people = ? AND verified = ? AND peak_rooms = ? AND peak_people = ? AND peak_connections = ?`,
          span,
          start,
          kind,
          id,
          numbers.joins,
          numbers.people,
          numbers.verified,
          numbers.peakRooms,
          numbers.peakPeople,
          numbers.peakConnections,
        )
      }
    },
  }
}
