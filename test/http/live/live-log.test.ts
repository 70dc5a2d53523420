/** The live log over its socket: who may watch it, and what each hears. */
import { createId } from '@syncforge/protocol/ids'
import { afterAll, expect, it, onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { otherOrganization } from '../../kit/database.ts'
import { developmentOrganization, headersOf, type PersonName } from '../../kit/members.ts'
import { developmentKeys, startServer } from '../../kit/server.ts'
import { enter, freshRoomId, until } from '../../sdk/kit.ts'
import { call, codeOf } from '../call.ts'

/** Of its own: of a storm of refusals, as other tests make them, the log leaves out what is too much. */
const server = await startServer()
afterAll(() => server.stop())

interface LogLine {
  readonly kind: string
  readonly roomId: string | null
  readonly who: string | null
  readonly what: string | null
  readonly requestId: string | null
}

interface LogMessage {
  readonly body: { readonly lines: readonly LogLine[] }
}

const watch = (headers: Readonly<Record<string, string>>, query = '') => {
  const socket = new WebSocket(`${server.wsUrl}/api/v1/live/log${query}`, { headers })
  onTestFinished(() => socket.terminate())
  const messages: LogMessage[] = []
  const ended: string[] = []
  socket.on('message', (message) => messages.push(JSON.parse(String(message)) as LogMessage))
  socket.on('close', (code, reason) => ended.push(`${code} ${reason.toString()}`))
  socket.on('error', () => {})
  return { messages, ended, lines: (): LogLine[] => messages.flatMap(({ body }) => [...body.lines]) }
}

const watchAs = async (name: PersonName) => {
  const { origin, cookie } = await headersOf(server, name)
  const watcher = watch({ cookie: cookie ?? '', origin: origin ?? '' }, `?organization=${developmentOrganization}`)
  await until('the first message', () => watcher.messages.length + watcher.ended.length > 0)
  return watcher
}

it('a join, a refused join, a refused request and an act reach those who watch; acts only those who may read the audit log', async () => {
  const [owner, viewer] = [await watchAs('owner'), await watchAs('viewer')]
  const other = watch({ authorization: `Bearer ${otherOrganization.secret}` })
  const roomId = freshRoomId('told')
  const requestId = createId('req')
  const made = await call(server, '/api/v1/rooms', {
    method: 'POST',
    json: { id: roomId, access: 'private' },
    headers: { 'x-request-id': requestId },
  })
  expect(made.status).toBe(201)
  await expect(enter(server.wsUrl, roomId, { userId: 'mallory' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(codeOf(await call(server, `/api/v1/rooms/${roomId}`, { method: 'PATCH', json: { name: 7 } }))).toBe(
    'VALIDATION_ERROR',
  )
  const open = freshRoomId('told-open')
  await enter(server.wsUrl, open, { userId: 'ada' })
  const mine = (lines: readonly LogLine[]) => lines.filter((line) => line.roomId === roomId || line.roomId === open)
  await until('all four', () => mine(owner.lines()).length >= 4)
  const found = (kind: LogLine['kind'], what: string | null) =>
    mine(owner.lines()).find((line) => line.kind === kind && line.what === what)
  expect(found('act', 'rooms.insert')).toMatchObject({ roomId, who: 'key_dev_secret', requestId })
  expect(found('refusal', 'FORBIDDEN')).toMatchObject({ roomId })
  expect(found('refusal', 'VALIDATION_ERROR')).toMatchObject({ roomId, who: 'key_dev_secret' })
  expect(found('join', null)).toMatchObject({ roomId: open, who: 'ada', requestId: null })
  await until('what it may see', () => mine(viewer.lines()).length >= 3)
  expect(viewer.lines().filter(({ kind }) => kind === 'act')).toEqual([])
  expect(
    mine(viewer.lines())
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['join', 'refusal', 'refusal'])
  expect(mine(other.lines())).toEqual([])
  expect(JSON.stringify(owner.lines())).not.toContain(developmentKeys.secret)
})

it('many acts of one key in a moment are all told, each once', async () => {
  const owner = await watchAs('owner')
  const ids = Array.from({ length: 20 }, () => freshRoomId('storm'))
  await Promise.all(ids.map((id) => call(server, '/api/v1/rooms', { method: 'POST', json: { id } })))
  const told = () => owner.lines().filter(({ roomId }) => roomId !== null && ids.includes(roomId))
  await until('all of them', () => told().length >= ids.length)
  expect(
    told()
      .map(({ roomId }) => roomId)
      .sort(),
  ).toEqual([...ids].sort())
})

it('is for members and for keys that may look at the analytics', async () => {
  const stranger = await watchAs('stranger')
  await until('the end', () => stranger.ended.length > 0)
  expect(stranger.ended[0]).toBe('4403 FORBIDDEN')
  const path = `/api/v1/organizations/${developmentOrganization}/api-keys`
  const keyFor = async (scope: string) => {
    const json = { name: scope, kind: 'secret', scopes: [scope] }
    const { body } = await call(server, path, {
      method: 'POST',
      key: null,
      headers: await headersOf(server, 'owner'),
      json,
    })
    return { authorization: `Bearer ${(body as { key: string }).key}` }
  }
  const [reader, analyst] = [watch(await keyFor('rooms:read')), watch(await keyFor('analytics'))]
  await until('both', () => reader.ended.length > 0 && analyst.messages.length > 0)
  expect(reader.ended[0]).toBe('4403 FORBIDDEN')
  const bad = watch({ authorization: `Bearer ${developmentKeys.secret}` }, '?after=-1')
  await until('the end', () => bad.ended.length > 0)
  expect(bad.ended[0]).toContain('VALIDATION_ERROR')
})
