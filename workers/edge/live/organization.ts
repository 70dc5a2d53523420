/** The way from the edge to an organization's object: who is where now, and keys that have ended. */
import type { Env, OrganizationObject } from '../env.ts'
import { describeError, log } from '../log.ts'
import { withinTime } from '../within-time.ts'

const countTimeoutMs = 1_000

export const organizationObject = (env: Env, organizationId: string): OrganizationObject =>
  env.ORGANIZATION.getByName(organizationId)

/** How many people are in each of these rooms, or `null` when the object does not say so in time: a list is worth having without. */
export const countPeople = async (
  env: Env,
  organizationId: string,
  roomIds: readonly string[],
): Promise<Readonly<Record<string, number>> | null> => {
  if (roomIds.length === 0) return {}
  try {
    return await withinTime(organizationObject(env, organizationId).counts(roomIds), countTimeoutMs)
  } catch (error) {
    log('error', describeError(error))
    return null
  }
}
