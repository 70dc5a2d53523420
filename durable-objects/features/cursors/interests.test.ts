/** Interest, rule CU6: a connection hears the cursors of its page or viewport only. */
import { evictDurableObject } from 'cloudflare:test'
import type { CursorSample } from '@syncforge/protocol/cursor-frames'
import { encodeCursorMessage } from '@syncforge/protocol/cursor-frames'
import type { CursorInterest } from '@syncforge/protocol/cursors'
import { Channel, encodeReceipt } from '@syncforge/protocol/frames'
import { expect, test } from 'vitest'
import { freshRoom, joinNative, until } from '../../test-kit.ts'

type Client = Awaited<ReturnType<typeof joinNative>>

const cursorFrames = (client: Client) =>
  client.frames().flatMap((frame) => (frame.channel === Channel.cursors ? [frame.message] : []))

/** What the client has heard of `other`, in order: the x of every sample, `null` where it was hidden. */
const heardOf = (client: Client, other: Client) =>
  cursorFrames(client)
    .flatMap(({ moved }) => moved)
    .filter(({ number }) => number === other.self.number)
    .map(({ sample }) => sample?.x ?? null)

const point = (client: Client, sample: CursorSample) => client.socket.send(encodeCursorMessage(sample))
const watch = (client: Client, interest: CursorInterest | null) => client.ask('cursors.watch', { interest })

/** Points and waits until `listener`, who hears everything, has heard it. */
const pointTo = async (client: Client, listener: Client, sample: CursorSample) => {
  const before = heardOf(listener, client).length
  point(client, sample)
  await until(() => heardOf(listener, client).length > before, `${JSON.stringify(sample)}`)
}

const threePeople = async () => {
  const room = freshRoom()
  return { room, ada: await joinNative(room), bob: await joinNative(room), everything: await joinNative(room) }
}

test('[CU6] a page: only its cursors, once more as hidden when they turn the page, the others at once with the next interest', async () => {
  const { ada, bob, everything } = await threePeople()
  await watch(bob, { anchor: 'page-2' })
  await pointTo(ada, everything, { x: 1, y: 1, anchor: 'page-1' })
  expect(cursorFrames(bob)).toEqual([])
  await pointTo(ada, everything, { x: 2, y: 1, anchor: 'page-2' })
  await pointTo(ada, everything, { x: 3, y: 1, anchor: 'page-2' })
  await pointTo(ada, everything, { x: 4, y: 1, anchor: 'page-1' })
  await pointTo(ada, everything, { x: 5, y: 1 })
  await until(() => heardOf(bob, ada).length >= 3, 'come, moved, gone')
  expect(heardOf(bob, ada)).toEqual([2, 3, null])
  expect(heardOf(everything, ada)).toEqual([1, 2, 3, 4, 5])

  await pointTo(ada, everything, { x: 6, y: 1, anchor: 'page-1' })
  await watch(bob, { anchor: 'page-1' })
  expect(heardOf(bob, ada)).toEqual([2, 3, null, 6])
  await watch(bob, { anchor: 'page-3' })
  expect(heardOf(bob, ada)).toEqual([2, 3, null, 6, null])
  await watch(bob, null)
  expect(heardOf(bob, ada)).toEqual([2, 3, null, 6, null, 6])
  await pointTo(ada, everything, { x: 7, y: 1 })
  await until(() => heardOf(bob, ada).at(-1) === 7, 'everything again')
})

test('[CU6] a viewport: its edges are in it, other anchors are not; two people who watch the same hear the same', async () => {
  const { room, ada, bob, everything } = await threePeople()
  const carl = await joinNative(room)
  const area = { x: 10, y: 10, width: 90, height: 40 }
  for (const viewer of [bob, carl]) await watch(viewer, { area })
  const samples: (readonly [number, number, string?])[] = [
    [9.5, 20],
    [10, 10],
    [100, 50],
    [100.5, 50],
    [50, 51],
    [50, 30, 'figure'],
    [50, 30],
  ]
  for (const [x, y, anchor] of samples) {
    await pointTo(ada, everything, anchor === undefined ? { x, y } : { x, y, anchor })
  }
  for (const viewer of [bob, carl]) {
    await until(() => heardOf(viewer, ada).at(-1) === 50, 'the last one in it')
    expect(heardOf(viewer, ada)).toEqual([10, 100, null, 50])
  }
  await watch(carl, { area, anchor: 'figure' })
  expect(heardOf(carl, ada).at(-1)).toBe(null)
  await pointTo(ada, everything, { x: 60, y: 30, anchor: 'figure' })
  await until(() => heardOf(carl, ada).at(-1) === 60, 'the figure')
  await until(() => heardOf(bob, ada).at(-1) === null, 'gone for the other')
})

test('[CU6] an interest survives a cold wake and a lost socket, and its leaver is forgotten', async () => {
  const { room, ada, bob, everything } = await threePeople()
  await watch(bob, { anchor: 'a' })
  await pointTo(ada, everything, { x: 1, y: 1, anchor: 'a' })
  await until(() => heardOf(bob, ada).length === 1, 'the cursor')
  await scheduler.wait(60)
  await evictDurableObject(room)
  await pointTo(ada, everything, { x: 2, y: 1, anchor: 'b' })
  await until(() => heardOf(bob, ada).length === 2, 'that it is gone')
  expect(heardOf(bob, ada)).toEqual([1, null])
  bob.socket.close(4_999, 'lost')
  await until(() => bob.closed[0], 'the close')
  const session = { connectionId: bob.self.connectionId, secret: bob.welcome.session.secret }
  const again = await joinNative(room, { hello: { session } })
  expect(again.welcome.session.resumed).toBe(true)
  expect(again.welcome.snapshots.cursors).toEqual([])
  await pointTo(ada, everything, { x: 3, y: 1, anchor: 'a' })
  await until(() => heardOf(again, ada).length === 1, 'its page')
  ada.socket.close(1000)
  await until(() => again.events('presence.left').length, 'the leave')
  await watch(again, null)
  expect(heardOf(again, ada)).toEqual([3])
})

test('[CU4] [CU6] whose socket was lost while the room slept keeps cursor and interest', async () => {
  const { room, ada, bob, everything } = await threePeople()
  await watch(bob, { anchor: 'a' })
  await pointTo(bob, everything, { x: 9, y: 9 })
  await scheduler.wait(60)
  await evictDurableObject(room)
  bob.socket.close(4_999, 'lost')
  await until(() => bob.closed[0], 'the close')
  const late = await joinNative(room)
  expect(late.welcome.snapshots.cursors).toMatchObject([{ number: bob.self.number, x: 9, y: 9 }])
  const session = { connectionId: bob.self.connectionId, secret: bob.welcome.session.secret }
  const again = await joinNative(room, { hello: { session } })
  expect(again.welcome.session.resumed).toBe(true)
  await pointTo(ada, everything, { x: 1, y: 1, anchor: 'b' })
  await pointTo(ada, everything, { x: 2, y: 1, anchor: 'a' })
  await until(() => heardOf(again, ada).length === 1, 'its page')
  expect(heardOf(again, ada)).toEqual([2])
})

test('[CU6] who is alone with an interest and cannot keep up misses what is left out, and is told the state when caught up', async () => {
  const { room, ada, everything } = await threePeople()
  const slow = await joinNative(room, { receipts: false })
  await watch(slow, { anchor: 'a' })
  for (let i = 0; i < 6; i++) await ada.ask('broadcast.send', { event: 'noise', payload: 'n'.repeat(100 * 1024) })
  await until(() => slow.events('broadcast.sent').length === 6, 'the noise')
  await pointTo(ada, everything, { x: 1, y: 1, anchor: 'a' })
  await pointTo(everything, ada, { x: 2, y: 2, anchor: 'b' })
  expect(cursorFrames(slow)).toEqual([])
  const bytes = slow.messages.reduce((sum, data) => sum + (typeof data === 'string' ? 0 : data.byteLength), 0)
  slow.socket.send(encodeReceipt(bytes))
  await until(() => heardOf(slow, ada).length > 0, 'what was missed')
  expect(heardOf(slow, ada)).toEqual([1])
  expect(heardOf(slow, everything)).toEqual([null])
})

test.each([
  ['nothing', {}],
  ['half an area', { area: { x: 1, y: 1, width: 5 } }],
  ['a negative width', { area: { x: 1, y: 1, width: -5, height: 1 } }],
  ['an endless anchor', { anchor: 'x'.repeat(257) }],
])('an interest in %s is refused and changes nothing', async (_, interest) => {
  const { ada, bob, everything } = await threePeople()
  const answer = await bob.ask('cursors.watch', { interest })
  expect(answer.error).toMatchObject({ code: 'VALIDATION_ERROR' })
  await pointTo(ada, everything, { x: 1, y: 1 })
  await until(() => heardOf(bob, ada).length === 1, 'everything, as before')
})
