/** Where a page ended, as an opaque text. Refuses what it did not write itself. */
import { RoomError } from '@syncforge/protocol/errors'
import { RoomId } from '@syncforge/protocol/schemas'
import * as z from 'zod'
import type { RoomPosition } from '../../../db/queries/rooms.ts'

/** Up to the year 9999: the database reads no more digits. */
const Position = z.tuple([z.number().int().min(0).max(253_402_300_799_999), RoomId])

/** Base64url of UTF-8 JSON. */
export const writeCursor = ({ createdAt, id }: RoomPosition): string =>
  btoa(JSON.stringify([createdAt.getTime(), id]))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** @throws RoomError VALIDATION_ERROR */
export const readCursor = (text: string): RoomPosition => {
  try {
    const [createdAtMs, id] = Position.parse(JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/'))))
    return { createdAt: new Date(createdAtMs), id }
  } catch {
    throw new RoomError('VALIDATION_ERROR', 'The cursor is not one of ours')
  }
}
