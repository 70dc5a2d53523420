/** Owns who this window is: a guest with a name and a colour, the same after a reload. */
import type { User } from '@syncforge/client'

export interface Person {
  readonly userId: string
  readonly name: string
  readonly color: string
}

/** Each is readable behind white letters and on both grounds of the board. */
const colors = ['#d6336c', '#1c7ed6', '#2f9e44', '#d9480f', '#0c8599', '#7048e8', '#9c6b00', '#c92a2a']
const animals = ['Badger', 'Crane', 'Dormouse', 'Falcon', 'Heron', 'Lynx', 'Marten', 'Otter', 'Plover', 'Swift', 'Tern']
const manners = ['Bold', 'Calm', 'Deft', 'Early', 'Fair', 'Glad', 'Keen', 'Lucky', 'Merry', 'Quick', 'Sunny']
const key = 'syncforge.whiteboard.person'

const pick = <T>(choices: readonly T[]): T => {
  const [chance = 0] = crypto.getRandomValues(new Uint32Array(1))
  return choices[chance % choices.length] as T
}

const stored = (): Person | null => {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

/** Windows are people: two windows side by side are two. */
export const whoIAm = (): Person => {
  const known = stored()
  if (known) return known
  const userId = `guest-${Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(36)).join('')}`
  const person = { userId, name: `${pick(manners)} ${pick(animals)}`, color: pick(colors) }
  try {
    sessionStorage.setItem(key, JSON.stringify(person))
  } catch {
    // Storage is switched off: somebody new after a reload.
  }
  return person
}

/** Others may call themselves anything: one line of it is shown, as words. */
export const nameOf = ({ userInfo }: Pick<User, 'userInfo'>): string => {
  const name: unknown = userInfo?.name
  const line = typeof name === 'string' ? name.replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '').trim() : ''
  return Array.from(line).slice(0, 40).join('') || 'Guest'
}

/** Nothing but a plain colour gets into the page's styles. */
export const colorOf = ({ userInfo }: Pick<User, 'userInfo'>): string => {
  const color: unknown = userInfo?.color
  return typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color : '#66758a'
}
