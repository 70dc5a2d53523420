/** The embedded PostgreSQL: PGlite in this process, its files in one folder. One statement at a time. */
import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import type { Database } from '../../../workers/db/client.ts'
import type { Backend, StatementResult } from './backend.ts'
import { fillAcross } from './fill-across.ts'
import { prepareOn } from './prepared.ts'

/** Opens or creates the database in `folder` and brings it to the newest migration. */
export const openEmbedded = async (
  folder: string,
  migrationsFolder: string,
  prepare: (db: Database) => Promise<void>,
): Promise<Backend> => {
  const pglite = await PGlite.create(folder)
  const db = drizzle(pglite)
  await migrate(db, { migrationsFolder })
  await fillAcross(db)
  await prepare(db)
  const { run } = prepareOn(pglite)
  const one = ([result]: readonly StatementResult[]): StatementResult => {
    if (result === undefined) throw new Error('The database answered nothing')
    return result
  }
  return {
    run: async (statement) => one(await run([statement])),
    runBatch: async (begin, statements) => {
      const characteristics = begin.replace(/^BEGIN ?/, '')
      if (!characteristics) return run(statements)
      return (await run([{ query: `SET TRANSACTION ${characteristics}`, params: [] }, ...statements])).slice(1)
    },
    close: () => pglite.close(),
  }
}
