/** Who watches an organization's rooms over a socket: with a session or a secret key, and nobody else. */
import { SyncForge } from '@syncforge/client'
import { createId } from '@syncforge/protocol/ids'
import { expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { otherOrganization } from '../../kit/database.ts'
import { developmentOrganization, headersOf } from '../../kit/members.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { call, codeOf } from '../call.ts'

const server = sharedServer()

interface Told {
  readonly type: string
  readonly body: {
    readonly rooms: readonly { readonly id: string; readonly total: number; readonly people: readonly object[] }[]
  }
}

const byKey = (key: string) => ({ authorization: `Bearer ${key}` })

const watch = async (query: string, headers: Readonly<Record<string, string>>) => {
  const socket = new WebSocket(`${server.wsUrl}/api/v1/live${query}`, { headers })
  const told: Told[] = []
  socket.on('message', (message) => told.push(JSON.parse(String(message)) as Told))
  onTestFinished(() => socket.terminate())
  const ended = new Promise<string>((resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', (code, reason) => resolve(`${code} ${reason.toString()}`))
  })
  const first = new Promise<'told'>((resolve) => socket.once('message', () => resolve('told')))
  return { told, outcome: await Promise.race([ended, first]) }
}

const joined = async (roomId: string) => {
  const client = new SyncForge({ apiKey: developmentKeys.publishable, endpoint: server.wsUrl })
  onTestFinished(() => client.close())
  return client.joinRoom(roomId, { userId: 'ada', userInfo: { name: 'Ada' } })
}

it('a person and a program see who comes into a room and who goes', async () => {
  const roomId = createId('rm')
  const { origin, cookie } = await headersOf(server, 'viewer')
  const browser = { cookie: cookie ?? '', origin: origin ?? '' }
  const watchers = [
    await watch(`?organization=${developmentOrganization}`, browser),
    await watch(`?organization=${developmentOrganization}&room=${roomId}`, browser),
    await watch('', byKey(developmentKeys.secret)),
  ]
  const other = await watch('', byKey(otherOrganization.secret))
  expect([...watchers, other].map(({ outcome }) => outcome)).toEqual(Array.from({ length: 4 }, () => 'told'))
  const room = await joined(roomId)
  const news = (told: readonly Told[]) => told.flatMap(({ body }) => body.rooms).filter(({ id }) => id === roomId)
  for (const { told } of watchers) {
    await expect
      .poll(() => news(told).at(-1), { timeout: 10_000 })
      .toMatchObject({
        total: 1,
        people: [{ userId: 'ada', verified: false, name: 'Ada', connections: 1 }],
      })
  }
  const { body } = await call(server, `/api/v1/rooms/${roomId}`)
  expect(body).toMatchObject({ people: 1 })
  room.leave()
  for (const { told } of watchers) {
    await expect.poll(() => news(told).at(-1)?.total, { timeout: 10_000 }).toBe(0)
  }
  expect(news(other.told)).toEqual([])
})

it('nobody else watches, and who may not is told why', async () => {
  const { origin = '', cookie = '' } = await headersOf(server, 'viewer')
  const stranger = await headersOf(server, 'stranger')
  const of = `?organization=${developmentOrganization}`
  const outcomes = {
    nobody: await watch(of, {}),
    'a publishable key': await watch('', byKey(developmentKeys.publishable)),
    'a stranger': await watch(of, { cookie: stranger.cookie ?? '', origin }),
    'another page': await watch(of, { cookie, origin: 'https://evil.example.com' }),
    'no page': await watch(of, { cookie }),
    'no organization': await watch('', { cookie, origin }),
    'an odd room': await watch(`${of}&room=a%2Fb`, { cookie, origin }),
  }
  expect(Object.fromEntries(Object.entries(outcomes).map(([who, { outcome }]) => [who, outcome]))).toEqual({
    nobody: '4401 UNAUTHORIZED',
    'a publishable key': '4403 FORBIDDEN',
    'a stranger': '4403 FORBIDDEN',
    'another page': '4403 FORBIDDEN',
    'no page': '4403 FORBIDDEN',
    'no organization': '4400 VALIDATION_ERROR',
    'an odd room': '4400 VALIDATION_ERROR',
  })
  const plain = await call(server, '/api/v1/live')
  expect([plain.status, codeOf(plain)]).toEqual([426, 'PROTOCOL_MISMATCH'])
})
