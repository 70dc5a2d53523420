/** Where a page ended, as an opaque text. Refuses what it did not write itself. */
import { RoomError } from '@syncforge/protocol/errors'
import * as z from 'zod'
import type { RoomPosition } from '../../db/queries/rooms.ts'

const Position = z.tuple([z.number().int(), z.string()])

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
    const createdAt = new Date(createdAtMs)
    // An impossible date throws here, not in the query.
    createdAt.toISOString()
    return { createdAt, id }
  } catch {
    throw new RoomError('VALIDATION_ERROR', 'The cursor is not one of ours')
  }
}
