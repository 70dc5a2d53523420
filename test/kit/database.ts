/** A migrated database with a second customer and people in every role in it, made once and copied into each new data folder: copying is quicker. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const migrationsFolder = join(root, 'migrations')

const maker = join(import.meta.dirname, 'database-template.ts')

/** What every test server seals with: the database is made before any of them starts. */
export const testKeysSecret = 'a-secret-for-tests-alone-32-bytes-or-a-few-more'

/** A customer beside `dev`, whose publishable key creates no rooms and works on one page only. */
export const otherOrganization = {
  id: 'org_other',
  publishable: 'pk_test_other',
  secret: 'sk_test_other',
  allowedOrigin: 'https://app.example.com',
} as const

/** Changes with every migration, and with what is put into the template. */
const templateName = async (): Promise<string> => {
  const hash = createHash('sha256')
  for (const name of ['database.ts', 'database-template.ts', 'members.ts', 'seed-members.ts'])
    hash.update(await readFile(join(import.meta.dirname, name)))
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
    await promisify(execFile)(process.execPath, ['--conditions=source', maker, making])
    // Another test file may have been quicker: its copy is as good.
    await rename(making, template).catch(() => rm(making, { recursive: true, force: true }))
  }
  // A thousand files: one by one from here that takes three times as long.
  cpSync(template, join(dataDir, 'postgres'), { recursive: true })
}
