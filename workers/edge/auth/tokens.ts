/**
 * Room tokens as they come back: JWTs (HS256) signed by a secret key, or by the platform for somebody in the dashboard. Refuses every other
 * algorithm, issuer, audience and shape, and what lives longer than a token may.
 */
import { accessLevels } from '@syncforge/protocol/access'
import { RoomError } from '@syncforge/protocol/errors'
import { findJsonFault } from '@syncforge/protocol/json'
import { scopesAllow } from '@syncforge/protocol/rights'
import {
  type RoomTokenClaims,
  tokenAlgorithm,
  tokenAudience,
  tokenIssuer,
  tokenSecondsMax,
} from '@syncforge/protocol/room-token'
import { Email, UserId, UserInfo } from '@syncforge/protocol/schemas'
import { decodeProtectedHeader, errors as joseErrors, jwtVerify } from 'jose'
import * as z from 'zod'
import type { Env } from '../../bindings/env.ts'
import type { KeepAlive } from '../records.ts'
import type { HeldKey } from './held-key.ts'
import { secretsOf } from './keys.ts'
import { platformSecret, signingSecretOf } from './signing.ts'

/** How far the clock of a customer's server may be from ours. */
export const leewayMs = 60_000

/** Room id or prefix* → levels. */
export const Levels = z.record(z.string(), z.array(z.enum(accessLevels)))

const Claims = z.object({
  org: z.string().min(1).optional(),
  sub: UserId,
  info: UserInfo,
  /** What `info` says of an address proves nothing. */
  email: Email.optional(),
  rooms: Levels.optional(),
  iat: z.number(),
  /** Seconds since epoch, up to the last moment that a Date can name. */
  exp: z.number().max(8_640_000_000_000),
})

/** Who a token speaks for, what it may do where, and who says so. */
export interface RoomToken extends Omit<RoomTokenClaims, 'organizationId'> {
  readonly organizationId: string
  /** The key that signed it; `null` for the platform. */
  readonly signer: HeldKey | null
}

/** A claim that is wrong, by name: whoever signs tokens elsewhere has nothing else to go by. */
export const wrong = (claim: string, reason: string) =>
  new RoomError('UNAUTHORIZED', `The token is not valid: ${claim} ${reason}`, { claim, reason })

export const refusalOf = (error: joseErrors.JOSEError): RoomError => {
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
export const endOf = (exp: number, now: number): number => (exp * 1_000 > now ? exp * 1_000 : exp * 1_000 + leewayMs)

/**
 * What a token says that `secret` has signed. Clocks may differ by a minute: a token that ended less than that ago is good for the rest of the
 * minute.
 *
 * @throws RoomError TOKEN_EXPIRED for one of ours that has ended, UNAUTHORIZED for anything else that is wrong
 */
export const readRoomToken = async (secret: Uint8Array, jwt: string, now = Date.now()): Promise<RoomTokenClaims> => {
  const options = {
    algorithms: [tokenAlgorithm],
    issuer: tokenIssuer,
    audience: tokenAudience,
    requiredClaims: ['exp', 'iat', 'jti'],
    clockTolerance: leewayMs / 1_000,
    currentDate: new Date(now),
  }
  const { payload } = await jwtVerify(jwt, secret, options).catch((error: unknown) => {
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
  const { org = null, sub, info, email = null, rooms = null, iat, exp } = claims.data
  const endsAt = exp * 1_000
  if (exp - iat > tokenSecondsMax || endsAt > now + tokenSecondsMax * 1_000 + leewayMs)
    throw wrong('exp', 'lies more than 24 hours ahead')
  return { organizationId: org, userId: sub, userInfo: info, email, rooms, expiresAt: endOf(exp, now) }
}

/** Who says to have signed it: the id of a key, `null` for the platform. @throws RoomError UNAUTHORIZED */
const signerOf = (jwt: string): string | null => {
  try {
    return decodeProtectedHeader(jwt).kid ?? null
  } catch {
    throw new RoomError('UNAUTHORIZED', 'The token is not valid')
  }
}

/** Whether a token failed for its signature, before anybody looked at what it says. */
const isForged = (error: unknown): boolean => error instanceof RoomError && error.details === null

/** Reads a token by that of the key's secrets which has signed it. @throws RoomError UNAUTHORIZED when none has, or it holds no more */
const readSigned = async (env: Env, keyId: string, jwt: string, keepAlive: KeepAlive) => {
  const known = await secretsOf(env, keyId, keepAlive)
  const [newest] = known
  if (newest === undefined)
    throw new RoomError('UNAUTHORIZED', 'The key that signed this token is not known here', { key: keyId })
  // Nothing is left of what a revoked key signed with.
  if (newest.key.revokedAt !== null) newest.held()
  for (const { secret, held } of known) {
    const signingSecret = await signingSecretOf(env, keyId, secret)
    if (signingSecret === null) continue
    try {
      return { claims: await readRoomToken(signingSecret, jwt), signer: held() }
    } catch (error) {
      if (!isForged(error)) throw error
    }
  }
  throw new RoomError('UNAUTHORIZED', 'The token is not valid: the key that it names has not signed it')
}

/**
 * Whom a token speaks for: rules RT1 and RT2.
 *
 * @throws RoomError TOKEN_EXPIRED, UNAUTHORIZED, FORBIDDEN when its key may sign none
 */
export const verifyRoomToken = async (env: Env, jwt: string, keepAlive: KeepAlive): Promise<RoomToken> => {
  const keyId = signerOf(jwt)
  if (keyId === null) {
    const { organizationId, ...claims } = await readRoomToken(platformSecret(env), jwt)
    if (organizationId === null) throw wrong('org', 'is missing')
    return { ...claims, organizationId, signer: null }
  }
  const { claims, signer } = await readSigned(env, keyId, jwt, keepAlive)
  const { key, endsAt } = signer
  const { organizationId, expiresAt } = claims
  if (organizationId !== null && organizationId !== key.organizationId)
    throw wrong('org', 'is not the organization of the key that signed it')
  if (!scopesAllow(key.scopes, 'tokens:sign'))
    throw new RoomError('FORBIDDEN', 'The key that signed this token may sign none: it lacks the scope tokens', {
      right: 'tokens:sign',
      scopes: key.scopes,
    })
  const ends = endsAt === null ? expiresAt : Math.min(endsAt, expiresAt)
  return { ...claims, organizationId: key.organizationId, expiresAt: ends, signer }
}
