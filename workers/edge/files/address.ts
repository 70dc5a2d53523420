/** Reads the addresses of files that rooms have signed. @see durable-objects/room/files/address.ts, which makes them */
import { RoomError } from '@syncforge/protocol/errors'
import type { FileGrant } from '../../../durable-objects/room/files/address.ts'
import { readSigned } from '../auth/signed-address.ts'

type Says = [FileGrant['act'], string, string, string, string, string, string, number, number]

/** @throws RoomError UNAUTHORIZED for one that no room has made for this, TOKEN_EXPIRED */
export const readFileAddress = async (
  secret: string,
  signed: string,
  act: FileGrant['act'],
  now: number,
): Promise<FileGrant> => {
  const says = await readSigned(secret, 'file', signed)
  if (says === null) throw new RoomError('UNAUTHORIZED', 'This address of a file was not made here')
  const [made, organizationId, roomId, id, place, name, type, bytes, expiresAt] = says as Says
  if (made !== act) throw new RoomError('UNAUTHORIZED', 'This address of a file is for something else')
  if (expiresAt <= now) throw new RoomError('TOKEN_EXPIRED', 'This address of a file has ended: ask for a new one')
  return { act, organizationId, roomId, id, place, name, type, bytes, expiresAt }
}
