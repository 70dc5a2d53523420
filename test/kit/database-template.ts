/** Makes the database that `database.ts` copies, in the folder it is given. A process of its own: the packages are run from their source. */
import { deriveSigningSecret } from '@syncforge/protocol/keys'
import { scopes } from '@syncforge/protocol/rights'
import { openEmbedded } from '../../scripts/start/database/embedded.ts'
import { seedDevelopment } from '../../scripts/start/database/seed.ts'
import type { Database } from '../../workers/db/client.ts'
import { hashKey } from '../../workers/db/queries/api-keys.ts'
import { seal } from '../../workers/db/queries/sealing.ts'
import { apiKeys } from '../../workers/db/schema/api-keys.ts'
import { organizations } from '../../workers/db/schema/organizations.ts'
import { migrationsFolder, otherOrganization, testKeysSecret } from './database.ts'
import { seedPeople } from './seed-members.ts'

const seed = async (db: Database): Promise<void> => {
  await seedDevelopment(testKeysSecret)(db)
  await seedPeople(db)
  const { id: organizationId, publishable, secret, allowedOrigin } = otherOrganization
  await db
    .insert(organizations)
    .values({ id: organizationId, name: 'other', plan: 'enterprise', allowedOrigins: [allowedOrigin] })
  await db.insert(apiKeys).values([
    { id: 'key_other_publishable', organizationId, kind: 'publishable', hash: await hashKey(publishable) },
    {
      id: 'key_other_secret',
      organizationId,
      kind: 'secret',
      scopes,
      hash: await hashKey(secret),
      signingSecret: await seal(testKeysSecret, 'key_other_secret', await deriveSigningSecret(secret)),
    },
  ])
}

const [, , folder] = process.argv
if (folder === undefined) throw new Error('give a folder')
const backend = await openEmbedded(folder, migrationsFolder, seed)
await backend.close()
