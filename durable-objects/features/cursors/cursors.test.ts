/** Cursors, rules CU1–CU5. */
import { evictDurableObject } from 'cloudflare:test'
import { type CursorSample, cursorTime, encodeCursorMessage } from '@syncforge/protocol/cursor-frames'
import { Channel, encodeReceipt } from '@syncforge/protocol/frames'
import { expect, test } from 'vitest'
import { freshRoom, joinNative, until } from '../../test-kit.ts'

type Client = Awaited<ReturnType<typeof joinNative>>

const seen = (client: Client): (readonly [number, CursorSample])[] =>
  client
    .frames()
    .flatMap((frame) => (frame.channel === Channel.cursors ? frame.message.moved : []))
    .map(({ number, sample }) => [number, sample])

test('a cursor reaches the others exactly as it was sent', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  const samples: CursorSample[] = [
    { x: 100, y: 200 },
    { x: -3, y: 0.1 },
    { x: 0.25, y: 0.5, anchor: 'element-1' },
    null,
  ]
  for (const sample of samples) {
    ada.socket.send(encodeCursorMessage(sample))
    await until(
      () => JSON.stringify(seen(bob).at(-1)) === JSON.stringify([ada.self.number, sample]),
      `cursor ${JSON.stringify(sample)}`,
    )
  }
  expect(seen(bob)).toHaveLength(samples.length)
})

test('[CU1] [CU2] a burst is coalesced: the newest position arrives, not every one', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  for (let x = 1; x <= 300; x++) ada.socket.send(encodeCursorMessage({ x, y: 0 }))
  await until(() => seen(bob).at(-1)?.[1]?.x === 300, 'the newest position')
  expect(seen(bob).length).toBeLessThan(100)
})

test('[CU2] however fast several people move, nobody hears more than sixty frames a second', async () => {
  const room = freshRoom()
  const [ada, bob, carl] = [await joinNative(room), await joinNative(room), await joinNative(room)]
  const startedAt = Date.now()
  let x = 0
  while (Date.now() - startedAt < 1_000) {
    x += 1
    for (const person of [ada, bob]) person.socket.send(encodeCursorMessage({ x, y: 0 }))
    await scheduler.wait(3)
  }
  await until(() => seen(carl).filter(([, sample]) => sample?.x === x).length >= 2, 'the newest of both')
  const frames = carl.messages.filter((message) => typeof message !== 'string').length
  // After quiet a few go out in a row; they are saved up in silence.
  expect(frames).toBeLessThanOrEqual((60 * (Date.now() - startedAt)) / 1_000 + 5)
  expect(frames).toBeGreaterThan(5)
})

test('[CU4] a newcomer gets every visible cursor, after a cold wake too', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  ada.socket.send(encodeCursorMessage({ x: 1, y: 2 }))
  bob.socket.send(encodeCursorMessage({ x: 3, y: 4 }))
  bob.socket.send(encodeCursorMessage(null))
  await until(() => seen(ada).some(([number, sample]) => number === bob.self.number && sample === null), 'bob hides')
  const expected = [{ number: ada.self.number, x: 1, y: 2, movedAt: expect.any(Number) }]
  expect((await joinNative(room)).welcome.snapshots.cursors).toEqual(expected)
  await scheduler.wait(50)
  await evictDurableObject(room)
  expect((await joinNative(room)).welcome.snapshots.cursors).toEqual(expected)
})

test('[CU5] every sample says when it reached the room: to the millisecond, and a rest is no movement', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  const times = () =>
    bob
      .frames()
      .flatMap((frame) => (frame.channel === Channel.cursors ? [frame.message] : []))
      .flatMap(({ at, moved }) => moved.map(({ ageMs }) => cursorTime(at, Date.now()) - ageMs))
  const startedAt = Date.now()
  for (let x = 1; x <= 3; x++) {
    ada.socket.send(encodeCursorMessage({ x, y: 0 }))
    await until(() => times().length >= x, `sample ${x}`)
    await scheduler.wait(40)
  }
  expect(times()).toEqual([...times()].sort((a, b) => a - b))
  expect(times()[0]).toBeGreaterThanOrEqual(startedAt)
  expect(times()[2]).toBeLessThanOrEqual(Date.now() - 35)
  const newcomer = await joinNative(room)
  expect(newcomer.welcome.snapshots.cursors[0]?.movedAt).toBe(times()[2])
})

test('[CU3] a cursor ends with its connection', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  ada.socket.send(encodeCursorMessage({ x: 1, y: 2 }))
  await until(() => seen(bob).length, 'the cursor')
  ada.socket.close(1000)
  await until(() => bob.events('presence.left').length, 'the leave')
  expect((await joinNative(room)).welcome.snapshots.cursors).toEqual([])
})

test('a cursor that is no number is refused and nobody hears of it', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  for (const x of [Number.NaN, Number.POSITIVE_INFINITY]) ada.socket.send(encodeCursorMessage({ x, y: 1 }))
  await until(() => ada.errors().length === 2, 'two errors')
  expect(ada.errors()[0]?.error).toMatchObject({ code: 'MALFORMED_MESSAGE', details: { channel: Channel.cursors } })
  ada.socket.send(encodeCursorMessage({ x: 5, y: 5 }))
  await until(() => seen(bob).length, 'a good cursor')
  expect(seen(bob)).toEqual([[ada.self.number, { x: 5, y: 5 }]])
})

test('who could not keep up is told where everyone points now, and who has hidden theirs meanwhile', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  const slow = await joinNative(room, { receipts: false })
  ada.socket.send(encodeCursorMessage({ x: 1, y: 1 }))
  bob.socket.send(encodeCursorMessage({ x: 2, y: 2 }))
  await until(() => seen(slow).length >= 2, 'both cursors at the slow reader')
  const heard = seen(slow).length
  for (let i = 0; i < 6; i++) await bob.ask('broadcast.send', { event: 'noise', payload: 'n'.repeat(100 * 1024) })
  ada.socket.send(encodeCursorMessage(null))
  bob.socket.send(encodeCursorMessage({ x: 3, y: 3 }))
  await until(() => seen(ada).some(([, sample]) => sample?.x === 3), 'the changes at a quick reader')
  expect(seen(slow)).toHaveLength(heard)
  const bytes = slow.messages.reduce((sum, data) => sum + (typeof data === 'string' ? 0 : data.byteLength), 0)
  slow.socket.send(encodeReceipt(bytes))
  await until(() => seen(slow).length > heard, 'what was missed')
  const missed = new Map(seen(slow).slice(heard))
  expect([missed.get(ada.self.number), missed.get(bob.self.number)]).toEqual([null, { x: 3, y: 3 }])
})
