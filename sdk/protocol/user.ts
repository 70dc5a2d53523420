/** Who somebody is in the room: the verified or claimed identity with a name and a colour that are always there. */
import { createId } from './ids.ts'
import type { User, UserInfo } from './schemas.ts'

/** Twelve hues that keep 4.5:1 contrast under white text. */
const palette = [
  '#b4232a',
  '#b4470c',
  '#8a6100',
  '#4d7300',
  '#1a7a36',
  '#00766a',
  '#00708f',
  '#1565c0',
  '#4a56c9',
  '#7a3fc0',
  '#a02c9a',
  '#b3246b',
] as const

/** FNV-1a, 32 bit (Fowler, Noll, Vo): the same id has the same colour everywhere. */
const hash = (text: string): number => {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0
  return value
}

const colorOf = (userId: string): string => palette[hash(userId) % palette.length] ?? palette[0]

/** A user for a claim; somebody who gives no id is a guest with an id of their own. */
export const toUser = (claim: { userId: string | null; userInfo: UserInfo; verified: boolean }): User => {
  const userId = claim.userId ?? createId('guest')
  const { name, color, avatar, ...rest } = claim.userInfo
  return {
    userId,
    userInfo: {
      ...rest,
      ...(avatar === undefined ? {} : { avatar }),
      name: name ?? (claim.userId === null ? 'Guest' : userId),
      color: color ?? colorOf(userId),
    },
    verified: claim.verified,
  }
}
