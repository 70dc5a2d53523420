/**
 * A crowd is counted to the last one, through crashes in the middle: 20,000 people, or as many as COUNTED_PEOPLE says. Prints what a join's share
 * takes and how large the object's rows are, as lines that the bench reads.
 */
import { abortAllDurableObjects, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { expect, test } from 'vitest'
import { roomObjectName } from '../../room/admission.ts'
import { joinNative, roomSettings, until } from '../../test-kit.ts'
import type { Organization } from '../organization.ts'

const wanted = Number((env as { COUNTED_PEOPLE?: string }).COUNTED_PEOPLE || 20_000)
const perCall = 100
const alone = 1_000
const overSockets = 200
const crashes = 3
const rooms = 50
/** A digest and how often they came by hour, day and month, with indexes; a small object has its tables as well. */
const bytesEach = 2_000

const told = (target: string, wanted: string, measured: string, kept: boolean) =>
  console.log(JSON.stringify({ target, wanted, measured, kept }))

test('[CN1] nobody of a crowd is counted twice or left out, whatever dies on the way', {
  timeout: 1_800_000,
}, async () => {
  const organizationId = createId('org')
  const object = () => env.ORGANIZATION.getByName(organizationId)
  const at = Date.UTC(2026, 10, 15)
  const take = (call: number) =>
    object().takeFacts({
      room: { organizationId, roomId: `room-${call % rooms}`, createdAt: 1 },
      life: 'fact_life',
      isEphemeral: false,
      entries: Array.from({ length: perCall }, (_, index) => ({
        sequence: Math.floor(call / rooms) * perCall + index + 1,
        kind: 'person.joined',
        body: { userId: `person-${call * perCall + index}`, verified: true, name: '', key: null },
        at,
      })),
    })
  const calls = Math.ceil(wanted / perCall)
  const crashesAt = new Set(
    Array.from({ length: crashes }, (_, index) => Math.floor((calls * (index + 1)) / (crashes + 1))),
  )
  let tookMs = 0
  for (let call = 0; call < calls; call++) {
    if (crashesAt.has(call)) {
      // Under way when everything ends: it may have arrived or not, and is told again.
      const lost = take(call).catch(() => {})
      await abortAllDurableObjects()
      await lost
    }
    const began = performance.now()
    await take(call)
    tookMs += performance.now() - began
  }
  // Everybody a second time, in another order, changes no number.
  for (let call = calls - 1; call >= 0; call -= Math.ceil(calls / 50)) await take(call)
  const [month] = await runInDurableObject(object(), (_, { storage }) =>
    storage.sql
      .exec<{ people: number }>(
        "SELECT people FROM organization_usage WHERE span = 'month' AND kind = 'organization' AND start = ?",
        Date.UTC(2026, 10),
      )
      .toArray(),
  )
  const bytes = await runInDurableObject(object(), (_, { storage }) => storage.sql.databaseSize)
  const shareMs = tookMs / (calls * perCall)
  const count = calls * perCall
  told(
    `${count} people of a month`,
    'each counted once, through three crashes',
    `${month?.people}`,
    month?.people === count,
  )
  told("a join's share", '< 1 ms', `${shareMs.toFixed(3)} ms`, shareMs < 1)
  told('rows of the object', 'bounded by its people', `${Math.round(bytes / count)} B each`, bytes < count * bytesEach)
  expect(month?.people).toBe(calls * perCall)
  expect(bytes).toBeLessThan(count * bytesEach)
})

test('[CN1] who comes one by one, over a socket of their own, is counted, and a join that is told alone takes no longer', {
  timeout: 120_000,
}, async () => {
  const organizationId = createId('org')
  const object = () => env.ORGANIZATION.getByName(organizationId)
  for (let n = 0; n < overSockets; n++) {
    const roomId = `room-${n % 4}`
    await joinNative(env.ROOM.getByName(roomObjectName(organizationId, roomId)), {
      organizationId,
      roomId,
      hello: { userId: `guest-${n}` },
      settings: roomSettings({ graceMs: 0 }),
    })
  }
  await until(async () => (await object().usage()).people === overSockets, 'everybody')
  // Without the way there: the clock of an object stands still while it works, so many are timed together.
  const tookMs = await runInDurableObject(object(), async (instance: Organization) => {
    const began = performance.now()
    for (let n = 0; n < alone; n++)
      await instance.takeFacts({
        room: { organizationId, roomId: 'alone', createdAt: 1 },
        life: 'fact_alone',
        isEphemeral: false,
        entries: [
          {
            sequence: n + 1,
            kind: 'person.joined',
            body: { userId: `alone-${n}`, verified: true, name: '', key: null },
            at: Date.now(),
          },
        ],
      })
    await scheduler.wait(1)
    return performance.now() - began
  })
  const shareMs = tookMs / alone
  told("a join's share, told alone", '< 1 ms', `${shareMs.toFixed(3)} ms`, shareMs < 1)
  expect((await object().usage()).people).toBe(overSockets + alone)
})
