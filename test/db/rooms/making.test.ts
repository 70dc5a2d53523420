/** How many rooms one key, or one person, makes by joining them: so many a minute, and whoever is there already is not in the way. */
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { call } from '../../http/call.ts'
import { queryStopped } from '../../kit/mirrored.ts'
import { developmentKeys } from '../../kit/server.ts'
import { createToken } from '../../sdk/kit.ts'
import { openServer } from '../restarts.ts'

const perMinute = 300

/** Rooms that `madeBy` has made, as the database has them; their minute does not end during a test. */
const rowsBy = (madeBy: string, rows: number, prefix: string) => `INSERT INTO rooms
  (organization_id, id, default_access, type, metadata, max_participants, grace_ms, made_by, created_at)
  SELECT 'org_dev', '${prefix}' || n, 'write', 'custom', '{}', 10, 0, '${madeBy}', now() + interval '1 hour'
  FROM generate_series(1, ${rows}) AS n`

test('past the bound a maker is told when it may make the next room; existing rooms, REST and others go on', async () => {
  const server = await openServer()
  await server.restart(async () => {
    await queryStopped(server.dataDir, rowsBy('key_dev_publishable', perMinute - 1, 'by-key-'))
    await queryStopped(server.dataDir, rowsBy('["org_dev","ada"]', perMinute, 'by-ada-'))
  })
  /** `open` once the room answers, or how the socket was refused. */
  const join = (roomId: string, by: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${server.wsUrl}/yjs/${roomId}?token=${by}`)
      socket.once('error', reject)
      socket.once('open', () => socket.send(Uint8Array.of(0, 0, 1, 0)))
      socket.once('close', (code, reason) => resolve(`${code} ${reason}`))
      socket.once('message', () => {
        socket.removeAllListeners('close')
        socket.terminate()
        resolve('open')
      })
    })
  const tokenOf = (userId: string) => createToken(server.current(), userId, { '*': ['write'] })

  const [key, ada, bob] = [developmentKeys.publishable, await tokenOf('ada'), await tokenOf('bob')]
  expect(await join('last-of-the-minute', key)).toBe('open')
  // Until the first of the minute is a minute old: that is the one that was made just now, the others are of the future.
  expect(await join('one-too-many', key)).toMatch(/^4529 RATE_LIMITED;retry-after-ms=[1-5]?\d{1,4}$/)
  expect(await join('one-too-many', ada)).toBe('4529 RATE_LIMITED;retry-after-ms=60000')
  expect((await call(server.current(), '/api/v1/rooms/one-too-many')).status).toBe(404)

  expect(await join('last-of-the-minute', key)).toBe('open')
  expect(await join('by-ada-1', key)).toBe('open')
  expect(await join('by-bob', bob)).toBe('open')
  const json = { id: 'one-too-many', access: 'public' }
  expect((await call(server.current(), '/api/v1/rooms', { method: 'POST', json })).status).toBe(201)
  expect(await join('one-too-many', key)).toBe('open')
})
