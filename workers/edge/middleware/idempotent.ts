/**
 * Carries out a call with an `Idempotency-Key` once, however often it is sent: the same request gets the same answer for 24 hours, another one
 * under the same key is refused. A call that was refused or failed changed nothing and may be sent again. Without the header it costs nothing.
 */
import { RoomError } from '@syncforge/protocol/errors'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import * as z from 'zod'
import { describeError, log } from '../../log.ts'
import type { Identity } from '../auth/caller.ts'
import type { EdgeEnv } from '../env.ts'
import { digestOf, openAnswer, sealAnswer } from '../limits/sealed-answer.ts'
import { type BodyRule, isStreamed } from './body-bound.ts'

export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'up to 255 letters, digits and signs of ASCII')
  .describe('The same request with the same key is carried out once and answered alike for 24 hours.')

/** Whose idempotency keys these are: those of an organization's API keys are shared, those of a person are their own in each organization. */
const ownerOf = (identity: Identity): readonly string[] =>
  identity.kind === 'key' ? [identity.organizationId] : [identity.organizationId ?? '', identity.person.id]

/** Objects of an owner: each holds a share of its keys. */
const sharesPerOwner = 256

/** What makes two calls the same: method, address, body. Of a file that passes through, its length. */
const fingerprintOf = async (c: Context<EdgeEnv>, rule: BodyRule): Promise<string> => {
  const { method, url, raw } = c.req
  const { pathname, search } = new URL(url)
  const head = JSON.stringify([method, pathname, search, raw.headers.get('content-type')])
  const body = isStreamed(rule, raw.headers)
    ? new TextEncoder().encode(raw.headers.get('content-length') ?? '')
    : new Uint8Array(await c.req.arrayBuffer())
  return digestOf(new TextEncoder().encode(head), body)
}

export const idempotent = (rule: BodyRule) =>
  createMiddleware<EdgeEnv>(async (c, next) => {
    const sent = c.req.header('idempotency-key')
    if (sent === undefined) return next()
    if (!IdempotencyKey.safeParse(sent).success) {
      throw new RoomError('VALIDATION_ERROR', 'The Idempotency-Key is not valid: up to 255 letters, digits and signs')
    }
    const owner = ownerOf(c.get('identity'))
    const key = await digestOf(new TextEncoder().encode(JSON.stringify([owner, sent])))
    const share = Number.parseInt(key.slice(0, 8), 16) % sharesPerOwner
    const { IDEMPOTENCY, TOKEN_SECRET } = c.env
    const calls = IDEMPOTENCY.get(IDEMPOTENCY.idFromName(JSON.stringify([owner, share])))
    const begun = await calls.begin(key, await fingerprintOf(c, rule))
    if (begun.kind === 'reused') {
      throw new RoomError('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key was sent with another request')
    }
    if (begun.kind === 'busy') {
      throw new RoomError('RATE_LIMITED', 'The request with this Idempotency-Key is still being carried out', {
        retryAfterMs: 2_000,
      })
    }
    if (begun.kind === 'done') {
      c.res = await openAnswer(TOKEN_SECRET, key, begun.answer)
      c.header('idempotent-replayed', 'true')
      return
    }
    const run = async () => {
      await next()
      const answer = c.res.ok ? await sealAnswer(TOKEN_SECRET, key, c.res.clone()) : null
      if (answer === null) await calls.release(key, begun.attempt)
      else await calls.finish(key, begun.attempt, answer)
    }
    // Also when the caller does not wait for the answer: that is when it is asked for again.
    const work = run().catch((error: unknown) => {
      log('error', { requestId: c.get('requestId'), check: 'idempotency', ...describeError(error) })
    })
    c.executionCtx.waitUntil(work)
    await work
    return
  })
