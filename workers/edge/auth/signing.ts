/** The secrets that sign room tokens: the platform's own, and those of keys, which the database keeps sealed. */

import type { Env } from '../../bindings/env.ts'
import type { KeySecret } from '../../db/queries/api-keys.ts'
import { unseal } from '../../db/queries/sealing.ts'
import { log } from '../../log.ts'

const opened = new Map<string, Uint8Array<ArrayBuffer>>()
const openedMax = 10_000

export const platformSecret = ({ TOKEN_SECRET }: Env): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(new TextEncoder().encode(TOKEN_SECRET))

/** What a key signs with; `null` for one that signs nothing, or that was sealed with another KEYS_SECRET. */
export const signingSecretOf = async (
  env: Env,
  keyId: string,
  { signingSecret: sealed }: KeySecret,
): Promise<Uint8Array<ArrayBuffer> | null> => {
  if (sealed === null) return null
  // The row it is bound to belongs to what is asked: a copy in another row opens nothing.
  const name = `${keyId}/${sealed}`
  const known = opened.get(name)
  if (known !== undefined) return known
  const secret = await unseal(env.KEYS_SECRET, keyId, sealed)
  if (secret === null) {
    log('error', {
      keyId,
      message: 'the signing secret of this key cannot be opened: KEYS_SECRET is another than when the key was made',
    })
    return null
  }
  for (const oldest of opened.size >= openedMax ? [...opened.keys()].slice(0, 1) : []) opened.delete(oldest)
  opened.set(name, secret)
  return secret
}
