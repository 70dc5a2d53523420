import { expect, it } from 'vitest'
import { readableLine } from './readable-log.ts'

const line = (fields: object) => JSON.stringify({ time: '2026-11-27T16:56:24.118Z', level: 'info', ...fields })

it('tells a request in one line, without the ids of its trace', () => {
  const request = {
    event: 'request',
    requestId: 'req_1',
    traceId: 'a',
    spanId: 'b',
    method: 'GET',
    path: '/api/v1/rooms',
    route: '/api/v1/rooms',
    status: 200,
    durationMs: 7,
    organizationId: 'org_1',
  }
  expect(readableLine(line(request), false)).toBe(
    '16:56:24.118 info  request GET /api/v1/rooms 200 7 ms requestId=req_1 organizationId=org_1',
  )
})

it('says where a fault happened, and keeps to one line whatever is in it', () => {
  const fault = {
    level: 'error',
    event: 'request_failed',
    message: 'no\nroom \u001b[31m',
    stack: 'Error: no\n    at work (room.ts:3:1)\n    at x',
  }
  expect(readableLine(line(fault), false)).toBe(
    String.raw`16:56:24.118 error request_failed message="no\nroom \u001b[31m" at "work (room.ts:3:1)"`,
  )
})

it('has colours only where it is told so', () => {
  const told = line({ level: 'warn', event: 'slow_query' })
  expect(readableLine(told, false)).not.toContain('\u001b')
  expect(readableLine(told, true)).toContain('\u001b[33mwarn \u001b[0m slow_query')
})

it('leaves alone what is no line of the log', () => {
  for (const other of ['SyncForge serves at http://localhost', '{"time":"', '{"other":1}', ''])
    expect(readableLine(other, true)).toBe(other)
})
