/** Who has sent updates that Yjs fails at: each costs a fresh load of the document, so nobody may do it again and again. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Connection } from '../../../room/feature.ts'

/** An honest client does it never. */
const faultsMax = 3

export interface FailedUpdates {
  /** @throws RoomError MALFORMED_MESSAGE for a connection that has had its chances */
  require(from: Connection): void
  note(from: Connection): void
}

export const createFailedUpdates = (): FailedUpdates => {
  const counts = new WeakMap<Connection, number>()
  return {
    require(from) {
      if ((counts.get(from) ?? 0) < faultsMax) return
      throw new RoomError('MALFORMED_MESSAGE', 'Updates from this connection could not be applied: it may send no more')
    },
    note: (from) => void counts.set(from, (counts.get(from) ?? 0) + 1),
  }
}
