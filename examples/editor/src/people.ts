// Owns how users of the room become people on the page: which name and colour to believe. Draws nothing.
import { safeColor } from './color.ts'
import { cleanName } from './identity.ts'
import type { User } from './room.ts'

export interface Person {
  readonly userId: string
  /** Somebody who only claims an id is not the person of that id. */
  readonly key: string
  readonly name: string
  readonly color: string
  readonly isSelf: boolean
  readonly verified: boolean
  readonly windows: number
  readonly activity: User['activity']
}

interface Claim {
  readonly userId: string
  readonly userInfo: unknown
  readonly verified: boolean
  readonly presence: unknown
}

const text = (source: unknown, key: string): string | undefined => {
  const value = typeof source === 'object' && source !== null ? (source as Record<string, unknown>)[key] : undefined
  return typeof value === 'string' ? cleanName(value) || undefined : undefined
}

/** A signed name wins over anything claimed later; an unsigned one may be changed in presence while in the room. */
const nameOf = ({ userInfo, verified, presence }: Claim): string => {
  const signed = verified ? text(userInfo, 'name') : undefined
  return signed ?? text(presence, 'name') ?? text(userInfo, 'name') ?? 'Guest'
}

const colorOf = ({ userId, userInfo, presence }: Claim): string =>
  safeColor(text(presence, 'color') ?? text(userInfo, 'color'), userId)

type Identified = Pick<Claim, 'userId' | 'verified'>

export const keyOf = ({ userId, verified }: Identified): string => `${verified ? 'proven' : 'claimed'}:${userId}`

/** Everyone here, in the room's order: who came first is first. */
export const toPeople = (users: readonly User[], self: Identified): Person[] =>
  users.map((user) => ({
    userId: user.userId,
    key: keyOf(user),
    name: nameOf(user),
    color: colorOf(user),
    isSelf: keyOf(user) === keyOf(self),
    verified: user.verified,
    windows: user.connections.length,
    activity: user.activity,
  }))

/** Up to two letters for an avatar: of the first and last word, or the first two of a single one. */
export const initials = (name: string): string => {
  const words = name.split(/\s+/).map((part) => Array.from(part))
  const [first = [], ...rest] = words
  const last = rest.at(-1)
  const letters = last ? [first[0], last[0]] : first.slice(0, 2)
  return letters.join('').toLocaleUpperCase()
}

/** "Ada (you)", "Grace (idle)": a name with the one word that says most about it. */
export const spokenName = ({ name, isSelf, activity }: Person): string => {
  if (isSelf) return `${name} (you)`
  return activity === 'active' ? name : `${name} (${activity})`
}

/** "Ada (you), Grace and Linus (away)", for people who hear the page. */
export const spokenList = (people: readonly Person[]): string =>
  new Intl.ListFormat('en').format(people.map(spokenName))
