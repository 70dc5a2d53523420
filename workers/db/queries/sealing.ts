/**
 * Secrets that the database keeps and may not know: sealed with AES-GCM under a secret of the environment, and bound to the row they belong to, so
 * that one which was copied to another row opens nothing.
 */
const utf8 = new TextEncoder()
const ivBytes = 12

// Node and workerd name the type differently.
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>

const keys = new Map<string, Promise<Key>>()

const importKey = async (secret: string): Promise<Key> => {
  const material = await crypto.subtle.importKey('raw', utf8.encode(secret), 'HKDF', false, ['deriveKey'])
  const derivation = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(0),
    info: utf8.encode('syncforge sealed columns'),
  }
  return crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
}

const keyOf = (secret: string): Promise<Key> => {
  const known = keys.get(secret) ?? importKey(secret)
  keys.set(secret, known)
  return known
}

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const fromHex = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

/** @param row the id of the row that `bytes` belong to */
export const seal = async (secret: string, row: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
  const algorithm = { name: 'AES-GCM', iv, additionalData: utf8.encode(row) }
  const sealed = await crypto.subtle.encrypt(algorithm, await keyOf(secret), bytes)
  return toHex(iv) + toHex(new Uint8Array(sealed))
}

/** What was sealed; `null` when it was with another secret, for another row, or altered since. */
export const unseal = async (secret: string, row: string, sealed: string): Promise<Uint8Array<ArrayBuffer> | null> => {
  const bytes = fromHex(sealed)
  const algorithm = { name: 'AES-GCM', iv: bytes.slice(0, ivBytes), additionalData: utf8.encode(row) }
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, await keyOf(secret), bytes.slice(ivBytes)))
  } catch {
    return null
  }
}
