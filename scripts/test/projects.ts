// Owns the names of the test projects, in the order in which they run: quick ones first. `types` is not vitest's: see types.ts.

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

export const projects: readonly string[] = ['types', 'unit', 'room', ...Object.keys(besideServer)]

export const longProjects: readonly string[] = Object.keys(besideServerLong)
