/** Turns whatever was thrown into the one error envelope. A stack goes to the log, never to the caller. */
import { errors, isErrorCode, RoomError, toWireError } from '@syncforge/protocol/errors'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type * as z from 'zod'
import type { Answer } from '../../durable-objects/room/admission.ts'
import { isDatabaseAway } from '../db/client.ts'
import { describeError, log } from '../log.ts'
import type { EdgeEnv } from './env.ts'

/** What does not fit a schema, by the name of each field; one that is not known is named like one that is wrong. */
export const invalid = (issues: readonly z.core.$ZodIssue[]): RoomError => {
  const details = issues.flatMap((issue) => {
    const { path, message } = issue
    if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message }]
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not known' }))
  })
  const [first] = details
  const told = first ? `: ${first.path || 'the body'}: ${first.message}` : ''
  return new RoomError('VALIDATION_ERROR', `The request is not valid${told}`, details)
}

/** A refusal that is meant for the caller; anything else becomes INTERNAL_ERROR and is logged with its stack. */
export const toRefusal = (error: unknown): RoomError => {
  if (error instanceof RoomError) return error
  // Hono's own: a body that is no JSON or of another media type.
  if (error instanceof HTTPException && error.status < 500) return new RoomError('VALIDATION_ERROR', error.message)
  log('error', { event: 'request_failed', ...describeError(error) })
  if (isDatabaseAway(error)) {
    return new RoomError('UNAVAILABLE', 'The database does not answer right now', { retryAfterMs: 1_000 })
  }
  return new RoomError('INTERNAL_ERROR', 'Something went wrong here. The request id helps to find it.')
}

const retryAfterOf = ({ details }: RoomError): Record<string, string> => {
  const { retryAfterMs } = Object(details) as { readonly retryAfterMs?: unknown }
  return typeof retryAfterMs === 'number' ? { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) } : {}
}

export const problem = (error: RoomError, requestId: string): Response =>
  Response.json(toWireError(error, requestId), {
    status: errors[error.code].status,
    headers: {
      'x-request-id': requestId,
      ...(error.code === 'UNAUTHORIZED' ? { 'www-authenticate': 'Bearer' } : {}),
      ...retryAfterOf(error),
    },
  })

const answerWith = (refusal: RoomError, c: Context<EdgeEnv>): Response => {
  c.set('refusedWith', refusal.code)
  return problem(refusal, c.get('requestId'))
}

export const onError = (error: unknown, c: Context<EdgeEnv>): Response => answerWith(toRefusal(error), c)

export const onNotFound = (c: Context<EdgeEnv>): Response =>
  answerWith(new RoomError('NOT_FOUND', `There is no ${c.req.method} ${c.req.path}`), c)

/** The reply of a room, or its refusal thrown. */
export const replyOf = (answer: Answer): unknown => {
  if (answer.ok) return answer.reply
  const { code, message, details } = answer.error
  if (!isErrorCode(code)) throw new Error(`a room answered with the unknown code ${code}`)
  throw new RoomError(code, message, details)
}
