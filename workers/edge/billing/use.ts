/** What an organization has in use of what plans bound. */
import type { Use } from '../../billing/service.ts'
import { countRooms } from '../../db/queries/room-list.ts'
import type { Env } from '../env.ts'
import { databaseOf } from '../records.ts'

export const useOf = async (env: Env, organizationId: string): Promise<Use> => ({
  rooms: await countRooms(databaseOf(env), organizationId),
  people: null,
})
