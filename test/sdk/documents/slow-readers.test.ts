/** People who stop reading: what the server keeps for each is bounded, and nobody else notices. Real sockets, real memory. */
import { subprotocol } from '@syncforge/protocol/version'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket as NodeWebSocket } from 'ws'
import { runtimeBytes } from '../../kit/memory.ts'
import { developmentKeys, startServer, type TestServer } from '../../kit/server.ts'
import { afterTest, enter, freshRoomId, provide, textOf, until } from '../kit.ts'

const mib = 1024 * 1024
const readers = 16
/** A MiB or two for each, and the slack of a heap that has seen 60 MB; without a bound it would be most of 16 times 60. */
const growthMaxBytes = 160 * mib

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

/** A native client of its own: says hello, then stops reading. */
const joinAndPause = async (id: string) => {
  const address = `${server.wsUrl}/v1/rooms/${id}/socket?token=${developmentKeys.publishable}`
  const socket = new NodeWebSocket(address, subprotocol)
  afterTest(() => socket.terminate())
  const closed: { code: number; reason: string }[] = []
  let welcomed = false
  socket.on('message', () => {
    welcomed = true
  })
  socket.on('close', (code, reason) => closed.push({ code, reason: reason.toString() }))
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', body: {} })))
  await until('the welcome', () => welcomed)
  socket.pause()
  return { socket, closed }
}

test('native readers that stop: 60 MB of events cost the server no more than their bound, and they are told to come back', async () => {
  const id = freshRoomId('slow')
  const [ada, bob] = [await enter(server.wsUrl, id), await enter(server.wsUrl, id)]
  const carl = await enter(server.wsUrl, id)
  const heardBy = [ada, bob, carl].map(({ room }) => {
    const heard = { events: 0 }
    room.on('noise', () => {
      heard.events += 1
    })
    return heard
  })
  const event = 'n'.repeat(400_000)
  // Two speak, because one alone would run into its rate. An event waits for those who read to have the one before:
  // of three on their way a socket is slow, and on a busy machine they would be closed as well.
  const speak = async (times: number) => {
    for (let i = 0; i < times; i++) {
      const before = heardBy.map(({ events }) => events)
      const speaker = i % 2
      await (speaker === 0 ? ada : bob).room.broadcast('noise', event)
      await until('those who read keep up', () =>
        heardBy.every(({ events }, reader) => reader === speaker || events === (before[reader] ?? 0) + 1),
      )
    }
  }
  // What one event costs everyone who reads is there before it is counted.
  await speak(60)
  const before = runtimeBytes(server)
  const slow = await Promise.all(Array.from({ length: readers }, () => joinAndPause(id)))
  await speak(150)
  expect(heardBy.at(-1)).toEqual({ events: 210 })
  expect((runtimeBytes(server) - before) / mib).toBeLessThan(growthMaxBytes / mib)
  for (const { socket } of slow) socket.resume()
  await until('all are closed', () => slow.every(({ closed }) => closed.length === 1))
  expect(slow.map(({ closed }) => closed[0])).toEqual(
    Array.from({ length: readers }, () => ({ code: 4508, reason: 'SLOW_CONSUMER' })),
  )
})

test('stock Yjs readers that stop: 60 MB of carets cost the server no more, and they miss no edit when they read on', async () => {
  const id = freshRoomId('slow-stock')
  const [ada, bob] = [await enter(server.wsUrl, id), await enter(server.wsUrl, id)]
  const slow = Array.from({ length: readers }, () => provide(server.wsUrl, id))
  textOf(ada.room).insert(0, 'before')
  await until('everyone is in', () => slow.every(({ text }) => text.toString() === 'before'))
  const [mine, theirs] = [ada.room.getAwareness(), bob.room.getAwareness()]
  const caret = 'c'.repeat(60_000)
  const bothSee = (round: number) =>
    theirs.getStates().get(mine.clientID)?.round === round && mine.getStates().get(theirs.clientID)?.round === round
  const move = (round: number) => {
    for (const awareness of [mine, theirs]) awareness.setLocalState({ caret, round })
  }
  move(0)
  await until('the first carets', () => bothSee(0))
  const before = runtimeBytes(server)
  for (const { provider } of slow) (provider.ws as unknown as NodeWebSocket).pause()
  for (let round = 1; round <= 500; round++) {
    move(round)
    await until(`round ${round}`, () => bothSee(round))
  }
  textOf(ada.room).insert(6, ' and after')
  await ada.room.flush()
  expect((runtimeBytes(server) - before) / mib).toBeLessThan(growthMaxBytes / mib)
  for (const { provider } of slow) (provider.ws as unknown as NodeWebSocket).resume()
  await until('everyone has the edit', () => slow.every(({ text }) => text.toString() === 'before and after'), 30_000)
}, 120_000)
