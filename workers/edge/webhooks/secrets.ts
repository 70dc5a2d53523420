/** The secrets that webhooks are signed with: made, shown once, and kept sealed. */
import { toBase64 } from '@syncforge/protocol/base64'
import type { Env } from '../../bindings/env.ts'
import { seal } from '../../db/queries/sealing.ts'

const secretBytes = 32

/** A new secret of a webhook: as it is shown, and as it is stored. */
export const newSecret = async (
  { KEYS_SECRET }: Pick<Env, 'KEYS_SECRET'>,
  webhookId: string,
): Promise<{ readonly shown: string; readonly sealed: string }> => {
  const bytes = crypto.getRandomValues(new Uint8Array(secretBytes))
  // Standard base64: verifiers refuse the other alphabet.
  return { shown: `whsec_${toBase64(bytes)}`, sealed: await seal(KEYS_SECRET, webhookId, bytes) }
}
