/** What the room does of its own accord, when some of it fails. Rules HK1–HK3 are in wake-handlers.ts. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { changesTold, ringAll, wakeupsOf } from '../test/shell-values.ts'
import { freshRoom, joinNative, roomSettings, until } from '../test-kit.ts'
import type { Room } from './room.ts'

type Stub = ReturnType<typeof freshRoom>

const ring = (room: Stub) =>
  runInDurableObject(room, async (instance: Room, { storage }) => {
    ringAll(storage)
    await instance.alarm()
  })

const typed = (text: string) => {
  const doc = new Y.Doc()
  doc.getText('content').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

/** Wakes it without letting the platform call its alarm first. */
const ringCold = async (room: Stub) => {
  await changesTold(room)
  await runInDurableObject(room, (_, { storage }) => ringAll(storage))
  await scheduler.wait(60)
  await evictDurableObject(room)
  await runInDurableObject(room, (instance: Room) => instance.alarm())
}

const settings = roomSettings({ graceMs: 500, presenceTimeoutMs: 300_000 })

test('[HK1] [HK2] a feature whose wake-up fails keeps nobody else’s from coming: leaves and ended tokens', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { settings, hello: { userId: 'ada' } })
  const bob = await joinNative(room, { settings, hello: { userId: 'bob' } })
  const carl = await joinNative(room, { settings, hello: { userId: 'carl' }, expiresAt: Date.now() + 600 })
  ada.update(typed('x'))
  await until(() => ada.acked() === 1, 'the ack')
  bob.socket.close(4_000)
  await until(() => bob.closed[0], 'the close')
  await scheduler.wait(700)
  await runInDurableObject(room, (_, { storage }) => storage.sql.exec('ALTER TABLE documents_document RENAME TO away'))
  // Its own alarm may come in between and plan anew.
  for (let tries = 0; tries < 5 && (await room.health()).failing.length === 0; tries++) await ringCold(room)
  const present = ada.events('presence.left').map(({ body }) => (body as { connectionId: string }).connectionId)
  expect(present).toContain(bob.self.connectionId)
  await until(() => carl.closed[0], 'the end of the token')
  const { failing } = await room.health()
  expect(failing).toEqual([{ key: 'documents', failures: 1, since: expect.any(Number), retryAt: expect.any(Number) }])
  const [{ since, retryAt }] = failing as [(typeof failing)[number]]
  expect(retryAt - since).toBe(5_000)
})

test('[HK1] a wake-up that goes on failing comes ever more rarely, through cold wakes; one that is mended is forgotten', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { settings })
  ada.update(typed('x'))
  await until(() => ada.acked() === 1, 'the ack')
  await runInDurableObject(room, (_, { storage }) => storage.sql.exec('ALTER TABLE documents_document RENAME TO away'))
  const waits: number[] = []
  await changesTold(room)
  for (let failures = 1; failures <= 9; failures++) {
    const before = Date.now()
    await ringCold(room)
    const [failing] = (await room.health()).failing
    expect(failing?.failures).toBe(failures)
    // Counted from before the room woke, which takes a busy machine a while.
    waits.push(((failing?.retryAt ?? 0) - before) / 1_000)
    // Nothing is tried before its time, whoever rings.
    await runInDurableObject(room, (instance: Room) => instance.alarm())
    expect((await room.health()).failing[0]?.failures).toBe(failures)
  }
  for (const [index, seconds] of [5, 10, 20, 40, 80, 160, 320, 600, 600].entries()) {
    expect(waits[index]).toBeGreaterThanOrEqual(seconds)
    expect(waits[index]).toBeLessThan(seconds + 4)
  }
  await runInDurableObject(room, (_, { storage }) => storage.sql.exec('ALTER TABLE away RENAME TO documents_document'))
  await ringCold(room)
  expect((await room.health()).failing).toEqual([])
}, 60_000)

test('[HK1] the physical alarm points at the next try, not at the past', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { settings })
  ada.update(typed('x'))
  await until(() => ada.acked() === 1, 'the ack')
  await runInDurableObject(room, (_, { storage }) => storage.sql.exec('ALTER TABLE documents_document RENAME TO away'))
  await ringCold(room)
  const { alarm, next } = await runInDurableObject(room, async (_, { storage }) => ({
    alarm: await storage.getAlarm(),
    next: wakeupsOf(storage),
  }))
  const due = Object.values(next).map(({ at, failure }) => Math.max(at, failure?.retryAt ?? 0))
  expect(alarm).toBe(Math.min(...due))
  expect(alarm ?? 0).toBeGreaterThan(Date.now())
})

test('[HK3] of a room with a damaged document the others are compacted and get their versions, and its people leave', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { settings, hello: { userId: 'ada' } })
  for (const name of ['one', 'two', 'three']) {
    ada.update(typed(name), name)
    await until(() => ada.acked() > 0, 'the ack')
  }
  await until(() => ada.acked() === 3, 'the acks')
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec(
      "UPDATE documents_log SET checksum = 0 WHERE document = (SELECT id FROM documents_document WHERE name = 'one')",
    )
  })
  ada.socket.close(1_000)
  await until(() => ada.closed[0], 'the goodbye')
  const tended = () =>
    runInDurableObject(room, (_, { storage }) => ({
      versions: storage.sql
        .exec('SELECT name FROM documents_document WHERE id IN (SELECT document FROM documents_version) ORDER BY id')
        .toArray()
        .map(({ name }) => name),
      logs: storage.sql
        .exec('SELECT name FROM documents_document WHERE id IN (SELECT document FROM documents_log) ORDER BY id')
        .toArray()
        .map(({ name }) => name),
    }))
  expect(await tended()).toEqual({ versions: ['two', 'three'], logs: ['one'] })
  const next = await joinNative(room, { settings, hello: { userId: 'bob' } })
  expect(next.welcome.snapshots.presence.map(({ userId }) => userId)).toEqual(['bob'])
  await ring(room)
  expect((await room.health()).failing).toEqual([])
})
