/**
 * Room tokens: what one says, and how it is signed. A JWT with HMAC-SHA256, in the compact form of RFC 7519.
 *
 * RT1  A token lives for at most 24 hours and says when it ends; without an end it is none.
 * RT2  It ends with its key: revoked, expired, or replaced and past the grace.
 * RT3  It allows no more than its key may: signing needs the scope `tokens`, `moderate` the scope `rooms:write` as well.
 */
import type { Access } from './access.ts'
import { toBase64 } from './base64.ts'
import { createId } from './ids.ts'
import type { UserInfo } from './schemas.ts'

export const tokenAlgorithm = 'HS256'
export const tokenIssuer = 'syncforge'
export const tokenAudience = 'room'
export const tokenSecondsMin = 60
export const tokenSecondsMax = 86_400
export const tokenSecondsDefault = 3_600

/** A room id, a prefix of one with a star, or the star alone for every room. */
export const grantPattern = /^(?:\*|[A-Za-z0-9_][A-Za-z0-9_.:@~-]{0,127}\*?)$/

/** Room id or prefix* → levels. Several patterns that match a room add up. */
export type Grants = Readonly<Record<string, readonly Access[]>>

/** Who a token speaks for, and what it allows where. */
export interface RoomTokenClaims {
  readonly userId: string
  readonly userInfo: UserInfo
  /** An address that the customer has seen proof of, in small letters; what `userInfo` says of one proves nothing. */
  readonly email?: string | null
  /** `null`: in each room what it gives to everybody, and what was granted there. */
  readonly rooms: Grants | null
  /** `null` where the key that signs it says it. */
  readonly organizationId: string | null
  /** Milliseconds since 1970; a token's time counts in whole seconds. */
  readonly expiresAt: number
}

const base64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
const utf8 = new TextEncoder()
const part = (value: object): string => base64Url(utf8.encode(JSON.stringify(value)))

/**
 * Signs a room token.
 *
 * @param keyId the key that `secret` is of; `null` for the platform's own
 * @example await signRoomToken(await deriveSigningSecret(key), keyIdOf(key), { userId: 'user_1', userInfo: {}, rooms: { 'doc-*': ['write'] }, organizationId: null, expiresAt })
 */
export const signRoomToken = async (
  secret: Uint8Array<ArrayBuffer>,
  keyId: string | null,
  { userId, userInfo, email, rooms, organizationId, expiresAt }: RoomTokenClaims,
  now = Date.now(),
): Promise<string> => {
  const header = { alg: tokenAlgorithm, typ: 'JWT', ...(keyId === null ? {} : { kid: keyId }) }
  const payload = {
    iss: tokenIssuer,
    aud: tokenAudience,
    sub: userId,
    info: userInfo,
    ...(email ? { email } : {}),
    ...(rooms === null ? {} : { rooms }),
    ...(organizationId === null ? {} : { org: organizationId }),
    iat: Math.floor(now / 1_000),
    exp: Math.floor(expiresAt / 1_000),
    jti: createId('tok'),
  }
  const signed = `${part(header)}.${part(payload)}`
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return `${signed}.${base64Url(new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8.encode(signed))))}`
}
