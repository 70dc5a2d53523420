// Owns the names of the test projects, and which of them run beside each other. `types` is not vitest's: see types.ts.

interface Beside {
  /** The time one test may take. */
  readonly testTimeoutMs: number
  /** More than one only where each file has a server of its own and nothing in it is judged by how quick it was. */
  readonly filesAtOnce: number
}

/** Projects over test/<name>/ that run in Node beside a started server. */
export const besideServer: Readonly<Record<string, Beside>> = {
  sdk: { testTimeoutMs: 60_000, filesAtOnce: 1 },
  http: { testTimeoutMs: 60_000, filesAtOnce: 1 },
  db: { testTimeoutMs: 60_000, filesAtOnce: 3 },
  cold: { testTimeoutMs: 120_000, filesAtOnce: 3 },
  trace: { testTimeoutMs: 180_000, filesAtOnce: 1 },
  browser: { testTimeoutMs: 120_000, filesAtOnce: 1 },
}

/** Those of them whose files share one server: see test/kit/shared-server.ts. */
export const sharingServer: ReadonlySet<string> = new Set(['sdk', 'http', 'trace', 'browser'])

/** The same for `npm run test:long`, after the others. */
export const besideServerLong: Readonly<Record<string, Beside>> = { long: { testTimeoutMs: 3_600_000, filesAtOnce: 1 } }

/**
 * Two lanes that run at the same time, the projects of each one after the other: those of the first keep the processor busy, those of
 * the second mostly wait, for time-outs, alarms and servers that start again.
 */
export const lanes: readonly (readonly string[])[] = [
  ['types', 'unit', 'room', 'trace', 'browser', 'http'],
  ['cold', 'db', 'sdk'],
]

export const longProjects: readonly string[] = Object.keys(besideServerLong)

export const projects: readonly string[] = lanes.flat()
