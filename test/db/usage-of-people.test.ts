/** Who came most, of an organization to which 100,000 people came in a month: found by the index, no other organization's rows read, and soon. */
import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listBusiest, listBusiestOfMonth, listUsage } from '../../workers/db/queries/organizations/usage.ts'
import { newOrganization, type OpenedDatabase, openTestDatabase } from './billing/account.ts'

const people = 100_000
const dayMs = 86_400_000
const from = Date.UTC(2026, 9, 1)
const window = { span: 'day', from, to: from + 31 * dayMs } as const
const tookMaxMs = 5_000

let database: OpenedDatabase
beforeAll(async () => {
  database = await openTestDatabase()
}, 60_000)
afterAll(() => database?.end())

/** Somebody comes on one of ten days, or in the month; the hundredth twice as often as the first. */
const fill = (db: OpenedDatabase['db'], organizationId: string, span: 'day' | 'month' = 'day') =>
  db.execute(sql`
    INSERT INTO usage (organization_id, span, starts_at, kind, id, joins, people, verified, peak_rooms, peak_people, peak_connections)
    SELECT ${organizationId}, ${span}, to_timestamp(${from}::bigint / 1000.0) + ${span === 'day' ? sql`(n % 10) * interval '1 day'` : sql`interval '0'`}, 'person', 'true:person-' || n,
      1 + n / 1000, 0, 0, 0, 0, 0
    FROM generate_series(0, ${people - 1}) AS n`)

test('the busiest of 100,000 people are told in their order, with what is pending, from the rows of that kind alone', async () => {
  const { db } = database
  const [mine, other] = [await newOrganization(db, 'org_crowded'), await newOrganization(db, 'org_crowded_too')]
  await fill(db, mine)
  await fill(db, other)
  await db.execute(sql`ANALYZE usage`)
  const none = { people: 0, verified: 0, peakRooms: 0, peakPeople: 0, peakConnections: 0 }
  const pending = [{ span: 'day', start: from, kind: 'person', id: 'true:person-0', joins: 900, ...none }] as const
  const ask = () => listBusiest(db, mine, 'person', window, pending, 100)
  const startedAt = performance.now()
  const busiest = await ask()
  const tookMs = performance.now() - startedAt
  console.log(`the busiest of ${people} people in ${Math.round(tookMs)} ms`)
  expect(tookMs).toBeLessThan(tookMaxMs)
  expect(busiest).toHaveLength(100)
  expect(busiest[0]).toMatchObject({ id: 'true:person-0', joins: 900 })
  expect(busiest.slice(1).every(({ joins }) => joins === people / 1_000)).toBe(true)
  // Half of this small table is theirs, so that reading all of it would do as well: here it is asked whether the index can be used.
  await db.execute(sql`SET enable_seqscan = off`)
  const plan = JSON.stringify(await db.execute(sql`EXPLAIN ${(ask() as unknown as { getSQL(): SQL }).getSQL()}`))
  await db.execute(sql`RESET enable_seqscan`)
  expect(plan).toMatch(/usage_organization_id_span_kind_starts_at_id_pk/)
  expect(plan).toMatch(
    /Index Cond: [^"]*organization_id = 'org_crowded'[^"]*span = 'day'[^"]*kind = 'person'[^"]*starts_at >=/,
  )
}, 120_000)

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Rows Removed by Filter'?: number
  readonly Plans?: readonly Plan[]
}

/** What was read of `usage`: by which index, and how many rows, those that were read in vain as well. */
const readingsOf = async (db: OpenedDatabase['db'], query: unknown) => {
  const explained = await db.execute(sql`EXPLAIN (ANALYZE, FORMAT JSON) ${(query as { getSQL(): SQL }).getSQL()}`)
  const [row] = (
    explained as unknown as { readonly rows: readonly { readonly 'QUERY PLAN': readonly { readonly Plan: Plan }[] }[] }
  ).rows
  const nodes = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)]
  return (row?.['QUERY PLAN'] ?? [])
    .flatMap(({ Plan }) => nodes(Plan))
    .filter((node) => node['Relation Name'] === 'usage')
    .map((node) => ({
      by: node['Index Name'] ?? node['Node Type'],
      rows: (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    }))
}

test('a month’s busiest of 100,000 people and the days of one of them read as many rows as they tell', async () => {
  const { db } = database
  const [mine, other] = [await newOrganization(db, 'org_monthly'), await newOrganization(db, 'org_monthly_too')]
  for (const organizationId of [mine, other])
    for (const span of ['day', 'month'] as const) await fill(db, organizationId, span)
  await db.execute(sql`ANALYZE usage`)
  const none = { people: 0, verified: 0, peakRooms: 0, peakPeople: 0, peakConnections: 0 }
  const pending = [
    { span: 'month', start: from, kind: 'person', id: 'true:person-3', joins: 7_000, ...none },
    { span: 'month', start: from, kind: 'person', id: 'true:somebody-new', joins: 6_000, ...none },
    { span: 'day', start: from, kind: 'person', id: 'true:person-3', joins: 9_000, ...none },
  ] as const
  const busiest = await listBusiestOfMonth(db, mine, from, pending, 20)
  expect(busiest).toHaveLength(20)
  expect(busiest.slice(0, 2)).toEqual([
    { id: 'true:person-3', joins: 7_000 },
    { id: 'true:somebody-new', joins: 6_000 },
  ])
  expect(busiest.slice(2)).toEqual(
    Array.from({ length: 18 }, (_, index) => ({ id: `true:person-${99_000 + index}`, joins: 100 })),
  )
  expect(await readingsOf(db, listBusiestOfMonth(db, mine, from, pending, 20))).toEqual([
    { by: 'usage_busiest_people', rows: 22 },
  ])
  const ids = ['true:person-7', 'false:person-7']
  const days = await listUsage(db, mine, { kind: 'person', ids }, window, [])
  expect(days.map(({ start, joins }) => [start, joins])).toEqual([[from + 7 * dayMs, 1]])
  const [reading] = await readingsOf(db, listUsage(db, mine, { kind: 'person', ids }, window, []))
  expect(reading?.by).toBe('usage_organization_id_span_kind_starts_at_id_pk')
  expect(reading?.rows).toBeLessThanOrEqual(2 * 31)
}, 120_000)
