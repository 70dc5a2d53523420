/** Whether an organization has a place for somebody new this month: rule PL4. Known from a short memory, because every join asks. */
import { plans } from '@syncforge/protocol/plans'
import type { Admission } from '../../../durable-objects/room/admission.ts'
import type { Env } from '../../bindings/env.ts'
import { organizationObject } from '../../bindings/organization.ts'
import type { OrganizationRecord } from '../../db/queries/organizations/organizations.ts'
import { describeError, log } from '../../log.ts'
import { createLookupCache } from '../cache.ts'
import type { KeepAlive } from '../records.ts'
import { withinTime } from '../within-time.ts'

const timeoutMs = 1_000

/**
 * What is in use is renewed behind the back of those who join. An answer that is older than rule PL4 allows is as old as the organization's
 * record, which is waited for then as well.
 */
const counts = createLookupCache<{ readonly month: number; readonly people: number }>({
  ttlMs: 4_000,
  refreshAfterMs: 500,
  staleMaxMs: 600_000,
  maxEntries: 10_000,
  clock: Date.now,
})

const startOfMonth = (at: number): number => {
  const time = new Date(at)
  return Date.UTC(time.getUTCFullYear(), time.getUTCMonth())
}

/** How full it is, or `null` where there is a place for somebody new, or nobody can say so. */
export const fullOf = async (
  env: Env,
  { id, plan }: OrganizationRecord,
  keepAlive: KeepAlive,
): Promise<Admission['full']> => {
  const max = plans[plan].people
  if (max === null) return null
  try {
    const ask = () => withinTime(organizationObject(env, id).usage(), timeoutMs)
    const counted = await counts.get(id, ask, keepAlive)
    if (counted === undefined || counted.month !== startOfMonth(Date.now()) || counted.people < max) return null
    return { use: counted.people, max }
  } catch (error) {
    log('error', { organizationId: id, ...describeError(error) })
    return null
  }
}
