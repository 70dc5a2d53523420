/** The object of a room. */
import { roomObjectName } from '../../durable-objects/room/admission.ts'
import type { Env, RoomObject } from './env.ts'

export const roomObject = (env: Env, organizationId: string, roomId: string): RoomObject =>
  env.ROOM.get(env.ROOM.idFromName(roomObjectName(organizationId, roomId)))
