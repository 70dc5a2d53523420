/** Opens the database over Neon's HTTP protocol: stateless, so nothing outlives a request. Queries live in queries/. */
import { neon, neonConfig } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-http'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

/** What queries need: any Drizzle driver for PostgreSQL, so that scripts and tests run the same queries in Node. */
export type Database = PgDatabase<PgQueryResultHKT>

/**
 * A database behind `url`. Throws nothing by itself; queries reject with what the server said.
 *
 * @param endpoint where queries go over HTTP; Neon's own address, derived from `url`, when left out
 * @example const db = openDatabase('postgresql://user:secret@db.example.neon.tech/app')
 */
export const openDatabase = (url: string, endpoint?: string): Database => {
  if (endpoint) neonConfig.fetchEndpoint = endpoint
  return drizzle(neon(url))
}
