/** Short-lived addresses: what one is good for is said in it, and a tag shows that an object here made it. The edge reads it without asking anybody. */
import { toBase64 } from '@syncforge/protocol/base64'
import { digest } from 'lib0/hash/sha256'

const blockLength = 64
const utf8 = new TextEncoder()

const base64url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

const joined = (first: Uint8Array, second: Uint8Array): Uint8Array => {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

/** HMAC-SHA-256. A handler cannot wait, and the platform's own would have it wait. */
const tagOf = (key: Uint8Array, text: Uint8Array): Uint8Array => {
  const block = new Uint8Array(blockLength)
  block.set(key.length > blockLength ? digest(key) : key)
  const inner = digest(
    joined(
      block.map((byte) => byte ^ 0x36),
      text,
    ),
  )
  return digest(
    joined(
      block.map((byte) => byte ^ 0x5c),
      inner,
    ),
  )
}

/**
 * The last part of an address.
 *
 * @param use one word: what signs room tokens with the same secret, or addresses for something else, signs none for this
 * @example `/files/${signAddress(secret, 'file', [roomId, expiresAt])}`
 */
export const signAddress = (secret: string, use: string, says: readonly unknown[]): string => {
  const said = base64url(utf8.encode(JSON.stringify(says)))
  return `${said}.${base64url(tagOf(utf8.encode(`${use} ${secret}`), utf8.encode(said)))}`
}
