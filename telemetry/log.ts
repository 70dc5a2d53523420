/**
 * Structured logs: one JSON object per line, with the names of docs/reference/logs.md. Callers never pass tokens, keys, query strings or bodies.
 */
import { metrics } from './metrics/index.ts'
import { currentRequest } from './request.ts'
import { traceFields } from './trace.ts'

export type Fields = Readonly<Record<string, unknown>>

let alsoTell: ((fields: Fields) => void) | undefined

/** Whom each line of level `error` is told as well, from now on; one for each worker. */
export const tellErrorsTo = (tell: (fields: Fields) => void): void => {
  alsoTell = tell
}

/** Writes a line; within a request it carries that one's ids. @example writeLine('info', { event: 'room_woke', roomId }) */
export const writeLine = (level: 'info' | 'warn' | 'error', fields: Fields): void => {
  if (level === 'error') metrics.faults.add({ event: typeof fields.event === 'string' ? fields.event : 'other' })
  const request = currentRequest()
  const ids = request && { requestId: request.requestId, ...traceFields(request.trace) }
  const line = JSON.stringify({ time: new Date().toISOString(), level, ...ids, ...fields })
  if (level !== 'error') return console.log(line)
  console.error(line)
  alsoTell?.(fields)
}
