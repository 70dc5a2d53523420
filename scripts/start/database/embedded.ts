/** The embedded PostgreSQL: PGlite in this process, its files in one folder. One statement at a time. */
import { PGlite, type Results, type Transaction } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import type { Database } from '../../../workers/db/client.ts'
import type { Backend, Statement, StatementResult } from './backend.ts'

/** The endpoint passes PostgreSQL's own text both ways, so every conversion that PGlite knows is turned off. */
const rawTextOf = ({ parsers, serializers }: PGlite) => {
  const off = (known: object) => Object.fromEntries(Object.keys(known).map((type) => [type, (value: string) => value]))
  return { rowMode: 'array', parsers: off(parsers), serializers: off(serializers) } as const
}

const firstWord = (query: string): string => /^\s*([a-z]+)/i.exec(query)?.[1]?.toUpperCase() ?? ''

const toResult = (query: string, { rows, fields, affectedRows }: Results<unknown>): StatementResult => ({
  command: firstWord(query),
  // PGlite counts no rows for a SELECT.
  rowCount: affectedRows || rows.length,
  rowAsArray: true,
  fields: fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
  rows: rows as (string | null)[][],
})

/** Opens or creates the database in `folder` and brings it to the newest migration. */
export const openEmbedded = async (
  folder: string,
  migrationsFolder: string,
  prepare: (db: Database) => Promise<void>,
): Promise<Backend> => {
  const pglite = await PGlite.create(folder)
  const db = drizzle(pglite)
  await migrate(db, { migrationsFolder })
  await prepare(db)
  const rawText = rawTextOf(pglite)
  const run = async (on: PGlite | Transaction, { query, params }: Statement): Promise<StatementResult> =>
    toResult(query, await on.query(query, [...params], rawText))
  return {
    run: (statement) => run(pglite, statement),
    runBatch: (begin, statements) =>
      pglite.transaction(async (transaction) => {
        const characteristics = begin.replace(/^BEGIN ?/, '')
        if (characteristics) await transaction.exec(`SET TRANSACTION ${characteristics}`)
        const results: StatementResult[] = []
        for (const statement of statements) results.push(await run(transaction, statement))
        return results
      }),
    close: () => pglite.close(),
  }
}
