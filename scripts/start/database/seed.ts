/** Owns the organization `dev` and its keys: there in development, gone in production. */
import { deriveSigningSecret, developmentKeys } from '@syncforge/protocol/keys'
import { scopes } from '@syncforge/protocol/rights'
import { eq, inArray } from 'drizzle-orm'
import type { Database } from '../../../workers/db/client.ts'
import { hashKey } from '../../../workers/db/queries/api-keys.ts'
import { seal, unseal } from '../../../workers/db/queries/sealing.ts'
import { apiKeys } from '../../../workers/db/schema/api-keys.ts'
import { organizations } from '../../../workers/db/schema/organizations.ts'

const organizationId = 'org_dev'

/** What is signed with it is known as long as it can be opened: sealed anew when KEYS_SECRET is another, or the key is of a time before. */
const sealSecret = async (db: Database, keysSecret: string): Promise<void> => {
  const { id, key } = developmentKeys.secret
  const [{ sealed = null } = {}] = await db
    .select({ sealed: apiKeys.signingSecret })
    .from(apiKeys)
    .where(eq(apiKeys.id, id))
  if (sealed !== null && (await unseal(keysSecret, id, sealed)) !== null) return
  const signingSecret = await seal(keysSecret, id, await deriveSigningSecret(key))
  await db.update(apiKeys).set({ signingSecret }).where(eq(apiKeys.id, id))
}

/** @param keysSecret what secrets of keys are sealed with */
export const seedDevelopment =
  (keysSecret: string) =>
  async (db: Database): Promise<void> => {
    await db
      .insert(organizations)
      .values({ id: organizationId, name: 'dev', plan: 'enterprise', createsRoomsOnJoin: true })
      .onConflictDoNothing()
    const keys = (['publishable', 'secret'] as const).map(async (kind) => {
      const { id, key } = developmentKeys[kind]
      const held = kind === 'secret' ? scopes : []
      return {
        id,
        organizationId,
        kind,
        name: 'Development',
        prefix: key.slice(0, 7),
        scopes: held,
        hash: await hashKey(key),
      }
    })
    for (const { id, ...key } of await Promise.all(keys)) {
      const { name, prefix } = key
      await db
        .insert(apiKeys)
        .values({ id, ...key })
        .onConflictDoUpdate({ target: apiKeys.id, set: { name, prefix }, setWhere: eq(apiKeys.prefix, '') })
    }
    await sealSecret(db, keysSecret)
  }

/** Everybody knows the development keys: a database that once served development must not let them in. */
export const removeDevelopmentKeys = async (db: Database): Promise<void> => {
  const ids = Object.values(developmentKeys).map(({ id }) => id)
  await db.delete(apiKeys).where(inArray(apiKeys.id, ids))
}
