/** What an organization has in use of what plans bound. */
import type { Use } from '../../billing/service.ts'
import { databaseOf } from '../../bindings/database.ts'
import type { Env } from '../../bindings/env.ts'
import { organizationObject } from '../../bindings/organization.ts'
import { countRooms } from '../../db/queries/rooms.ts'
import { describeError, log } from '../../log.ts'
import { withinTime } from '../within-time.ts'

const countTimeoutMs = 2_000

/** Different people of this month; `null` when the organization's object does not say so in time. */
const peopleOf = async (env: Env, organizationId: string): Promise<number | null> => {
  try {
    return (await withinTime(organizationObject(env, organizationId).usage(), countTimeoutMs)).people
  } catch (error) {
    log('error', { organizationId, billing: 'people not counted', ...describeError(error) })
    return null
  }
}

export const useOf = async (env: Env, organizationId: string): Promise<Use> => {
  const [rooms, people] = await Promise.all([
    countRooms(databaseOf(env), organizationId),
    peopleOf(env, organizationId),
  ])
  return { rooms, people }
}
