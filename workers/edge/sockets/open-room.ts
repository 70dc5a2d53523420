/** Finds the room that a socket wants, or makes it where the caller may. Two first joiners make one room. */
import { RoomError } from '@syncforge/protocol/errors'
import { databaseOf } from '../../bindings/database.ts'
import type { Env } from '../../bindings/env.ts'
import type { OrganizationRecord } from '../../db/queries/organizations/organizations.ts'
import {
  findRoom,
  insertJoinedRoom,
  isDeleted,
  isUnknownOrganization,
  makesNextRoomInMs,
  type RoomRecord,
} from '../../db/queries/rooms.ts'
import { roomsOwner, whyNoRoom } from '../limits/rooms.ts'
import { announceFacts } from '../live/organization.ts'
import { completeRoom } from '../new-room.ts'
import { type KeepAlive, lookUpOrganization, lookUpRoom, rememberRoom, requireFound, requireOpen } from '../records.ts'
import type { Caller } from './caller.ts'

export interface OpenedRoom {
  readonly organization: OrganizationRecord
  readonly room: RoomRecord
  /** This call has registered it. */
  readonly isNew: boolean
}

/** What one key, or one person with tokens, may make by joining: a class that begins at once, not a program that makes rooms. */
const makingBound = { max: 300, windowMs: 60_000 }

const whyNotMade = async (env: Env, organization: OrganizationRecord, maker: string): Promise<RoomError> => {
  const limit = await whyNoRoom(env, organization)
  if (limit !== null) return limit
  const retryAfterMs = await makesNextRoomInMs(databaseOf(env), maker, makingBound)
  if (retryAfterMs === 0)
    return new RoomError('ROOM_UNAVAILABLE', 'The room is being filled, or was made in this moment')
  const { max } = makingBound
  return new RoomError('RATE_LIMITED', `At most ${max} rooms a minute are made by joining them`, { max, retryAfterMs })
}

const createRoom = async (
  env: Env,
  { organizationId, maker, user }: Caller,
  organization: OrganizationRecord,
  id: string,
  creates: 'public' | 'private',
  keepAlive: KeepAlive,
): Promise<OpenedRoom> => {
  const db = databaseOf(env)
  const decided = {
    id,
    name: null,
    metadata: {},
    ownerId: user.userId,
    defaultAccess: creates === 'public' ? 'write' : 'none',
  } as const
  const room = completeRoom(decided, organization.roomDefaults)
  const inserted = await insertJoinedRoom(db, roomsOwner(organization), room, maker, makingBound).catch(
    (error: unknown) => {
      // A token outlives the organization it was signed for.
      if (isUnknownOrganization(error)) throw new RoomError('UNAUTHORIZED', 'The token is not valid')
      throw error
    },
  )
  const found = inserted ?? (await findRoom(db, organizationId, id))
  if (!found) throw await whyNotMade(env, organization, maker)
  const created = requireFound(found)
  rememberRoom(organizationId, created)
  if (inserted !== undefined) keepAlive(announceFacts(env, organizationId))
  return { organization, room: created, isNew: inserted !== undefined }
}

/**
 * @throws RoomError ORGANIZATION_DELETED, ROOM_NOT_FOUND, ROOM_DELETED, FORBIDDEN, ROOM_UNAVAILABLE while a fork or a file is being put into it, RATE_LIMITED when
 * the caller has made too many rooms, PLAN_LIMIT_EXCEEDED when the organization has as many as its plan allows
 */
export const openRoom = async (env: Env, roomId: string, caller: Caller, keepAlive: KeepAlive): Promise<OpenedRoom> => {
  const { organizationId, creates } = caller
  const [asked, found] = await Promise.all([
    lookUpOrganization(env, organizationId, keepAlive),
    lookUpRoom(env, organizationId, roomId, keepAlive),
  ])
  const organization = requireOpen(asked)
  if (!found && creates) return createRoom(env, caller, organization, roomId, creates, keepAlive)
  // Who has no right to anything here does not learn which rooms there are either.
  if (caller.access === null && caller.link === null && (!found || isDeleted(found))) throw caller.noRight
  const room = requireFound(found)
  // Nothing in the room raises a key alone: it need not be asked.
  if (
    caller.user.userId === null &&
    caller.access === 'default' &&
    caller.link === null &&
    room.defaultAccess === 'none'
  )
    throw caller.noRight
  return { organization, room, isNew: false }
}
