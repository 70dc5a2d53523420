/** What an organization has in use of what plans bound. */
import type { Use } from '../../billing/service.ts'
import { countRooms } from '../../db/queries/rooms.ts'
import type { Env } from '../env.ts'
import { organizationObject } from '../live/organization.ts'
import { databaseOf } from '../records.ts'

export const useOf = async (env: Env, organizationId: string): Promise<Use> => ({
  rooms: await countRooms(databaseOf(env), organizationId),
  people: (await organizationObject(env, organizationId).usage()).people,
})
