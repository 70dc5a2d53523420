/** One structured line of an object's log. */
export type Log = (event: string, detail: Readonly<Record<string, unknown>>) => void
