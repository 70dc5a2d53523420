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
const key = 'syncforge.whiteboard.people'
/** A browser has had more windows than this at once in nobody's hands. */
const rememberedMax = 20

const pick = <T>(choices: readonly T[]): T => {
  const [chance = 0] = crypto.getRandomValues(new Uint32Array(1))
  return choices[chance % choices.length] as T
}

const isPerson = (value: unknown): value is Person => {
  const { userId, name, color } = (value ?? {}) as Partial<Record<keyof Person, unknown>>
  return [userId, name, color].every((each) => typeof each === 'string' && each !== '')
}

const remembered = (storage: () => Storage): readonly Person[] => {
  try {
    const found: unknown = JSON.parse(storage().getItem(key) ?? '[]')
    return Array.isArray(found) ? found.filter(isPerson).slice(0, rememberedMax) : []
  } catch {
    return []
  }
}

const remember = (storage: () => Storage, people: readonly Person[]) => {
  try {
    storage().setItem(key, JSON.stringify(people.slice(0, rememberedMax)))
  } catch {
    // Storage is switched off or full: somebody new after a reload.
  }
}

const mine = () => sessionStorage
const ofAllWindows = () => localStorage

/** Held until the window closes; `false` when another window of this browser holds it. */
const claim = ({ userId }: Person): Promise<boolean> =>
  new Promise((resolve) => {
    navigator.locks
      .request(`${key}.${userId}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null)
        return lock && new Promise(() => {})
      })
      .catch(() => resolve(false))
  })

const choose = async (): Promise<Person> => {
  const known = new Map([...remembered(mine), ...remembered(ofAllWindows)].map((each) => [each.userId, each]))
  // Locks are missing on plain http away from localhost: there a window is the same person for as long as it is open.
  const candidates = navigator.locks ? [...known.values()] : remembered(mine)
  for (const each of candidates) {
    if (navigator.locks && !(await claim(each))) continue
    remember(mine, [each])
    return each
  }
  const userId = `guest-${Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(36)).join('')}`
  const person = { userId, name: `${pick(manners)} ${pick(animals)}`, color: pick(colors) }
  if (navigator.locks) await claim(person)
  remember(mine, [person])
  remember(ofAllWindows, [person, ...remembered(ofAllWindows)])
  return person
}

let chosen: Promise<Person> | undefined

/**
 * Windows are people: two side by side are two. Who closes one and comes again is who they were, for what was drawn without a network is kept in
 * this browser for the one who drew it.
 */
export const whoIAm = (): Promise<Person> => {
  chosen ??= choose()
  return chosen
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
