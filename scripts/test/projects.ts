// Owns the names of the test projects, and which of them run beside each other. `types` is not vitest's: see types.ts.

interface Beside {
  /** The time one test may take. */
  readonly testTimeoutMs: number
  /** More than one only where each file has a server of its own and nothing in it is judged by how quick it was. */
  readonly filesAtOnce: number
}

/** Projects over test/<name>/ that run in Node beside a started server. */
export const besideServer: Readonly<Record<string, Beside>> = {
  apps: { testTimeoutMs: 120_000, filesAtOnce: 1 },
  browser: { testTimeoutMs: 120_000, filesAtOnce: 1 },
  http: { testTimeoutMs: 60_000, filesAtOnce: 1 },
  trace: { testTimeoutMs: 180_000, filesAtOnce: 1 },
  sdk: { testTimeoutMs: 60_000, filesAtOnce: 1 },
  cold: { testTimeoutMs: 120_000, filesAtOnce: 3 },
  db: { testTimeoutMs: 60_000, filesAtOnce: 3 },
}

/** Those of them whose files share one server: see test/kit/shared-server.ts. */
export const sharingServer: ReadonlySet<string> = new Set(['sdk', 'http', 'trace', 'browser', 'apps'])

/** The same for `npm run test:long`, after the others. */
export const besideServerLong: Readonly<Record<string, Beside>> = {
  long: { testTimeoutMs: 3_600_000, filesAtOnce: 1 },
}

/** Those that drive Chromium. */
export const inChromium: ReadonlySet<string> = new Set(['browser', 'apps'])

/**
 * Two lanes that run at the same time, the projects of each one after the other, those that take longest first. The lane that is done
 * first takes over what waits last in the other: nobody has to balance them.
 */
export const lanes: readonly (readonly string[])[] = [
  ['browser', 'room', 'http', 'trace', 'unit', 'types'],
  ['apps', 'cold', 'sdk', 'db'],
]

export const longProjects: readonly string[] = Object.keys(besideServerLong)

export const projects: readonly string[] = lanes.flat()
