/** Requests whose address is none: whatever the request line and `Host` say, the answer is the envelope; what never reaches a worker, the runtime answers. */
import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { developmentKeys } from '../kit/server.ts'
import { sharedServer } from '../kit/shared-server.ts'
import type { ErrorBody } from './call.ts'

const server = sharedServer()

/** What comes back for these bytes, which no HTTP client would send. */
const send = (lines: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(`${lines.join('\r\n')}\r\n\r\n`))
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1')
      if (heard.includes('request_id') || heard.includes('VALIDATION_ERROR')) socket.destroy()
    })
    socket.once('error', reject)
    socket.once('close', () => resolve(heard))
  })

const key = `Authorization: Bearer ${developmentKeys.secret}`

it.each([
  ['a Host with a space', 'GET /health HTTP/1.1', 'Host: a b'],
  ['half an IPv6 address as Host', 'GET /api/v1/rooms HTTP/1.1', 'Host: [::'],
  ['a Host with a broken escape', 'GET /api/v1/rooms HTTP/1.1', 'Host: %%'],
  ['a port that is none', 'POST /api/v1/rooms HTTP/1.1', 'Host: a:99999'],
  ['a star for a path', 'GET * HTTP/1.1', 'Host: a'],
  ['a Host that swallows the path', 'GET /health HTTP/1.1', 'Host: a?'],
])('%s', async (_, line, host) => {
  const heard = await send([line, host, key, 'Content-Length: 0', 'X-Request-Id: trace-0123'])
  expect(heard).toMatch(/^HTTP\/1\.1 400 /)
  expect(heard.toLowerCase()).toContain('x-request-id: trace-0123')
  const { error, request_id } = JSON.parse(heard.slice(heard.indexOf('{'))) as ErrorBody
  expect([error.code, request_id]).toEqual(['VALIDATION_ERROR', 'trace-0123'])
})

it.each([
  ['CONNECT', 500, ['CONNECT example.com:443 HTTP/1.1', 'Host: example.com:443']],
  ['a method that HTTP does not know', 501, ['BREW / HTTP/1.1', 'Host: a']],
  ['no Host', 400, ['GET /health HTTP/1.1']],
  ['no HTTP', 400, ['nonsense']],
])('%s is answered by the runtime, in plain words and once, and the next request as ever', async (_, status, lines) => {
  const heard = await send([...lines, 'Connection: close'])
  expect(heard).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
  expect(heard.toLowerCase()).not.toContain('x-request-id')
  expect(heard.slice(heard.indexOf('\r\n\r\n'))).not.toMatch(/\{| at .*:\d+|\.js/)
  expect((await fetch(`${server.url}/health`)).status).toBe(200)
})

it('a socket to such an address is told on a completed handshake', async () => {
  const upgrade = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ]
  const heard = await send(['GET /yjs/room HTTP/1.1', 'Host: [::', ...upgrade])
  expect(heard).toMatch(/^HTTP\/1\.1 101 /)
  expect(heard).toContain('VALIDATION_ERROR')
})
