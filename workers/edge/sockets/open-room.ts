/** Finds the room that a socket wants, or makes it where the caller may. Two first joiners make one room. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Database } from '../../db/client.ts'
import type { OrganizationRecord } from '../../db/queries/organizations.ts'
import {
  findRoom,
  insertJoinedRoom,
  isUnknownOrganization,
  makesNextRoomInMs,
  type RoomRecord,
} from '../../db/queries/rooms.ts'
import type { Env } from '../env.ts'
import { completeRoom } from '../new-room.ts'
import {
  databaseOf,
  type KeepAlive,
  lookUpOrganization,
  lookUpRoom,
  rememberRoom,
  requireFound,
  requireOpen,
} from '../records.ts'
import type { Caller } from './caller.ts'

export interface OpenedRoom {
  readonly room: RoomRecord
  /** This call has registered it. */
  readonly isNew: boolean
}

/** What one key, or one person with tokens, may make by joining: a class that begins at once, not a program that makes rooms. */
const makingBound = { max: 300, windowMs: 60_000 }

const whyNotMade = async (db: Database, maker: string): Promise<RoomError> => {
  const retryAfterMs = await makesNextRoomInMs(db, maker, makingBound)
  if (retryAfterMs === 0)
    return new RoomError('ROOM_UNAVAILABLE', 'The room is being filled, or was made in this moment')
  const { max } = makingBound
  return new RoomError('RATE_LIMITED', `At most ${max} rooms a minute are made by joining them`, { max, retryAfterMs })
}

const createRoom = async (
  env: Env,
  { organizationId, maker }: Caller,
  organization: OrganizationRecord,
  id: string,
  access: 'public' | 'private',
): Promise<OpenedRoom> => {
  const db = databaseOf(env)
  const wanted = completeRoom({ ...organization.roomDefaults, id, name: null, metadata: {}, access })
  const inserted = await insertJoinedRoom(db, organizationId, wanted, maker, makingBound).catch((error: unknown) => {
    // A token outlives the organization it was signed for.
    if (isUnknownOrganization(error)) throw new RoomError('UNAUTHORIZED', 'The token is not valid')
    throw error
  })
  const found = inserted ?? (await findRoom(db, organizationId, id))
  if (!found) throw await whyNotMade(db, maker)
  const created = requireFound(found)
  rememberRoom(organizationId, created)
  return { room: created, isNew: inserted !== undefined }
}

/**
 * @throws RoomError ORGANIZATION_DELETED, ROOM_NOT_FOUND, ROOM_DELETED, FORBIDDEN, ROOM_UNAVAILABLE while a fork or a file is being put into it, RATE_LIMITED when
 * the caller has made too many rooms
 */
export const openRoom = async (env: Env, roomId: string, caller: Caller, keepAlive: KeepAlive): Promise<OpenedRoom> => {
  const { organizationId, creates } = caller
  const [asked, found] = await Promise.all([
    lookUpOrganization(env, organizationId, keepAlive),
    lookUpRoom(env, organizationId, roomId, keepAlive),
  ])
  const organization = requireOpen(asked)
  const opened =
    !found && creates
      ? await createRoom(env, caller, organization, roomId, creates)
      : { room: requireFound(found), isNew: false }
  if (caller.kind === 'key' && opened.room.access === 'private') {
    throw new RoomError(
      'FORBIDDEN',
      'This room is private: a publishable key opens public rooms only. Give the SDK an authEndpoint, whose server asks POST /api/v1/tokens for a room token',
      { room: roomId },
    )
  }
  return opened
}
