/** The organization's object beside real rooms: who is where, pushed; keys that end, everywhere; through crashes and late news. */
import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import type { HeldPlan } from '@syncforge/protocol/plans'
import { expect, test } from 'vitest'
import { createKeyValues } from '../actor/key-values.ts'
import { roomObjectName } from '../room/admission.ts'
import type { LiveReport } from '../room/live/target.ts'
import { joinNative, roomSettings, until } from '../test-kit.ts'
import { type LiveMessage, type OrganizationAdmission, organizationAdmissionHeader } from './admission.ts'
import type { Organization } from './organization.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      ORGANIZATION: DurableObjectNamespace<Organization>
    }
  }
}

/** An organization that no other test has, with rooms by their names. */
const freshOrganization = () => {
  const organizationId = createId('org')
  return {
    organizationId,
    object: () => env.ORGANIZATION.getByName(organizationId),
    room: (roomId: string) => env.ROOM.getByName(roomObjectName(organizationId, roomId)),
  }
}
type Fresh = ReturnType<typeof freshOrganization>

const join = ({ organizationId, room }: Fresh, roomId: string, userId: string, credential: string | null = null) =>
  joinNative(room(roomId), {
    organizationId,
    roomId,
    credential,
    hello: { userId },
    settings: roomSettings({ graceMs: 0 }),
  })

const watch = async ({ organizationId, object }: Fresh, overrides: Partial<OrganizationAdmission> = {}) => {
  const admission: OrganizationAdmission = {
    requestId: createId('req'),
    organizationId,
    callerId: 'usr_watcher',
    roomId: null,
    expiresAt: Date.now() + 600_000,
    ...overrides,
  }
  const headers = { upgrade: 'websocket', [organizationAdmissionHeader]: JSON.stringify(admission) }
  const { webSocket: socket } = await object().fetch('http://organization/', { headers })
  if (socket === null) throw new Error('no socket')
  const messages: LiveMessage[] = []
  const closed: string[] = []
  socket.addEventListener('message', ({ data }) => void messages.push(JSON.parse(String(data)) as LiveMessage))
  socket.addEventListener('close', ({ code, reason }) => void closed.push(`${code} ${reason}`))
  socket.accept()
  /** What somebody sees who puts each change over what was there. */
  const seen = () => {
    const rooms = new Map<string, string>()
    for (const { type, body } of messages) {
      if (type === 'snapshot') rooms.clear()
      for (const { id, total, people } of body.rooms) {
        if (total === 0) rooms.delete(id)
        else rooms.set(id, people.map(({ userId, connections }) => `${userId}×${connections}`).join(' '))
      }
    }
    return Object.fromEntries([...rooms].sort())
  }
  await until(() => messages[0], 'the snapshot')
  return { messages, closed, seen, totals: () => messages.at(-1)?.body.totals }
}

const shows = async ({ seen }: Awaited<ReturnType<typeof watch>>, wanted: Readonly<Record<string, string>>) => {
  await until(() => JSON.stringify(seen()) === JSON.stringify(wanted), `${JSON.stringify(wanted)} to be shown`).catch(
    () => expect(seen()).toEqual(wanted),
  )
}

test('who watches sees who is where, as it changes', async () => {
  const fresh = freshOrganization()
  const ada = await join(fresh, 'a', 'ada')
  const watcher = await watch(fresh)
  await shows(watcher, { a: 'ada×1' })
  const [bob, tab] = [await join(fresh, 'b', 'bob'), await join(fresh, 'a', 'ada')]
  await shows(watcher, { a: 'ada×2', b: 'bob×1' })
  expect(watcher.totals()).toEqual({ rooms: 2, people: 2, connections: 3 })
  const one = await watch(fresh, { roomId: 'b' })
  await shows(one, { b: 'bob×1' })
  for (const { socket } of [ada, tab, bob]) socket.close(1000)
  await shows(watcher, {})
  await shows(one, {})
  expect(one.messages.flatMap(({ body }) => body.rooms.map(({ id }) => id)).every((id) => id === 'b')).toBe(true)
  expect(await fresh.object().counts(['a', 'b', 'c'])).toEqual({ a: 0, b: 0, c: 0 })
})

test('[OW1] who watches all is told the people of the month and the connections as they change, also when nobody new is in a room', async () => {
  const fresh = freshOrganization()
  const watcher = await watch(fresh)
  const last = () => watcher.messages.at(-1)?.body
  expect(last()).toMatchObject({ totals: { connections: 0 }, month: { people: 0, peakConnections: 0 } })
  await join(fresh, 'a', 'ada')
  const tab = await join(fresh, 'a', 'ada')
  await join(fresh, 'b', 'bob')
  const told = { totals: { people: 2, connections: 3 }, month: { people: 2, verified: 0, peakConnections: 3 } }
  await until(() => last()?.month.people === 2 && last()?.totals.connections === 3, 'both counted').catch(() => {})
  expect(last()).toMatchObject(told)
  tab.socket.close(1000)
  await until(() => last()?.totals.connections === 2, 'the closed tab')
  expect(last()?.month).toMatchObject({ people: 2, peakConnections: 3 })
  const { start } = last()?.month ?? expect.fail()
  expect([new Date(start).getUTCDate(), start % 86_400_000]).toEqual([1, 0])
})

test('[OW2] who watches all is told that what is paid for may be another, and nothing when numbers are as they were', async () => {
  const fresh = freshOrganization()
  const watcher = await watch(fresh)
  const last = () => watcher.messages.at(-1)?.body.news
  expect(last()).toEqual({ billing: 0, rooms: 0 })
  await fresh.object().refreshBillingAt(fresh.organizationId, null)
  await until(() => (last()?.billing ?? 0) > 0, 'the first news')
  const first = last()?.billing ?? 0
  await fresh.object().changePlan(fresh.organizationId, { id: 'pro', revision: 1 })
  await until(() => (last()?.billing ?? 0) > first, 'the next')
  await evictDurableObject(fresh.object())
  expect((await watch(fresh)).messages[0]?.body.news).toEqual(last())
})

test('a crowd costs a few reports, not one for each who comes', async () => {
  const fresh = freshOrganization()
  const watcher = await watch(fresh)
  await Promise.all(Array.from({ length: 40 }, (_, index) => join(fresh, 'crowd', `user-${index}`)))
  await until(() => watcher.totals()?.people === 40, 'all of them')
  expect(watcher.messages.length).toBeLessThan(12)
  expect(await fresh.object().counts(['crowd'])).toEqual({ crowd: 40 })
  // In short for who watches all, whole for who watches one.
  expect(watcher.messages.at(-1)?.body.rooms[0]?.people).toHaveLength(8)
  expect((await watch(fresh, { roomId: 'crowd' })).messages[0]?.body.rooms[0]?.people).toHaveLength(40)
})

test('a key that ends closes what came by it, in every room, and nothing else; who comes by it later is told as well', async () => {
  const fresh = freshOrganization()
  const [ada, bob, carl] = [
    await join(fresh, 'a', 'ada', 'key_old'),
    await join(fresh, 'b', 'bob', 'key_old'),
    await join(fresh, 'a', 'carl', 'key_new'),
  ]
  const watcher = await watch(fresh)
  await shows(watcher, { a: 'ada×1 carl×1', b: 'bob×1' })
  await fresh.object().revoke(['key_old'])
  for (const { closed } of [ada, bob]) {
    const end = await until(() => closed[0], 'the end')
    expect(end).toMatchObject({ code: 4401, reason: 'KEY_REVOKED' })
  }
  await shows(watcher, { a: 'carl×1' })
  // It passed the edge's door a moment before.
  const late = await join(fresh, 'c', 'dan', 'key_old')
  expect(await until(() => late.closed[0], 'the end')).toMatchObject({ code: 4401, reason: 'KEY_REVOKED' })
  expect(carl.closed).toEqual([])
})

test('a key that is replaced ends at its time, and not before', async () => {
  const fresh = freshOrganization()
  const ada = await join(fresh, 'a', 'ada', 'key_old')
  await shows(await watch(fresh), { a: 'ada×1' })
  const endsAt = Date.now() + 1_500
  await fresh.object().retire(['key_later'], endsAt + 3_600_000)
  await fresh.object().retire(['key_old'], endsAt)
  await evictDurableObject(fresh.object())
  // Nobody asks for it: the object wakes by itself.
  expect(await until(() => ada.closed[0], 'the end')).toMatchObject({ code: 4401, reason: 'KEY_REVOKED' })
  expect(Date.now()).toBeGreaterThanOrEqual(endsAt)
  const bob = await join(fresh, 'a', 'bob', 'key_later')
  expect(bob.closed).toEqual([])
})

test('a room that cannot be told of a key is told later', async () => {
  const fresh = freshOrganization()
  const ada = await join(fresh, 'a', 'ada', 'key_old')
  await shows(await watch(fresh), { a: 'ada×1' })
  await runInDurableObject(fresh.object(), (instance: Organization, { storage }) => {
    void instance.revoke(['key_old'])
    // The object ends before it has told anybody.
    expect(storage.sql.exec('SELECT * FROM organization_revocation_due').toArray()).toHaveLength(1)
  })
  await evictDurableObject(fresh.object())
  expect(await until(() => ada.closed[0], 'the end')).toMatchObject({ reason: 'KEY_REVOKED' })
})

test('late and repeated news change nothing; a room made anew begins anew', async () => {
  const fresh = freshOrganization()
  const report = (revision: number, total: number, createdAt = 1): LiveReport => {
    const person = { userId: 'ada', verified: true, name: 'Ada', color: '#000000', access: 'write' as const }
    const people = Array.from({ length: total }, () => ({ ...person, connections: 1, joinedAt: 1 }))
    return {
      room: { organizationId: fresh.organizationId, roomId: 'a', createdAt },
      revision,
      total,
      connections: total,
      people,
      isEphemeral: false,
    }
  }
  const total = async (...reports: readonly LiveReport[]) => {
    for (const one of reports) await fresh.object().report(one)
    return (await fresh.object().counts(['a'])).a
  }
  expect(await total(report(2, 2), report(1, 1), report(2, 3))).toBe(2)
  expect(await total(report(3, 0), report(2, 2))).toBe(0)
  expect(await total(report(1, 1, 2), report(9, 5, 1))).toBe(1)
})

test('a room that dies with people in it, or is erased, has nobody in it', async () => {
  const fresh = freshOrganization()
  await join(fresh, 'dying', 'ada')
  await join(fresh, 'erased', 'bob')
  await shows(await watch(fresh), { dying: 'ada×1', erased: 'bob×1' })
  await fresh.room('erased').erase()
  expect(await fresh.object().counts(['dying', 'erased'])).toEqual({ dying: 1, erased: 0 })
  await abortAllDurableObjects()
  // Whatever wakes it: its own alarm, or somebody who asks.
  await fresh.room('dying').health()
  await shows(await watch(fresh), {})
})

test('a room in memory that was lost is asked when somebody looks', async () => {
  const fresh = freshOrganization()
  const settings = roomSettings({ graceMs: 0, persistence: 'memory' })
  const { organizationId } = fresh
  await joinNative(fresh.room('m'), { organizationId, roomId: 'm', settings, hello: { userId: 'ada' } })
  await shows(await watch(fresh), { m: 'ada×1' })
  // Her name is in no row, and is asked for when the object has slept.
  const rows = await runInDurableObject(fresh.object(), (_, { storage }) =>
    storage.sql.exec("SELECT people FROM organization_room WHERE room_id = 'm'").toArray(),
  )
  expect(rows).toEqual([{ people: '[]' }])
  await evictDurableObject(fresh.object())
  await shows(await watch(fresh), { m: 'ada×1' })
  await abortAllDurableObjects()
  const age = (_: Organization, { storage }: DurableObjectState) =>
    storage.sql.exec('UPDATE organization_room SET heard_at = 0').rowsWritten
  expect(await runInDurableObject(fresh.object(), age)).toBeGreaterThan(0)
  const watcher = await watch(fresh)
  expect(watcher.messages[0]?.body.totals).toEqual({ rooms: 1, people: 1, connections: 1 })
  await shows(watcher, {})
})

test('who may watch no longer is ended: by decision, and when their time is over', async () => {
  const fresh = freshOrganization()
  const [going, staying, brief] = [
    await watch(fresh, { callerId: 'usr_going' }),
    await watch(fresh),
    await watch(fresh, { expiresAt: Date.now() + 300 }),
  ]
  await fresh.object().dismiss('usr_going')
  expect(await until(() => going.closed[0], 'the end')).toBe('4403 FORBIDDEN')
  expect(await until(() => brief.closed[0], 'the end')).toBe('4501 SESSION_EXPIRED')
  expect(staying.closed).toEqual([])
  expect((await fresh.object().fetch('http://organization/')).status).toBe(426)
})

test('[PL2] a changed plan reaches every open room, and an earlier one changes nothing back, also after a cold wake', async () => {
  const fresh = freshOrganization()
  const { organizationId, object, room } = fresh
  const ada = await join(fresh, 'a', 'ada')
  await join(fresh, 'b', 'bob')
  const planIn = (roomId: string) =>
    runInDurableObject(room(roomId), (_, { storage }) => createKeyValues(storage.sql).get<HeldPlan>('plan'))
  const untilAllHave = async (plan: HeldPlan) => {
    const endsAt = Date.now() + 5_000
    for (;;) {
      const held = await Promise.all([planIn('a'), planIn('b')])
      if (held.every((one) => one?.revision === plan.revision)) return expect(held).toEqual([plan, plan])
      if (Date.now() > endsAt) throw new Error(`not told in 5 s: ${JSON.stringify(held)}`)
      await scheduler.wait(5)
    }
  }
  const totals = async () => (await object().counts(['a', 'b'])) as Record<string, number>
  while (Object.values(await totals()).some((people) => people === 0)) await scheduler.wait(5)
  await object().changePlan(organizationId, { id: 'pro', revision: 1 })
  await untilAllHave({ id: 'pro', revision: 1 })
  await object().changePlan(organizationId, { id: 'free', revision: 0 })
  await evictDurableObject(object())
  await object().changePlan(organizationId, { id: 'starter', revision: 2 })
  await untilAllHave({ id: 'starter', revision: 2 })
  expect(ada.closed).toEqual([])
})
