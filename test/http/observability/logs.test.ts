/** The log of a real server, read as the lines that it is: ids from the edge to the room, traces, and nothing that is secret. */
import { createId } from '@syncforge/protocol/ids'
import { subprotocol } from '@syncforge/protocol/version'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { developmentOrganization } from '../../kit/members.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId } from '../../sdk/kit.ts'
import { call } from '../call.ts'
import { linesOf, lineWith } from './lines.ts'

const server = sharedServer()
const spanId = '00f067aa0ba902b7'
const aSpan = expect.stringMatching(/^[0-9a-f]{16}$/)

/** A trace that no other test has. */
const freshTrace = () => {
  const traceId = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
  return { traceId, traceparent: `00-${traceId}-${spanId}-01` }
}

const socketOf = (roomId: string, headers: Record<string, string> = {}, token: string = developmentKeys.publishable) =>
  new WebSocket(`${server.wsUrl}/v1/rooms/${roomId}/socket?token=${token}`, [subprotocol], { headers })

it('a request is one line: what, who, which room, how it ended; its trace goes on in the room’s own line', async () => {
  const roomId = freshRoomId('logged')
  await call(server, '/api/v1/rooms', { method: 'POST', json: { id: roomId } })
  const { traceId, traceparent } = freshTrace()
  const requestId = createId('req')
  const headers = { traceparent, 'x-request-id': requestId }
  const { status } = await call(server, `/api/v1/rooms/${roomId}/participants`, { headers })
  expect(status).toBe(200)
  const line = await lineWith(server, { event: 'request', requestId })
  expect(line).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    level: 'info',
    event: 'request',
    requestId,
    traceId,
    spanId: aSpan,
    parentSpanId: spanId,
    method: 'GET',
    path: `/api/v1/rooms/${roomId}/participants`,
    route: '/api/v1/rooms/:roomId/participants',
    status: 200,
    durationMs: expect.any(Number),
    organizationId: developmentOrganization,
    callerId: expect.stringMatching(/^key_/),
    roomId,
  })
  expect(await lineWith(server, { event: 'call', requestId })).toMatchObject({
    call: 'presence.list',
    organizationId: developmentOrganization,
    roomId,
    traceId,
    parentSpanId: line.spanId,
    durationMs: expect.any(Number),
  })
})

it('a refusal says its code; a traceparent that is not valid is as good as none', async () => {
  const requestId = createId('req')
  const headers = { traceparent: '00-nonsense', 'x-request-id': requestId }
  expect((await call(server, '/api/v1/rooms/not-there', { headers })).status).toBe(404)
  const line = await lineWith(server, { event: 'request', requestId })
  expect(line).toMatchObject({ status: 404, code: 'ROOM_NOT_FOUND', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) })
  expect(line).not.toHaveProperty('parentSpanId')
})

it('a socket’s life is two lines: the edge’s when it opens, the room’s when it closes', async () => {
  const roomId = freshRoomId('life')
  const { traceId, traceparent } = freshTrace()
  const requestId = createId('req')
  const socket = socketOf(roomId, { traceparent, 'x-request-id': requestId })
  const heard: string[] = []
  await new Promise<void>((resolve) => {
    socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', body: { userId: 'ada' } })))
    socket.on('message', (data) => {
      heard.push(data.toString())
      if (heard.length === 1) resolve()
    })
  })
  const { self } = (JSON.parse(heard[0] ?? '') as { body: { self: { connectionId: string } } }).body
  const message = JSON.stringify({ type: 'presence.update', ref: 1, body: { presence: { at: 1 } } })
  socket.send(message)
  await lineWith(server, { event: 'socket_opened', requestId })
  socket.close(1000)
  expect(await lineWith(server, { event: 'socket_opened', requestId })).toMatchObject({
    organizationId: developmentOrganization,
    roomId,
    path: `/v1/rooms/${roomId}/socket`,
    traceId,
    parentSpanId: spanId,
  })
  expect(await lineWith(server, { event: 'socket_closed', requestId })).toMatchObject({
    level: 'info',
    organizationId: developmentOrganization,
    roomId,
    userId: 'ada',
    verified: false,
    connectionId: self.connectionId,
    dialect: 'native',
    closeCode: 1000,
    traceId,
    durationMs: expect.any(Number),
    messagesIn: 1,
    bytesIn: message.length,
    messagesOut: expect.any(Number),
    bytesOut: expect.any(Number),
  })
})

it('a socket that may not come in is one line, with why', async () => {
  const requestId = createId('req')
  const socket = socketOf(freshRoomId('refused'), { 'x-request-id': requestId }, 'pk_not_a_key_of_anybody')
  socket.on('error', () => {})
  expect(await lineWith(server, { event: 'socket_refused', requestId })).toMatchObject({ code: 'UNAUTHORIZED' })
})

it('no line holds a key, a token, a cookie or a query', async () => {
  const requestId = createId('req')
  await call(server, '/api/v1/rooms?limit=5', { headers: { 'x-request-id': requestId } })
  expect(await lineWith(server, { event: 'request', requestId })).toMatchObject({ path: '/api/v1/rooms', status: 200 })
  const text = server.output()
  for (const secret of [developmentKeys.secret, 'pk_not_a_key_of_anybody', '?token=', 'limit=5']) {
    expect(linesOf(server).filter((line) => JSON.stringify(line).includes(secret))).toEqual([])
  }
  expect(text).not.toContain('?token=')
})

it('there is no /metrics where no token is set', async () => {
  const headers = { authorization: 'Bearer undefined' }
  expect((await fetch(`${server.url}/metrics`, { headers })).status).toBe(404)
})
