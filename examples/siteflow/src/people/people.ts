/** Owns how users of the room become people on the page: name, colour, and which document they are in. */
import type { PresenceUser, Room } from '@syncforge/client'
import { cleanName } from './identity.ts'

export interface Person {
  readonly key: string
  readonly name: string
  readonly color: string
  readonly isSelf: boolean
  readonly activity: PresenceUser['activity']
  /** Which documents their windows show, and whether they edit there. */
  readonly places: readonly { readonly document: string; readonly editing: boolean }[]
}

/** Each is readable behind white text, at least 4.5 : 1. */
// biome-ignore format: a palette reads as one block
const palette = ['#c2255c', '#1864ab', '#226f33', '#c2410c', '#0b7285', '#5f3dc4', '#8a5a00', '#9f1d1d', '#475569', '#4d6b0f']

/** Always the same for the same person. What a person claims for a colour is not believed: it would end up in a style. */
export const colorOf = (userId: string): string => {
  let hash = 0
  for (const char of userId) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  return palette[hash % palette.length] as string
}

export const nameOf = (info: { readonly name?: unknown } | undefined): string =>
  (typeof info?.name === 'string' && cleanName(info.name)) || 'Guest'

/** Who did something, as the room keeps it; of an agent it says so. */
export const authorOf = (by: { readonly name?: unknown; readonly agent?: true | undefined } | undefined): string =>
  by?.agent ? `${nameOf(by)} (agent)` : nameOf(by)

/** An id that was only claimed is another person than the same id proven by a token. */
export const personKey = ({ userId, verified }: Pick<PresenceUser, 'userId' | 'verified'>): string =>
  `${verified ? 'proven' : 'claimed'}:${userId}`

/** Everyone here, who came first is first. */
export const toPeople = (users: readonly PresenceUser[], self: Room['self']): readonly Person[] =>
  users.map((user) => ({
    key: personKey(user),
    name: nameOf(user.userInfo),
    color: colorOf(user.userId),
    isSelf: personKey(user) === personKey(self),
    activity: user.activity,
    places: user.connections.flatMap(({ presence: { document, editing } }) =>
      typeof document === 'string' ? [{ document, editing: editing === true }] : [],
    ),
  }))

/** Up to two letters for an avatar. */
export const initials = (name: string): string => {
  const words = name.split(' ').map((word) => Array.from(word))
  const [first = [], ...rest] = words
  const last = rest.at(-1)
  return (last ? [first[0], last[0]] : first.slice(0, 2)).join('').toLocaleUpperCase()
}

/** "Ada", "Ada and Bob", "Ada, Bob and 3 more". */
export const spokenNames = (names: readonly string[]): string => {
  const [first = '', second] = names
  if (names.length > 3) return `${first}, ${second} and ${names.length - 2} more`
  return new Intl.ListFormat('en').format(names)
}
