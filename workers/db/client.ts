/** Opens the database over Neon's HTTP protocol: stateless, so nothing outlives a request. Queries live in queries/. */
import { DrizzleQueryError } from 'drizzle-orm'
import { type NeonHttpClient, NeonHttpSession } from 'drizzle-orm/neon-http/session'
import { PgDatabase, PgDialect, type PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { writeLine } from '../../telemetry/log.ts'
import { type Ask, type HttpResult, type HttpSql, type HttpStatement, openHttpSql, type RowShape } from './http-sql.ts'

/** What queries need: any Drizzle driver for PostgreSQL, so that scripts and tests run the same queries in Node. */
export type Database = PgDatabase<PgQueryResultHKT>

/** Who writes, for the audit log. */
export interface Act {
  /** The id of a person or of a secret key. */
  readonly actor: string
  /** The network address that it comes from; empty when nothing tells it. */
  readonly address: string
}

type Query = (statement: HttpStatement, shape: RowShape) => Promise<HttpResult>

/** Tells every write's own transaction who acts: the triggers of the audit log read it. Both go in one request. */
const acting =
  (sql: HttpSql, actNow: () => Act | undefined): Query =>
  async (statement, shape) => {
    const act = actNow()
    if (act === undefined || /^\s*select/i.test(statement.query)) return sql.one(statement, shape)
    const who = {
      query: "select set_config('syncforge.actor', $1, true), set_config('syncforge.address', $2, true)",
      params: [act.actor, act.address],
    }
    const [, result] = await sql.batch([who, statement], shape)
    if (!result) throw new Error('The database answered one statement of two')
    return result
  }

/** Statements that take so long are logged, unless SLOW_QUERY_MS says otherwise. */
const slowDefaultMs = 200
const shapeMaxLength = 1_000

/** Logs a slow statement with its shape, which has no parameters in it, and never one of its values. */
const timed =
  (query: Query, slowMs: number): Query =>
  async (statement, shape) => {
    const startedAt = Date.now()
    try {
      return await query(statement, shape)
    } finally {
      const durationMs = Date.now() - startedAt
      if (durationMs >= slowMs)
        writeLine('warn', { event: 'slow_query', query: statement.query.slice(0, shapeMaxLength), durationMs })
    }
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
 * @param ask what carries a request: `fetch` when left out
 * @example const db = openDatabase({ DATABASE_URL: 'postgresql://user:secret@db.example.neon.tech/app' })
 */
export const openDatabase = (
  { DATABASE_URL: url, NEON_ENDPOINT: endpoint, SLOW_QUERY_MS }: DatabaseSettings,
  act?: Act | (() => Act | undefined),
  ask?: Ask,
): Database => {
  const sql = openHttpSql(url, endpoint, ask)
  const plain: Query = (statement, shape) => sql.one(statement, shape)
  const asked = act ? acting(sql, typeof act === 'function' ? act : () => act) : plain
  const run = timed(asked, Number(SLOW_QUERY_MS || slowDefaultMs))
  const client = {
    query: (query: string, params: readonly unknown[], { arrayMode }: { readonly arrayMode: boolean }) =>
      run({ query, params }, arrayMode ? 'arrays' : 'objects'),
  }
  const dialect = new PgDialect()
  // Drizzle's session for Neon asks through `query` alone; its package of types tells of a whole driver.
  const session = new NeonHttpSession(client as unknown as NeonHttpClient, dialect, undefined)
  return new PgDatabase(dialect, session, undefined)
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
