import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenedDatabase, openTestDatabase } from '../db/billing/account.ts'
import { live } from '../db/billing/lives.ts'

const first = Number(process.env.BILLING_SEED ?? Date.now() % 2 ** 31)
const lives = 1_000

let database: OpenedDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database?.end())

test(`a thousand random lives of a customer end as Stripe says (BILLING_SEED=${first})`, async () => {
  const wrong: number[] = []
  for (let seed = first; seed < first + lives; seed += 1) {
    const { written, said } = await live(database.db, seed)
    if (JSON.stringify(written) !== JSON.stringify(said)) wrong.push(seed)
  }
  expect(wrong).toEqual([])
})
