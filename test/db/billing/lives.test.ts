import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenedDatabase, openTestDatabase } from './account.ts'
import { live } from './lives.ts'

const first = Number(process.env.BILLING_SEED ?? Date.now() % 2 ** 31)
const lives = Number(process.env.BILLING_LIVES ?? 40)

let database: OpenedDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database?.end())

test(`${lives} random lives of a customer, every event shuffled and half of them doubled, end as Stripe says (BILLING_SEED=${first})`, async () => {
  let events = 0
  for (let seed = first; seed < first + lives; seed += 1) {
    const ended = await live(database.db, seed)
    expect([seed, ended.written]).toEqual([seed, ended.said])
    events += ended.events
  }
  console.log(`${lives} lives, ${events} events`)
  expect(events).toBeGreaterThan(lives * 10)
}, 180_000)
