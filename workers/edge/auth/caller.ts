/** Who calls the API: a secret key, or somebody who is signed in. What each may do is in the protocol's table of rights. */
import { RoomError } from '@syncforge/protocol/errors'
import { type Right, type Role, roleAllows, type Scope, scopesAllow } from '@syncforge/protocol/rights'
import type { KeySecret } from '../../db/queries/api-keys.ts'
import type { Person, Session } from '../../db/queries/sessions.ts'
import type { HeldKey } from './held-key.ts'

/** A program with a secret key. */
export interface KeyCaller {
  readonly kind: 'key'
  /** The key's id: who acts, in the audit log and in rooms. */
  readonly id: string
  readonly organizationId: string
  readonly scopes: readonly Scope[]
  /** The one that was shown: what is signed for this caller ends with it. */
  readonly secret: KeySecret
  /** When that is, in milliseconds since 1970; `null`: not of itself. */
  readonly endsAt: number | null
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

/** Who a request has proven to be, before any organization or right is asked for. */
export type Identity = KeyCaller | ({ readonly kind: 'session' } & Session)

export const keyCaller = ({ key: { id, organizationId, scopes }, secret, endsAt }: HeldKey): KeyCaller => ({
  kind: 'key',
  id,
  organizationId,
  scopes,
  secret,
  endsAt,
})

/** The id under which somebody acts. */
export const actorIdOf = (identity: Identity): string => (identity.kind === 'key' ? identity.id : identity.person.id)

/** @throws RoomError FORBIDDEN for a key: some things only people do */
export const requirePerson = (identity: Identity): Person => {
  if (identity.kind === 'session') return identity.person
  throw new RoomError('FORBIDDEN', 'This is for people who are signed in: a key belongs to one organization')
}

/**
 * The caller in the organization that the request names.
 *
 * @throws RoomError VALIDATION_ERROR when it names none, FORBIDDEN for those who are no members, ORGANIZATION_DELETED
 */
export const callerOf = (identity: Identity, whileDeleted: boolean): Caller => {
  if (identity.kind === 'key') return identity
  const { person, organizationId, membership } = identity
  if (organizationId === null) {
    const details = [{ path: 'SyncForge-Organization', message: 'is missing' }]
    throw new RoomError('VALIDATION_ERROR', 'Name the organization: SyncForge-Organization: org_…', details)
  }
  if (!membership) {
    throw new RoomError('FORBIDDEN', 'You are not a member of this organization', { organization: organizationId })
  }
  if (membership.deletedAt && !whileDeleted) throw organizationDeleted(membership.deletedAt)
  const { id, name, email } = person
  return { kind: 'person', id, organizationId, role: membership.role, name, email }
}

export const organizationDeleted = (deletedAt: Date): RoomError =>
  new RoomError('ORGANIZATION_DELETED', 'The organization was deleted. Its owners can bring it back for seven days', {
    deletedAt: deletedAt.getTime(),
  })

/** @throws RoomError FORBIDDEN, naming the right that is missing */
export const requireRight = (caller: Caller, right: Right): void => {
  if (caller.kind === 'key' && !scopesAllow(caller.scopes, right)) {
    throw new RoomError('FORBIDDEN', `This key's scopes do not allow ${right}`, { right, scopes: caller.scopes })
  }
  if (caller.kind === 'person' && !roleAllows(caller.role, right)) {
    throw new RoomError('FORBIDDEN', `Your role, ${caller.role}, does not allow ${right}`, { right, role: caller.role })
  }
}
