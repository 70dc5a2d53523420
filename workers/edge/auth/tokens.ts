/** Room tokens: signs and verifies JWTs (HS256). Refuses every other algorithm, issuer, audience and shape. */
import { accessLevels } from '@syncforge/protocol/access'
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { findJsonFault } from '@syncforge/protocol/json'
import { Email, UserId, UserInfo } from '@syncforge/protocol/schemas'
import { errors as joseErrors, jwtVerify, SignJWT } from 'jose'
import * as z from 'zod'
import type { Grants } from './grants.ts'

const algorithm = 'HS256'
const issuer = 'syncforge'
const audience = 'room'
/** How far the clock of a customer's server may be from ours. */
const leewayMs = 60_000

/** Room id or prefix* → levels. */
const Levels = z.record(z.string(), z.array(z.enum(accessLevels)))

const Claims = z.object({
  org: z.string().min(1),
  sub: UserId,
  info: UserInfo,
  /** An address that the customer has seen proof of. What `info` says proves nothing. */
  email: Email.optional(),
  /** Left out: in every room what it gives to everybody, and what was granted there. */
  rooms: Levels.optional(),
  /** Seconds since epoch, up to the last moment that a Date can name. */
  exp: z.number().max(8_640_000_000_000),
})

/** Who a token speaks for, and what it may do where. */
export interface RoomToken {
  readonly organizationId: string
  readonly userId: string
  readonly userInfo: UserInfo
  /** A proven address, in small letters. */
  readonly email: string | null
  /** `null`: what each room gives to everybody. */
  readonly rooms: Grants | null
  /** Milliseconds since epoch. */
  readonly expiresAt: number
}

/** Without `email` it proves no address; without `rooms` it says nothing of any. */
export type NewRoomToken = Omit<RoomToken, 'expiresAt' | 'email' | 'rooms'> & {
  readonly email?: string | null
  readonly rooms: Grants | null
}

const secretBytes = (secret: string): Uint8Array => new TextEncoder().encode(secret)

/** @example await signRoomToken(env.TOKEN_SECRET, { organizationId, userId, userInfo, rooms: { 'doc-*': ['write'] } }, expiresAt) */
export const signRoomToken = (secret: string, token: NewRoomToken, expiresAt: Date): Promise<string> =>
  new SignJWT({
    org: token.organizationId,
    info: token.userInfo,
    ...(token.email ? { email: token.email } : {}),
    ...(token.rooms === null ? {} : { rooms: token.rooms }),
  })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(token.userId)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .setJti(createId('tok'))
    .sign(secretBytes(secret))

/** A claim that is wrong, by name: whoever signs tokens elsewhere has nothing else to go by. */
const wrong = (claim: string, reason: string) =>
  new RoomError('UNAUTHORIZED', `The token is not valid: ${claim} ${reason}`, { claim, reason })

const refusalOf = (error: joseErrors.JOSEError): RoomError => {
  if (error instanceof joseErrors.JWTExpired) {
    return new RoomError('TOKEN_EXPIRED', 'The token has expired', { claim: 'exp', reason: 'has passed' })
  }
  if (error instanceof joseErrors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf') return wrong('nbf', 'lies ahead by more than a minute')
    return wrong(error.claim, error.reason === 'missing' ? 'is missing' : 'is not what it must be')
  }
  return new RoomError('UNAUTHORIZED', 'The token is not valid')
}

/** When a token that has been taken ends, in milliseconds since epoch: with its `exp`, or with the minute by which clocks may differ. */
const endOf = (exp: number, now: number): number => (exp * 1_000 > now ? exp * 1_000 : exp * 1_000 + leewayMs)

/**
 * Whom a token speaks for. Clocks may differ by a minute: a token that ended less than that ago is good for the rest of the minute.
 *
 * @throws RoomError TOKEN_EXPIRED for one of ours that has ended, UNAUTHORIZED for anything else that is wrong
 */
export const verifyRoomToken = async (secret: string, jwt: string, now = Date.now()): Promise<RoomToken> => {
  const options = {
    algorithms: [algorithm],
    issuer,
    audience,
    requiredClaims: ['exp', 'iat', 'jti'],
    clockTolerance: leewayMs / 1_000,
    currentDate: new Date(now),
  }
  const { payload } = await jwtVerify(jwt, secretBytes(secret), options).catch((error: unknown) => {
    throw error instanceof joseErrors.JOSEError ? refusalOf(error) : error
  })
  // Before any schema sees it: nested deeper than the stack is, it would end there.
  const fault = findJsonFault(payload, false)
  if (fault) throw wrong(fault.path, fault.message)
  const claims = Claims.safeParse(payload)
  if (!claims.success) {
    const [issue] = claims.error.issues
    throw wrong(issue?.path.join('.') ?? 'it', `is wrong: ${issue?.message ?? 'not a token of a room'}`)
  }
  const { org, sub, info, email = null, rooms = null, exp } = claims.data
  const expiresAt = endOf(exp, now)
  return { organizationId: org, userId: sub, userInfo: info, email, rooms, expiresAt }
}
