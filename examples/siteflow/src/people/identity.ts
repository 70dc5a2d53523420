/** Owns who this window is: an id and a name, kept for its tab, with the people of earlier visits to choose from. */
export interface Me {
  readonly userId: string
  readonly name: string
}

const tabKey = 'siteflow.me'
const knownKey = 'siteflow.people'
export const nameMaxLength = 40
const knownMax = 6

const isMe = (value: unknown): value is Me => {
  const { userId, name } = (value ?? {}) as Partial<Record<keyof Me, unknown>>
  return typeof userId === 'string' && typeof name === 'string' && name !== ''
}

// Storage may be switched off, full, or hold another program's words: then this window is simply somebody new.
const readJson = (storage: () => Storage, key: string): unknown => {
  try {
    return JSON.parse(storage().getItem(key) ?? 'null')
  } catch {
    return null
  }
}
const writeJson = (storage: () => Storage, key: string, value: unknown): void => {
  try {
    storage().setItem(key, JSON.stringify(value))
  } catch {
    // Not remembered, still usable.
  }
}

export const currentMe = (): Me | null => {
  const me = readJson(() => sessionStorage, tabKey)
  return isMe(me) ? me : null
}

/** Who was here before in this browser, the last first. */
export const knownPeople = (): readonly Me[] => {
  const people = readJson(() => localStorage, knownKey)
  return Array.isArray(people) ? people.filter(isMe) : []
}

/** On one line, without what is not seen; empty when nothing is left. */
export const cleanName = (name: string): string =>
  Array.from(
    name
      .replace(/\s+/g, ' ')
      .replace(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, '')
      .trim(),
  )
    .slice(0, nameMaxLength)
    .join('')
    .trim()

// `crypto.randomUUID` is missing on plain http away from localhost.
const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(36).padStart(2, '0')).join('')

export const someoneNew = (name: string): Me => ({ userId: `siteflow-${randomId()}`, name })

export const becomes = (me: Me): void => {
  writeJson(() => sessionStorage, tabKey, me)
  const others = knownPeople().filter(({ userId }) => userId !== me.userId)
  writeJson(() => localStorage, knownKey, [me, ...others].slice(0, knownMax))
}

export const leavesTab = (): void => {
  try {
    sessionStorage.removeItem(tabKey)
  } catch {
    // Nothing was kept.
  }
}
