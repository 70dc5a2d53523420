/** Finds the room that a socket wants, or makes it where the caller may. Two first joiners make one room. */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import { findRoom, insertRoom, isUnknownOrganization, type RoomRecord } from '../../db/queries/rooms.ts'
import type { Env } from '../env.ts'
import { databaseOf, type KeepAlive, lookUpRoom, rememberRoom } from '../records.ts'
import type { Caller } from './caller.ts'

export interface OpenedRoom {
  readonly room: RoomRecord
  /** This call has registered it. */
  readonly isNew: boolean
}

const createRoom = async (
  env: Env,
  organizationId: string,
  id: string,
  access: 'public' | 'private',
): Promise<OpenedRoom> => {
  const db = databaseOf(env)
  const room = {
    id,
    name: null,
    access,
    type: 'collaboration',
    metadata: {},
    maxParticipants: limits.defaultMaxParticipants,
    graceMs: limits.defaultGraceMs,
    presenceTimeoutMs: limits.defaultPresenceTimeoutMs,
    historyMs: limits.defaultHistoryMs,
    persistence: 'durable',
    emptyAfterMs: limits.defaultEmptyAfterMs,
  } as const
  const inserted = await insertRoom(db, organizationId, room, 'expired').catch((error: unknown) => {
    // A token outlives the organization it was signed for.
    if (isUnknownOrganization(error)) throw new RoomError('UNAUTHORIZED', 'The token is not valid')
    throw error
  })
  const created = inserted ?? (await findRoom(db, organizationId, id))
  if (!created) throw new RoomError('ROOM_UNAVAILABLE', 'The room is being filled, or was deleted in this moment')
  rememberRoom(organizationId, created)
  return { room: created, isNew: inserted !== undefined }
}

/** @throws RoomError ROOM_NOT_FOUND, FORBIDDEN, ROOM_UNAVAILABLE while a fork or a file is being put into it */
export const openRoom = async (env: Env, roomId: string, caller: Caller, keepAlive: KeepAlive): Promise<OpenedRoom> => {
  const { organizationId, creates } = caller
  const found = await lookUpRoom(env, organizationId, roomId, keepAlive)
  if (!found && !creates)
    throw new RoomError('ROOM_NOT_FOUND', 'There is no such room, and this token or key may not make one', {
      room: roomId,
    })
  const opened = found
    ? { room: found, isNew: false }
    : await createRoom(env, organizationId, roomId, creates ?? 'private')
  if (caller.kind === 'key' && opened.room.access === 'private') {
    throw new RoomError(
      'FORBIDDEN',
      'This room is private: a publishable key opens public rooms only. Give the SDK an authEndpoint, whose server asks POST /api/v1/tokens for a room token',
      { room: roomId },
    )
  }
  return opened
}
