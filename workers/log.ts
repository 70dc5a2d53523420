/** The workers' log: its lines, and what may be told of an error. */
import { DrizzleQueryError } from 'drizzle-orm'

export { writeLine as log } from '../telemetry/log.ts'

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
