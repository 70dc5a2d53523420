/** A clock set backwards breaks nothing: no wait is longer than the longest, wherever times are kept. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { createKeyValues } from '../actor/key-values.ts'
import { createWakeups } from '../actor/wakeups.ts'
import { keptPlaces, moveWakeups, wakeupsOf } from '../test/shell-values.ts'
import { admissionFor, freshRoom, joinNative, openSocket, roomOnDisk, roomSettings, until } from '../test-kit.ts'
import { encodeAttachment, type Greeting, placeKey, readSocket } from './connections/connection.ts'
import { createBucket } from './inbound/token-bucket.ts'
import { createMirror } from './mirror/mirror.ts'
import type { Outbox } from './mirror/outbox.ts'
import type { MirrorBatch } from './mirror/target.ts'

const hourMs = 3_600_000
const anHourLater = ({ at, setAt }: { at: number; setAt: number }) => ({ at: at + hourMs, setAt: setAt + hourMs })

test('wake-ups that were set for a later time than it is now come at once, through a cold wake as well', async () => {
  await runInDurableObject(freshRoom(), async (_, { storage }) => {
    const disk = roomOnDisk(storage)
    const time = { now: Date.now() + 10 * hourMs }
    const clock = () => time.now
    const warm = createWakeups(disk, createKeyValues(disk.sql), clock)
    warm.wakeAt('a', time.now + 60_000)
    time.now -= hourMs
    warm.wakeAt('b', time.now + 5_000)
    expect([warm.wakesAt('a'), warm.wakesAt('b')]).toEqual([time.now, time.now + 5_000])
    expect(warm.takeDue(time.now)).toEqual(['a'])
    warm.rang()
    time.now -= hourMs
    const cold = createWakeups(disk, createKeyValues(disk.sql), clock)
    expect(cold.wakesAt('b')).toBe(time.now)
    expect(await storage.getAlarm()).toBe(time.now)
    // Time that passes as usual moves nothing.
    cold.wakeAt('b', time.now + 5_000)
    time.now += 1_000
    cold.wakeAt('c', time.now + 9_000)
    expect(cold.wakesAt('b')).toBe(time.now + 4_000)
    await storage.deleteAlarm()
  })
})

test('a lost connection leaves although its grace period would now end in an hour', async () => {
  const room = freshRoom()
  const settings = roomSettings({ graceMs: 5_000 })
  const [ada, bob] = [await joinNative(room, { settings }), await joinNative(room, { settings })]
  bob.socket.close(4_000)
  await until(() => bob.closed[0], 'the close')
  const parked = () => runInDurableObject(room, (_, { storage }) => keptPlaces(storage).length)
  expect(await parked()).toBe(1)
  await runInDurableObject(room, (_, { storage }) => {
    const values = createKeyValues(storage.sql)
    for (const { place, leavesAt } of keptPlaces(storage))
      values.put(placeKey(place.id), { place, leavesAt: (leavesAt ?? 0) + hourMs })
    moveWakeups(storage, anHourLater)
  })
  await evictDurableObject(room)
  await joinNative(room, { settings })
  await until(() => ada.events('presence.left').length, 'the leave')
  expect(await parked()).toBe(0)
})

test('who has not said hello is let go in ten seconds more, not in an hour', async () => {
  const room = freshRoom()
  const { socket } = await openSocket(room, admissionFor())
  await runInDurableObject(room, (_, state) => {
    const [server] = state.getWebSockets()
    if (server === undefined) throw new Error('no socket')
    const held = readSocket(server, createKeyValues(state.storage.sql)) as Greeting
    server.serializeAttachment(encodeAttachment({ ...held, since: held.since + hourMs }))
    moveWakeups(state.storage, anHourLater)
  })
  await evictDurableObject(room)
  await joinNative(room)
  const greetingAt = () => runInDurableObject(room, (_, { storage }) => wakeupsOf(storage)['room.greeting']?.at ?? 0)
  let at = await greetingAt()
  for (let i = 0; i < 500 && at < Date.now() + 1_000; i++) {
    await scheduler.wait(10)
    at = await greetingAt()
  }
  expect(at - Date.now()).toBeGreaterThan(1_000)
  expect(at - Date.now()).toBeLessThanOrEqual(10_000)
  socket.close()
})

test('the mirror does not wait for a quiet moment that lies an hour ahead', async () => {
  await runInDurableObject(freshRoom(), async (_, { storage }) => {
    const disk = roomOnDisk(storage)
    const time = { now: Date.now() }
    const clock = () => time.now
    const sent: MirrorBatch[] = []
    const mirror = createMirror({
      sources: [],
      outbox: {
        append: () => {},
        peek: () => (sent.length === 0 ? [{ sequence: 1, kind: 'k', body: '{}', at: 0 }] : []),
        confirm: () => {},
      } as unknown as Outbox,
      wakeups: createWakeups(disk, createKeyValues(disk.sql), clock),
      target: { accept: async (batch) => sent.push(batch) > 0, restore: async () => null },
      name: () => ({ organizationId: 'org_test', roomId: 'test', createdAt: 1 }),
      clock,
      log: () => {},
    })
    mirror.later()
    time.now -= hourMs
    await mirror.run()
    expect(sent).toHaveLength(1)
    await storage.deleteAlarm()
  })
})

test('a bucket neither drains nor overflows', () => {
  const bucket = createBucket({ messagesPerSecond: 10, messageBurst: 10, bytesPerSecond: 100, byteBurst: 100 }, 1_000)
  for (let i = 0; i < 10; i++) expect(bucket.take(1, 1_000)).toBe(true)
  expect(bucket.take(1, 1_000 - hourMs)).toBe(false)
  expect(bucket.take(1, 1_100 - hourMs)).toBe(true)
})
