/** Chooses the database: embedded, any PostgreSQL behind our endpoint, or Neon itself. */
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { DataDir } from '../data-dir.ts'
import type { Settings } from '../settings.ts'
import { reasonOf, StartError } from '../start-error.ts'
import { openEmbedded } from './embedded.ts'
import { serveNeonEndpoint } from './neon-endpoint.ts'
import { removeDevelopmentKeys, seedDevelopment } from './seed.ts'
import { openServer, prepareServer } from './server.ts'

export interface OpenDatabase {
  /** What the worker is told: DATABASE_URL and, unless it is Neon's own, NEON_ENDPOINT. */
  readonly bindings: { readonly DATABASE_URL: string; readonly NEON_ENDPOINT?: string }
  close(): Promise<void>
}

const isNeon = (url: URL): boolean => url.hostname.endsWith('.neon.tech')

/** @throws StartError */
export const openDatabase = async (
  settings: Settings,
  dataDir: DataDir,
  { root, keysSecret }: { readonly root: string; readonly keysSecret: string },
): Promise<OpenDatabase> => {
  const { databaseUrl, isProduction } = settings
  const migrationsFolder = join(root, 'migrations')
  const prepare = isProduction ? removeDevelopmentKeys : seedDevelopment(keysSecret)

  if (databaseUrl && isNeon(databaseUrl)) {
    await prepareServer(databaseUrl, migrationsFolder, prepare)
    return { bindings: { DATABASE_URL: databaseUrl.href }, close: async () => {} }
  }
  const openFolder = async () => {
    const folder = dataDir.folder('postgres')
    try {
      return await openEmbedded(folder, migrationsFolder, prepare)
    } catch (error) {
      throw new StartError(`The embedded database in ${folder} cannot be opened: ${reasonOf(error)}.`)
    }
  }
  const backend = databaseUrl ? await openServer(databaseUrl, migrationsFolder, prepare) : await openFolder()
  // Known to this process and its workerd only; new at every start.
  const password = randomBytes(24).toString('hex')
  const endpoint = await serveNeonEndpoint(backend, password)
  const url = `postgresql://syncforge:${password}@localhost/syncforge`
  return { bindings: { DATABASE_URL: url, NEON_ENDPOINT: endpoint.url }, close: endpoint.close }
}
