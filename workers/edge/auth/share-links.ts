/**
 * The tokens of share links: `sl_`, the organization, a random part, and a tag over both and the room. What was not made here is refused by its
 * tag, before anything is looked up; whether a link still holds is known to its room, which keeps the hash of the token alone.
 */
import { RoomError } from '@syncforge/protocol/errors'

/** What a token of a link is, once its tag is right. */
export interface VerifiedLink {
  readonly organizationId: string
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string
}

const prefix = 'sl_'
const utf8 = new TextEncoder()

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

const keys = new Map<string, Promise<CryptoKey>>()

/** One for this use: what signs room tokens with the same secret signs no links. */
const keyOf = (secret: string): Promise<CryptoKey> => {
  const known =
    keys.get(secret) ??
    crypto.subtle.importKey('raw', utf8.encode(`share links ${secret}`), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
      'verify',
    ])
  keys.set(secret, known)
  return known
}

const signed = (organizationId: string, roomId: string, random: string) =>
  utf8.encode(JSON.stringify([organizationId, roomId, random]))

const hashOf = async (token: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', utf8.encode(token))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export const isShareLink = (text: string): boolean => text.startsWith(prefix)

/** A new token, to be shown once, and what its room keeps of it. */
export const makeShareLink = async (
  secret: string,
  organizationId: string,
  roomId: string,
): Promise<{ readonly token: string; readonly hash: string }> => {
  const random = base64Url(crypto.getRandomValues(new Uint8Array(18)))
  const tag = await crypto.subtle.sign('HMAC', await keyOf(secret), signed(organizationId, roomId, random))
  const token = `${prefix}${organizationId}.${random}.${base64Url(new Uint8Array(tag))}`
  return { token, hash: await hashOf(token) }
}

/** @throws RoomError UNAUTHORIZED for one that was not made here, or for another room */
export const verifyShareLink = async (secret: string, token: string, roomId: string): Promise<VerifiedLink> => {
  const [, organizationId, random, tag] = /^sl_([\w-]{1,64})\.([\w-]{24})\.([\w-]{43})$/.exec(token) ?? []
  const isOurs =
    organizationId !== undefined &&
    random !== undefined &&
    tag !== undefined &&
    // The last letter has bits to spare: one token, one way to write it.
    base64Url(bytesOf(tag)) === tag &&
    (await crypto.subtle.verify('HMAC', await keyOf(secret), bytesOf(tag), signed(organizationId, roomId, random)))
  if (!isOurs) throw new RoomError('UNAUTHORIZED', 'This share link is not complete, or is for another room')
  return { organizationId, hash: await hashOf(token) }
}
