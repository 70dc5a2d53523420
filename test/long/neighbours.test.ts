/** [DO10] Edits that ask Yjs for as much work as they can, awareness without end and readers who never read, in other rooms of the same server: people who type notice next to nothing of them. */
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket as NodeWebSocket } from 'ws'
import {
  backwardDeletions,
  freshValues,
  nested,
  orphan,
  rightOrigins,
  roots,
  typed,
  values,
} from '../kit/crafted-updates.ts'
import { developmentKeys, startServer, type TestServer } from '../kit/server.ts'
import { concat, varint } from '../sdk/hostile/frames.ts'
import { afterTest, createRoom, enter, freshRoomId, textOf, until } from '../sdk/kit.ts'

const typeEveryMs = 100
const quietMs = 15_000
const attackMs = 40_000
const attackers = 4
const attackEveryMs = 200
const p95RisesAtMostMs = 100

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** One visit to `room`, no longer than until `endsAt`; how much was sent. */
type Attack = (room: string, endsAt: number) => Promise<number>

const sync = (kind: number, payload: Uint8Array) => concat(varint(0, kind, payload.length), payload)
/** What the client has is nothing; and everything that it was asked for. */
const step1 = sync(0, Uint8Array.of(0))
const emptyStep2 = sync(1, Uint8Array.of(0, 0))

const pathOf = (room: string) => `/yjs/${room}?token=${developmentKeys.publishable}`

const dial = async (room: string): Promise<NodeWebSocket> => {
  const socket = new NodeWebSocket(`${server.wsUrl}${pathOf(room)}`)
  afterTest(() => socket.terminate())
  socket.on('error', () => {})
  // Whoever answers is taken for a reader.
  socket.on('message', (bytes: Uint8Array) => {
    if (bytes[0] === 0 && bytes[1] === 0 && socket.readyState === NodeWebSocket.OPEN) socket.send(emptyStep2)
  })
  await new Promise((resolve) => socket.once('open', resolve).once('close', resolve))
  return socket
}

const edits =
  (updates: readonly Uint8Array[]): Attack =>
  async (room, endsAt) => {
    const socket = await dial(room)
    let sent = 0
    for (let again = 0; again < 3; again++) {
      for (const update of updates) {
        if (socket.readyState !== NodeWebSocket.OPEN || Date.now() > endsAt) break
        socket.send(step1)
        socket.send(sync(2, update))
        sent += 1
        await pause(attackEveryMs)
      }
    }
    socket.close()
    return sent
  }

const awarenessPeople = 40
const awarenessStates = 15
const largestState = new TextEncoder().encode(JSON.stringify('s'.repeat(64_000)))

const awarenessOf = (person: number): Uint8Array => {
  const states = Array.from({ length: awarenessStates }, (_, n) => [
    varint(1 + 100 * person + n, 1, largestState.length),
    largestState,
  ])
  const payload = Buffer.concat([varint(awarenessStates), ...states.flat()])
  return Buffer.concat([varint(1, payload.length), payload])
}
const awarenessFrames = Array.from({ length: awarenessPeople }, (_, person) => awarenessOf(person))

/** Forty people in one room, each with fifteen states of the largest size, who read nothing of each other's. */
const awareness: Attack = async (room, endsAt) => {
  const sockets = await Promise.all(awarenessFrames.map(() => dial(room)))
  // Whoever measures shares this process: reading forty times everything would be felt by them, not by the server.
  for (const socket of sockets) socket.pause()
  let sent = 0
  for (const [person, socket] of sockets.entries()) {
    if (Date.now() > endsAt) break
    if (socket.readyState !== NodeWebSocket.OPEN) continue
    socket.send(awarenessFrames[person] ?? emptyStep2)
    sent += 1
    await pause(attackEveryMs)
  }
  for (const socket of sockets) socket.terminate()
  return sent
}

const largeDocument = { room: freshRoomId('large'), bytes: 12_000_000 }
const askers = 20
const asksOfEach = 10

/** A client's frame around `bytes`, masked with zeroes. */
const masked = (bytes: Uint8Array) => concat(Uint8Array.of(0x82, 0x80 + bytes.length, 0, 0, 0, 0), bytes)

/** Twenty people ask again and again for all of a large document, and read nothing of it. */
const askWithoutReading: Attack = async (_, endsAt) => {
  let sent = 0
  const upgrade = [
    `GET ${pathOf(largeDocument.room)} HTTP/1.1`,
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ]
  const sockets = Array.from({ length: askers }, () => {
    const socket = connect(server.port, '127.0.0.1').pause()
    afterTest(() => socket.destroy())
    socket.on('error', () => {})
    socket.write(`${upgrade.join('\r\n')}\r\n\r\n`)
    return socket
  })
  for (let again = 0; again < asksOfEach && Date.now() < endsAt; again++) {
    await pause(attackEveryMs)
    for (const socket of sockets) {
      if (socket.destroyed) continue
      socket.write(masked(step1))
      sent += 1
    }
  }
  for (const socket of sockets) socket.destroy()
  return sent
}

/** Made before anything is measured: whoever attacks has the time. */
const attacks: readonly Attack[] = [
  // Places in a text.
  edits([rightOrigins(5_000, 'text'), rightOrigins(14_000, 'text'), rightOrigins(600, 'text')]),
  // Places in a list.
  edits([rightOrigins(5_000, 'list'), rightOrigins(500, 'list')]),
  edits([roots(60_000, 3, 'r'), roots(5_000, 4, 'q')]),
  // One key.
  edits(Array.from({ length: 40 }, (_, n) => freshValues(1 + 100 * n, 100))),
  awareness,
  edits([values(220_000, 5), values(150_000, 6)]),
  edits([typed('t', 'a'.repeat(200_000), 7), backwardDeletions(7, 100_000), backwardDeletions(7, 5_000)]),
  askWithoutReading,
  // What waits for its parents.
  edits(Array.from({ length: 8 }, (_, n) => orphan(900 + n, 3_000_000))),
  edits([nested(3_000, 'map', 8), nested(3_000, 'xml', 9), nested(500, 'list', 10)]),
]

const attack = async (number: number, endsAt: number) => {
  let sent = 0
  for (let turn = number; Date.now() < endsAt; turn++) {
    const room = freshRoomId('attacked')
    await createRoom(server, { id: room, access: 'public' })
    sent += (await attacks[turn % attacks.length]?.(room, endsAt)) ?? 0
  }
  return sent
}

const p95 = (latencies: readonly number[]): number =>
  [...latencies].sort((a, b) => a - b)[Math.floor(latencies.length * 0.95)] ?? Number.NaN

test('an edit reaches the other person within 100 ms of what it takes in quiet, while four neighbours attack', async () => {
  const id = freshRoomId('honest')
  const [ada, bob] = [
    await enter(server.wsUrl, id, { userId: 'ada' }),
    await enter(server.wsUrl, id, { userId: 'bob' }),
  ]
  const [written, read] = [textOf(ada.room), textOf(bob.room)]
  await Promise.all([ada, bob].map(({ room }) => room.getDocument().whenSynced))
  const sentAt: number[] = []
  const latencies: number[] = []
  read.observe(() => {
    for (let n = latencies.length; n < read.length; n++) latencies.push(performance.now() - (sentAt[n] ?? 0))
  })
  const typeFor = async (ms: number) => {
    const from = latencies.length
    for (const endsAt = Date.now() + ms; Date.now() < endsAt; await pause(typeEveryMs)) {
      sentAt.push(performance.now())
      written.insert(written.length, 'x')
    }
    await until('every edit', () => latencies.length === sentAt.length)
    return latencies.slice(from)
  }
  const author = await enter(server.wsUrl, largeDocument.room)
  textOf(author.room).insert(0, 'r'.repeat(largeDocument.bytes))
  await author.room.flush()
  author.client.close()
  const quiet = await typeFor(quietMs)
  const endsAt = Date.now() + attackMs
  const [busy, ...sent] = await Promise.all([
    typeFor(attackMs),
    ...Array.from({ length: attackers }, (_, n) => attack(2 * n, endsAt)),
  ])
  const [before, during] = [p95(quiet), p95(busy)]
  console.log(
    `P95 in quiet ${before.toFixed(0)} ms, beside ${sent.reduce((sum, n) => sum + n, 0)} attacks ${during.toFixed(0)} ms, longest ${Math.max(...busy).toFixed(0)} ms`,
  )
  expect(during - before).toBeLessThan(p95RisesAtMostMs)
}, 180_000)
