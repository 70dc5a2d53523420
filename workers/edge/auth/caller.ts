/** Who calls the API: a secret key, or a member of an organization who is signed in. What each may do is in the protocol's table of rights. */
import { RoomError } from '@syncforge/protocol/errors'
import { type Right, type Role, roleAllows, type Scope, scopes, scopesAllow } from '@syncforge/protocol/rights'
import type { KeyRecord } from '../../db/queries/api-keys.ts'

/** A program with a secret key. */
export interface KeyCaller {
  readonly kind: 'key'
  /** The key's id: who acts, in the audit log and in rooms. */
  readonly id: string
  readonly organizationId: string
  readonly scopes: readonly Scope[]
}

/** Somebody in the dashboard. */
export interface PersonCaller {
  readonly kind: 'person'
  /** The person's id: who acts, in the audit log and in rooms. */
  readonly id: string
  readonly organizationId: string
  readonly role: Role
  readonly name: string
  readonly email: string
}

export type Caller = KeyCaller | PersonCaller

export const keyCaller = ({ id, organizationId }: KeyRecord): KeyCaller => ({ kind: 'key', id, organizationId, scopes })

/** @throws RoomError FORBIDDEN, naming the right that is missing */
export const requireRight = (caller: Caller, right: Right): void => {
  if (caller.kind === 'key' && !scopesAllow(caller.scopes, right)) {
    throw new RoomError('FORBIDDEN', `This key's scopes do not allow ${right}`, { right, scopes: caller.scopes })
  }
  if (caller.kind === 'person' && !roleAllows(caller.role, right)) {
    throw new RoomError('FORBIDDEN', `Your role, ${caller.role}, does not allow ${right}`, { right, role: caller.role })
  }
}
