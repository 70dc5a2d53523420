/** What organizations' objects have counted. Whoever asks hands in what the object has not put here yet: of two numbers the higher is the newer. */
import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '../../client.ts'
import { roomFacts } from '../../schema/mirror.ts'
import { organizations } from '../../schema/organizations.ts'
import { usage } from '../../schema/usage.ts'

export type UsageSpan = 'hour' | 'day' | 'month'
export type UsageKind = 'organization' | 'room' | 'key' | 'person'

export interface CountedUsage {
  readonly joins: number
  readonly people: number
  readonly verified: number
  readonly peakRooms: number
  readonly peakPeople: number
  readonly peakConnections: number
}

export interface CountedRow extends CountedUsage {
  readonly span: UsageSpan
  /** Milliseconds since 1970. */
  readonly start: number
  readonly kind: UsageKind
  readonly id: string
}

/** Rows as a table; ids are customers' own and hold neither NUL nor half a surrogate pair. */
const given = (rows: readonly CountedRow[]): SQL => sql`(
  SELECT span, to_timestamp(start / 1000.0) AS starts_at, kind, id, joins, people, verified,
    "peakRooms" AS peak_rooms, "peakPeople" AS peak_people, "peakConnections" AS peak_connections
  FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row(span text, start bigint, kind text, id text, joins bigint,
    people bigint, verified bigint, "peakRooms" integer, "peakPeople" integer, "peakConnections" integer)
)`

const higher = (column: string): SQL => sql.raw(`${column} = greatest(usage.${column}, excluded.${column})`)

/** Writes each, unless what is there is higher. Of an organization that is gone nothing is kept. */
export const putUsage = async (db: Database, organizationId: string, rows: readonly CountedRow[]): Promise<void> => {
  const columns = ['joins', 'people', 'verified', 'peak_rooms', 'peak_people', 'peak_connections']
  await db.execute(sql`
    INSERT INTO ${usage} (organization_id, span, starts_at, kind, id, joins, people, verified, peak_rooms, peak_people, peak_connections)
    SELECT ${organizations.id}, counted.span, counted.starts_at, counted.kind, counted.id, counted.joins, counted.people,
      counted.verified, counted.peak_rooms, counted.peak_people, counted.peak_connections
    FROM ${organizations}, ${given(rows)} AS counted WHERE ${organizations.id} = ${organizationId}
    ON CONFLICT (organization_id, span, kind, starts_at, id) DO UPDATE SET ${sql.join(columns.map(higher), sql`, `)}`)
}

export interface UsageWindow {
  readonly span: UsageSpan
  /** From then on, in milliseconds since 1970. */
  readonly from: number
  /** Before then. */
  readonly to: number
}

/** Whose numbers: everybody's of this kind, or those of these ids. */
export interface UsageOf {
  readonly kind: UsageKind
  readonly ids?: readonly string[]
}

/**
 * Rows of these ids: each span is looked up by itself. Read from the first to the last, the index would go through everybody's rows of that time.
 * LIMIT keeps the look-up of one span a look-up.
 */
const storedOf = (
  organizationId: string,
  kind: UsageKind,
  ids: readonly string[],
  { span, from, to }: UsageWindow,
): SQL => {
  const inUtc = (at: number) => sql`(to_timestamp(${at}::bigint / 1000.0) AT TIME ZONE 'UTC')`
  return sql`
    SELECT found.* FROM generate_series(date_trunc(${span}, ${inUtc(from)}), ${inUtc(to)}, ('1 ' || ${span})::interval) AS starts (at),
      LATERAL (
        SELECT span, starts_at, kind, id, joins, people, verified, peak_rooms, peak_people, peak_connections FROM ${usage}
        WHERE organization_id = ${organizationId} AND span = ${span} AND kind = ${kind} AND starts_at = starts.at AT TIME ZONE 'UTC'
          AND id IN ${[...ids]} LIMIT ${ids.length}
      ) AS found`
}

/** What is stored and what is pending of a window, a row for each span and id. */
const merged = (
  organizationId: string,
  { kind, ids }: UsageOf,
  { span, from, to }: UsageWindow,
  pending: readonly CountedRow[],
): SQL => sql`(
  SELECT starts_at, id, max(joins) AS joins, max(people) AS people, max(verified) AS verified, max(peak_rooms) AS peak_rooms,
    max(peak_people) AS peak_people, max(peak_connections) AS peak_connections
  FROM (
    ${
      ids === undefined
        ? sql`SELECT span, starts_at, kind, id, joins, people, verified, peak_rooms, peak_people, peak_connections
            FROM ${usage} WHERE organization_id = ${organizationId}`
        : storedOf(organizationId, kind, ids, { span, from, to })
    }
    UNION ALL SELECT * FROM ${given(pending)} AS pending
  ) AS counted
  WHERE span = ${span} AND kind = ${kind}
    AND starts_at >= to_timestamp(${from}::bigint / 1000.0) AND starts_at < to_timestamp(${to}::bigint / 1000.0)
    ${ids === undefined ? sql`` : sql`AND id IN ${[...ids]}`}
  GROUP BY starts_at, id
)`

const numbers = {
  joins: sql<number>`sum(joins)::float8`,
  people: sql<number>`sum(people)::float8`,
  verified: sql<number>`sum(verified)::float8`,
  peakRooms: sql<number>`max(peak_rooms)`,
  peakPeople: sql<number>`max(peak_people)`,
  peakConnections: sql<number>`max(peak_connections)`,
}

/** The numbers of one, oldest first; spans in which nothing happened are left out. A person may have two ids: proven and claimed. */
export const listUsage = (
  db: Database,
  organizationId: string,
  of: UsageOf & { readonly ids: readonly string[] },
  window: UsageWindow,
  pending: readonly CountedRow[],
): Promise<(CountedUsage & { readonly start: number })[]> =>
  db
    .select({ start: sql<number>`(extract(epoch FROM starts_at) * 1000)::float8`, ...numbers })
    .from(sql`${merged(organizationId, of, window, pending)} AS counted`)
    .groupBy(sql`starts_at`)
    .orderBy(sql`starts_at`)

/** Rooms, keys or persons by how often somebody came, the busiest first. */
export const listBusiest = (
  db: Database,
  organizationId: string,
  kind: Exclude<UsageKind, 'organization'>,
  window: UsageWindow,
  pending: readonly CountedRow[],
  limit: number,
): Promise<{ readonly id: string; readonly joins: number; readonly peakPeople: number }[]> =>
  db
    .select({
      id: sql<string>`id`,
      joins: sql<number>`sum(joins)::float8`,
      peakPeople: sql<number>`max(peak_people)`,
    })
    .from(sql`${merged(organizationId, { kind }, window, pending)} AS counted`)
    .groupBy(sql`id`)
    .orderBy(sql`sum(joins) DESC`, sql`id`)
    .limit(limit)

/**
 * Who came most in one month, from the totals that are kept of it: the index has them in this order, so that only those are read that are told. Joins only
 * rise, so that whoever is pending is told by what is pending.
 *
 * @param start the month's first millisecond since 1970
 */
export const listBusiestOfMonth = (
  db: Database,
  organizationId: string,
  start: number,
  pending: readonly CountedRow[],
  limit: number,
): Promise<{ readonly id: string; readonly joins: number }[]> => {
  const newer = pending.filter((row) => row.kind === 'person' && row.span === 'month' && row.start === start)
  const stored = sql`(
    SELECT id, joins FROM ${usage}
    WHERE organization_id = ${organizationId} AND span = 'month' AND kind = 'person' AND starts_at = to_timestamp(${start}::bigint / 1000.0)
    ORDER BY joins DESC, id LIMIT ${limit + newer.length}
  )`
  return db
    .select({ id: sql<string>`id`, joins: sql<number>`max(joins)::float8` })
    .from(sql`(${stored} UNION ALL SELECT id, joins FROM ${given(newer)} AS pending) AS counted`)
    .groupBy(sql`id`)
    .orderBy(sql`max(joins) DESC`, sql`id`)
    .limit(limit)
}

const PRUNED_AT_ONCE = 1_000

/** Drops some of what rooms told before so many days, but for the last of each: it tells a restored room where to go on. Whether there may be more. */
export const pruneRoomFacts = async (db: Database, organizationId: string, days: number): Promise<boolean> => {
  const old = sql`(
    SELECT organization_id, room_id, sequence FROM room_facts AS old
    WHERE organization_id = ${organizationId} AND happened_at < now() - ${days}::integer * interval '1 day'
      AND EXISTS (SELECT 1 FROM room_facts AS later WHERE later.organization_id = old.organization_id
        AND later.room_id = old.room_id AND later.sequence > old.sequence)
    LIMIT ${PRUNED_AT_ONCE}
  )`
  const dropped = await db
    .delete(roomFacts)
    .where(sql`(${roomFacts.organizationId}, ${roomFacts.roomId}, ${roomFacts.sequence}) IN ${old}`)
    .returning({ sequence: roomFacts.sequence })
  return dropped.length === PRUNED_AT_ONCE
}

/** Drops some numbers of single persons of before the month that came before this one, in UTC: rule CN4. Whether there may be more. */
export const pruneUsageOfPersons = async (db: Database, organizationId: string): Promise<boolean> => {
  const old = sql`(
    SELECT organization_id, span, kind, starts_at, id FROM ${usage}
    WHERE organization_id = ${organizationId} AND kind = 'person'
      AND starts_at < (date_trunc('month', now() AT TIME ZONE 'UTC') - interval '1 month') AT TIME ZONE 'UTC'
    LIMIT ${PRUNED_AT_ONCE}
  )`
  const dropped = await db
    .delete(usage)
    .where(sql`(${usage.organizationId}, ${usage.span}, ${usage.kind}, ${usage.startsAt}, ${usage.id}) IN ${old}`)
    .returning({ id: usage.id })
  return dropped.length === PRUNED_AT_ONCE
}

/** Different people of this month, in UTC, each counted once for each organization. */
export const countActivePeople = async (db: Database): Promise<number> => {
  const month = sql`date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'`
  const [found] = await db
    .select({ people: sql<string>`coalesce(sum(${usage.people}), 0)` })
    .from(usage)
    .where(sql`${usage.span} = 'month' AND ${usage.kind} = 'organization' AND ${usage.startsAt} = ${month}`)
  return Number(found?.people ?? 0)
}
