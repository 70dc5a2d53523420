/** An object's log. */
import { type Fields, writeLine } from '../../telemetry/log.ts'

/** One structured line of it: a fault, unless it says otherwise. */
export type Log = (event: string, detail: Fields, level?: 'info' | 'warn' | 'error') => void

/** Asks for fields of the log. What cannot be read, because the rows behind it cannot, is left out: the log fails nobody. */
export const fieldsOf = (read: () => Fields): Fields => {
  try {
    return read()
  } catch {
    return {}
  }
}

/** @param ids which object it is; asked for each line, because a new one learns it late */
export const createLog =
  (ids: () => Fields): Log =>
  (event, detail, level = 'error') =>
    writeLine(level, { event, ...fieldsOf(ids), ...detail })

/** What went wrong, for the log alone: no stack leaves the server. */
export const describeFault = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)
