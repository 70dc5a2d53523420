/** What is written down in Postgres while the ledger looks is fetched right after, not a minute later. */
import { expect, test } from 'vitest'
import type { ToldFact } from '../facts/consumer.ts'
import { createLedger } from './ledger.ts'

test('a call that comes while the last one ends is not forgotten', async () => {
  const written: ToldFact[] = []
  const told: string[] = []
  let wakesAt: number | null = null
  const ledger = createLedger({
    storage: { transactionSync: (work) => work() },
    wakeups: {
      wakeAt: (_key, at) => {
        wakesAt = at
      },
      wakesAt: () => wakesAt,
    },
    rows: { changed: () => [], confirm: () => {} },
    target: {
      async facts() {
        const found = [...written]
        // A room is deleted in the moment in which the answer is on its way.
        if (found.length === 0 && told.length === 0) {
          written.push({ id: 'late', at: 1, kind: 'room.deleted', body: { roomId: 'a' } })
          ledger.now()
        }
        return found
      },
      async taken() {
        written.length = 0
      },
      async putUsage() {},
      async prune() {
        return false
      },
    },
    organizationId: () => 'org_1',
    tell: (facts) => told.push(...facts.map(({ id }) => id)),
    clock: () => 1_000,
    log: () => {},
  })
  ledger.now()
  while (wakesAt !== null && wakesAt <= 1_000) await ledger.handler(1_000)?.()
  expect(told).toEqual(['late'])
})
