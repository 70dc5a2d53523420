/** Reads one part of a socket's path. */
import { RoomError } from '@syncforge/protocol/errors'

/** @throws RoomError VALIDATION_ERROR for a broken percent escape */
export const decodeSegment = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new RoomError('VALIDATION_ERROR', 'The address is not valid')
  }
}
