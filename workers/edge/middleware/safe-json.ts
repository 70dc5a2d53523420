/** Refuses JSON bodies that are malformed, no Unicode, nested too deeply or name `__proto__`, before any schema sees them. */
import { RoomError } from '@syncforge/protocol/errors'
import { parseJson } from '@syncforge/protocol/json'
import { createMiddleware } from 'hono/factory'
import type { EdgeEnv } from '../env.ts'

export const safeJson = createMiddleware<EdgeEnv>(async (c, next) => {
  // Many clients name a type on requests without a body too.
  if (c.req.raw.body && /^application\/json\b/i.test(c.req.header('content-type') ?? '')) {
    try {
      // Hono keeps the text: the validator behind this reads it again without a second download.
      parseJson(await c.req.text(), true)
    } catch (error) {
      if (error instanceof RoomError) throw new RoomError('VALIDATION_ERROR', error.message, error.details)
      throw error
    }
  }
  await next()
})
