/** How many rooms an organization may have: rule PL3. */
import type { RoomError } from '@syncforge/protocol/errors'
import { isFull } from '@syncforge/protocol/plan-limits'
import { plans } from '@syncforge/protocol/plans'
import { databaseOf } from '../../bindings/database.ts'
import type { Env } from '../../bindings/env.ts'
import { planOf } from '../../bindings/plan.ts'
import type { OrganizationRecord } from '../../db/queries/organizations/organizations.ts'
import { countRooms, type RoomsOwner } from '../../db/queries/rooms.ts'

/** The organization as one that is about to have another room. */
export const roomsOwner = ({ id, plan }: OrganizationRecord): RoomsOwner => ({
  organizationId: id,
  roomsMax: plans[plan].rooms,
})

/** Why a room was not made, where the plan is the reason. */
export const whyNoRoom = async (env: Env, organization: OrganizationRecord): Promise<RoomError | null> => {
  const { id, plan } = organization
  const max = plans[plan].rooms
  if (max === null) return null
  const use = await countRooms(databaseOf(env), id)
  return use < max ? null : isFull(planOf(env, organization), 'rooms', use, max)
}
