/** Owns the answer to whom the room knows, from connections, rights and what features have written down. Knows none of them by name. */
import { allows } from '@syncforge/protocol/access'
import { isSamePerson, type Person, personKey } from '@syncforge/protocol/person'
import type { Connection, KnownPerson, RoomPeople } from './context.ts'
import type { OpenFeature } from './open.ts'
import type { Rights } from './record/rights.ts'

interface PeopleParts {
  features(): readonly OpenFeature[]
  connections(): readonly Connection[]
  readonly rights: Pick<Rights, 'of' | 'page'>
  ownerId(): string | null
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

const looksLikeAddress = (userId: string): boolean => userId.includes('@')

export const createRoomPeople = ({ features, connections, rights, ownerId, clock }: PeopleParts): RoomPeople => {
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

  return {
    find(userId, verified) {
      const written = features().flatMap((feature) => feature.people?.called(userId) ?? [])
      const granted = isGranted(userId) ? [byId(userId)] : []
      const all = [...here(), ...written, ...granted].filter((one) => one.userId === userId)
      const wanted = verified === undefined ? [true, false] : [verified]
      return wanted.flatMap((isProven) => all.find((one) => one.verified === isProven) ?? [])[0] ?? null
    },
    suggest(given, limit, viewer) {
      const query = folded(given.trim())
      const present = here()
      const met = new Map<string, KnownPerson>()
      const meet = (someone: KnownPerson) => {
        if (!met.has(personKey(someone))) met.set(personKey(someone), someone)
      }
      for (const someone of present) meet(someone)
      for (const feature of features()) for (const someone of feature.people?.newest(lookedAtMax) ?? []) meet(someone)
      const seesAddresses = allows(viewer.access, 'moderate')
      for (const userId of grantedTo()) if (seesAddresses || !looksLikeAddress(userId)) meet(byId(userId))
      const isHere = (someone: Person) => present.some((one) => isSamePerson(one, someone))
      return [...met.values()]
        .flatMap((person) => {
          const rank = isSamePerson(person, viewer.user) ? null : rankOf(person, query)
          return rank === null ? [] : [{ rank, person: { ...person, isHere: isHere(person) } }]
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
