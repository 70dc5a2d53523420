/** The next look at what an organization pays for: it comes by itself, again after a failure, and no more when nobody pays. */
import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { expect, test } from 'vitest'
import { onRenewal } from '../test/renewal.ts'
import { until } from '../test-kit.ts'

const patience = { timeout: 15_000 }

const fresh = () => {
  const organizationId = createId('org')
  const object = () => env.ORGANIZATION.getByName(organizationId)
  const looked: number[] = []
  const alarm = () => runInDurableObject(object(), (_instance, { storage }) => storage.getAlarm())
  return { organizationId, object, looked, alarm }
}

test('it looks when it is time, and then when it was told to', async () => {
  const { organizationId, object, looked, alarm } = fresh()
  const tomorrow = Date.now() + 86_400_000
  onRenewal(organizationId, () => {
    looked.push(Date.now())
    return tomorrow
  })
  await object().refreshBillingAt(organizationId, Date.now() + 60_000)
  // A crash forgets nothing of it.
  await abortAllDurableObjects()
  expect(await alarm()).toBeGreaterThan(Date.now() + 50_000)
  expect(looked).toEqual([])
  await object().refreshBillingAt(organizationId, Date.now())
  await until(() => looked[0], 'the look')
  await expect.poll(alarm, patience).toBe(tomorrow)
  expect(looked).toHaveLength(1)
})

test('Stripe that is away is asked again within minutes; who pays nothing any more is not', async () => {
  const { organizationId, object, looked, alarm } = fresh()
  onRenewal(organizationId, () => {
    looked.push(Date.now())
    if (looked.length === 1) throw new Error('Stripe does not answer right now')
    return null
  })
  await object().refreshBillingAt(organizationId, Date.now())
  await until(() => looked[0], 'the first look')
  await expect.poll(async () => ((await alarm()) ?? 0) - Date.now(), patience).toBeGreaterThan(200_000)
  expect(((await alarm()) ?? 0) - Date.now()).toBeLessThanOrEqual(300_000)
  await object().refreshBillingAt(organizationId, Date.now())
  await until(() => looked[1], 'the second look')
  await expect.poll(alarm, patience).toBeNull()
  expect(await runDurableObjectAlarm(object())).toBe(false)
})
