/** An object's log. */

/** One structured line of it. */
export type Log = (event: string, detail: Readonly<Record<string, unknown>>) => void

/** What went wrong, for the log alone: no stack leaves the server. */
export const describeFault = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)
