/** Puts a file that was kept aside in the place of the room's rows, and opens the room again from them. */
import { RoomError } from '@syncforge/protocol/errors'
import type { RoomSettings } from '../admission.ts'
import type { RoomParts } from '../assemble.ts'
import type { Opening } from '../lifecycle.ts'

/** Everybody is ended, and comes back to what the file holds. @throws RoomError when it cannot take its place */
export const takeImport = (
  { commit, registry, delivery, transfer, end }: RoomParts,
  opening: Pick<Opening, 'reopen'>,
  id: string,
  settings: RoomSettings,
): null => {
  // What was said before is heard before everybody is ended.
  delivery.flush()
  try {
    return commit(() => {
      transfer.imports.commit(id)
      for (const connection of registry.all.values())
        end(connection, new RoomError('ROOM_UNAVAILABLE', 'The room was imported'))
      const parts = opening.reopen()
      parts.settings.learn(settings)
      parts.ownCopy.touch()
      for (const feature of parts.room.features) feature.onImport?.()
      return null
    })
  } finally {
    transfer.imports.drop(id)
  }
}
