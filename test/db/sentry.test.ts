/** With SENTRY_DSN, what goes wrong on the server is told there: a database that is away, by whoever needs it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { startPostgres } from '../kit/postgres.ts'
import { startServer } from '../kit/server.ts'
import { afterTest, enter, freshRoomId, rest, textOf, until } from '../sdk/kit.ts'

interface Received {
  readonly path: string | undefined
  readonly auth: string | undefined
  readonly event: { readonly tags: Record<string, string>; readonly environment: string }
}

const startReceiver = async () => {
  const received: Received[] = []
  const receiver = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const event = JSON.parse(body.split('\n')[2] ?? '')
    received.push({ path: request.url, auth: String(request.headers['x-sentry-auth']), event })
    response.end('{}')
  })
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening))
  afterTest(() => receiver.close())
  return { received, dsn: `http://key42@127.0.0.1:${(receiver.address() as AddressInfo).port}/7` }
}

test('an error of the server is an event at Sentry, with its ids and nothing that people wrote', async () => {
  const { received, dsn } = await startReceiver()
  const postgres = await startPostgres()
  if ('missing' in postgres) throw new Error(postgres.missing)
  const server = await startServer({ env: { DATABASE_URL: postgres.url, SENTRY_DSN: dsn } })
  afterTest(() => server.stop())
  const id = freshRoomId('sentry')
  const { room } = await enter(server.wsUrl, id)
  await postgres.stop()
  textOf(room).insert(0, 'nobody’s business')
  await room.flush()
  // Asked for what only the database knows; the room tells of its copies by itself, later.
  await rest(server, '/api-keys').catch(() => {})
  await until('an event', () => received.length > 0, 60_000)
  expect(received[0]).toMatchObject({
    path: '/api/7/envelope/',
    auth: expect.stringContaining('sentry_key=key42'),
    event: { environment: 'development', tags: { event: expect.any(String), worker: expect.any(String) } },
  })
  expect(JSON.stringify(received)).not.toContain('business')
}, 120_000)
