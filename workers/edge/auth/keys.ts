/** What a key is worth that somebody shows, or names as the signer of a token: known, not revoked, not expired, and shown as a secret that still holds. */
import { RoomError } from '@syncforge/protocol/errors'
import { hashKey, type KeyRecord, type KeySecret } from '../../db/queries/api-keys.ts'
import type { Env } from '../env.ts'
import { type KeepAlive, lookUpKeyByHash, lookUpKeyById } from '../records.ts'

/** A key that holds, by one of its secrets. */
export interface HeldKey {
  readonly key: KeyRecord
  readonly secret: KeySecret
  /** When it ends, in milliseconds since 1970; `null`: not of itself. */
  readonly endsAt: number | null
}

const dead = (reason: 'revoked' | 'expired' | 'replaced', message: string) =>
  new RoomError('UNAUTHORIZED', message, { reason })

/** @throws RoomError UNAUTHORIZED, with the reason: revoked, expired, replaced */
const hold = (key: KeyRecord, secret: KeySecret, now: number): HeldKey => {
  const ends = [key.expiresAt, secret.endsAt].flatMap((at) => (at === null ? [] : [at.getTime()]))
  if (key.revokedAt !== null) throw dead('revoked', 'The key was revoked')
  if (key.expiresAt !== null && key.expiresAt.getTime() <= now) throw dead('expired', 'The key has expired')
  if (secret.endsAt !== null && secret.endsAt.getTime() <= now)
    throw dead('replaced', 'The key was replaced by another, and its time of grace is over')
  return { key, secret, endsAt: ends.length === 0 ? null : Math.min(...ends) }
}

/**
 * The key that is shown, or `undefined` for one that nobody knows.
 *
 * @throws RoomError UNAUTHORIZED for one that is dead
 */
export const checkKey = async (env: Env, shown: string, keepAlive: KeepAlive): Promise<HeldKey | undefined> => {
  const hash = await hashKey(shown)
  const key = await lookUpKeyByHash(env, hash, keepAlive)
  const secret = key?.secrets.find((one) => one.hash === hash)
  return key && secret && hold(key, secret, Date.now())
}

/**
 * The secrets of a key that is named, each with what it is worth; none for a key that nobody knows.
 *
 * @returns `held()` throws UNAUTHORIZED for one that is dead
 */
export const secretsOf = async (env: Env, keyId: string, keepAlive: KeepAlive) => {
  const key = await lookUpKeyById(env, keyId, keepAlive)
  return key?.secrets.map((secret) => ({ key, secret, held: () => hold(key, secret, Date.now()) })) ?? []
}

/** What a socket came by, as a room knows it: a key by one of its secrets. It ends with either of them. */
export const credentialOf = ({ key, secret }: Pick<HeldKey, 'key' | 'secret'>): string =>
  `${key.id}/${secret.hash.slice(0, 12)}`

export const credentialsOf = (key: KeyRecord): readonly string[] =>
  key.secrets.map((secret) => credentialOf({ key, secret }))
