/** An endpoint that nothing reaches, for days, on a clock that the test moves: here nobody carries anything, so every attempt fails. */
import { abortAllDurableObjects, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { expect, test } from 'vitest'
import { moveClock } from '../test/mirror-kit.ts'
import { noticesOf } from '../test/webhooks.ts'
import type { Endpoint } from './endpoint.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      ENDPOINT: DurableObjectNamespace<Endpoint>
    }
  }
}

const hourMs = 3_600_000
const patience = { timeout: 15_000 }

const freshEndpoint = async () => {
  const webhookId = createId('wh')
  const object = () => env.ENDPOINT.getByName(webhookId)
  const configure = (revision: number) =>
    object().configure({
      organizationId: createId('org'),
      webhookId,
      url: 'http://127.0.0.1:9/hooks',
      secrets: [{ sealed: 'sealed', endsAt: null }],
      debounceMs: 1_000,
      isEnabled: true,
      revision,
    })
  await configure(1)
  const attempts = async (id: string) => (await object().find(id))?.history.length ?? 0
  return {
    webhookId,
    object,
    configure,
    attempts,
    /** Something happens, in a room of its own. */
    async tell() {
      const [id, roomId] = [createId('evt'), createId('rm')]
      await object().take([{ id, at: Date.now(), type: 'room.created', data: { roomId } }])
      return id
    },
    /** The object's alarm is set by the clock that was moved: it rings when somebody looks. */
    async notices() {
      await runDurableObjectAlarm(object())
      return noticesOf(webhookId).map(({ what }) => what)
    },
  }
}

test('[WH6] after a day the owners are warned, after three it is turned off and they are told; what waits stays, through a crash', async () => {
  const { webhookId, object, configure, attempts, tell, notices } = await freshEndpoint()
  const startedAt = Date.now()
  let told = 0
  for (let hours = 0; hours < 72; hours += 6) {
    const id = await tell()
    told += 1
    await expect.poll(() => attempts(id), patience).toBeGreaterThan(0)
    if (hours < 24) expect(await notices()).toEqual([])
    else await expect.poll(notices, patience).toEqual(['warning'])
    moveClock(6 * hourMs)
  }
  await abortAllDurableObjects()
  const last = await tell()
  await expect.poll(notices, patience).toEqual(['warning', 'failing'])
  const [warning, failing] = noticesOf(webhookId)
  expect(failing).toEqual({ ...warning, what: 'failing' })
  expect(Math.abs((failing?.since ?? 0) - startedAt)).toBeLessThan(60_000)

  // From now on nothing is sent, and nothing is lost.
  const waiting = await tell()
  moveClock(6 * hourMs)
  await runDurableObjectAlarm(object())
  expect(await attempts(waiting)).toBe(0)
  const { pending, dead } = await object().status()
  expect(pending + dead).toBe(told + 2)
  expect(await attempts(last)).toBeLessThanOrEqual(1)

  // Somebody turns it on: it begins anew.
  await configure(2)
  await expect.poll(() => attempts(waiting), patience).toBe(1)
  expect((await object().status()).failingSince).toBeGreaterThan(startedAt + 72 * hourMs)
  expect(await notices()).toEqual(['warning', 'failing'])
})
