/**
 * Neon's HTTP protocol in front of any PostgreSQL: `POST /sql` with one statement or an atomic batch. Refuses callers
 * without the password that this start made up, and bodies larger than any query of ours.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as z from 'zod'
import { reasonOf } from '../start-error.ts'
import type { Backend } from './backend.ts'

const BODY_MAX_BYTES = 64 * 1024 * 1024

const StatementBody = z.object({ query: z.string(), params: z.array(z.string().nullable()).default([]) })
const Body = z.union([StatementBody, z.object({ queries: z.array(StatementBody) })])

const isolationLevels: Readonly<Record<string, string>> = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
}

const beginOf = (headers: IncomingMessage['headers']): string => {
  const isolation = isolationLevels[String(headers['neon-batch-isolation-level'])]
  return [
    'BEGIN',
    isolation && `ISOLATION LEVEL ${isolation}`,
    headers['neon-batch-read-only'] === 'true' && 'READ ONLY',
    headers['neon-batch-deferrable'] === 'true' && 'DEFERRABLE',
  ]
    .filter(Boolean)
    .join(' ')
}

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > BODY_MAX_BYTES) throw new RangeError(`a query is at most ${BODY_MAX_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** What the driver turns into its NeonDbError; a status other than 400 would lose the SQLSTATE. */
const errorFields = [
  'code',
  'severity',
  'detail',
  'hint',
  'position',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
]
const toErrorBody = (error: unknown): Record<string, unknown> => {
  const source = Object(error) as Record<string, unknown>
  const told = errorFields.filter((field) => typeof source[field] === 'string').map((field) => [field, source[field]])
  return { message: reasonOf(error), ...Object.fromEntries(told) }
}

/**
 * Whether there is no database to answer, as opposed to one that refuses: then what PostgreSQL would have said is not known, and the status
 * says so. Its own words for that are the classes 08 and 57P.
 */
const isAway = (error: unknown): boolean => {
  if (error instanceof z.ZodError || error instanceof SyntaxError || error instanceof RangeError) return false
  const { code } = Object(error) as { readonly code?: unknown }
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? /^(?:08|57P)/.test(code) : true
}

/** The driver adds parameters of its own to the connection string: only the password counts. */
const passwordOf = (connectionString: unknown): string => URL.parse(String(connectionString))?.password ?? ''

const sameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(createHash('sha256').update(one).digest(), createHash('sha256').update(other).digest())

export interface NeonEndpoint {
  /** For `neonConfig.fetchEndpoint`. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Serves `backend` on a loopback port that the system chooses.
 *
 * @param password what the connection string in `Neon-Connection-String` must carry
 */
export const serveNeonEndpoint = async (backend: Backend, password: string): Promise<NeonEndpoint> => {
  const answer = async (request: IncomingMessage): Promise<{ status: number; body: unknown }> => {
    if (!sameSecret(passwordOf(request.headers['neon-connection-string']), password)) {
      return { status: 401, body: { message: 'wrong password' } }
    }
    if (request.method !== 'POST' || request.url !== '/sql') return { status: 404, body: { message: 'POST /sql' } }
    try {
      const body = Body.parse(JSON.parse(await readBody(request)))
      if ('query' in body) return { status: 200, body: await backend.run(body) }
      return { status: 200, body: { results: await backend.runBatch(beginOf(request.headers), body.queries) } }
    } catch (error) {
      return { status: isAway(error) ? 503 : 400, body: toErrorBody(error) }
    }
  }
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, body } = await answer(request)
    // A body that was not read to its end cannot be followed by another request.
    if (!request.complete) response.setHeader('connection', 'close')
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  // The driver keeps connections; one closed under it would fail a query.
  server.keepAliveTimeout = 120_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/sql`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await backend.close()
    },
  }
}
