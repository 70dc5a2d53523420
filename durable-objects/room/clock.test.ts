/** A clock set backwards breaks nothing: no wait is longer than the longest, wherever times are kept. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import type { Greeting } from '../actor/handshake.ts'
import { createKeyValues } from '../actor/key-values.ts'
import { encodeAttachment } from '../actor/sockets.ts'
import { createWakeups } from '../actor/wakeups.ts'
import { keptPlaces, moveWakeups, wakeupsOf } from '../test/shell-values.ts'
import { admissionFor, freshRoom, joinNative, openSocket, roomOnDisk, roomSettings, until } from '../test-kit.ts'
import { placeKey, readSocket } from './connections/connection.ts'
import type { Outbox } from './facts/outbox.ts'
import { createBucket } from './inbound/token-bucket.ts'
import { createMirror } from './mirror/mirror.ts'
import type { MirrorBatch } from './mirror/target.ts'
import { createRights } from './record/rights.ts'

const hourMs = 3_600_000
const anHourLater = ({ at, setAt }: { at: number; setAt: number }) => ({ at: at + hourMs, setAt: setAt + hourMs })

test('wake-ups that were set for a later time than it is now come at once, through a cold wake as well', async () => {
  await runInDurableObject(freshRoom(), async (_, { storage }) => {
    const disk = roomOnDisk(storage)
    const time = { now: Date.now() + 10 * hourMs }
    const clock = () => time.now
    const create = () => createWakeups({ storage: disk, values: createKeyValues(disk.sql), clock, log: () => {} })
    const warm = create()
    const rung: string[] = []
    const noted = (key: string) => [key, () => void rung.push(key)] as const
    warm.wakeAt('a', time.now + 60_000)
    time.now -= hourMs
    warm.wakeAt('b', time.now + 5_000)
    expect([warm.wakesAt('a'), warm.wakesAt('b')]).toEqual([time.now, time.now + 5_000])
    await warm.ring(new Map([noted('b'), noted('a')]))
    expect(rung).toEqual(['a'])
    time.now -= hourMs
    const cold = create()
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
    const held = readSocket(server, createKeyValues(state.storage.sql)) as Greeting<unknown>
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
      wakeups: createWakeups({ storage: disk, values: createKeyValues(disk.sql), clock, log: () => {} }),
      target: { accept: async (batch) => sent.push(batch) > 0, restore: async () => null },
      name: () => ({ organizationId: 'org_test', roomId: 'test', createdAt: 1 }),
      clock,
      log: () => {},
    })
    mirror.later()
    time.now -= hourMs
    await mirror.due(clock())?.()
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

test('[PE5] a ban for a time ends after that time, not when a clock that was set back is there again', async () => {
  await runInDurableObject(freshRoom(), (_, { storage }) => {
    const { sql } = roomOnDisk(storage)
    let changes = 0
    const open = () =>
      createRights(sql, roomSettings, () => {
        changes += 1
      })
    const start = 1_000 * hourMs
    const isOut = (userId: string, now: number, verified = true) => {
      try {
        open().requireWelcome({ userId, verified }, now)
        return false
      } catch {
        return true
      }
    }
    open().ban('eve', { at: start, forMs: hourMs }, false)
    open().ban('boss', { at: start, forMs: hourMs }, true)
    open().ban('mallory', { at: start, forMs: null }, false)
    // A correction of two seconds lets nobody in.
    expect([isOut('eve', start - 2_000), isOut('boss', start - 2_000, false)]).toEqual([true, true])
    expect(isOut('boss', start - 2_000)).toBe(false)
    const noticedAt = start - 24 * hourMs
    expect([isOut('eve', noticedAt), isOut('boss', noticedAt, false)]).toEqual([true, true])
    expect(open().of('eve', noticedAt).ban).toEqual({ at: noticedAt, forMs: hourMs })
    expect([isOut('eve', noticedAt + hourMs - 1), isOut('eve', noticedAt + hourMs)]).toEqual([true, false])
    expect([isOut('boss', noticedAt + hourMs - 1, false), isOut('boss', noticedAt + hourMs, false)]).toEqual([
      true,
      false,
    ])
    expect([isOut('mallory', noticedAt), isOut('mallory', start + 10_000 * hourMs)]).toEqual([true, true])
    // Only what is new is written, and what is over is gone.
    expect(
      open()
        .all()
        .map(({ userId }) => userId),
    ).toEqual(['mallory'])
    expect(changes).toBe(3 + 2 + 2 + 2)
  })
})
