/** The short-lived addresses of files: what they are for is said in them, and a tag shows that a room here made them. The edge reads them without a room. */
import { toBase64 } from '@syncforge/protocol/base64'
import { digest } from 'lib0/hash/sha256'

/** What an address is good for. */
export interface FileGrant {
  /** `put`: its bytes may be sent; `get`: they may be read. */
  readonly act: 'put' | 'get'
  readonly organizationId: string
  readonly roomId: string
  readonly id: string
  /** Where its bytes lie in the store. */
  readonly place: string
  readonly name: string
  readonly type: string
  readonly bytes: number
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

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

/** One for this use: what signs room tokens with the same secret signs no addresses. */
const fileKeyOf = (secret: string): Uint8Array => utf8.encode(`file ${secret}`)

/** The path below the server's address. */
export const fileAddress = (secret: string, grant: FileGrant): string => {
  const { act, organizationId, roomId, id, place, name, type, bytes, expiresAt } = grant
  const said = base64url(
    utf8.encode(JSON.stringify([act, organizationId, roomId, id, place, name, type, bytes, expiresAt])),
  )
  return `/files/${said}.${base64url(tagOf(fileKeyOf(secret), utf8.encode(said)))}`
}
