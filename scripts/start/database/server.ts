/** A PostgreSQL server of the customer's, over TCP: migrations, and the body behind the endpoint. */
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import type { Database } from '../../../workers/db/client.ts'
import { reasonOf, StartError } from '../start-error.ts'
import type { Backend, Statement, StatementResult } from './backend.ts'
import { fillAcross } from './fill-across.ts'

const CONNECT_TIMEOUT_MS = 10_000
/** How long another start's migrations may take. */
const LOCK_TIMEOUT_MS = 60_000
/** Any number that nothing else on the server locks: several starts may migrate the same database at once. */
const MIGRATION_LOCK = 7_363_001

const rawText = { getTypeParser: () => (value: string) => value }

const connect = async (url: URL): Promise<pg.Pool> => {
  const pool = new pg.Pool({
    connectionString: url.href,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    max: 10,
    allowExitOnIdle: true,
  })
  // A connection that is lost, idle or in the middle of a transaction, is replaced by the next query; without a listener it would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  try {
    const client = await pool.connect()
    client.release()
    return pool
  } catch (error) {
    await pool.end()
    throw new StartError(`DATABASE_URL: no connection to PostgreSQL at ${url.host}: ${reasonOf(error)}.`)
  }
}

/** Brings the database to the newest migration, one start at a time, then lets `prepare` write to it. */
const migrateServer = async (
  pool: pg.Pool,
  migrationsFolder: string,
  prepare: (db: Database) => Promise<void>,
): Promise<void> => {
  const client = await pool.connect()
  try {
    await client.query(`SET lock_timeout = ${LOCK_TIMEOUT_MS}`)
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const db = drizzle(client)
    await migrate(db, { migrationsFolder })
    await fillAcross(db)
    await prepare(db)
  } catch (error) {
    throw new StartError(`DATABASE_URL: the migrations failed: ${reasonOf(error)}.`)
  } finally {
    // Closing the connection also gives the lock back.
    client.release(true)
  }
}

const run = async (on: pg.Pool | pg.PoolClient, { query, params }: Statement): Promise<StatementResult> => {
  const result = await on.query({ text: query, values: [...params], rowMode: 'array', types: rawText })
  return {
    command: result.command,
    rowCount: result.rowCount ?? 0,
    rowAsArray: true,
    fields: result.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
    rows: result.rows as (string | null)[][],
  }
}

/** Migrates the server at `url` and closes the connection again: for Neon, which serves queries itself. @throws StartError */
export const prepareServer = async (
  url: URL,
  migrationsFolder: string,
  prepare: (db: Database) => Promise<void>,
): Promise<void> => {
  const pool = await connect(url)
  try {
    await migrateServer(pool, migrationsFolder, prepare)
  } finally {
    await pool.end()
  }
}

/** Migrates the server at `url` and keeps a pool of connections to it. @throws StartError */
export const openServer = async (
  url: URL,
  migrationsFolder: string,
  prepare: (db: Database) => Promise<void>,
): Promise<Backend> => {
  const pool = await connect(url)
  await migrateServer(pool, migrationsFolder, prepare)
  return {
    run: (statement) => run(pool, statement),
    runBatch: async (begin, statements) => {
      const client = await pool.connect()
      let isBroken = true
      try {
        await client.query(begin)
        const results: StatementResult[] = []
        for (const statement of statements) results.push(await run(client, statement))
        await client.query('COMMIT')
        isBroken = false
        return results
      } finally {
        // A connection inside a failed transaction is thrown away: the server rolls back.
        client.release(isBroken)
      }
    },
    close: () => pool.end(),
  }
}
