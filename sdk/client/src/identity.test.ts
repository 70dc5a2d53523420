/** What did not change stays the same object: lists of a framework draw only who did. */
import { afterEach, expect, test } from 'vitest'
import { person, startScriptedRoom, until } from '../test/scripted-room.ts'
import { type Room, SyncForge } from './index.ts'

const open: { stop(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.stop()
})

const participant = (index: number, presence = {}) => ({
  ...person(`user_${index}`),
  connectionId: `con_${index}`,
  number: 100 + index,
  presence,
  activity: 'active' as const,
  joinedAt: 10 + index,
})
const hundred = Array.from({ length: 100 }, (_, index) => participant(index))

const joined = async (people: readonly ReturnType<typeof participant>[]) => {
  const me = { ...participant(0), ...person('me'), connectionId: 'con_me', number: 1, presence: { tool: 'pen' } }
  const server = await startScriptedRoom((peer) => void peer.welcome({ presence: [...people, me] }))
  const client = new SyncForge({ endpoint: server.endpoint, apiKey: 'pk_test' })
  open.push(server, { stop: () => client.close() })
  const room: Room = await client.joinRoom('r', { userId: 'me', presence: { tool: 'pen' } })
  return { server, room, peer: await server.peer(0) }
}

test('one of a hundred people changes: one entry is another object', async () => {
  const { room, peer } = await joined(hundred)
  const before = room.presence.getOthers()
  peer.send({ type: 'presence.updated', body: { connectionId: 'con_7', presence: { at: 1 } } })
  await until('the change', () => room.presence.getOthers() !== before)
  const after = room.presence.getOthers()
  expect(after.length).toBe(100)
  expect(after.filter((user, index) => user !== before[index]).map(({ userId }) => userId)).toEqual(['user_7'])
})

test('of a person with two tabs the untouched connection stays, and the person is another', async () => {
  const tab = { ...participant(1), connectionId: 'con_tab', number: 300, joinedAt: 99 }
  const { room, peer } = await joined([participant(1), participant(2), tab])
  const [before] = room.presence.getOthers()
  peer.send({ type: 'presence.turned', body: { connectionId: 'con_1', activity: 'away' } })
  await until('the change', () => room.presence.getOthers()[0] !== before)
  const [after] = room.presence.getOthers()
  expect(after?.connections.map(({ activity }) => activity)).toEqual(['away', 'active'])
  expect(after?.connections[1]).toBe(before?.connections[1])
})

test('what I say about myself changes no list of others, and tells nobody who hears them', async () => {
  const { room } = await joined(hundred)
  const before = room.presence.getOthers()
  let told = 0
  room.presence.subscribeOthers(() => told++)
  room.presence.update({ tool: 'eraser' })
  expect(room.presence.get().find(({ userId }) => userId === 'me')?.presence).toEqual({ tool: 'eraser' })
  expect(room.presence.getOthers()).toBe(before)
  expect(told).toBe(1)
})

test('who I am is a store: what changes my access is told', async () => {
  const { room, peer } = await joined([])
  expect(room.self).toBe(room.self)
  const heard: string[] = []
  room.me.subscribe(({ access }) => heard.push(access))
  peer.send({ type: 'session.changed', body: { access: 'read' } })
  await until('the change', () => heard.length === 2)
  expect(heard).toEqual(['write', 'read'])
  expect(room.self.access).toBe('read')
  expect(room.access.get()).toBe('read')
})
