/** Passes everything below /api/auth on to the accounts worker, with a bounded body and what only the edge knows. */
import { RoomError, toWireError } from '@syncforge/protocol/errors'
import { type Context, Hono } from 'hono'
import { parse } from 'hono/utils/cookie'
import { currentOrigin } from '../../../telemetry/request.ts'
import type { Env } from '../../bindings/env.ts'
import { describeError, log } from '../../log.ts'
import { clientAddressOf } from '../auth/client-address.ts'
import { ownOriginOf } from '../auth/session.ts'
import type { EdgeEnv } from '../env.ts'
import { withinLimits } from '../limits/accounts.ts'
import { bodyBound } from '../middleware/body-bound.ts'
import { problem, toRefusal } from '../problem.ts'

/** The largest is a profile with a small image in it. */
const bodyMaxBytes = 64 * 1024

/** A browser always says at least one of these where it matters; a program that keeps a person's cookies may say none. */
const isNoBrowser = (headers: Headers): boolean =>
  !headers.has('origin') && !headers.has('referer') && !headers.has('sec-fetch-site')

/** Cookies as the edge has read them: accounts may not read another session out of the same header. */
const cookiesIn = (sent: string): string =>
  Object.entries(parse(sent))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('; ')

const forwarded = (request: Request, requestId: string, env: Env): Request => {
  const headers = new Headers(request.headers)
  headers.delete('cf-connecting-ip')
  const sent = headers.get('cookie')
  if (sent !== null) headers.set('cookie', cookiesIn(sent))
  headers.set('x-request-id', requestId)
  headers.set('traceparent', currentOrigin()?.traceparent ?? '')
  const address = clientAddressOf(request, env)
  if (address) headers.set('cf-connecting-ip', address)
  if (isNoBrowser(headers)) headers.set('origin', ownOriginOf(env, request))
  return new Request(request, { headers, redirect: 'manual' })
}

const pass = async (env: Env, request: Request, requestId: string): Promise<Response> => {
  try {
    const answer = await env.ACCOUNTS.fetch(forwarded(request, requestId, env))
    // Its headers are frozen, and the request id is still to be added.
    return new Response(answer.body, answer)
  } catch (error) {
    log('error', { requestId, to: 'accounts', ...describeError(error) })
    throw new RoomError('UNAVAILABLE', 'Accounts cannot be reached right now', { retryAfterMs: 1_000 })
  }
}

/** A refusal of the edge in the shape that those of accounts have: their client reads `code` and `message` at the top. */
const refuse = (error: unknown, c: Context<EdgeEnv>): Response => {
  const requestId = c.get('requestId')
  const refusal = toRefusal(error)
  c.set('refusedWith', refusal.code)
  const { headers, status } = problem(refusal, requestId)
  const { code, message } = refusal
  return Response.json(
    { code, message, ...toWireError(refusal, requestId) },
    { status, headers: withoutLength(headers) },
  )
}

/** Of the body that is not sent. */
const withoutLength = (headers: Headers): Headers => {
  const kept = new Headers(headers)
  kept.delete('content-length')
  return kept
}

export const accounts = new Hono<EdgeEnv>()
  .all('/api/auth/*', bodyBound({ maxBytes: bodyMaxBytes }), async (c) => {
    const requestId = c.get('requestId')
    const path = c.req.path.slice('/api/auth'.length).replace(/\/$/, '')
    const request = c.req.raw
    const attempt = {
      path,
      address: clientAddressOf(request, c.env),
      request,
      readBody: () => request.clone().text(),
    }
    return withinLimits(c.env, attempt, () => pass(c.env, request, requestId))
  })
  .onError(refuse)
