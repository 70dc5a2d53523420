import { subprotocol } from '@syncforge/protocol/version'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket as NodeWebSocket } from 'ws'
import { developmentKeys, startServer, type TestServer } from '../../kit/server.ts'
import { afterTest, freshRoomId } from '../kit.ts'

// A server of its own: these are all the rooms that a key makes in a minute.
let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

/** Resolves with `in`, or with what the first attempt failed with: the SDK would hide that by trying again. */
const knock = (id: string) =>
  new Promise<string>((resolve) => {
    const address = `${server.wsUrl}/v1/rooms/${id}/socket?token=${developmentKeys.publishable}`
    const socket = new NodeWebSocket(address, subprotocol)
    afterTest(() => socket.terminate())
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', body: {} })))
    socket.on('message', () => resolve('in'))
    socket.on('error', (error) => resolve(error.message))
    socket.on('close', (code, reason) => resolve(`${code} ${reason}`))
  })

test('rooms that do not exist yet, five people each, all at the same moment: everybody gets in at the first attempt', async () => {
  const outcomes: string[] = []
  for (let round = 0; round < 60; round++) {
    const ids = Array.from({ length: 5 }, () => freshRoomId('first'))
    outcomes.push(...(await Promise.all(ids.flatMap((id) => Array.from({ length: 5 }, () => knock(id))))))
  }
  expect(outcomes.filter((outcome) => outcome !== 'in')).toEqual([])
}, 180_000)
