/** The organization that an address names, where only the caller's own will do. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Context } from 'hono'
import type { EdgeEnv } from '../env.ts'

/** @throws RoomError NOT_FOUND for another one than the caller's */
export const ownOrganization = (c: Context<EdgeEnv>, organizationId: string): string => {
  if (c.get('caller').organizationId !== organizationId)
    throw new RoomError(
      'NOT_FOUND',
      'There is no such organization, or this is not how it was named in SyncForge-Organization',
    )
  return organizationId
}
