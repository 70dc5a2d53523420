import { spawn } from 'node:child_process'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { startScriptedRoom, until } from '../../test/scripted-room.ts'
import { SyncForge } from '../index.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port
const listening = async <
  S extends { listen(port: number, host: string): S; once(event: string, heard: () => void): S },
>(
  server: S,
): Promise<S> => {
  server.listen(0, '127.0.0.1')
  await new Promise<void>((resolve) => server.once('listening', resolve))
  return server
}
const failed = (code: string) => expect.objectContaining({ code })
/** As long as two attempts with their back-off take at most, and some more. */
const quietMs = 1_500
const quiet = () => new Promise((resolve) => setTimeout(resolve, quietMs))

describe('closed is closed', () => {
  test.each([0, 1, 3, 10])(
    '%i ms after joinRoom: the join is CLOSED, no attempt follows and nobody is left behind',
    async (ms) => {
      const room = await startScriptedRoom((peer) => void peer.welcome().catch(() => {}))
      stops.push(() => room.stop())
      const client = new SyncForge({ apiKey: 'pk', endpoint: room.endpoint })
      const joining = client.joinRoom('r').then(
        () => 'joined',
        (error) => error.code,
      )
      await new Promise((resolve) => setTimeout(resolve, ms))
      client.close()
      expect(['CLOSED', 'joined']).toContain(await joining)
      await quiet()
      expect(room.peers.length).toBeLessThanOrEqual(1)
      for (const { closed } of room.peers) expect(closed.code).not.toBe(null)
    },
  )

  test('while the token is awaited: its request is given up, and no socket is opened', async () => {
    const room = await startScriptedRoom((peer) => void peer.welcome())
    stops.push(() => room.stop())
    let givenUp = false
    const auth = await listening(createHttpServer((request) => request.on('close', () => (givenUp = true))))
    stops.push(
      () => auth.closeAllConnections(),
      () => auth.close(),
    )
    const client = new SyncForge({ authEndpoint: `http://127.0.0.1:${portOf(auth)}/`, endpoint: room.endpoint })
    const joining = client.joinRoom('r')
    await new Promise<void>((resolve) => auth.once('request', () => resolve()))
    client.close()
    await expect(joining).rejects.toEqual(failed('CLOSED'))
    await until('the request to end', () => givenUp)
    expect(room.peers.length).toBe(0)
  })

  test('a signal gives up the join that it was given to, and the room only with the last of them', async () => {
    const room = await startScriptedRoom((peer) => void peer.welcome())
    stops.push(() => room.stop())
    const client = new SyncForge({ apiKey: 'pk', endpoint: room.endpoint })
    const first = new AbortController()
    const [given, kept] = [client.joinRoom('r', { signal: first.signal }), client.joinRoom('r')]
    first.abort()
    await expect(given).rejects.toEqual(failed('ABORTED'))
    const joined = await kept
    expect(joined.status.get()).toBe('connected')
    joined.leave()
    const second = new AbortController()
    const alone = client.joinRoom('r', { signal: second.signal })
    second.abort()
    await expect(alone).rejects.toEqual(failed('ABORTED'))
    await quiet()
    expect(room.peers.every(({ closed }) => closed.code !== null)).toBe(true)
    expect(room.peers.length).toBeLessThanOrEqual(2)
  })

  test('after a join was given up because nobody greeted, no attempt is made', async () => {
    const sockets = new Set<Socket>()
    let requests = 0
    const silent = await listening(
      createServer((socket) => {
        sockets.add(socket)
        socket.on('error', () => {}).on('data', () => (requests += 1))
      }),
    )
    stops.push(
      () => silent.close(),
      () => {
        for (const socket of sockets) socket.destroy()
      },
    )
    const client = new SyncForge({ apiKey: 'pk', endpoint: `ws://127.0.0.1:${portOf(silent)}` })
    const gone = new AbortController()
    const joining = client.joinRoom('r', { signal: gone.signal })
    await until('an attempt', () => requests === 1)
    gone.abort()
    await expect(joining).rejects.toEqual(failed('ABORTED'))
    await quiet()
    expect(requests).toBe(1)
  })
})

describe('a process that closed its client ends', () => {
  const index = new URL('../index.ts', import.meta.url).href
  /** How long the process lived after it said that it had closed everything, in milliseconds. */
  const outlived = async (script: string): Promise<number> => {
    const setUp = `import { SyncForge } from ${JSON.stringify(index)}; const wait = (ms) => new Promise((done) => setTimeout(done, ms));`
    const child = spawn(process.execPath, [
      '--conditions=source',
      '--input-type=module',
      '-e',
      `${setUp} ${script}; console.log('closed')`,
    ])
    stops.push(() => child.kill())
    let closedAt = 0
    let errors = ''
    child.stdout.once('data', () => (closedAt = performance.now()))
    child.stderr.on('data', (data) => (errors += data))
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    return performance.now() - closedAt
  }

  test.each([
    [
      'in a room with everything in use',
      `const room = await client.joinRoom('r'); room.getDocument().getText('t').insert(0, 'x'); room.getAwareness(); room.cursors.subscribeSmooth(() => {}); room.presence.update({ a: 1 }); client.close()`,
    ],
    ['left', `const room = await client.joinRoom('r'); room.leave()`],
    ['before the join', `client.joinRoom('r').catch(() => {}); await wait(1); client.close()`],
    ['at once', `client.joinRoom('r').catch(() => {}); client.close()`],
    [
      'given up',
      `const gone = new AbortController(); client.joinRoom('r', { signal: gone.signal }).catch(() => {}); await wait(20); gone.abort()`,
    ],
  ])('%s', async (_, script) => {
    const room = await startScriptedRoom((peer) => void peer.welcome().catch(() => {}))
    stops.push(() => room.stop())
    expect(
      await outlived(`const client = new SyncForge({ apiKey: 'pk', endpoint: '${room.endpoint}' }); ${script}`),
    ).toBeLessThan(2_000)
  })

  test('during back-off', async () => {
    const script = `const client = new SyncForge({ apiKey: 'pk', endpoint: 'ws://127.0.0.1:9' }); client.joinRoom('r').catch(() => {}); await wait(700); client.close()`
    expect(await outlived(script)).toBeLessThan(2_000)
  })
})
