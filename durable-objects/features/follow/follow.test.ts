/** Follow, rules FO1–FO6. */
import { evictDurableObject } from 'cloudflare:test'
import { encodeReceipt } from '@syncforge/protocol/frames'
import { expect, test } from 'vitest'
import type { Connection, RoomContext } from '../../room/feature.ts'
import { callerFor } from '../../room/sessions/caller.ts'
import { actor, freshRoom, joinNative, until } from '../../test-kit.ts'
import { follow } from './index.ts'

type Client = Awaited<ReturnType<typeof joinNative>>
const enter = (room: ReturnType<typeof freshRoom>, userId: string) => joinNative(room, { hello: { userId } })
const bodies = (client: Client, type: string) => client.events(type).map(({ body }) => body)
const start = (client: Client, userId: string) => client.ask('follow.start', { userId })
const show = (client: Client, x: number) => client.ask('follow.show', { viewport: { x, y: 0 } })

test('[FO2] [FO3] [FO4] who follows sees what the other sees, the other knows it, and nobody else hears a thing', async () => {
  const room = freshRoom()
  const [ada, bob, eve] = [await enter(room, 'ada'), await enter(room, 'bob'), await enter(room, 'eve')]
  const tab = await enter(room, 'ada')
  expect(ada.welcome.snapshots.follow).toEqual({ following: null, followers: [] })
  await show(ada, 1)
  expect((await start(bob, 'ada')).type).toBe('reply')
  const { connectionId } = bob.self
  await until(() => ada.events('follow.joined').length && tab.events('follow.joined').length, 'the follower')
  expect(bodies(ada, 'follow.joined')).toEqual([{ connectionId }])
  // What was shown while nobody followed is kept nowhere.
  expect(bodies(bob, 'follow.turned')).toEqual([
    { following: { userId: 'ada', verified: false, connectionId: null, viewport: null } },
  ])
  const viewport = { x: -20, y: 12.5, width: 800, height: 600, zoom: 1.5, anchor: 'page-2' }
  await ada.ask('follow.show', { viewport })
  await until(() => bob.events('follow.seen').length, 'the viewport')
  expect(bodies(bob, 'follow.seen')).toEqual([{ connectionId: ada.self.connectionId, viewport }])
  await start(eve, 'ada')
  await until(() => eve.events('follow.turned').length, 'the viewport as it is now')
  expect(bodies(eve, 'follow.turned')).toMatchObject([{ following: { connectionId: ada.self.connectionId, viewport } }])
  await eve.ask('follow.stop', {})
  await show(tab, 2)
  await until(() => bob.events('follow.seen').length === 2, 'what the other tab shows')
  expect(bodies(ada, 'follow.left')).toEqual([{ connectionId: eve.self.connectionId }])
  for (const other of [ada, tab, eve]) expect(other.events('follow.seen')).toEqual([])

  await evictDurableObject(room)
  await show(ada, 3)
  await until(() => bob.events('follow.seen').length === 3, 'what is shown after a sleep')
  const third = await enter(room, 'ada')
  expect(third.welcome.snapshots.follow).toEqual({ following: null, followers: [connectionId] })
  ada.socket.close(1000)
  await until(() => bob.events('follow.turned').length === 2, 'what is left')
  expect(bodies(bob, 'follow.turned')[1]).toMatchObject({
    following: { connectionId: tab.self.connectionId, viewport: { x: 2 } },
  })
})

test('[FO1] one at most, and nobody who follows in turn', async () => {
  const room = freshRoom()
  const [ada, bob, eve] = [await enter(room, 'ada'), await enter(room, 'bob'), await enter(room, 'eve')]
  await start(bob, 'ada')
  await start(eve, 'bob')
  for (const [client, userId] of [
    [ada, 'ada'],
    [ada, 'bob'],
    [ada, 'eve'],
    [bob, 'eve'],
  ] as const) {
    expect((await start(client, userId)).error?.code).toBe('VALIDATION_ERROR')
  }
  expect((await start(ada, 'nobody')).error?.code).toBe('NOT_FOUND')
  expect((await ada.ask('follow.start', { userId: 'bob', verified: true })).error?.code).toBe('NOT_FOUND')
  await start(eve, 'ada')
  await until(() => bob.events('follow.left').length, 'one less')
  expect(bodies(bob, 'follow.left')).toEqual([{ connectionId: eve.self.connectionId }])
  await start(bob, 'eve').then(({ type }) => expect(type).toBe('reply'))
  expect(bodies(ada, 'follow.left')).toEqual([{ connectionId: bob.self.connectionId }])
})

test('[FO1] an id that is only claimed is followed where nobody has proven it', async () => {
  const room = freshRoom()
  const claimed = await enter(room, 'ada')
  const bob = await enter(room, 'bob')
  await start(bob, 'ada')
  const proven = await joinNative(room, { user: { userId: 'ada', userInfo: { name: 'Ada' }, verified: true } })
  const eve = await enter(room, 'eve')
  await start(eve, 'ada')
  await until(() => proven.events('follow.joined').length, 'the proven one')
  expect(bodies(claimed, 'follow.joined')).toEqual([{ connectionId: bob.self.connectionId }])
  expect(bodies(proven, 'follow.joined')).toEqual([{ connectionId: eve.self.connectionId }])
})

test('[FO5] following ends with a leave of either, and not with a lost socket', async () => {
  const room = freshRoom()
  const [ada, bob, eve] = [await enter(room, 'ada'), await enter(room, 'bob'), await enter(room, 'eve')]
  await start(bob, 'ada')
  await start(eve, 'ada')
  await show(ada, 1)
  ada.socket.close(4_999, 'lost')
  await until(() => ada.closed[0], 'the close')
  await evictDurableObject(room)
  const session = { connectionId: ada.self.connectionId, secret: ada.welcome.session.secret }
  const again = await joinNative(room, { hello: { userId: 'ada', session } })
  expect(again.welcome.snapshots.follow.followers.sort()).toEqual([bob.self.connectionId, eve.self.connectionId].sort())
  await show(again, 2)
  await until(() => bob.events('follow.seen').length === 2, 'the new viewport')
  eve.socket.close(1000)
  await until(() => again.events('follow.left').length, 'one less')
  again.socket.close(1000)
  await until(() => bob.events('follow.turned').length === 2, 'the end')
  expect(bodies(bob, 'follow.turned')[1]).toEqual({ following: null })
  const back = await enter(room, 'ada')
  expect(back.welcome.snapshots.follow.followers).toEqual([])
  await show(back, 3)
  expect(bob.events('follow.seen')).toHaveLength(2)
})

test('who could not keep up is told where the other is', async () => {
  const room = freshRoom()
  const [ada, bob] = [await enter(room, 'ada'), await enter(room, 'bob')]
  const slow = await joinNative(room, { receipts: false })
  await start(slow, 'ada')
  for (let i = 0; i < 6; i++) await bob.ask('broadcast.send', { event: 'noise', payload: 'n'.repeat(100 * 1024) })
  await until(() => slow.events('broadcast.sent').length === 6, 'the noise')
  await show(ada, 7)
  expect(slow.events('follow.seen')).toEqual([])
  const bytes = slow.messages.reduce((sum, data) => sum + (typeof data === 'string' ? 0 : data.byteLength), 0)
  slow.socket.send(encodeReceipt(bytes))
  await until(() => slow.events('follow.turned').length === 2, 'what was missed')
  expect(bodies(slow, 'follow.turned')[1]).toMatchObject({ following: { viewport: { x: 7, y: 0 } } })
})

test.each([
  ['follow.start', {}],
  ['follow.start', { userId: '' }],
  ['follow.start', { userId: 'ada', more: 1 }],
  ['follow.show', {}],
  ['follow.show', { viewport: { x: 1 } }],
  ['follow.show', { viewport: { x: 1e10, y: 0 } }],
  ['follow.show', { viewport: { x: 1, y: 0, width: -1 } }],
  ['follow.show', { viewport: { x: 1, y: 0, zoom: 0 } }],
  ['follow.show', { viewport: { x: 1, y: 0, anchor: 'a'.repeat(257) } }],
])('%s %j is refused', async (name, body) => {
  const ada = await enter(freshRoom(), 'ada')
  expect((await ada.ask(name, body)).error?.code).toBe('VALIDATION_ERROR')
  expect(ada.closed).toEqual([])
})

test('a call of the edge follows nobody', async () => {
  const room = freshRoom()
  await enter(room, 'ada')
  expect(await room.ask('follow.start', { userId: 'ada' }, actor())).toMatchObject({
    error: { code: 'VALIDATION_ERROR' },
  })
})

test('[FO6] a thousand follow one person at most', async () => {
  const ada = { userId: 'ada', verified: false }
  const memories = new Map<string, unknown>()
  const connectionOf = (index: number): Connection => ({
    ...callerFor(actor()),
    id: `con_${index}`,
    number: index,
    user: index === 1 ? { ...ada, userInfo: { name: 'Ada', color: '#000000' } } : actor().user,
    recall: (key) => memories.get(`${index}/${key}`),
    remember: (key, value) => void memories.set(`${index}/${key}`, value),
  })
  const connections = Array.from({ length: 1_002 }, (_, index) => connectionOf(index + 1))
  const { handlers } = follow.open({ connections: () => connections } as unknown as RoomContext)
  for (const connection of connections.slice(1, 1_001)) handlers['follow.start'](ada, connection)
  const last = connections[1_001] as Connection
  expect(() => handlers['follow.start'](ada, last)).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }))
  handlers['follow.stop']({}, connections[7] as Connection)
  expect(handlers['follow.start'](ada, last).reply).toEqual({})
})
