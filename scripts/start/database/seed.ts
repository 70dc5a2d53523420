/** Owns the organization `dev` and its keys: there in development, gone in production. */
import { inArray } from 'drizzle-orm'
import type { Database } from '../../../workers/db/client.ts'
import { hashKey } from '../../../workers/db/queries/api-keys.ts'
import { apiKeys } from '../../../workers/db/schema/api-keys.ts'
import { organizations } from '../../../workers/db/schema/organizations.ts'
import { developmentKeys } from './development-keys.ts'

const organizationId = 'org_dev'
const keyIds = { publishable: 'key_dev_publishable', secret: 'key_dev_secret' } as const

export const seedDevelopment = async (db: Database): Promise<void> => {
  await db
    .insert(organizations)
    .values({ id: organizationId, name: 'dev', plan: 'enterprise', createsRoomsOnJoin: true })
    .onConflictDoNothing()
  const keys = (['publishable', 'secret'] as const).map(async (kind) => ({
    id: keyIds[kind],
    organizationId,
    kind,
    hash: await hashKey(developmentKeys[kind]),
  }))
  await db
    .insert(apiKeys)
    .values(await Promise.all(keys))
    .onConflictDoNothing()
}

/** Everybody knows the development keys: a database that once served development must not let them in. */
export const removeDevelopmentKeys = async (db: Database): Promise<void> => {
  await db.delete(apiKeys).where(inArray(apiKeys.id, Object.values(keyIds)))
}
