/** Takes an empty room out of memory: its rows are compacted, and whatever is wanted of it later is read from them again. */
import type { RoomParts } from './assemble.ts'

export const unload = ({ departures, room, delivery }: RoomParts): void => {
  delivery.flush()
  // Calls without a socket have come in since the last leave.
  departures.cleanUp()
  for (const feature of room.features) feature.forget?.()
}
