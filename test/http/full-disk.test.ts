/** A server whose disk is full: its health says which part fails, and who joins is told instead of broken off. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { subprotocol } from '@syncforge/protocol/version'
import { afterAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { developmentKeys, startServer, type TestServer } from '../kit/server.ts'
import { mountSmallDisk } from '../kit/small-disk.ts'
import { call } from './call.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'syncforge-full-'))
await mkdir(join(dataDir, 'objects'))
const disk = await mountSmallDisk(join(dataDir, 'objects'), 8 * 1024 * 1024)
let server: TestServer | null = null
afterAll(async () => {
  await server?.stop()
  await disk?.unmount()
  await rm(dataDir, { recursive: true, force: true })
})

/** `welcome`, or how the socket ended. */
const enter = (url: string, roomId: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const address = `${url}/v1/rooms/${roomId}/socket?token=${developmentKeys.publishable}`
    const socket = new WebSocket(address, subprotocol)
    socket.once('error', reject)
    socket.once('open', () => socket.send(JSON.stringify({ type: 'hello', body: {} })))
    socket.once('close', (code, reason) => resolve(`${code} ${reason}`))
    socket.on('message', (data: Buffer) => {
      if (!data.toString('latin1').includes('"welcome"')) return
      resolve('welcome')
      socket.close(1000)
    })
  })

it.skipIf(disk === null)('says so, refuses joins with a reason, and recovers by itself', async () => {
  const started = await startServer({ dataDir })
  server = started
  const health = async () => {
    const { status, body } = await call(started, '/health', { key: null })
    const { rooms, database } = body as { rooms: string; database: string }
    return { status, rooms, database }
  }
  expect(await health()).toEqual({ status: 200, rooms: 'ok', database: 'ok' })
  expect(await enter(started.wsUrl, 'before')).toBe('welcome')
  await disk?.fill()
  const failing = { status: 503, rooms: 'unwritable', database: 'ok' }
  await expect.poll(health, { timeout: 20_000, interval: 500 }).toEqual(failing)
  // It stays so, however often it is tried: what a failed write leaves makes no room for the next.
  const failures = () => started.output().split('"check":"rooms"').length - 1
  const answers = new Set<string>()
  const ask = async () => {
    answers.add(JSON.stringify(await health()))
    return failures()
  }
  await expect.poll(ask, { timeout: 20_000, interval: 200 }).toBeGreaterThan(failures() + 2)
  expect([...answers]).toEqual([JSON.stringify(failing)])
  for (const roomId of ['before', 'after']) {
    expect(await enter(started.wsUrl, roomId)).toBe('4503 ROOM_UNAVAILABLE;retry-after-ms=5000')
  }
  await disk?.empty()
  await expect.poll(health, { timeout: 20_000, interval: 500 }).toEqual({ status: 200, rooms: 'ok', database: 'ok' })
  expect(await enter(started.wsUrl, 'before')).toBe('welcome')
})
