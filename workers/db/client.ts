/** Opens the database over Neon's HTTP protocol: stateless, so nothing outlives a request. Queries live in queries/. */
import { type NeonQueryFunction, neon, neonConfig } from '@neondatabase/serverless'
import { DrizzleQueryError } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/neon-http'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { writeLine } from '../../telemetry/log.ts'

/** What queries need: any Drizzle driver for PostgreSQL, so that scripts and tests run the same queries in Node. */
export type Database = PgDatabase<PgQueryResultHKT>

/** Who writes, for the audit log. */
export interface Act {
  /** The id of a person or of a secret key. */
  readonly actor: string
  /** The network address that it comes from; empty when nothing tells it. */
  readonly address: string
}

type Sql = NeonQueryFunction<false, false>

/** Tells every write's own transaction who acts: the triggers of the audit log read it. Both go in one request. */
const acting = (sql: Sql, actNow: () => Act | undefined): Sql => {
  const query = async (...[text, params, options]: Parameters<Sql['query']>) => {
    const act = actNow()
    if (act === undefined || /^\s*select/i.test(text)) return sql.query(text, params, options)
    const who = sql.query("select set_config('syncforge.actor', $1, true), set_config('syncforge.address', $2, true)", [
      act.actor,
      act.address,
    ])
    const [, result] = await sql.transaction([who, sql.query(text, params)], options as object)
    return result
  }
  // Drizzle asks through `query` alone.
  return Object.assign((...all: Parameters<Sql['query']>) => query(...all), sql, { query }) as unknown as Sql
}

/** Statements that take so long are logged, unless SLOW_QUERY_MS says otherwise. */
const slowDefaultMs = 200
const shapeMaxLength = 1_000

/** Logs a slow statement with its shape, which has no parameters in it, and never one of its values. */
const timed = (sql: Sql, slowMs: number): Sql => {
  const query = async (...[text, params, options]: Parameters<Sql['query']>) => {
    const startedAt = Date.now()
    try {
      return await sql.query(text, params, options)
    } finally {
      const durationMs = Date.now() - startedAt
      if (durationMs >= slowMs)
        writeLine('warn', { event: 'slow_query', query: text.slice(0, shapeMaxLength), durationMs })
    }
  }
  return Object.assign((...all: Parameters<Sql['query']>) => query(...all), sql, { query }) as unknown as Sql
}

/** What a worker is told of the database. */
export interface DatabaseSettings {
  readonly DATABASE_URL: string
  /** Where queries go over HTTP; Neon's own address, derived from the other one, when left out. */
  readonly NEON_ENDPOINT?: string
  /** Slower statements are logged. Milliseconds, 200 when left out. */
  readonly SLOW_QUERY_MS?: string
}

/**
 * A database. Throws nothing by itself; queries reject with what the server said.
 *
 * @param act whose writes these are, or what tells it at each of them; the platform's own when left out
 * @example const db = openDatabase({ DATABASE_URL: 'postgresql://user:secret@db.example.neon.tech/app' })
 */
export const openDatabase = (
  { DATABASE_URL: url, NEON_ENDPOINT: endpoint, SLOW_QUERY_MS }: DatabaseSettings,
  act?: Act | (() => Act | undefined),
): Database => {
  if (endpoint) neonConfig.fetchEndpoint = endpoint
  const sql = neon(url)
  const slowMs = Number(SLOW_QUERY_MS || slowDefaultMs)
  return drizzle(timed(act ? acting(sql, typeof act === 'function' ? act : () => act) : sql, slowMs))
}

/** What PostgreSQL itself said about a failed query: its SQLSTATE. What stands before it says other things. */
const stateOf = (error: DrizzleQueryError): string | undefined => {
  const { code } = Object(error.cause) as { readonly code?: unknown }
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/** The constraint that refused a write, by its name. */
export const constraintOf = (error: unknown): string | undefined => {
  const { constraint } = Object(error instanceof DrizzleQueryError ? error.cause : undefined) as {
    constraint?: unknown
  }
  return typeof constraint === 'string' ? constraint : undefined
}

/** Connection failures, shutting down and too many connections. */
const awayCodes = /^(?:08|57P|53300)/

/** Whether a query failed because the database does not answer, not because of what it asked. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof DrizzleQueryError && awayCodes.test(stateOf(error) ?? '08')
