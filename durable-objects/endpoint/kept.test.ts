/** What has become of deliveries and how long that is kept: dead letters that go are missed, and what is kept is delivered again when somebody asks. */
import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { expect, test } from 'vitest'
import { moveClock } from '../test/mirror-kit.ts'

const dayMs = 86_400_000
const patience = { timeout: 15_000 }

interface Finished {
  readonly id: string
  readonly state: 'dead' | 'delivered'
  /** When the event happened; it came here at 1,000,000. */
  readonly at: number
  readonly finishedAt: number
  readonly type?: string
}

const freshEndpoint = async () => {
  const webhookId = createId('wh')
  const object = () => env.ENDPOINT.getByName(webhookId)
  const configure = (revision: number, isEnabled: boolean) =>
    object().configure({
      organizationId: createId('org'),
      webhookId,
      url: 'http://127.0.0.1:9/hooks',
      secrets: [{ sealed: 'sealed', endsAt: null }],
      debounceMs: 1_000,
      isEnabled,
      revision,
    })
  // Turned off: what is put into its queue stays there to be seen.
  await configure(1, false)
  return {
    object,
    hold: (rows: readonly Finished[]) =>
      runInDurableObject(object(), (_, { storage }) => {
        storage.sql.exec(
          `INSERT INTO endpoint_delivery (id, type, lane, document, body, state, attempts, redeliveries, created_at, finished_at, at)
          SELECT value ->> 'id', coalesce(value ->> 'type', 'room.created'), 'a', NULL, '{}', value ->> 'state', 5, 0, 1000000,
            value ->> 'finishedAt', value ->> 'at' FROM json_each(?)`,
          JSON.stringify(rows),
        )
      }),
    /** A day later it looks what to keep. */
    async nextDay() {
      moveClock(dayMs)
      await runDurableObjectAlarm(object())
    },
    async waiting() {
      const found = await object().list({ state: 'pending', before: null, limit: 1_000 })
      return found.map(({ id }) => id).reverse()
    },
  }
}

test('[WH8] dead letters that are kept no longer are missed: they are counted, with the time in which they happened', async () => {
  const { object, hold, nextDay } = await freshEndpoint()
  const long = Date.now() - 31 * dayMs
  await hold([
    { id: 'one', state: 'dead', at: 2_000, finishedAt: long },
    { id: 'two', state: 'dead', at: 1_000, finishedAt: long },
    { id: 'test', state: 'dead', at: 10, finishedAt: long, type: 'webhook.test' },
    { id: 'had', state: 'delivered', at: 20, finishedAt: long },
    { id: 'young', state: 'dead', at: 3_000, finishedAt: Date.now() },
  ])
  expect((await object().status()).missed).toBeNull()
  await nextDay()
  expect(await object().status()).toMatchObject({
    dead: 1,
    delivered: 0,
    missed: { count: 2, since: 1_000, until: 2_000 },
  })
  // Beside what never got here.
  await object().miss({ count: 3, since: 500, until: 900 })
  await abortAllDurableObjects()
  expect((await object().status()).missed).toEqual({ count: 5, since: 500, until: 2_000 })
})

test('[WH8] past 10,000 dead letters the oldest are missed', async () => {
  const { object, hold, nextDay } = await freshEndpoint()
  const now = Date.now()
  await hold(
    Array.from({ length: 10_003 }, (_, at) => ({ id: `evt-${at}`, state: 'dead', at, finishedAt: now + at }) as const),
  )
  await nextDay()
  expect(await object().status()).toMatchObject({ dead: 10_000, missed: { count: 3, since: 0, until: 2 } })
})

test('[WH9] all since a time is dead letters, or what was delivered as well, of events that happened since', async () => {
  const { object, hold, waiting } = await freshEndpoint()
  const finishedAt = Date.now()
  await hold([
    { id: 'dead-early', state: 'dead', at: 1_000, finishedAt },
    { id: 'had-early', state: 'delivered', at: 1_000, finishedAt },
    { id: 'had-late', state: 'delivered', at: 2_000, finishedAt },
    { id: 'dead-late', state: 'dead', at: 2_000, finishedAt },
  ])
  const ring = () => runDurableObjectAlarm(object())
  expect(await object().redeliverSince(2_000, 'dead')).toBe(1)
  expect(await object().status()).toMatchObject({ pending: 1, dead: 1 })
  await ring()
  await expect.poll(waiting, patience).toEqual(['dead-late'])
  expect(await object().redeliverSince(2_000, 'all')).toBe(1)
  await ring()
  await expect.poll(waiting, patience).toEqual(['dead-late', 'had-late'])
  expect(await object().redeliverSince(0, 'all')).toBe(2)
  await ring()
  await expect.poll(waiting, patience).toEqual(['dead-late', 'had-late', 'dead-early', 'had-early'])
  expect(await object().redeliverSince(0, 'all')).toBe(0)
})

test('[WH9] what is asked for while another is under way takes nothing from it, through a crash as well', async () => {
  const { object, hold, waiting } = await freshEndpoint()
  const finishedAt = Date.now()
  const rows = Array.from({ length: 350 }, (_, at) => ({ id: `evt-${at}`, state: 'dead', at, finishedAt }) as const)
  await hold(rows)
  expect(await object().redeliverSince(0, 'dead')).toBe(350)
  expect(await object().redeliverSince(340, 'dead')).toBeLessThanOrEqual(10)
  await abortAllDurableObjects()
  const all = rows.map(({ id }) => id)
  await expect
    .poll(async () => {
      await runDurableObjectAlarm(object())
      return (await waiting()).length
    }, patience)
    .toBe(all.length)
  expect(await waiting()).toEqual(all)
})
