/** An organization's own address for people, as the edge looks it up, with a short memory. */

import { databaseOf } from '../../bindings/database.ts'
import type { Env } from '../../bindings/env.ts'
import { findPeopleAddress, type PeopleAddress } from '../../db/queries/organizations/people-addresses.ts'
import { createLookupCache } from '../cache.ts'
import type { KeepAlive } from '../records.ts'

/** `null`: there is none, which is to be remembered as well. */
const addresses = createLookupCache<PeopleAddress | null>({
  ttlMs: 3_500,
  refreshAfterMs: 1_500,
  staleMaxMs: 600_000,
  maxEntries: 10_000,
  clock: Date.now,
})

export const lookUpPeopleAddress = async (
  env: Env,
  organizationId: string,
  keepAlive: KeepAlive,
): Promise<PeopleAddress | null> => {
  const found = addresses.get(
    organizationId,
    async () => (await findPeopleAddress(databaseOf(env), organizationId)) ?? null,
    keepAlive,
  )
  keepAlive(found.catch(() => {}))
  return (await found) ?? null
}

/** After a change in this isolate; others follow when their memory ends. */
export const forgetPeopleAddress = (organizationId: string): void => addresses.forget(organizationId)
