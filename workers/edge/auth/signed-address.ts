/** Reads the addresses that objects have signed. @see durable-objects/room/signed-address.ts, which makes them */

const utf8 = new TextEncoder()

const keyOf = (secret: string, use: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', utf8.encode(`${use} ${secret}`), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])

/** What it says, as it was made; `null` for one that no object here has made for this use. */
export const readSigned = async (secret: string, use: string, signed: string): Promise<readonly unknown[] | null> => {
  const [, said, tag] = /^([\w-]{1,8000})\.([\w-]{43})$/.exec(signed) ?? []
  const isOurs =
    said !== undefined &&
    tag !== undefined &&
    (await crypto.subtle.verify('HMAC', await keyOf(secret, use), Buffer.from(tag, 'base64url'), utf8.encode(said)))
  return isOurs ? (JSON.parse(Buffer.from(said, 'base64url').toString()) as readonly unknown[]) : null
}
