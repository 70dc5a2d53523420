/** What the presence of everybody takes together (rule PR9): a room has a bound, and a small share always fits. */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import type { JsonObject } from '@syncforge/protocol/schemas'
import type { Connection } from '../../room/feature.ts'

/** So much anybody may have, whatever the others have. */
const smallBytes = 4 * 1024

export interface PresenceShares {
  /** `connection` has this presence from now on. @throws RoomError LIMIT_EXCEEDED */
  take(connection: Connection, presence: JsonObject): void
  leave(connection: Connection): void
  /** What is known is not so: count again. */
  recount(): void
}

export const createPresenceShares = (
  connections: () => readonly Connection[],
  presenceOf: (connection: Connection) => JsonObject,
): PresenceShares => {
  let shares = new Map<string, number>()
  let total = 0
  const bytesOf = (presence: JsonObject) => JSON.stringify(presence).length
  const put = (id: string, bytes: number) => {
    total += bytes - (shares.get(id) ?? 0)
    shares.set(id, bytes)
  }
  const recount = () => {
    shares = new Map()
    total = 0
    for (const connection of connections()) put(connection.id, bytesOf(presenceOf(connection)))
  }
  recount()
  return {
    take({ id }, presence) {
      const bytes = bytesOf(presence)
      if (bytes > smallBytes && total - (shares.get(id) ?? 0) + bytes > limits.presencePerRoomMaxBytes) {
        throw new RoomError('LIMIT_EXCEEDED', 'The presence of everybody in the room is too large together', {
          maxBytes: limits.presencePerRoomMaxBytes,
          alwaysBytes: smallBytes,
        })
      }
      put(id, bytes)
    },
    leave({ id }) {
      total -= shares.get(id) ?? 0
      shares.delete(id)
    },
    recount,
  }
}
