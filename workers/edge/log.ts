/** Structured logs: one JSON object per line. Callers never pass tokens, keys, query strings or bodies. */
import { DrizzleQueryError } from 'drizzle-orm'

export const log = (level: 'info' | 'error', fields: Readonly<Record<string, unknown>>): void => {
  const line = JSON.stringify({ time: new Date().toISOString(), level, ...fields })
  if (level === 'error') console.error(line)
  else console.log(line)
}

/** An error for the log. A failed query is told without its parameters: they are customers' data. */
export const describeError = (error: unknown): Readonly<Record<string, unknown>> => {
  if (error instanceof DrizzleQueryError) return { query: error.query, ...describeError(error.cause) }
  if (!(error instanceof Error)) return { message: String(error) }
  return { message: error.message, stack: error.stack, ...(error.cause ? { cause: String(error.cause) } : {}) }
}
