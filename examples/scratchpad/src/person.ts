// Owns who this window is: a guest with a name and a colour, the same after a reload.

export interface Person {
  readonly userId: string
  readonly name: string
  readonly color: string
}

/** Each is readable behind white text. */
const colors = ['#c2255c', '#1864ab', '#226f33', '#c2410c', '#0b7285', '#5f3dc4', '#8a5a00', '#9f1d1d', '#475569']
const animals = ['Badger', 'Crane', 'Dormouse', 'Falcon', 'Heron', 'Lynx', 'Marten', 'Otter', 'Plover', 'Swift', 'Tern']
const manners = ['Bold', 'Calm', 'Deft', 'Early', 'Fair', 'Glad', 'Keen', 'Lucky', 'Merry', 'Quick', 'Sunny']
const KEY = 'syncforge.scratchpad.person'

const pick = <T>(choices: readonly T[]): T => {
  const [chance = 0] = crypto.getRandomValues(new Uint32Array(1))
  return choices[chance % choices.length] as T
}

const stored = (): Person | null => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
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
    sessionStorage.setItem(KEY, JSON.stringify(person))
  } catch {
    // Storage is switched off: somebody new after a reload.
  }
  return person
}
