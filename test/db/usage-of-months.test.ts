/** The number of everybody's people of a month, as `/metrics` tells it. */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countActivePeople } from '../../workers/db/queries/organizations/usage.ts'
import { usage } from '../../workers/db/schema/usage.ts'
import { newOrganization, type OpenedDatabase, openTestDatabase } from './billing/account.ts'

let database: OpenedDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database?.end())

test('adds up this month of every organization, and nothing else, by an index', async () => {
  const { db } = database
  const now = new Date()
  const month = (ago: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago))
  const before = await countActivePeople(db)
  const put = async (organizationId: string, people: number, more: Partial<typeof usage.$inferInsert> = {}) => {
    const counts = { joins: people, people, verified: 0, peakRooms: 1, peakPeople: 1, peakConnections: 1 }
    const row = { organizationId, span: 'month', startsAt: month(0), kind: 'organization', id: '', ...counts } as const
    await db.insert(usage).values({ ...row, ...more })
  }
  for (const [index, people] of [3, 40].entries()) {
    const id = await newOrganization(db, `org_months_${index}`)
    await put(id, people)
    await put(id, 500, { startsAt: month(1) })
    await put(id, 600, { kind: 'room', id: 'r' })
    await put(id, 700, { span: 'day' })
  }
  expect((await countActivePeople(db)) - before).toBe(43)
  // The tables are too small here for an index to be worth it: none other would do.
  await db.execute(sql`SET enable_seqscan = off`)
  const plan = await db.execute(
    sql`EXPLAIN SELECT sum(people) FROM usage WHERE span = 'month' AND kind = 'organization' AND starts_at = now()`,
  )
  expect(JSON.stringify(plan)).toContain('usage_of_months')
})
