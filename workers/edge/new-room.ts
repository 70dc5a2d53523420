/**
 * Makes a room together with what is to be in it: nobody sees it before it is whole, and whoever asks again after a failure starts anew.
 * What a crash has left of such rooms goes when the next one of the organization is made.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { roomDefaults } from '@syncforge/protocol/room-defaults'
import type { RoomAddress } from '../../durable-objects/room/admission.ts'
import { databaseOf } from '../bindings/database.ts'
import type { Env, RoomObject } from '../bindings/env.ts'
import { roomObject } from '../bindings/room.ts'
import type { Database } from '../db/client.ts'
import {
  beginFilling,
  breakOffFilling,
  dropBrokenOff,
  findBrokenOff,
  finishFilling,
  reviveBrokenOff,
} from '../db/queries/filling.ts'
import type { OrganizationRecord } from '../db/queries/organizations/organizations.ts'
import { findRoom, type NewRoom, type RoomRecord } from '../db/queries/rooms.ts'
import { describeError, log } from '../log.ts'
import { roomsOwner, whyNoRoom } from './limits/rooms.ts'
import { announceFacts } from './live/organization.ts'
import { type KeepAlive, rememberRoom, requireFound } from './records.ts'
import { addressOf, reach } from './rooms.ts'

/** What makes one room different from another, and what its maker may say of its settings. */
type SentRoom = Pick<NewRoom, 'id' | 'name' | 'ownerId' | 'metadata'> & {
  readonly [K in keyof NewRoom]?: NewRoom[K] | undefined
}

/**
 * The room with everything that its maker has left out: as the organization's defaults say, else as the platform's do.
 *
 * @param defaults what was stored for the organization, checked on its way in
 */
export const completeRoom = (room: SentRoom, defaults: Readonly<Record<string, unknown>> = {}): NewRoom => {
  const sent = Object.fromEntries(Object.entries(room).filter(([, value]) => value !== undefined))
  return { ...roomDefaults, ...defaults, ...sent } as NewRoom
}

interface Making {
  readonly env: Env
  /** As whoever makes the room writes to it. */
  readonly db: Database
  readonly organization: OrganizationRecord
  readonly requestId: string
  readonly keepAlive: KeepAlive
}

const clear = async ({ env, organization, requestId }: Making, brokenOff: RoomRecord) => {
  const object = roomObject(env, organization.id, brokenOff.id)
  // The content first: with its record it is found again, without one never.
  const isGone = await reach(requestId, () => object.abandon(addressOf(env, organization, brokenOff)))
  const end = isGone ? dropBrokenOff : reviveBrokenOff
  await end(databaseOf(env), organization.id, brokenOff)
  log('info', { requestId, roomId: brokenOff.id, brokenOff: isGone ? 'cleared' : 'was in use, stays' })
}

/** What a crash has left of rooms that nobody asked for again. */
const sweep = async (making: Making) => {
  const { env, organization, requestId } = making
  try {
    for (const brokenOff of await findBrokenOff(databaseOf(env), organization.id)) await clear(making, brokenOff)
  } catch (error) {
    log('error', { requestId, ...describeError(error) })
  }
}

/**
 * The finished room. `fill` puts everything into its object, durably, and says how the room is to be registered.
 *
 * @throws RoomError PLAN_LIMIT_EXCEEDED, ROOM_EXISTS, ROOM_DELETED, ROOM_UNAVAILABLE when another request has begun the same room anew, and whatever `fill` throws
 */
export const makeRoom = async (
  making: Making,
  room: NewRoom,
  fill: (object: RoomObject, address: RoomAddress) => Promise<NewRoom>,
): Promise<RoomRecord> => {
  const { env, db, organization, keepAlive } = making
  const organizationId = organization.id
  const begun = await beginFilling(db, roomsOwner(organization), room)
  if (!begun) {
    const found = await findRoom(db, organizationId, room.id)
    if (found) requireFound(found)
    const limit = found ? null : await whyNoRoom(env, organization)
    throw limit ?? new RoomError('ROOM_EXISTS', 'A room with this id exists', { id: room.id })
  }
  keepAlive(sweep(making))
  const object = roomObject(env, organizationId, room.id)
  const address = addressOf(env, organization, begun)
  try {
    const finished = await finishFilling(db, organizationId, begun, await fill(object, address))
    if (!finished) throw new RoomError('ROOM_UNAVAILABLE', 'The room was made anew or deleted meanwhile')
    rememberRoom(organizationId, finished)
    keepAlive(announceFacts(env, organizationId))
    return finished
  } catch (error) {
    // Only what is this filling's still: a room that was finished after all, or is another's by now, keeps what it has.
    if (await breakOffFilling(db, organizationId, begun)) await clear(making, begun)
    throw error
  }
}
