/** Where a page ended and in which order, as an opaque text. Refuses what it did not write itself. */
import { RoomError } from '@syncforge/protocol/errors'
import { RoomId } from '@syncforge/protocol/schemas'
import * as z from 'zod'
import { type RoomPosition, type RoomSort, roomSorts } from '../../../db/queries/room-list.ts'

/** Up to the year 9999: the database reads no more digits. */
const Time = z.number().int().min(0).max(253_402_300_799_999)
/** The value that rooms are sorted by, and the id that tells rooms with the same one apart. */
const Position = z.tuple([z.enum(roomSorts), z.union([Time, z.string().max(256)]), RoomId])

/** Base64url of UTF-8 JSON. */
export const writeCursor = (sort: RoomSort, { value, id }: RoomPosition): string =>
  Buffer.from(JSON.stringify([sort, value, id])).toString('base64url')

/** @throws RoomError VALIDATION_ERROR, also for one of a list in another order */
export const readCursor = (text: string, sort: RoomSort): RoomPosition => {
  try {
    const [sorted, value, id] = Position.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    if (sorted !== sort || typeof value !== (sort.endsWith('At') ? 'number' : 'string')) throw new Error('another list')
    return { value, id }
  } catch {
    throw new RoomError('VALIDATION_ERROR', 'The cursor is not one of ours, or of a list in another order')
  }
}
