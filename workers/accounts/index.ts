/** The accounts worker: HTTP below /api/auth, called by the edge alone. Says what may be said of a failure, and nothing of what it held. */

import { withinRequest } from '../../telemetry/request.ts'
import { continueTrace } from '../../telemetry/trace.ts'
import { sweepExpired } from '../db/queries/sweep.ts'
import { describeError, log } from '../log.ts'
import { tellSentry } from '../sentry.ts'
import { refuse, withEnvelope } from './answers.ts'
import { type Auth, createAuth } from './auth.ts'
import { openAccounts } from './database.ts'
import type { Env } from './env.ts'
import { withinBound } from './in-flight.ts'
import { waitOf } from './pace.ts'
import { pages } from './pages.ts'
import { providersOf } from './providers.ts'
import { requestState } from './request-state.ts'

tellSentry('accounts')

let auth: Auth | undefined

const basePath = '/api/auth'
const pathOf = (request: Request): string => new URL(request.url).pathname.slice(basePath.length).replace(/\/$/, '')

const redirect = (location: string) => new Response(null, { status: 302, headers: { location } })

/** The constraint that refused a statement, wherever in the chain of causes the driver's error is. */
const constraintOf = (error: unknown): unknown => {
  const { constraint, cause } = Object(error) as { readonly constraint?: unknown; readonly cause?: unknown }
  return constraint ?? (cause === undefined ? undefined : constraintOf(cause))
}

const failed = (error: unknown, request: Request, requestId: string): Response => {
  const constraint = constraintOf(error)
  if (constraint === 'members_keep_an_owner') {
    return refuse('LAST_OWNER', 'An organization keeps an owner', requestId)
  }
  if (constraint === 'people_begin_with_one') {
    // A link out of a mail was opened in a browser.
    if (request.method === 'GET') return redirect(`${pages.error}?error=signup_disabled`)
    return refuse('FORBIDDEN', 'This place takes invited people only', requestId)
  }
  log('error', { event: 'request_failed', worker: 'accounts', ...describeError(error) })
  return refuse('INTERNAL_ERROR', 'Something went wrong here. The request id helps to find it.', requestId)
}

/**
 * Two who sign up at once with one new address: the database lets one in, and better-auth tells the other that it failed, which tells that the
 * address is there. Asked again, it finds the first and answers as to anybody.
 */
const handleTwice = async (handler: Auth['handler'], request: Request): Promise<Response> => {
  const again = pathOf(request) === '/sign-up/email' ? request.clone() : undefined
  const first = await handler(request)
  if (!again || first.status !== 422) return first
  const { code } = (await first.clone().json()) as { readonly code?: unknown }
  return code === 'FAILED_TO_CREATE_USER' ? handler(again) : first
}

/** A page of another origin, also one of another port of this machine, which better-auth would trust. */
const isForeign = (request: Request, env: Env): boolean => {
  const origin = request.headers.get('origin')
  if (request.method === 'GET' || origin === null) return false
  return origin !== (env.PUBLIC_URL ?? new URL(request.url).origin)
}

const answer = async (request: Request, env: Env, requestId: string): Promise<Response> => {
  if (isForeign(request, env)) {
    const told = { code: 'INVALID_ORIGIN', message: 'A page of another origin may not do this' }
    return withEnvelope(Response.json(told, { status: 403 }), requestId)
  }
  auth ??= createAuth(env)
  const { handler } = auth
  const tooMany = () =>
    refuse('RATE_LIMITED', 'Too many people sign in at this moment', requestId, { retryAfterMs: 2_000 })
  return withinBound(
    pathOf(request),
    async () => {
      try {
        return await withEnvelope(await handleTwice(handler, request), requestId)
      } catch (error) {
        return failed(error, request, requestId)
      }
    },
    tooMany,
  )
}

const sweepEveryMs = 600_000
let sweptAt = 0

/** Once in a while, after an answer: nothing else rings here. */
const sweep = async (env: Env): Promise<void> => {
  if (Date.now() - sweptAt < sweepEveryMs) return
  sweptAt = Date.now()
  try {
    await sweepExpired(openAccounts(env))
  } catch (error) {
    log('error', { worker: 'accounts', sweep: 'failed', ...describeError(error) })
  }
}

/** What a page may offer to come in by. */
const methods = (env: Env): Response =>
  Response.json(
    { password: true, providers: Object.keys(providersOf(env)), signUp: env.SIGN_UP === 'open' ? 'open' : 'invited' },
    { headers: { 'cache-control': 'no-store' } },
  )

export default {
  fetch(request, env, context) {
    const requestId = request.headers.get('x-request-id') ?? ''
    const path = pathOf(request)
    if (path === '/sign-in-methods' && request.method === 'GET') return methods(env)
    const startedAt = Date.now()
    const underWay = { requestId, trace: continueTrace(request.headers.get('traceparent')) }
    const state = { actor: '', address: request.headers.get('cf-connecting-ip') ?? '', isAway: false }
    const handle = async () => {
      const answered = await answer(request, env, requestId)
      context.waitUntil(sweep(env))
      // Its cookies are dropped with it: what better-auth takes for signed out is only away.
      if (state.isAway) return refuse('UNAVAILABLE', 'The database does not answer', requestId)
      const isSignedIn = path === '/sign-in/email' && answered.ok
      const waitMs = isSignedIn ? 0 : waitOf(path, Date.now() - startedAt)
      if (waitMs > 0) await scheduler.wait(waitMs)
      return answered
    }
    return withinRequest(underWay, () => requestState.run(state, handle))
  },
} satisfies ExportedHandler<Env>
