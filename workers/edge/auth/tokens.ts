/** Room tokens: signs and verifies JWTs (HS256). Refuses every other algorithm, issuer, audience and shape. */
import { accessLevels } from '@syncforge/protocol/access'
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { UserId, UserInfo } from '@syncforge/protocol/schemas'
import { errors as joseErrors, jwtVerify, SignJWT } from 'jose'
import * as z from 'zod'
import type { Grants } from './grants.ts'

const algorithm = 'HS256'
const issuer = 'syncforge'
const audience = 'room'

const Claims = z.object({
  org: z.string().min(1),
  sub: UserId,
  info: UserInfo,
  rooms: z.record(z.string(), z.array(z.enum(accessLevels))),
  /** Seconds since epoch. */
  exp: z.number(),
})

/** Who a token speaks for, and what it may do where. */
export interface RoomToken {
  readonly organizationId: string
  readonly userId: string
  readonly userInfo: UserInfo
  readonly rooms: Grants
  /** Milliseconds since epoch. */
  readonly expiresAt: number
}

const secretBytes = (secret: string): Uint8Array => new TextEncoder().encode(secret)

/** @example await signRoomToken(env.TOKEN_SECRET, { organizationId, userId, userInfo, rooms: { 'doc-*': ['write'] } }, expiresAt) */
export const signRoomToken = (secret: string, token: Omit<RoomToken, 'expiresAt'>, expiresAt: Date): Promise<string> =>
  new SignJWT({ org: token.organizationId, info: token.userInfo, rooms: token.rooms })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(token.userId)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .setJti(createId('tok'))
    .sign(secretBytes(secret))

/** @throws RoomError TOKEN_EXPIRED for one of ours that has ended, UNAUTHORIZED for anything else that is wrong */
export const verifyRoomToken = async (secret: string, jwt: string): Promise<RoomToken> => {
  const wrong = () => new RoomError('UNAUTHORIZED', 'The token is not valid')
  let payload: unknown
  try {
    const options = { algorithms: [algorithm], issuer, audience, requiredClaims: ['exp', 'iat', 'jti'] }
    ;({ payload } = await jwtVerify(jwt, secretBytes(secret), options))
  } catch (error) {
    if (error instanceof joseErrors.JWTExpired) throw new RoomError('TOKEN_EXPIRED', 'The token has expired')
    if (error instanceof joseErrors.JOSEError) throw wrong()
    throw error
  }
  const claims = Claims.safeParse(payload)
  if (!claims.success) throw wrong()
  const { org, sub, info, rooms, exp } = claims.data
  return { organizationId: org, userId: sub, userInfo: info, rooms, expiresAt: exp * 1_000 }
}
