/** Public keys as they are pasted: PEM blocks and JWKs, one after another, or a whole key set. */

export type GivenKeys = Parameters<
  ReturnType<typeof import('../../api/client.ts').apiOf>['organizations'][':organizationId']['token-issuers']['$post']
>[0]['json']['keys']

const pemBlock = /-----BEGIN [A-Z ]+-----[\s\S]*?-----END [A-Z ]+-----/g

/**
 * The keys in a text. What is neither is handed on as it is: the server says what is wrong with it.
 *
 * @example keysOf('{"keys":[{"kty":"OKP",…}]}') // [{ kty: 'OKP', … }]
 */
export const keysOf = (text: string): NonNullable<GivenKeys> => {
  const blocks = text.match(pemBlock)
  if (blocks) return blocks
  try {
    const read: unknown = JSON.parse(text)
    if (Array.isArray(read)) return read as NonNullable<GivenKeys>
    const { keys } = Object(read) as { readonly keys?: unknown }
    return (Array.isArray(keys) ? keys : [read]) as NonNullable<GivenKeys>
  } catch {
    return [text.trim()]
  }
}
