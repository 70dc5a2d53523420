/** Statements that take long are in the log, with the request that waited for them and without what they were about. */
import { createId } from '@syncforge/protocol/ids'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer, type TestServer } from '../../kit/server.ts'
import { freshRoomId } from '../../sdk/kit.ts'
import { call } from '../call.ts'
import { linesOf, lineWith } from './lines.ts'

let server: TestServer
beforeAll(async () => {
  // Here everything is slow.
  server = await startServer({ env: { SLOW_QUERY_MS: '1' } })
})
afterAll(() => server.stop())

it('tells the statement, how long it took and for which request, and none of its parameters', async () => {
  const id = freshRoomId('private')
  const name = `A name that is nobody's business ${id}`
  let requestId = ''
  const isTold = async () => {
    requestId = createId('req')
    const headers = { 'x-request-id': requestId }
    const json = { id: `${id}-${requestId}`, name }
    expect((await call(server, '/api/v1/rooms', { method: 'POST', json, headers })).status).toBe(201)
    await lineWith(server, { event: 'request', requestId })
    return linesOf(server).some((line) => line.event === 'slow_query' && line.requestId === requestId)
  }
  // A statement may be done within the millisecond.
  await expect.poll(isTold, { timeout: 20_000 }).toBe(true)
  const line = await lineWith(server, { event: 'slow_query', requestId })
  expect(line).toMatchObject({ level: 'warn', query: expect.stringContaining('$1'), traceId: expect.any(String) })
  expect(line.durationMs).toBeGreaterThanOrEqual(1)
  const told = linesOf(server).filter((one) => one.event === 'slow_query')
  expect(JSON.stringify(told)).not.toContain(id)
  expect(JSON.stringify(told)).not.toContain('nobody')
})
