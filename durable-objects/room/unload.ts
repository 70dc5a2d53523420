/** Takes an empty room out of memory: its rows are compacted, and whatever is wanted of it later is read from them again. */
import type { RoomParts } from './assemble.ts'

export const unload = ({ storage, room, delivery }: RoomParts): void => {
  delivery.flush()
  storage.transactionSync(() => {
    // Calls without a socket have come in since the last leave.
    for (const feature of room.features) feature.onLastLeave?.()
  })
  for (const feature of room.features) feature.forget?.()
}
