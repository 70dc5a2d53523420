/** Rooms as bindings hold them: one join, however often components come and go. */
import { afterEach, expect, test } from 'vitest'
import { startScriptedRoom, until } from '../test/scripted-room.ts'
import { SyncForge } from './index.ts'
import { createRooms, notYet } from './rooms.ts'

const open: { stop(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.stop()
})

const graceMs = 40

const started = async (options: { readonly mute?: boolean } = {}) => {
  const server = await startScriptedRoom((peer) => {
    if (!options.mute) void peer.welcome()
  })
  let clients = 0
  const rooms = createRooms(() => {
    clients += 1
    return new SyncForge({ endpoint: server.endpoint, apiKey: 'pk_test' })
  }, graceMs)
  open.push(server, { stop: rooms.close })
  return { server, rooms, clients: () => clients }
}
const rest = () => new Promise((resolve) => setTimeout(resolve, graceMs * 3))

test('an effect that runs twice, a second component and a remount share one join; the last one gone leaves after the grace', async () => {
  const { server, rooms, clients } = await started()
  const held = rooms.find('plans', 'me')
  expect(rooms.find('plans', 'me')).toBe(held)
  expect(held.get()).toBe(notYet)
  held.hold({ userId: 'me' })()
  const letGo = [held.hold({ userId: 'me' }), held.hold({ userId: 'me' })]
  await until('the join', () => held.get().status === 'connected')
  for (const end of letGo) end()
  const last = held.hold({ userId: 'me' })
  await rest()
  expect([server.peers.length, clients(), held.get().status]).toEqual([1, 1, 'connected'])
  last()
  last()
  const peer = await server.peer(0)
  await until('the goodbye', () => peer.closed.code === 1_000)
  expect(held.get()).toBe(notYet)
  held.hold({ userId: 'me' })
  await server.peer(1)
})

test('let go in the middle of a join: the join is given up, and nothing stays open', async () => {
  const { server, rooms } = await started({ mute: true })
  const held = rooms.find('plans')
  const letGo = held.hold()
  const peer = await server.peer(0)
  letGo()
  await until('the end', () => peer.closed.code !== null)
  await rest()
  expect([held.get(), server.peers.length]).toEqual([notYet, 1])
})

test('who only waits keeps a slow join: the grace begins when it is there, and nobody held it', async () => {
  const { server, rooms } = await started({ mute: true })
  const held = rooms.find('plans')
  const ready = held.ready()
  expect(held.ready()).toBe(ready)
  const peer = await server.peer(0)
  await rest()
  expect(peer.closed.code).toBe(null)
  await peer.welcome()
  const room = await ready
  expect(held.get().room).toBe(room)
  await until('the goodbye', () => peer.closed.code === 1_000)
})

test('a refusal stands in the state, rejects whoever waits, and is tried anew after the grace', async () => {
  const { server, rooms } = await started({ mute: true })
  const held = rooms.find('plans')
  const letGo = held.hold()
  const waiting = held.ready()
  ;(await server.peer(0)).socket.close(4_403, 'FORBIDDEN')
  await expect(waiting).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(held.get()).toMatchObject({ room: null, status: 'disconnected', error: { code: 'FORBIDDEN' } })
  letGo()
  await until('the grace', () => held.get() === notYet)
  held.hold()
  await server.peer(1)
})

test('an argument that cannot be is in the state as well', async () => {
  const { rooms } = await started()
  const held = rooms.find('no slash / please')
  held.hold()
  await until('the refusal', () => held.get().error !== null)
  expect(held.get().error).toMatchObject({ code: 'VALIDATION_ERROR' })
})
