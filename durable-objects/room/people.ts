/** Owns the answer to whom the room knows, from connections, rights and what features have written down. Knows none of them by name. */
import { allows } from '@syncforge/protocol/access'
import { limits } from '@syncforge/protocol/limits'
import { isSamePerson, type Person, personKey } from '@syncforge/protocol/person'
import type { RoomName } from './admission.ts'
import type { Connection, FoundPerson, KnownPerson, RoomPeople } from './context.ts'
import type { OpenFeature } from './open.ts'
import type { Rights } from './record/rights.ts'
import type { Visitors } from './record/visitors.ts'
import { signAddress } from './signed-address.ts'

interface PeopleParts {
  features(): readonly OpenFeature[]
  connections(): readonly Connection[]
  readonly rights: Pick<Rights, 'of' | 'page' | 'requireWelcome'>
  readonly visitors: Pick<Visitors, 'called' | 'all'>
  ownerId(): string | null
  name(): RoomName | null
  /** What signs addresses; empty: none are. */
  readonly secret: string
  clock(): number
}

/** Of each feature, and of the grants: more are found by their whole id only. */
const lookedAtMax = 2_000

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/** The lower, the likelier; `null`: does not fit (rule SU3). */
const rankOf = ({ name, userId }: KnownPerson, query: string): number | null => {
  const called = folded(name)
  if (called.startsWith(query)) return 0
  if (called.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(query))) return 1
  if (folded(userId).startsWith(query)) return 2
  return called.includes(query) ? 3 : null
}

/** What the address of more people is good for: one question of one person. */
export interface PeopleGrant {
  readonly organizationId: string
  readonly roomId: string
  readonly query: string
  readonly limit: number
  /** Of whom nothing but their id is known. */
  readonly userIds: readonly string[]
  readonly by: Person
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** Of all ids together, so that an address stays one. */
const namelessMaxLength = 1_000

/** Those of whom an id is all that is known. */
const namelessOf = (found: readonly KnownPerson[]): readonly string[] => {
  let left = namelessMaxLength
  return found.flatMap(({ userId, verified, name }) => {
    if (!verified || name !== userId) return []
    left -= userId.length
    return left < 0 ? [] : [userId]
  })
}

const looksLikeAddress = (userId: string): boolean => userId.includes('@')

export const createRoomPeople = ({
  features,
  connections,
  rights,
  visitors,
  ownerId,
  name,
  secret,
  clock,
}: PeopleParts): RoomPeople => {
  const here = (): KnownPerson[] =>
    connections().map(({ user: { userId, verified, userInfo } }) => ({ userId, verified, name: userInfo.name }))
  const byId = (userId: string): KnownPerson => ({ userId, verified: true, name: userId })
  const isGranted = (userId: string) => userId === ownerId() || rights.of(userId, clock()).access !== null
  const grantedTo = (): readonly string[] => {
    const owner = ownerId()
    const granted = rights.page(null, lookedAtMax).flatMap(({ userId, access }) => (access === null ? [] : [userId]))
    return owner === null ? granted : [owner, ...granted]
  }
  const isWelcome = ({ userId, verified }: Person) => {
    const { ban, claimsBan } = rights.of(userId, clock())
    return ban === null && (verified || claimsBan === null)
  }

  const isHere = (someone: Person) => here().some((one) => isSamePerson(one, someone))

  return {
    offerable(named, viewer) {
      rights.requireWelcome(viewer.user, clock())
      return named
        .filter((one) => !isSamePerson(one, viewer.user) && isWelcome(one))
        .map((one) => ({ ...one, isHere: isHere(one) }))
    },
    more({ query, limit }, found, { user: { userId, verified } }) {
      const room = name()
      if (room === null || secret === '') return null
      const expiresAt = clock() + limits.suggestionMoreMs
      const says = [room.organizationId, room.roomId, query, limit, namelessOf(found), userId, verified, expiresAt]
      return `/people/${signAddress(secret, 'people', says)}`
    },
    departed: () => features().flatMap((feature) => feature.departed?.() ?? []),
    find(userId, verified, { isTrusted }) {
      const written = features().flatMap((feature) => feature.people?.called(userId) ?? [])
      const granted = isGranted(userId) ? [byId(userId)] : []
      const all = [...here(), ...visitors.called(userId), ...written, ...granted].filter((one) => one.userId === userId)
      const wanted = verified === undefined ? [true, false] : [verified]
      const found = wanted.flatMap((isProven) => all.find((one) => one.verified === isProven) ?? [])[0]
      return found ?? (isTrusted && verified !== false ? byId(userId) : null)
    },
    suggest(given, limit, viewer) {
      const query = folded(given.trim())
      const present = here()
      const met = new Map<string, KnownPerson>()
      const meet = (someone: KnownPerson) => {
        if (!met.has(personKey(someone))) met.set(personKey(someone), someone)
      }
      for (const someone of present) meet(someone)
      for (const someone of visitors.all()) meet(someone)
      for (const feature of features()) for (const someone of feature.people?.newest(lookedAtMax) ?? []) meet(someone)
      const seesAddresses = allows(viewer.access, 'moderate')
      for (const userId of grantedTo()) if (seesAddresses || !looksLikeAddress(userId)) meet(byId(userId))
      const isPresent = (someone: Person) => present.some((one) => isSamePerson(one, someone))
      return [...met.values()]
        .flatMap((person) => {
          const rank = isSamePerson(person, viewer.user) ? null : rankOf(person, query)
          return rank === null ? [] : [{ rank, person: { ...person, isHere: isPresent(person) } satisfies FoundPerson }]
        })
        .sort(
          (a, b) =>
            a.rank - b.rank ||
            Number(b.person.isHere) - Number(a.person.isHere) ||
            (folded(a.person.name) < folded(b.person.name) ? -1 : 1),
        )
        .map(({ person }) => person)
        .filter(isWelcome)
        .slice(0, limit)
    },
  }
}
