/** Phoenix clients that do nothing: their rooms sleep, they stay for as long as they give signs of life, and no longer. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dial, dialRaw, enterTopic } from '../../kit/phoenix.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { afterTest, createRoom, enter, freshRoomId, until } from '../../sdk/kit.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

const wakes = () => server.output().split('"room_woke"').length - 1

test('[PHX8] [L57] beats every half minute: for three minutes nobody leaves, and the room sleeps all the same', async () => {
  const id = freshRoomId('beats')
  await createRoom(server, { id, access: 'public' })
  const people = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const socket = dial(server.wsUrl)
      afterTest(() => new Promise<void>((resolve) => socket.disconnect(resolve)))
      return { socket, ...(await enterTopic(socket, `room:${id}`, { user_id: `p${n}` })) }
    }),
  )
  await until('all see all', () => people.every(({ presence }) => presence.list().length === 50))
  const left: unknown[] = []
  for (const { presence } of people) presence.onLeave((key) => void left.push(key))
  await sleep(180_000)
  expect(left).toEqual([])
  expect(people.filter(({ channel }) => channel.state !== 'joined')).toEqual([])
  expect(Math.max(...people.map(({ socket }) => socket.counted.opened))).toBe(1)
  const before = wakes()
  const [first] = people
  expect(await first?.push('presence:update', { awake: true })).toMatchObject({ status: 'ok' })
  await until('it has slept', () => wakes() > before)
}, 300_000)

test('[PHX8] silent for 75 s it is gone; without a topic it is let go after a minute', async () => {
  const id = freshRoomId('silent')
  const watcher = await enter(server.wsUrl, id, { userId: 'watcher' })
  const silent = await dialRaw(server.wsUrl)
  silent.say('1', '1', `room:${id}`, 'phx_join', { user_id: 'silent' })
  await until('it is seen', () => watcher.room.presence.getOthers().length === 1)
  const idle = await dialRaw(server.wsUrl)
  const beats = setInterval(() => idle.say(null, '9', 'phoenix', 'heartbeat', {}), 5_000)
  const since = Date.now()
  const endedAfterMs = async ({ closed }: typeof idle) =>
    [await closed, Math.round((Date.now() - since) / 1_000)] as const
  const [[code, silentS], [idleCode, idleS]] = await Promise.all([endedAfterMs(silent), endedAfterMs(idle)])
  clearInterval(beats)
  expect([code, idleCode]).toEqual([4504, 4408])
  expect(silentS).toBeGreaterThanOrEqual(74)
  expect(silentS).toBeLessThan(95)
  expect(idleS).toBeGreaterThanOrEqual(59)
  expect(idleS).toBeLessThan(80)
  await until('it is gone for the others', () => watcher.room.presence.getOthers().length === 0)
}, 180_000)
