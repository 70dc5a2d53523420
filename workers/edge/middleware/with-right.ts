/** Refuses who may not do what a route is for, before anything of the request is read. */
import type { Right } from '@syncforge/protocol/rights'
import { createMiddleware } from 'hono/factory'
import { requireRight } from '../auth/caller.ts'
import type { EdgeEnv } from '../env.ts'

export const withRight = (right: Right) =>
  createMiddleware<EdgeEnv>(async (c, next) => {
    requireRight(c.get('caller'), right)
    await next()
  })
