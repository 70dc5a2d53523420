/** `npm run migrate`: brings the database of DATABASE_URL to the newest migration, for servers that do not run here. */
import { join } from 'node:path'
import { readSettings } from '../settings.ts'
import { reasonOf, StartError } from '../start-error.ts'
import { removeDevelopmentKeys } from './seed.ts'
import { prepareServer } from './server.ts'

const root = join(import.meta.dirname, '..', '..', '..')

try {
  const { databaseUrl } = readSettings(process.env, root)
  if (databaseUrl === undefined) throw new StartError('Set DATABASE_URL to the database that is to be migrated.')
  await prepareServer(databaseUrl, join(root, 'migrations'), removeDevelopmentKeys)
  console.log(`The database at ${databaseUrl.host} is up to date.`)
} catch (error) {
  console.error(error instanceof StartError ? error.message : reasonOf(error))
  process.exitCode = 1
}
