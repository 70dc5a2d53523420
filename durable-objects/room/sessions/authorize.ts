/** Authorizing: what somebody may do in the room, from what they bring along and what holds here (rules GR1–GR5), now and when that changes. */
import type { Access } from '@syncforge/protocol/access'
import { RoomError } from '@syncforge/protocol/errors'
import type { Person } from '@syncforge/protocol/person'
import type { Transactions } from '../../actor/transactions.ts'
import type { Admission } from '../admission.ts'
import type { PartLevels, RoomConnection } from '../connections/connection.ts'
import type { ConnectionRegistry } from '../connections/connection-registry.ts'
import type { Delivery } from '../delivery/deliver.ts'
import type { Reading } from '../live/target.ts'
import type { Rights } from '../record/rights.ts'
import { holds, type SharingStore } from '../record/sharing.ts'
import type { End } from './end.ts'

/** What somebody brings along. */
export type Credentials = Pick<Admission, 'access' | 'link' | 'expiresAt'>

export interface Authorized {
  readonly access: Access
  readonly parts: PartLevels
  /** When that ends: with the token, or with the link that it rests on. */
  readonly expiresAt: number | null
}

export interface Authorizer {
  /** @throws RoomError FORBIDDEN, TOKEN_EXPIRED for a link that is over */
  require(person: Person, credentials: Credentials): Authorized
  /** Something was decided: those of `connections` whose rights it changes obey at once, and those who have none left go. Call in a transaction. */
  again(connections: Iterable<RoomConnection>): void
}

interface AuthorizerParts {
  readonly rights: Rights
  readonly sharing: SharingStore
  readonly registry: ConnectionRegistry
  readonly transactions: Transactions
  readonly delivery: Delivery
  end: End
  clock(): number
}

/** Whether a verified person may read the room: as far as is known while they bring nothing along. */
export const readingOf = (
  userId: string,
  { rights, registry }: Pick<AuthorizerParts, 'rights' | 'registry'>,
  now: number,
): Reading => {
  const person = { userId, verified: true }
  if (rights.of(userId, now).ban !== null) return 'no'
  // Whoever is here has shown a token, or a link, that holds.
  const isHere = [...registry.of(person)].length > 0
  return isHere || rights.accessOf(person, { access: 'default', link: null }) !== null ? 'yes' : 'unknown'
}

const earliest = (...times: readonly (number | null)[]): number | null => {
  const ends = times.filter((time) => time !== null)
  return ends.length === 0 ? null : Math.min(...ends)
}

const sameLevels = (one: PartLevels, other: PartLevels): boolean => {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
}

export const createAuthorizer = ({
  rights,
  sharing,
  registry,
  transactions,
  delivery,
  end,
  clock,
}: AuthorizerParts): Authorizer => {
  const authorize = (person: Person, { access: token, link: hash, expiresAt }: Credentials): Authorized | null => {
    const known = hash === null ? null : sharing.link(hash)
    const link = known !== null && holds(known, clock()) ? known : null
    const access = rights.accessOf(person, { access: token, link: link?.access ?? null })
    if (access === null) return null
    const restsOnLink = link !== null && rights.accessOf(person, { access: token, link: null }) !== access
    return {
      access,
      parts: rights.documentsOf(person, access),
      expiresAt: restsOnLink ? earliest(expiresAt, link.expiresAt) : expiresAt,
    }
  }

  const refusalOf = ({ access, link: hash }: Credentials): RoomError => {
    if (access === null && hash !== null) {
      const link = sharing.link(hash)
      if (link !== null && !holds(link, clock()))
        return new RoomError('TOKEN_EXPIRED', 'The share link has ended', { expiresAt: link.expiresAt })
      if (link === null)
        return new RoomError('FORBIDDEN', 'The share link does not hold any more: it was revoked', null)
    }
    return new RoomError('FORBIDDEN', 'Nothing gives this person a right to the room', null)
  }

  const credentialsOf = ({ granted, link, expiresAt }: RoomConnection): Credentials => ({
    access: granted,
    link,
    expiresAt,
  })

  const tell = (to: RoomConnection, access: Access, parts: PartLevels, hadParts: boolean) => {
    const documents = hadParts || Object.keys(parts).length > 0 ? { documents: parts } : {}
    transactions.afterCommit(() =>
      delivery.tell(to, { kind: 'event', type: 'session.changed', body: { access, ...documents }, origin: 0 }),
    )
  }

  return {
    require(person, credentials) {
      const authorized = authorize(person, credentials)
      if (authorized === null) throw refusalOf(credentials)
      return authorized
    },
    again(connections) {
      for (const connection of [...connections]) {
        if (!registry.all.has(connection.id)) continue
        const authorized = authorize(connection.user, credentialsOf(connection))
        if (authorized === null) {
          end(connection, new RoomError('FORBIDDEN', 'Your right to this room was taken back', null))
          continue
        }
        const { access, parts } = authorized
        if (access === connection.access && sameLevels(parts, connection.parts)) continue
        const hadParts = Object.keys(connection.parts).length > 0
        connection.grant({ access, parts })
        tell(connection, access, parts, hadParts)
      }
    },
  }
}
