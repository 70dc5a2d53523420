/** Signs attempts as Standard Webhooks say: with every secret that holds, the newest first. */
import { toBase64 } from './base64.ts'

export interface SigningKey {
  readonly key: CryptoKey
  /** When it signs no more, in milliseconds since 1970. */
  readonly endsAt: number | null
}

const utf8 = new TextEncoder()

/** @throws Error for an empty secret, with which anybody could sign */
export const importSecret = async (bytes: Uint8Array<ArrayBuffer>, endsAt: number | null): Promise<SigningKey> => {
  if (bytes.length === 0) throw new Error('an empty secret must not sign')
  return {
    key: await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
    endsAt,
  }
}

/**
 * The headers of one attempt.
 *
 * @param id of the event: the same for every attempt
 * @param now when this attempt is made: a receiver refuses what was signed long ago
 */
export const signedHeaders = async (
  keys: readonly SigningKey[],
  id: string,
  body: string,
  now: number,
): Promise<Readonly<Record<string, string>>> => {
  const timestamp = String(Math.floor(now / 1_000))
  const content = utf8.encode(`${id}.${timestamp}.${body}`)
  const holding = keys.filter(({ endsAt }) => endsAt === null || endsAt > now)
  if (holding.length === 0) throw new Error('no secret holds')
  const signatures = await Promise.all(
    holding.map(async ({ key }) => `v1,${toBase64(new Uint8Array(await crypto.subtle.sign('HMAC', key, content)))}`),
  )
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
