/** Cursors, rules CU1–CU4. */
import { evictDurableObject } from 'cloudflare:test'
import { Channel, type CursorSample, encodeCursorMessage } from '@syncforge/protocol/frames'
import { expect, test } from 'vitest'
import { freshRoom, joinNative, until } from '../../test-kit.ts'

type Client = Awaited<ReturnType<typeof joinNative>>

const seen = (client: Client): (readonly [number, CursorSample])[] =>
  client.frames().flatMap((frame) => (frame.channel === Channel.cursors ? [...frame.message] : []))

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

test('[CU4] a newcomer gets every visible cursor, after a cold wake too', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  ada.socket.send(encodeCursorMessage({ x: 1, y: 2 }))
  bob.socket.send(encodeCursorMessage({ x: 3, y: 4 }))
  bob.socket.send(encodeCursorMessage(null))
  await until(() => seen(ada).some(([number, sample]) => number === bob.self.number && sample === null), 'bob hides')
  const expected = [{ number: ada.self.number, x: 1, y: 2 }]
  expect((await joinNative(room)).welcome.snapshots.cursors).toEqual(expected)
  await scheduler.wait(50)
  await evictDurableObject(room)
  expect((await joinNative(room)).welcome.snapshots.cursors).toEqual(expected)
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
