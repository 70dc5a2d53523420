/** [BEY-2] Somebody who does not read costs the others nothing, and the server no more than a bounded buffer. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { developmentKeys, startServer } from '../kit/server.ts'
import { afterTest, freshRoomId, until } from './kit.ts'

const stateBytes = 60_000
const people = 20
const rounds = 150

const awarenessMessage = (clientId: number, clock: number) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint8Array(
      encoder,
      encoding.encode((update) => {
        encoding.writeVarUint(update, 1)
        encoding.writeVarUint(update, clientId)
        encoding.writeVarUint(update, clock)
        encoding.writeVarString(update, JSON.stringify({ clock, padding: 'x'.repeat(stateBytes) }))
      }),
    )
  })

/** A y-websocket client of which only awareness matters: what it last heard of whom, and how much it read. */
const join = async (address: string) => {
  const socket = new WebSocket(address)
  afterTest(() => socket.terminate())
  const clocks = new Map<number, number>()
  const seen = { bytes: 0 }
  socket.on('message', (data: Buffer) => {
    seen.bytes += data.length
    const decoder = decoding.createDecoder(new Uint8Array(data))
    if (decoding.readVarUint(decoder) !== 1) return
    const update = decoding.createDecoder(decoding.readVarUint8Array(decoder))
    for (let left = decoding.readVarUint(update); left > 0; left--) {
      clocks.set(decoding.readVarUint(update), decoding.readVarUint(update))
      decoding.readVarString(update)
    }
  })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  // Step 1 with an empty state vector: from now on it follows the document.
  socket.send(Uint8Array.of(0, 0, 1, 0))
  await until('the first answer', () => seen.bytes > 0)
  return { socket, clocks, seen }
}

test('a paused reader is skipped, and catches up with the present when it reads again', async () => {
  const server = await startServer()
  afterTest(() => server.stop())
  const address = `${server.wsUrl}/yjs/${freshRoomId('slow')}?token=${developmentKeys.publishable}`
  const senders = await Promise.all(Array.from({ length: people }, () => join(address)))
  const [fast, slow] = [await join(address), await join(address)]
  slow.socket.pause()
  const before = slow.seen.bytes
  for (let clock = 1; clock <= rounds; clock++) {
    for (const [index, { socket }] of senders.entries()) socket.send(awarenessMessage(index + 1, clock))
    // The pace of the storm is that of a reader who keeps up.
    await until(`round ${clock} at the fast reader`, () => (fast.clocks.get(people) ?? 0) >= clock - 2)
  }
  const everyoneAtTheEnd = ({ clocks }: typeof fast) =>
    senders.every((_, index) => clocks.get(index + 1) === rounds) && clocks.size >= people
  await until('the end at the fast reader', () => everyoneAtTheEnd(fast))

  slow.socket.resume()
  await until('the present at the slow reader', () => everyoneAtTheEnd(slow))
  expect(slow.socket.readyState).toBe(WebSocket.OPEN)
  // The kernel alone may hold 38 MB for somebody who does not read (tcp_rmem and tcp_wmem); the storm is more than twice that.
  expect(fast.seen.bytes).toBeGreaterThan(80e6)
  expect(slow.seen.bytes - before).toBeLessThan(fast.seen.bytes * 0.6)
})
