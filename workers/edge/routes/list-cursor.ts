/** Where a page ended and in which order, as an opaque text. Refuses what it did not write itself. */
import { RoomError } from '@syncforge/protocol/errors'
import { RoomId } from '@syncforge/protocol/schemas'
import * as z from 'zod'

/** Up to the year 9999: the database reads no more digits. */
const Time = z.number().int().min(0).max(253_402_300_799_999)
/** What the list is sorted by, its value, and the id that tells rows with the same one apart. */
const Cursor = z.tuple([z.string(), z.union([Time, z.string().max(256)]), RoomId])

export interface CursorPosition {
  /** A time in milliseconds where the order is one of times. */
  readonly value: string | number
  readonly id: string
}

/** Base64url of UTF-8 JSON. @param order such as `-createdAt` */
export const writeCursor = (order: string, { value, id }: CursorPosition): string =>
  Buffer.from(JSON.stringify([order, value, id])).toString('base64url')

/** @throws RoomError VALIDATION_ERROR, also for one of a list in another order */
export const readCursor = (order: string, text: string): CursorPosition => {
  try {
    const [ordered, value, id] = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    const kind = order.endsWith('At') ? 'number' : 'string'
    if (ordered === order && typeof value === kind) return { value, id }
  } catch {
    // What is no cursor ends as one of another list does.
  }
  throw new RoomError('VALIDATION_ERROR', 'The cursor is not one of ours, or of a list in another order')
}
