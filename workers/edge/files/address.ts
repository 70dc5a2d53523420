/** Reads the addresses of files that rooms have signed. @see durable-objects/room/files/address.ts, which makes them */
import { RoomError } from '@syncforge/protocol/errors'
import type { FileGrant } from '../../../durable-objects/room/files/address.ts'

const utf8 = new TextEncoder()

const keyOf = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', utf8.encode(`file ${secret}`), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])

/** @throws RoomError UNAUTHORIZED for one that no room has made for this, TOKEN_EXPIRED */
export const readFileAddress = async (
  secret: string,
  signed: string,
  act: FileGrant['act'],
  now: number,
): Promise<FileGrant> => {
  const [, said, tag] = /^([\w-]{1,4000})\.([\w-]{43})$/.exec(signed) ?? []
  const isOurs =
    said !== undefined &&
    tag !== undefined &&
    (await crypto.subtle.verify('HMAC', await keyOf(secret), Buffer.from(tag, 'base64url'), utf8.encode(said)))
  if (!isOurs) throw new RoomError('UNAUTHORIZED', 'This address of a file was not made here')
  // Its tag is right: it is as it was made.
  const [made, organizationId, roomId, id, place, name, type, bytes, expiresAt] = JSON.parse(
    Buffer.from(said, 'base64url').toString(),
  ) as [FileGrant['act'], string, string, string, string, string, string, number, number]
  if (made !== act) throw new RoomError('UNAUTHORIZED', 'This address of a file is for something else')
  if (expiresAt <= now) throw new RoomError('TOKEN_EXPIRED', 'This address of a file has ended: ask for a new one')
  return { act, organizationId, roomId, id, place, name, type, bytes, expiresAt }
}
