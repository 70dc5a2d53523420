// Owns the names of the test projects, and which of them run beside each other. `types` is not vitest's: see types.ts.

/** Projects over test/<name>/ that run in Node beside a started server, with the time one test may take, in milliseconds. */
export const besideServer = {
  sdk: 60_000,
  http: 60_000,
  db: 60_000,
  cold: 120_000,
  trace: 180_000,
  browser: 120_000,
}

/** The same for `npm run test:long`, after the others. */
export const besideServerLong = { long: 3_600_000 }

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
