/** What an organization's books let go of in Postgres: once a day, in portions, and again when Postgres was away. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { expect, test } from 'vitest'
import { durableStorage } from '../actor/durable-storage.ts'
import { createKeyValues } from '../actor/key-values.ts'
import { type Books, createBooks } from './books.ts'
import type { LedgerTarget } from './ledger/target.ts'

const dayMs = 86_400_000
const began = Date.UTC(2026, 10, 15)

/** Books over the rows of an object of their own, with a clock that the test sets, and a Postgres that answers as it says. */
const withBooks = (work: (parts: ReturnType<typeof openBooks>) => Promise<void>) =>
  runInDurableObject(env.ORGANIZATION.getByName(createId('org')), (_, { storage }) => work(openBooks(storage)))

const openBooks = (raw: DurableObjectStorage) => {
  const storage = durableStorage(raw, () => {})
  const asked: string[] = []
  const answers: (boolean | Error)[] = []
  const target: LedgerTarget = {
    facts: async () => [],
    taken: async () => {},
    putUsage: async () => {},
    async prune(organizationId) {
      asked.push(organizationId)
      const answer = answers.shift() ?? false
      if (answer instanceof Error) throw answer
      return answer
    },
  }
  const logged: string[] = []
  const due = new Map<string, number>()
  let now = began
  const books: Books = createBooks({
    storage,
    values: createKeyValues(storage.sql),
    wakeups: {
      wakeAt(key, at) {
        if (at === null) due.delete(key)
        else due.set(key, at)
      },
      wakesAt: (key) => due.get(key) ?? null,
      ring: async () => {},
      failing: () => [],
      forget() {},
    },
    rooms: { totals: () => ({ rooms: 0, people: 0, connections: 0 }) },
    organizationId: () => 'org_1',
    limitsChanged: () => {},
    numbersChanged: () => {},
    state: { exports: { Ledger: target }, getWebSockets: () => [] } as unknown as DurableObjectState,
    clock: () => now,
    log: (event) => logged.push(event),
  })
  let sequence = 0
  return {
    asked,
    answers,
    logged,
    due,
    join() {
      sequence += 1
      const body = { userId: 'ada', verified: true, name: '', key: null }
      const room = { organizationId: 'org_1', roomId: 'a', createdAt: 1 }
      const entries = [{ sequence, kind: 'person.joined', body, at: now }]
      storage.transactionSync(() => books.takeFacts({ room, life: 'one', isEphemeral: false, entries }))
    },
    /** A day later: what is due is done. */
    async nextDay() {
      now += dayMs
      const pruning = due.get('books.pruning')
      if (pruning !== undefined && pruning <= now) await books.wakeHandlers.get('books.pruning')?.(now)?.()
    },
  }
}

test('what rooms told long ago is let go of once a day from the first fact on, in portions, and nothing sooner', () =>
  withBooks(async ({ join, nextDay, asked, answers, due }) => {
    expect(due.has('books.pruning')).toBe(false)
    join()
    join()
    expect(due.get('books.pruning')).toBe(began + dayMs)
    answers.push(true, true, false)
    await nextDay()
    expect(asked).toEqual(['org_1', 'org_1', 'org_1'])
    await nextDay()
    expect(asked).toHaveLength(4)
  }))

test('when Postgres is away it is tried again the next day, and the log says so', () =>
  withBooks(async ({ join, nextDay, asked, answers, logged }) => {
    join()
    answers.push(new Error('away'))
    await nextDay()
    expect(logged).toEqual(['facts_not_pruned'])
    await nextDay()
    expect(asked).toHaveLength(2)
  }))
