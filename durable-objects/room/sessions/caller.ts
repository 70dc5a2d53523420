/** Who speaks without a socket: a call of the edge, as the handlers see it, and how it is answered. */

import { RoomError } from '@syncforge/protocol/errors'
import type { Person } from '@syncforge/protocol/person'
import type { Log } from '../../actor/log.ts'
import type { Actor, Answer } from '../admission.ts'
import type { Connection } from '../context.ts'
import type { Rights } from '../record/rights.ts'
import type { Authorizer } from './authorize.ts'

/** A caller without a socket: number 0, nothing is kept with it. One that has shown nothing speaks for a server with a key. */
export const callerFor = ({ user, access, requestId, shown }: Actor, isAgent = false): Connection => ({
  id: requestId,
  number: 0,
  user,
  isAgent,
  isTrusted: shown === undefined,
  access,
  accessTo: () => access,
  joinedAt: Date.now(),
  topics: new Set(),
  recall: () => undefined,
  remember: () => {},
  follow: () => {},
  unfollow: () => {},
})

interface VisitorParts {
  readonly rights: Pick<Rights, 'requireWelcome'>
  readonly authorizer: Authorizer
  readonly registry: { of(person: Person): readonly Pick<Connection, 'isAgent'>[] }
}

/** The same for a call by whoever it may be: of those who have shown what a socket would the room asks what it asks of sockets. @throws RoomError */
export const visitorFor = (actor: Actor, { rights, authorizer, registry }: VisitorParts): Connection => {
  // What a server says in the name of an agent that it shows is the agent's.
  if (actor.shown === undefined)
    return callerFor(
      actor,
      registry.of(actor.user).some(({ isAgent }) => isAgent),
    )
  rights.requireWelcome(actor.user, Date.now())
  const { access, parts } = authorizer.require(actor.user, actor.shown)
  return {
    ...callerFor({ ...actor, access }),
    // A name may be that of a property which every object has.
    accessTo: (part) => (Object.hasOwn(parts, part) ? (parts[part] ?? access) : access),
  }
}

/** A refusal as data: a thrown one would lose its code between workers. */
export const refusalOf = (cause: unknown, log: Log): Answer => {
  if (!(cause instanceof RoomError))
    log('call_failed', { error: cause instanceof Error ? (cause.stack ?? '') : String(cause) })
  const error = cause instanceof RoomError ? cause : new RoomError('INTERNAL_ERROR', 'The room could not do this')
  return { ok: false, error: { code: error.code, message: error.message, details: error.details } }
}

export const answerOf = async (work: () => unknown, log: Log): Promise<Answer> => {
  try {
    return { ok: true, reply: await work() }
  } catch (cause) {
    return refusalOf(cause, log)
  }
}
