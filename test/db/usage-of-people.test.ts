/** Who came most, of an organization to which 100,000 people came in a month: found by the index, no other organization's rows read, and soon. */
import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listBusiest, listUsage } from '../../workers/db/queries/organizations/usage.ts'
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

/** Somebody comes on one of ten days, the hundredth twice as often as the first. */
const fill = (db: OpenedDatabase['db'], organizationId: string) =>
  db.execute(sql`
    INSERT INTO usage (organization_id, span, starts_at, kind, id, joins, people, verified, peak_rooms, peak_people, peak_connections)
    SELECT ${organizationId}, 'day', to_timestamp(${from}::bigint / 1000.0) + (n % 10) * interval '1 day', 'person', 'true:person-' || n,
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
  const planOf = async (query: unknown) =>
    JSON.stringify(await db.execute(sql`EXPLAIN ${(query as { getSQL(): SQL }).getSQL()}`))
  for (const query of [ask(), listUsage(db, mine, { kind: 'person', ids: ['true:person-7'] }, window, pending)]) {
    const plan = await planOf(query)
    expect(plan).toMatch(/usage_organization_id_span_kind_starts_at_id_pk/)
    expect(plan).toMatch(
      /Index Cond: [^"]*organization_id = 'org_crowded'[^"]*span = 'day'[^"]*kind = 'person'[^"]*starts_at >=/,
    )
    await query
  }
}, 120_000)
