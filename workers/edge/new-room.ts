/** Makes a room together with what is to be in it: nobody sees it before it is whole, and whoever asks again after a failure starts anew. */
import { RoomError } from '@syncforge/protocol/errors'
import type { RoomAddress } from '../../durable-objects/room/admission.ts'
import { abandonFilling, beginFilling, finishFilling } from '../db/queries/filling.ts'
import type { NewRoom, RoomRecord } from '../db/queries/rooms.ts'
import type { Env, RoomObject } from './env.ts'
import { databaseOf, rememberRoom } from './records.ts'
import { addressOf, reach, roomObject } from './rooms.ts'

interface Making {
  readonly env: Env
  readonly organizationId: string
  readonly requestId: string
}

/**
 * The finished room. `fill` puts everything into its object, durably, and says how the room is to be registered.
 *
 * @throws RoomError ROOM_EXISTS, ROOM_UNAVAILABLE when another request has begun the same room anew, and whatever `fill` throws
 */
export const makeRoom = async (
  { env, organizationId, requestId }: Making,
  room: NewRoom,
  fill: (object: RoomObject, address: RoomAddress) => Promise<NewRoom>,
): Promise<RoomRecord> => {
  const db = databaseOf(env)
  const begun = await beginFilling(db, organizationId, room)
  if (!begun) throw new RoomError('ROOM_EXISTS', 'A room with this id exists', { id: room.id })
  const object = roomObject(env, organizationId, room.id)
  const address = addressOf(organizationId, begun)
  try {
    const finished = await finishFilling(db, organizationId, begun, await fill(object, address))
    if (!finished) throw new RoomError('ROOM_UNAVAILABLE', 'The room was made anew or deleted meanwhile')
    rememberRoom(organizationId, finished)
    return finished
  } catch (error) {
    // The record first: a room that was finished after all, or is another's by now, keeps what it has.
    if (await abandonFilling(db, organizationId, begun)) await reach(requestId, () => object.abandon(address))
    throw error
  }
}
