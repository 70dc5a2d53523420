/** Refuses who may not do what a route is for, before anything of the request is read. */
import type { Right } from '@syncforge/protocol/rights'
import { createMiddleware } from 'hono/factory'
import { callerOf, requirePerson, requireRight } from '../auth/caller.ts'
import type { EdgeEnv } from '../env.ts'

/**
 * What a route asks of its callers: a right in the organization that they name; `authenticated`: to be somebody, a key or a person;
 * `signed-in`: to be a person.
 */
export type Need = Right | 'authenticated' | 'signed-in'

export const withRight = (need: Need, whileDeleted: boolean) =>
  createMiddleware<EdgeEnv>(async (c, next) => {
    const identity = c.get('identity')
    if (need === 'signed-in') requirePerson(identity)
    else if (need !== 'authenticated') {
      const caller = callerOf(identity, whileDeleted)
      c.set('caller', caller)
      requireRight(caller, need)
    }
    await next()
  })
