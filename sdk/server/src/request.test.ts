/** What is sent again and what is not, against a real HTTP server that answers as it is told. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { SyncForge, SyncForgeError, type SyncForgeOptions } from './index.ts'

const secretKey = 'sk_dev_syncforge'
const envelope = (code: string, details: unknown = null) => ({
  error: { code, message: `told ${code}`, details },
  request_id: 'req_of_this_test',
})

type Answer = (request: IncomingMessage, response: ServerResponse) => void
const json =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
const cut: Answer = (request) => void request.socket.destroy()
const silence: Answer = () => {}
const proxy: Answer = (_, response) => void response.writeHead(502).end('<html>')

const closings: (() => void)[] = []
afterEach(() => {
  for (const close of closings.splice(0)) close()
})

/** A server that gives these answers, the last one for ever, and keeps what it was asked. */
const serve = async (answers: readonly Answer[], options: Partial<SyncForgeOptions> = {}) => {
  const asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string; at: number }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { method = '', url = '', headers } = request
    asked.push({ method, url, headers, body, at: Date.now() })
    answers[Math.min(asked.length, answers.length) - 1]?.(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closings.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { asked, endpoint, syncforge: new SyncForge({ secretKey, endpoint, ...options }) }
}

const refusal = (work: Promise<unknown>): Promise<SyncForgeError> =>
  work.then(
    () => Promise.reject(new Error('it did not refuse')),
    (error: unknown) => (error instanceof SyncForgeError ? error : Promise.reject(error)),
  )

it('asks by method and path, with what belongs into each', async () => {
  const { asked, syncforge } = await serve([json(200, { rooms: [], nextCursor: null })])
  await syncforge.get('/rooms', { query: { limit: 3 } })
  await syncforge.patch('/rooms/{roomId}', { path: { roomId: 'a:b@c' }, body: { name: 'ä' } })
  await syncforge.post('/rooms/{roomId}/document/update', { path: { roomId: 'a' }, body: Uint8Array.of(65, 66) })
  expect(asked.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['GET', '/api/v1/rooms?limit=3', ''],
    ['PATCH', '/api/v1/rooms/a%3Ab%40c', '{"name":"ä"}'],
    ['POST', '/api/v1/rooms/a/document/update', 'AB'],
  ])
  expect(asked.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill(`Bearer ${secretKey}`))
  expect(asked.map(({ headers }) => headers['content-type'])).toEqual([
    undefined,
    'application/json',
    'application/octet-stream',
  ])
})

it('answers JSON as what it says, text as text, bytes as a stream and nothing as undefined', async () => {
  const of =
    (type: string, body: string): Answer =>
    (_, response) =>
      void response.writeHead(200, { 'content-type': type }).end(body)
  const nothing: Answer = (_, response) => void response.writeHead(204).end()
  const { syncforge } = await serve([of('application/json', '{"a":1}'), of('text/plain', 'a'), of('x/y', 'b'), nothing])
  const path = { roomId: 'a' }
  expect(await syncforge.get('/rooms/{roomId}/document', { path })).toEqual({ a: 1 })
  expect(await syncforge.get('/rooms/{roomId}/document', { path })).toBe('a')
  expect(await new Response(await syncforge.get('/rooms/{roomId}/export', { path })).text()).toBe('b')
  expect(await syncforge.delete('/rooms/{roomId}', { path })).toBeUndefined()
})

it.each([
  ['a refusal', [json(503, envelope('ROOM_UNAVAILABLE'))]],
  ['a defect', [json(500, envelope('INTERNAL_ERROR'))]],
  ['a proxy', [proxy]],
  ['a line that breaks', [cut]],
] as const)('sends again after %s, a POST under one idempotency key', async (_, [first]) => {
  const { asked, syncforge } = await serve([first, first, json(201, { id: 'a' })])
  expect(await syncforge.post('/rooms', { body: { id: 'a' } })).toEqual({ id: 'a' })
  expect(asked.map(({ body }) => body)).toEqual(Array(3).fill('{"id":"a"}'))
  const keys = asked.map(({ headers }) => headers['idempotency-key'])
  expect(new Set(keys).size).toBe(1)
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
  await syncforge.post('/rooms', { body: { id: 'b' }, idempotencyKey: 'mine' })
  await syncforge.post('/rooms', { body: { id: 'b' } })
  expect(asked.at(-2)?.headers['idempotency-key']).toBe('mine')
  expect(asked.at(-1)?.headers['idempotency-key']).not.toBe(keys[0])
})

it('waits for as long as it is told, and gives up at once when that is too long', async () => {
  const { asked, syncforge } = await serve([
    json(429, envelope('RATE_LIMITED'), { 'retry-after': '1' }),
    json(200, { rooms: [], nextCursor: null }),
  ])
  await syncforge.get('/rooms')
  const [first, second] = asked
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990)

  const far = await serve([json(429, envelope('RATE_LIMITED', { retryAfterMs: 3_600_000 }), { 'retry-after': '3600' })])
  const error = await refusal(far.syncforge.get('/rooms'))
  expect([error.code, error.status, far.asked.length]).toEqual(['RATE_LIMITED', 429, 1])
  expect(error.details).toEqual({ retryAfterMs: 3_600_000 })
})

it.each([400, 401, 403, 404, 409, 410, 413])('does not send again what was refused with %i', async (status) => {
  const { asked, syncforge } = await serve([json(status, envelope('FORBIDDEN', { why: 'so' }))])
  const error = await refusal(syncforge.get('/rooms'))
  expect([error.code, error.status, error.message, error.requestId, error.details, asked.length]).toEqual([
    'FORBIDDEN',
    status,
    'told FORBIDDEN',
    'req_of_this_test',
    { why: 'so' },
    1,
  ])
})

it('gives up after so many attempts, with the last reason', async () => {
  const { asked, syncforge } = await serve([json(503, envelope('ROOM_UNAVAILABLE'))], { retries: 1 })
  expect((await refusal(syncforge.get('/rooms'))).code).toBe('ROOM_UNAVAILABLE')
  expect(asked.length).toBe(2)
  const none = await serve([cut], { retries: 0 })
  expect((await refusal(none.syncforge.get('/rooms'))).code).toBe('NETWORK_ERROR')
  const silent = await serve([silence], { retries: 1, timeoutMs: 100 })
  expect([(await refusal(silent.syncforge.get('/rooms'))).code, silent.asked.length]).toEqual(['TIMEOUT', 2])
})

it('tells an answer that is not the API’s by its status, and follows nobody elsewhere', async () => {
  const page: Answer = (_, response) =>
    void response.writeHead(404, { 'content-type': 'text/html', 'x-request-id': 'req_of_a_proxy' }).end('<p>')
  const proxied = await refusal((await serve([page])).syncforge.get('/rooms'))
  expect([proxied.code, proxied.status, proxied.requestId]).toEqual(['NETWORK_ERROR', 404, 'req_of_a_proxy'])
  const other = await serve([json(200, {})])
  const away: Answer = (_, response) => void response.writeHead(302, { location: other.endpoint }).end()
  const { syncforge } = await serve([away], { retries: 0 })
  expect((await refusal(syncforge.get('/rooms'))).code).toBe('NETWORK_ERROR')
  expect(other.asked).toEqual([])
})

it('sends a stream once', async () => {
  const { asked, syncforge } = await serve([json(503, envelope('ROOM_UNAVAILABLE'))])
  const body = new Blob(['file']).stream()
  const sent = syncforge.post('/rooms/{roomId}/document/update', { path: { roomId: 'a' }, body })
  expect([(await refusal(sent)).code, asked.map((request) => request.body)]).toEqual(['ROOM_UNAVAILABLE', ['file']])
})

it('is given up by its signal, with its reason, under way and between attempts', async () => {
  const why = new Error('no longer wanted')
  for (const answer of [silence, json(503, envelope('ROOM_UNAVAILABLE'), { 'retry-after': '30' })]) {
    const { asked, syncforge } = await serve([answer])
    const controller = new AbortController()
    const asking = syncforge.get('/rooms', { signal: controller.signal })
    await expect.poll(() => asked.length).toBe(1)
    controller.abort(why)
    await expect(asking).rejects.toBe(why)
  }
  const { asked, syncforge } = await serve([json(200, {})])
  await expect(syncforge.get('/rooms', { signal: AbortSignal.abort(why) })).rejects.toBe(why)
  expect(asked).toEqual([])
})

it.each([
  ['a publishable key', { secretKey: 'pk_dev_syncforge' }, /secretKey/],
  ['half a key', { secretKey: 'sk_live_abc' }, /secretKey/],
  ['no key', { secretKey: '' }, /secretKey/],
  ['an address without a scheme', { endpoint: 'sync.example.com' }, /endpoint/],
  ['an address of another kind', { endpoint: 'ftp://sync.example.com' }, /endpoint/],
  ['an address with a question', { endpoint: 'https://sync.example.com/?a=b' }, /endpoint/],
  ['fewer than no retries', { retries: -1 }, /retries/],
  ['no time', { timeoutMs: 0 }, /timeoutMs/],
])('is not made with %s', (_, change, message) => {
  const make = () => new SyncForge({ secretKey, endpoint: 'https://sync.example.com', ...change })
  expect(make).toThrow(SyncForgeError)
  expect(make).toThrow(message)
})

it('takes a client’s address, and one below a path', async () => {
  const { asked, endpoint } = await serve([json(200, { rooms: [], nextCursor: null })])
  await new SyncForge({ secretKey, endpoint: endpoint.replace('http', 'ws') }).get('/rooms')
  await new SyncForge({ secretKey, endpoint: `${endpoint}/sync/` }).get('/rooms')
  expect(asked.map(({ url }) => url)).toEqual(['/api/v1/rooms', '/sync/api/v1/rooms'])
})

it.each(['', '.', '..'])('does not leave its route by the room id %j', async (roomId) => {
  const { asked, syncforge } = await serve([json(200, {})])
  expect((await refusal(syncforge.get('/rooms/{roomId}', { path: { roomId } }))).message).toContain('path.roomId')
  await syncforge.get('/rooms/{roomId}', { path: { roomId: '../tokens?x#y' } })
  expect(asked.map(({ url }) => url)).toEqual(['/api/v1/rooms/..%2Ftokens%3Fx%23y'])
})

it.each([
  ['nobody', { userId: '' }, /userId/],
  ['a name that is too long', { userId: 'x'.repeat(257) }, /userId/],
  ['a life of a second', { ttlSeconds: 1 }, /ttlSeconds/],
  ['a life of two days', { ttlSeconds: 172_800 }, /ttlSeconds/],
  ['an address that is none', { email: 'ada' }, /email/],
  ['a star in the middle', { rooms: { 'a*b': ['read'] as const } }, /a\*b/],
  ['no level', { rooms: { a: [] } }, /rooms\.a/],
])('signs no token for %s', async (_, change, message) => {
  const syncforge = new SyncForge({ secretKey, endpoint: 'https://sync.example.com' })
  const claims = { userId: 'ada', rooms: { a: ['write' as const] }, ...change }
  const error = await refusal(syncforge.signRoomToken({ ...claims, rooms: { ...claims.rooms } as never }))
  expect([error.code, error.status]).toEqual(['VALIDATION_ERROR', null])
  expect(error.message).toMatch(message)
})
