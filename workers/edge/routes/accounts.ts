/** Passes everything below /api/auth on to the accounts worker, with a bounded body and what only the edge knows. */
import { RoomError } from '@syncforge/protocol/errors'
import { Hono } from 'hono'
import { describeError, log } from '../../log.ts'
import { clientAddressOf } from '../client-address.ts'
import type { EdgeEnv } from '../env.ts'
import { bodyBound } from '../middleware/body-bound.ts'

/** The largest is a profile with a small image in it. */
const bodyMaxBytes = 64 * 1024

/** A browser always says at least one of these where it matters; a program that keeps a person's cookies may say none. */
const isNoBrowser = (headers: Headers): boolean =>
  !headers.has('origin') && !headers.has('referer') && !headers.has('sec-fetch-site')

const forwarded = (request: Request, requestId: string, publicUrl: string | undefined): Request => {
  const headers = new Headers(request.headers)
  headers.delete('cf-connecting-ip')
  headers.set('x-request-id', requestId)
  const address = clientAddressOf(request)
  if (address) headers.set('cf-connecting-ip', address)
  if (isNoBrowser(headers)) headers.set('origin', publicUrl ?? new URL(request.url).origin)
  return new Request(request, { headers, redirect: 'manual' })
}

export const accounts = new Hono<EdgeEnv>().all('/api/auth/*', bodyBound({ maxBytes: bodyMaxBytes }), async (c) => {
  const requestId = c.get('requestId')
  try {
    const answer = await c.env.ACCOUNTS.fetch(forwarded(c.req.raw, requestId, c.env.PUBLIC_URL))
    // Its headers are frozen, and the request id is still to be added.
    return new Response(answer.body, answer)
  } catch (error) {
    log('error', { requestId, to: 'accounts', ...describeError(error) })
    throw new RoomError('UNAVAILABLE', 'Accounts cannot be reached right now', { retryAfterMs: 1_000 })
  }
})
