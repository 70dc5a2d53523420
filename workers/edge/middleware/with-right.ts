/** Refuses who may not do what a route is for, before anything of the request is read. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Right } from '@syncforge/protocol/rights'
import { createMiddleware } from 'hono/factory'
import { type Caller, callerOf, requirePerson, requireRight } from '../auth/caller.ts'
import type { EdgeEnv } from '../env.ts'

/**
 * What a route asks of its callers: a right in the organization that they name; `authenticated`: to be somebody, a key or a person;
 * `signed-in`: to be a person.
 */
export type Need = Right | 'authenticated' | 'signed-in'

/** What else a route says of its callers. */
interface Exceptions {
  /** Also for an organization that was deleted and can still be brought back. */
  readonly whileDeleted?: boolean | undefined
  /** The parameter of the path that names a person: about themself, every member may. */
  readonly ownParam?: string | undefined
}

/** A key says of its organization no more than that others have theirs. */
const requireOwn = (caller: Caller, named: string | undefined): void => {
  if (named === undefined || named === caller.organizationId) return
  throw new RoomError('NOT_FOUND', 'There is no such organization')
}

export const withRight = (need: Need, { whileDeleted = false, ownParam }: Exceptions = {}) =>
  createMiddleware<EdgeEnv>(async (c, next) => {
    const identity = c.get('identity')
    if (need === 'signed-in') requirePerson(identity)
    else if (need !== 'authenticated') {
      const caller = callerOf(identity, whileDeleted)
      requireOwn(caller, c.req.param('organizationId'))
      c.set('caller', caller)
      const isOwn = ownParam !== undefined && caller.kind === 'person' && c.req.param(ownParam) === caller.id
      if (!isOwn) requireRight(caller, need)
    }
    await next()
  })
