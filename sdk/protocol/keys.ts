/**
 * API keys: how they look, and what a secret one signs room tokens with. Whoever holds a secret key can sign without asking anybody; who holds only
 * its hash cannot.
 *
 * KY1  A key is `<pk|sk>_<live|test>_<20 characters>_<32 characters>`: the first part is its id, the last its secret (≈ 163 bits).
 * KY2  What signs room tokens is derived from a secret key, one way: neither can be had from the other's hash.
 * KY3  A token names in its header, as `kid`, the id of the key that signed it.
 */
import { randomText } from './ids.ts'

export const keyKinds = ['publishable', 'secret'] as const

export type KeyKind = (typeof keyKinds)[number]

/** Both open the same rooms: which of them a key is for, only its holder knows. */
export const keyModes = ['live', 'test'] as const

export type KeyMode = (typeof keyModes)[number]

const pattern = /^[ps]k_(?:live|test)_([0-9a-z]{20})_[0-9a-z]{32}$/

/** Known to everybody, and there only while a server runs in development. */
export const developmentKeys = {
  publishable: { id: 'key_dev_publishable', key: 'pk_dev_syncforge' },
  secret: { id: 'key_dev_secret', key: 'sk_dev_syncforge' },
} as const

/** How much of a key may be shown to those who may not have it: enough to tell it from every other. */
export const shownLength = 'sk_live_'.length + 20 + 1 + 4

/**
 * A new key with the id `keyId`.
 *
 * @example createKey('key_7h2k…', 'secret', 'live') // 'sk_live_7h2k…_…'
 */
export const createKey = (keyId: string, kind: KeyKind, mode: KeyMode): string =>
  `${kind === 'secret' ? 'sk' : 'pk'}_${mode}_${keyId.slice('key_'.length)}_${randomText(32)}`

/** The id of a key, `null` for what is none. */
export const keyIdOf = (key: string): string | null => {
  const known = Object.values(developmentKeys).find((development) => development.key === key)
  if (known) return known.id
  const id = pattern.exec(key)?.[1]
  return id === undefined ? null : `key_${id}`
}

const info = new TextEncoder().encode('syncforge room tokens')

/** 32 bytes that sign the room tokens of a secret key: rule KY2. HKDF with SHA-256. */
export const deriveSigningSecret = async (secretKey: string): Promise<Uint8Array<ArrayBuffer>> => {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(secretKey), 'HKDF', false, [
    'deriveBits',
  ])
  const salt = new Uint8Array(0)
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, material, 256))
}
