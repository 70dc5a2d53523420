import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { BenchSocket, clientFrame } from './socket.ts'

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
await once(server, 'listening')
const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/room`
afterAll(() => server.close())

const eventually = async (isTrue: () => boolean) => {
  const deadline = Date.now() + 5_000
  while (!isTrue()) {
    assert.ok(Date.now() < deadline, 'it did not happen within 5 s')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

for (const size of [0, 1, 125, 126, 65_535, 65_536, 300_000]) {
  test(`${size} bytes come back as they were sent`, async () => {
    const sent = Buffer.from(Array.from({ length: size }, (_, i) => i % 251))
    server.once('connection', (peer) => peer.on('message', (data) => peer.send(data)))
    const received: Buffer[] = []
    const socket = new BenchSocket(address, { message: (payload) => received.push(Buffer.from(payload)) })
    await socket.opened
    socket.send(clientFrame(sent))
    await eventually(() => received.length === 1)
    assert.deepEqual(received[0], sent)
    assert.ok(socket.bytesReceived >= size)
    socket.end()
  })
}

test('a close by the server is known with its code and reason', async () => {
  server.once('connection', (peer) => peer.close(4403, 'FORBIDDEN'))
  const socket = new BenchSocket(address, { message: () => {} })
  await socket.opened
  await eventually(() => !socket.isOpen)
  assert.equal(socket.closedBecause, 'closed by the server: 4403 FORBIDDEN')
})

test('a ping of the server is answered', async () => {
  const ponged = new Promise<string>((resolve) => {
    server.once('connection', (peer) => {
      peer.once('pong', (data) => resolve(data.toString()))
      peer.ping('are you there')
    })
  })
  const socket = new BenchSocket(address, { message: () => {} })
  await socket.opened
  assert.equal(await ponged, 'are you there')
  socket.end()
})

test('an address where nobody listens is a rejection, and says why', async () => {
  const socket = new BenchSocket('ws://127.0.0.1:1/', { message: () => {} })
  await assert.rejects(socket.opened, /ECONNREFUSED/)
  assert.equal(socket.isOpen, false)
})
