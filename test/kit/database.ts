/** A migrated database with a second customer in it, made once and copied into each new data folder: copying is quicker. */
import { createHash } from 'node:crypto'
import { cpSync, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database } from '../../workers/db/client.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const migrationsFolder = join(root, 'migrations')

/** A customer beside `dev`, whose publishable key creates no rooms and works on one page only. */
export const otherOrganization = {
  id: 'org_other',
  publishable: 'pk_test_other',
  secret: 'sk_test_other',
  allowedOrigin: 'https://app.example.com',
} as const

const seedOtherOrganization = async (db: Database): Promise<void> => {
  const [{ hashKey }, { apiKeys }, { organizations }] = await Promise.all([
    import('../../workers/db/queries/api-keys.ts'),
    import('../../workers/db/schema/api-keys.ts'),
    import('../../workers/db/schema/organizations.ts'),
  ])
  const { id: organizationId, publishable, secret, allowedOrigin } = otherOrganization
  await db.insert(organizations).values({ id: organizationId, name: 'other', allowedOrigins: [allowedOrigin] })
  await db.insert(apiKeys).values([
    { id: 'key_other_publishable', organizationId, kind: 'publishable', hash: await hashKey(publishable) },
    { id: 'key_other_secret', organizationId, kind: 'secret', hash: await hashKey(secret) },
  ])
}

/** Changes with every migration, and with what is put into the template. */
const templateName = async (): Promise<string> => {
  const hash = createHash('sha256').update(await readFile(fileURLToPath(import.meta.url)))
  const lock: unknown = JSON.parse(await readFile(join(root, 'node_modules/@electric-sql/pglite/package.json'), 'utf8'))
  hash.update(String((lock as { version: string }).version))
  for (const name of (await readdir(migrationsFolder)).filter((file) => file.endsWith('.sql')).sort()) {
    hash.update(await readFile(join(migrationsFolder, name)))
  }
  return `test-postgres-${hash.digest('hex').slice(0, 16)}`
}

/** Puts the database into the data folder of a server that has not started yet. */
export const copyDatabase = async (dataDir: string): Promise<void> => {
  const cache = join(root, 'node_modules', '.cache', 'syncforge')
  const template = join(cache, await templateName())
  if (!existsSync(template)) {
    await mkdir(cache, { recursive: true })
    const making = await mkdtemp(join(cache, 'test-postgres-making-'))
    // Loaded here and not by every file that starts a server: it takes half a second.
    const { openEmbedded } = await import('../../scripts/start/database/embedded.ts')
    const backend = await openEmbedded(making, migrationsFolder, seedOtherOrganization)
    await backend.close()
    // Another test file may have been quicker: its copy is as good.
    await rename(making, template).catch(() => rm(making, { recursive: true, force: true }))
  }
  // A thousand files: one by one from here that takes three times as long.
  cpSync(template, join(dataDir, 'postgres'), { recursive: true })
}
