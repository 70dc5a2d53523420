/** A key that holds: what it is worth by one of its secrets, and as what a room knows it. */
import { RoomError } from '@syncforge/protocol/errors'
import type { KeyRecord, KeySecret } from '../../db/queries/api-keys.ts'

export interface HeldKey {
  readonly key: KeyRecord
  /** The one that was shown, or that has signed. */
  readonly secret: KeySecret
  /** When it ends, in milliseconds since 1970; `null`: not of itself. */
  readonly endsAt: number | null
}

const dead = (reason: 'revoked' | 'expired' | 'replaced', message: string) =>
  new RoomError('UNAUTHORIZED', message, { reason })

/** @throws RoomError UNAUTHORIZED, with the reason: revoked, expired, replaced */
export const hold = (key: KeyRecord, secret: KeySecret, now: number): HeldKey => {
  const { revokedAt, expiresAt } = key
  if (revokedAt !== null) throw dead('revoked', 'The key was revoked')
  if (expiresAt !== null && expiresAt.getTime() <= now) throw dead('expired', 'The key has expired')
  if (secret.endsAt !== null && secret.endsAt.getTime() <= now)
    throw dead('replaced', 'The key was replaced by another, and its time of grace is over')
  const ends = [expiresAt, secret.endsAt].flatMap((at) => (at === null ? [] : [at.getTime()]))
  return { key, secret, endsAt: ends.length === 0 ? null : Math.min(...ends) }
}

/** What a socket came by, as a room knows it: a key by one of its secrets. It ends with either of them. */
export const credentialOf = ({ key, secret }: Pick<HeldKey, 'key' | 'secret'>): string =>
  `${key.id}/${secret.hash.slice(0, 12)}`

export const credentialsOf = (key: KeyRecord): readonly string[] =>
  key.secrets.map((secret) => credentialOf({ key, secret }))
