/** Signs room tokens with nothing but the secret key: no request is made. Refuses what the API would refuse. */
import { accessLevels } from '@syncforge/protocol/access'
import { deriveSigningSecret, keyIdOf } from '@syncforge/protocol/keys'
import {
  grantPattern,
  type RoomTokenClaims,
  signRoomToken as sign,
  tokenSecondsDefault,
  tokenSecondsMax,
  tokenSecondsMin,
} from '@syncforge/protocol/room-token'
import { invalid } from './errors.ts'
import type { NewToken } from './routes.ts'

export interface SignedToken {
  readonly token: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

const userIdMax = 256

/** @throws SyncForgeError VALIDATION_ERROR for what no room would take */
const requireTakeable = ({ userId, email, rooms = {}, ttlSeconds = tokenSecondsDefault }: NewToken): void => {
  if (typeof userId !== 'string' || userId.length < 1 || userId.length > userIdMax)
    throw invalid(`userId: 1 to ${userIdMax} characters`)
  if (email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(email)) throw invalid('email: an e-mail address')
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < tokenSecondsMin || ttlSeconds > tokenSecondsMax)
    throw invalid(`ttlSeconds: ${tokenSecondsMin} to ${tokenSecondsMax}`)
  for (const [pattern, levels] of Object.entries(rooms)) {
    if (!grantPattern.test(pattern))
      throw invalid(`rooms: ${pattern} is no room id, nor the beginning of one with a star`)
    if (levels.length === 0 || levels.some((level) => !accessLevels.includes(level)))
      throw invalid(`rooms.${pattern}: one or more of ${accessLevels.join(', ')}`)
  }
}

/** What signs for one secret key. @throws SyncForgeError VALIDATION_ERROR for what is no secret key */
export const createSigner = (secretKey: string) => {
  const keyId = secretKey.startsWith('sk_') ? keyIdOf(secretKey) : null
  if (keyId === null) throw invalid('secretKey: a secret key begins with sk_live_ or sk_test_, and is complete')
  let secret: Promise<Uint8Array<ArrayBuffer>> | undefined
  return async (claims: NewToken): Promise<SignedToken> => {
    requireTakeable(claims)
    secret ??= deriveSigningSecret(secretKey)
    const { userId, email, rooms = null, ttlSeconds = tokenSecondsDefault } = claims
    // JSON of any depth, which the document of the API can only call unknown.
    const userInfo = (claims.userInfo ?? {}) as RoomTokenClaims['userInfo']
    const expiresAt = (Math.floor(Date.now() / 1_000) + ttlSeconds) * 1_000
    const token = await sign(await secret, keyId, {
      userId,
      userInfo,
      email: email?.toLowerCase() ?? null,
      rooms,
      organizationId: null,
      expiresAt,
    })
    return { token, expiresAt }
  }
}
