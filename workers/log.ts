/** Structured logs: one JSON object per line. Callers never pass tokens, keys, query strings or bodies. */
import { DrizzleQueryError } from 'drizzle-orm'

export const log = (level: 'info' | 'error', fields: Readonly<Record<string, unknown>>): void => {
  const line = JSON.stringify({ time: new Date().toISOString(), level, ...fields })
  if (level === 'error') console.error(line)
  else console.log(line)
}

/** A failed statement is told without its parameters: they are people's data, passwords and tokens among them. */
export const withoutParameters = (text: string): string => text.replace(/\nparams: [\s\S]*$/, '')

/** An error for the log. */
export const describeError = (error: unknown): Readonly<Record<string, unknown>> => {
  if (error instanceof DrizzleQueryError) return { query: error.query, ...describeError(error.cause) }
  if (!(error instanceof Error)) return { message: withoutParameters(String(error)) }
  const { message, stack = '', cause } = error
  // A stack begins with its message.
  const told = message.includes('\nparams: ') ? { message: withoutParameters(message) } : { message, stack }
  return { ...told, ...(cause ? { cause: describeError(cause) } : {}) }
}
