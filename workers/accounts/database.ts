/** Postgres as accounts see it: tells the audit log's triggers who acts, and the request whether the database was away. */
import { neon, neonConfig } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-http'
import { requestState } from './request-state.ts'

const timeoutMs = 5_000

const fetchOrMark = async (input: string, init: RequestInit): Promise<Response> => {
  const state = requestState.getStore()
  try {
    const answer = await fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) })
    // 400 is PostgreSQL's own refusal of a statement; anything else comes from what stands before it.
    if (state && answer.status !== 200 && answer.status !== 400) state.isAway = true
    return answer
  } catch (error) {
    if (state) state.isAway = true
    throw error
  }
}

/** A database over Neon's HTTP protocol. Each write carries its actor: one request, one transaction, read by the triggers. */
export const openDatabase = (url: string, endpoint: string | undefined) => {
  if (endpoint) neonConfig.fetchEndpoint = endpoint
  neonConfig.fetchFunction = fetchOrMark
  const sql = neon(url)
  const query = async (text: string, params: never[], options: object) => {
    const { actor = '', address = '' } = requestState.getStore() ?? {}
    if (!actor || /^\s*select/i.test(text)) return sql.query(text, params, options)
    const who = sql.query("select set_config('syncforge.actor', $1, true), set_config('syncforge.address', $2, true)", [
      actor,
      address,
    ])
    const [, result] = await sql.transaction([who, sql.query(text, params)], options)
    return result
  }
  // Drizzle calls the function itself or its `query`; both go the same way.
  const acting = Object.assign((...all: Parameters<typeof query>) => query(...all), sql, { query })
  return drizzle(acting as unknown as typeof sql)
}
