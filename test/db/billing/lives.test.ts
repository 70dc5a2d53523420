import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenedDatabase, openTestDatabase } from './account.ts'
import { live, withoutTicket } from './lives.ts'

const first = Number(process.env.BILLING_SEED ?? Date.now() % 2 ** 31)
const lives = Number(process.env.BILLING_LIVES ?? 40)

let database: OpenedDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database?.end())

test(
  `${lives} random lives of a customer, every event shuffled and half of them doubled, end as Stripe says (BILLING_SEED=${first})`,
  async () => {
    let events = 0
    for (let seed = first; seed < first + lives; seed += 1) {
      const ended = await live(database.db, seed)
      expect([seed, ended.written]).toEqual([seed, ended.said])
      events += ended.events
    }
    console.log(`${lives} lives, ${events} events`)
    expect(events).toBeGreaterThan(lives * 10)
  },
  60_000 + lives * 3_000,
)

/** Several of a hundred of these end wrong, and the first one that does ends the test: that none of so many does is no chance. */
const controls = 300

test(`the same lives, read without a ticket, do not: the test above looks at what matters (BILLING_SEED=${first})`, async () => {
  for (let seed = first; seed < first + controls; seed += 1) {
    // Lives of their own, by seeds that the test above has not.
    const { written, said } = await live(database.db, seed + lives, withoutTicket)
    if (JSON.stringify(written) !== JSON.stringify(said)) return
  }
  expect.unreachable(`none of ${controls} lives ended wrong`)
}, 180_000)
