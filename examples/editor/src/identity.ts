// Owns who this window is: an id, a name and a colour, remembered in this browser. Refuses empty and endless names.
import { PALETTE } from './color.ts'
import { oneLine } from './one-line.ts'
import { guestName } from './words.ts'

export interface Identity {
  readonly userId: string
  readonly name: string
  readonly color: string
}

const KEY = 'syncforge.editor.people'
const MAX_NAME_LENGTH = 40
/** Another window of this browser answers within a few milliseconds. */
const ASK_MS = 150

/**
 * The first remembered person that no other window of this browser is using, or a new one. So two windows side by
 * side are two people, and each finds its name again after a reload.
 */
export const claimIdentity = async (): Promise<Identity> => {
  const known = remembered()
  for (const identity of known) if (await claim(identity.userId)) return identity
  const taken = new Set(known.map((identity) => identity.color))
  const color =
    PALETTE.find((candidate) => !taken.has(candidate)) ?? PALETTE[known.length % PALETTE.length] ?? PALETTE[0]
  const fresh = { userId: `guest-${randomId()}`, name: guestName(), color: known.length === 0 ? startColor() : color }
  await claim(fresh.userId)
  store([...remembered(), fresh])
  return fresh
}

/** The same person under another name; `undefined` when there is no name in `name`. */
export const renamed = (identity: Identity, name: string): Identity | undefined => {
  const clean = cleanName(name)
  return clean ? { ...identity, name: clean } : undefined
}

/** Keeps how this person looks now for the next visit. */
export const remember = (identity: Identity): void =>
  store(remembered().map((one) => (one.userId === identity.userId ? identity : one)))

/** `name` on one line and not longer than a header can show; empty when nothing is left. */
export const cleanName = (name: string): string => oneLine(name, MAX_NAME_LENGTH)

// Two newcomers on two machines should rarely meet in the same colour.
const startColor = (): string => PALETTE[Math.floor(Math.random() * PALETTE.length)] ?? PALETTE[0]

// `crypto.randomUUID` is missing on plain http away from localhost, where this page must work as well.
const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(36).padStart(2, '0')).join('')

/** Holds the name until the window closes; `false` when another window holds it. */
const claim = (userId: string): Promise<boolean> => (navigator.locks ? claimByLock(userId) : claimByAsking(userId))

const claimByLock = (userId: string): Promise<boolean> =>
  new Promise((resolve) => {
    void navigator.locks.request(`${KEY}.${userId}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null)
      return lock ? new Promise(() => {}) : undefined
    })
  })

// Locks are missing on plain http away from localhost: there the windows of this browser ask each other.
const claimByAsking = (userId: string): Promise<boolean> =>
  new Promise((resolve) => {
    const channel = new BroadcastChannel(`${KEY}.${userId}`)
    const ticket = Math.random()
    let isMine = true
    // Of two who ask at the same time, the smaller ticket has it.
    channel.onmessage = ({ data }: MessageEvent<{ ticket: number; held?: boolean }>) => {
      if (!isMine) return
      if (data.held || (pending !== undefined && data.ticket < ticket)) isMine = false
      else channel.postMessage({ ticket, held: true })
    }
    let pending: ReturnType<typeof setTimeout> | undefined = setTimeout(() => {
      pending = undefined
      if (!isMine) channel.close()
      resolve(isMine)
    }, ASK_MS)
    channel.postMessage({ ticket })
  })

const isIdentity = (value: unknown): value is Identity => {
  if (typeof value !== 'object' || value === null) return false
  const { userId, name, color } = value as Partial<Record<keyof Identity, unknown>>
  return typeof userId === 'string' && typeof name === 'string' && cleanName(name) !== '' && typeof color === 'string'
}

// Storage may be switched off, full, or hold another program's words: then this window is simply somebody new.
const remembered = (): Identity[] => {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(found) ? found.filter(isIdentity) : []
  } catch {
    return []
  }
}

const store = (people: readonly Identity[]): void => {
  try {
    localStorage.setItem(KEY, JSON.stringify(people))
  } catch {
    // Not remembered, still usable.
  }
}
