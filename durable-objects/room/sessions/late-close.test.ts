/**
 * A socket that closes while the room sleeps is missing when it wakes, and its close is told later. In between others may come: in the end
 * everybody sees the same people. The order is up to the platform, so it is made here: a wake that does not list the socket, then its close.
 */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Participant } from '@syncforge/protocol/presence'
import { expect, test } from 'vitest'
import { createKeyValues } from '../../actor/key-values.ts'
import { freshRoom, joinNative, roomSettings, until } from '../../test-kit.ts'
import { readSocket } from '../connections/connection.ts'
import { Room } from '../room.ts'

type Client = Awaited<ReturnType<typeof joinNative>>
type Stub = ReturnType<typeof freshRoom>

/** The room sleeps, and wakes without the socket of `missing`. */
const wakeWithout = async (room: Stub, missing: Client) => {
  await evictDurableObject(room)
  await runInDurableObject(room, (instance: Room, state) => {
    const isThere = (socket: WebSocket) => {
      const held = readSocket(socket, createKeyValues(state.storage.sql))
      return held?.stage !== 'present' || held.id !== missing.self.connectionId
    }
    const there = state.getWebSockets().filter(isThere)
    Object.defineProperty(state, 'getWebSockets', { value: () => there, configurable: true })
    const life = new Room(state, env)
    Reflect.deleteProperty(state, 'getWebSockets')
    for (const call of ['fetch', 'ask', 'webSocketMessage', 'webSocketClose', 'webSocketError', 'alarm'] as const) {
      Object.defineProperty(instance, call, { value: life[call].bind(life) })
    }
  })
}

/** Who a client takes for present: those of its welcome, and what it heard since. */
const seenBy = (client: Client) => {
  const seen = new Map<string, Pick<Participant, 'userId' | 'number'>>()
  const put = ({ connectionId, userId, number }: Participant) => seen.set(connectionId, { userId, number })
  for (const participant of client.welcome.snapshots.presence) put(participant)
  for (const { type, body } of client.heard()) {
    if (type === 'presence.joined') put(body as Participant)
    if (type === 'presence.left') seen.delete((body as Participant).connectionId)
  }
  return [...seen.values()].map(({ userId, number }) => `${userId} ${number}`).sort()
}
const listedBy = async (client: Client) =>
  ((await client.ask('presence.list', {})).body as Participant[])
    .map(({ userId, number }) => `${userId} ${number}`)
    .sort()

const people = async (settings = roomSettings()) => {
  const room = freshRoom()
  const ada = await joinNative(room, { hello: { userId: 'ada' } })
  const bob = await joinNative(room, { hello: { userId: 'bob' }, settings })
  return { room, ada, bob }
}
const lose = async (client: Client, code = 4_999) => {
  client.socket.close(code, 'lost')
  await until(() => client.closed[0], 'the close')
}

test('[PR1] who came before the late close is told of a lost connection that keeps its place, and nobody shares its number', async () => {
  const { room, ada, bob } = await people()
  await wakeWithout(room, bob)
  const late = await joinNative(room, { hello: { userId: 'late' } })
  expect(late.welcome.snapshots.presence.map(({ userId }) => userId)).toEqual(['ada', 'late'])
  await lose(bob)
  await until(() => late.events('presence.joined').length, 'the introduction')
  const everybody = await listedBy(ada)
  expect(everybody).toHaveLength(3)
  expect(new Set(everybody.map((each) => each.split(' ')[1])).size).toBe(3)
  expect([seenBy(ada), seenBy(late)]).toEqual([everybody, everybody])
  const session = { connectionId: bob.self.connectionId, secret: bob.welcome.session.secret }
  const again = await joinNative(room, { hello: { userId: 'bob', session } })
  expect(again.welcome.session.resumed).toBe(true)
  expect([seenBy(ada), seenBy(late), seenBy(again)]).toEqual([everybody, everybody, everybody])
  expect(again.self.number).toBe(Number(everybody.find((each) => each.startsWith('bob'))?.split(' ')[1]))
})

test('[PR5] those who had it in their registry hear of no join, as long as its number is its own', async () => {
  const { room, ada, bob } = await people()
  const cyd = await joinNative(room, { hello: { userId: 'cyd' } })
  await wakeWithout(room, bob)
  const late = await joinNative(room, { hello: { userId: 'late' } })
  await lose(bob)
  await until(() => late.events('presence.joined').length, 'the introduction')
  const everybody = await listedBy(cyd)
  expect([seenBy(ada), seenBy(cyd), seenBy(late)]).toEqual([everybody, everybody, everybody])
  const introduced = (client: Client) =>
    client.events('presence.joined').filter(({ body }) => (body as Participant).userId === 'bob')
  expect([introduced(ada).length, introduced(cyd).length, introduced(late).length]).toEqual([1, 0, 1])
})

test('[PR4] one that said goodbye is gone for everyone, and is introduced to nobody', async () => {
  const { room, ada, bob } = await people()
  await wakeWithout(room, bob)
  const late = await joinNative(room, { hello: { userId: 'late' } })
  await lose(bob, 1_000)
  await until(() => ada.events('presence.left').length, 'the leave')
  const everybody = await listedBy(ada)
  expect([seenBy(ada), seenBy(late)]).toEqual([everybody, everybody])
  expect(late.events('presence.joined')).toEqual([])
})

test('who came back before the late close leaves no ghost of themselves', async () => {
  const { room, ada, bob } = await people()
  await wakeWithout(room, bob)
  const session = { connectionId: bob.self.connectionId, secret: bob.welcome.session.secret }
  const again = await joinNative(room, { hello: { userId: 'bob', session } })
  expect(again.welcome.session.resumed).toBe(false)
  await lose(bob)
  await until(() => ada.events('presence.left').length, 'the leave of the old one')
  const everybody = await listedBy(ada)
  expect(everybody.map((each) => each.split(' ')[0])).toEqual(['ada', 'bob'])
  expect([seenBy(ada), seenBy(again)]).toEqual([everybody, everybody])
})
