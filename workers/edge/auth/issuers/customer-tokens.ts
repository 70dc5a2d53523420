/**
 * Customers' own JWTs as room tokens: signed with RS256, ES256 or EdDSA by an issuer that an organization has named. Refuses every other
 * algorithm, and what has no end or one too far away.
 *
 * CT1  A token is taken as that organization's which has named its `iss` and one of its `aud`, and is signed with a key of that issuer.
 * CT2  It says when it ends, and that is no further away than the organization allows. Clocks may differ by a minute.
 * CT3  `sub` is the user id. `rooms` is what it is in our own tokens; without it each room gives what it gives to everybody, or has granted.
 * CT4  `email` proves an address unless `email_verified` says that it does not.
 * CT5  Keys come from an https address outside of any network, within two seconds, unredirected and bounded; those that are known go on while
 *      it is down, and a key that is new is found.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { findJsonFault } from '@syncforge/protocol/json'
import { tokenIssuer } from '@syncforge/protocol/room-token'
import { Email, UserId, UserInfo } from '@syncforge/protocol/schemas'
import {
  decodeJwt,
  decodeProtectedHeader,
  type JWTPayload,
  type JWTVerifyGetKey,
  errors as joseErrors,
  jwtVerify,
} from 'jose'
import * as z from 'zod'
import { databaseOf } from '../../../bindings/database.ts'
import type { Env } from '../../../bindings/env.ts'
import { findIssuers, type TokenIssuer } from '../../../db/queries/token-issuers.ts'
import { createLookupCache } from '../../cache.ts'
import type { KeepAlive } from '../../records.ts'
import { endOf, Levels, leewayMs, type RoomToken, refusalOf, verifyRoomToken, wrong } from '../tokens.ts'
import { createKeySets, type KeySets } from './key-sets.ts'
import { tokenAlgorithms as algorithms } from './public-keys.ts'

const tokenMaxLength = 16_384
const audiencesMax = 10
const kidMaxLength = 256

const issuers = createLookupCache<readonly TokenIssuer[]>({
  ttlMs: 5_000,
  staleMaxMs: 600_000,
  maxEntries: 1_000,
  clock: Date.now,
})

const keySetsOf = new WeakMap<Env, KeySets>()

const keySets = (env: Env): KeySets => {
  const isDevelopment = env.SYNCFORGE_ENV === 'development'
  const known =
    keySetsOf.get(env) ??
    createKeySets({
      // The network outside is one without this machine, where a start has one.
      fetch: (address, init) => (isDevelopment ? undefined : env.OUTSIDE)?.fetch(address, init) ?? fetch(address, init),
      isDevelopment,
      clock: Date.now,
    })
  keySetsOf.set(env, known)
  return known
}

const Claims = z.object({
  sub: UserId,
  exp: z.number().max(8_640_000_000_000),
  info: UserInfo.optional(),
  rooms: Levels.optional(),
})

const optional = <S extends z.ZodType>(schema: S, value: unknown): z.infer<S> | undefined => {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : undefined
}

/** What is read of a token before it is verified: whose keys to ask. `null` for what is no JWT. */
const readUnverified = (
  jwt: string,
): { readonly header: ReturnType<typeof decodeProtectedHeader>; readonly payload: JWTPayload } | null => {
  if (jwt.length > tokenMaxLength) return null
  try {
    return { header: decodeProtectedHeader(jwt), payload: decodeJwt(jwt) }
  } catch {
    return null
  }
}

const issuerOf = async (env: Env, { iss, aud }: JWTPayload, keepAlive: KeepAlive): Promise<TokenIssuer> => {
  const audiences = [...new Set([aud].flat())].filter((audience) => typeof audience === 'string')
  if (typeof iss !== 'string') throw wrong('iss', 'is missing')
  if (audiences.length === 0 || audiences.length > audiencesMax)
    throw wrong('aud', `names no audience, or more than ${audiencesMax}`)
  const key = JSON.stringify([iss, audiences.toSorted()])
  const looking = issuers.get(key, async () => {
    const found = await findIssuers(databaseOf(env), iss, audiences)
    return found.length === 0 ? undefined : found
  })
  keepAlive(looking.catch(() => {}))
  const found = (await looking) ?? []
  const [issuer] = found
  if (issuer === undefined) throw wrong('iss', 'and aud are those of no issuer that an organization has named')
  if (found.some(({ organizationId }) => organizationId !== issuer.organizationId))
    throw wrong('aud', 'names audiences of several organizations')
  return issuer
}

const verify = async (
  jwt: string,
  keys: JWTVerifyGetKey,
  { issuer, audience }: TokenIssuer,
  now: number,
): Promise<JWTPayload> => {
  const options = {
    algorithms: [...algorithms],
    issuer,
    audience,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: leewayMs / 1_000,
    currentDate: new Date(now),
  }
  try {
    return (await jwtVerify(jwt, keys, options)).payload
  } catch (error) {
    if (error instanceof joseErrors.JWKSMultipleMatchingKeys) {
      // The token names no key, and several could be meant.
      for await (const key of error) {
        const verified = await jwtVerify(jwt, key, options).catch((failed: unknown) => {
          if (failed instanceof joseErrors.JWSSignatureVerificationFailed) return null
          throw failed instanceof joseErrors.JOSEError ? refusalOf(failed) : failed
        })
        if (verified !== null) return verified.payload
      }
      throw new RoomError('UNAUTHORIZED', 'The token is not valid')
    }
    if (error instanceof joseErrors.JOSEError) throw refusalOf(error)
    // A key that cannot be used, such as one that is too short.
    throw new RoomError('UNAUTHORIZED', 'The token is not valid')
  }
}

const toToken = (payload: JWTPayload, { organizationId, maxTtlSeconds }: TokenIssuer, now: number): RoomToken => {
  const fault = findJsonFault(payload, false)
  if (fault) throw wrong(fault.path, fault.message)
  const claims = Claims.safeParse(payload)
  if (!claims.success) {
    const [issue] = claims.error.issues
    throw wrong(issue?.path.join('.') ?? 'it', `is wrong: ${issue?.message ?? 'not a token of a room'}`)
  }
  const { sub, exp, info, rooms = null } = claims.data
  if (exp * 1_000 - now > maxTtlSeconds * 1_000 + leewayMs) throw wrong('exp', `is more than ${maxTtlSeconds} s away`)
  const userInfo: UserInfo = { ...info }
  const name = optional(z.string().min(1).max(256), payload.name)
  const avatar = optional(z.url({ protocol: /^https$/ }).max(2_048), payload.picture)
  if (name !== undefined) userInfo.name ??= name
  if (avatar !== undefined) userInfo.avatar ??= avatar
  const email = payload.email_verified === false ? undefined : optional(Email, payload.email)
  return {
    organizationId,
    userId: sub,
    userInfo,
    email: email ?? null,
    rooms,
    expiresAt: endOf(exp, now),
    signer: null,
  }
}

/**
 * Whom a token speaks for: one of ours, or of an issuer that an organization has named.
 *
 * @throws RoomError TOKEN_EXPIRED, UNAUTHORIZED naming the claim that is wrong, ROOM_UNAVAILABLE while the keys cannot be had
 */
export const verifyToken = async (env: Env, jwt: string, keepAlive: KeepAlive): Promise<RoomToken> => {
  const unverified = readUnverified(jwt)
  if (unverified === null || unverified.payload.iss === tokenIssuer) return verifyRoomToken(env, jwt, keepAlive)
  const { header, payload } = unverified
  const { kid } = header
  const issuer = await issuerOf(env, payload, keepAlive)
  if (!(algorithms as readonly string[]).includes(header.alg ?? ''))
    throw wrong('alg', `is not one of ${algorithms.join(', ')}`)
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > kidMaxLength))
    throw wrong('kid', 'is not the id of a key')
  const now = Date.now()
  return toToken(await verify(jwt, await keySets(env).get(issuer, kid), issuer, now), issuer, now)
}
