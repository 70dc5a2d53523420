// Owns the names of the test projects, and which of them run beside each other. `types` is not vitest's: see types.ts.

interface Beside {
  /** What most of its time goes into: the processor, or time-outs, alarms and servers that start again. */
  readonly mostly: 'computes' | 'waits'
  /** The time one test may take. */
  readonly testTimeoutMs: number
  /** More than one only where each file has a server of its own and nothing in it is judged by how quick it was. */
  readonly filesAtOnce: number
}

/** Projects over test/<name>/ that run in Node beside a started server, those that take long first. */
export const besideServer: Readonly<Record<string, Beside>> = {
  browser: { mostly: 'computes', testTimeoutMs: 120_000, filesAtOnce: 1 },
  http: { mostly: 'computes', testTimeoutMs: 60_000, filesAtOnce: 1 },
  trace: { mostly: 'computes', testTimeoutMs: 180_000, filesAtOnce: 1 },
  sdk: { mostly: 'waits', testTimeoutMs: 60_000, filesAtOnce: 1 },
  cold: { mostly: 'waits', testTimeoutMs: 120_000, filesAtOnce: 3 },
  db: { mostly: 'waits', testTimeoutMs: 60_000, filesAtOnce: 3 },
}

/** Those of them whose files share one server: see test/kit/shared-server.ts. */
export const sharingServer: ReadonlySet<string> = new Set(['sdk', 'http', 'trace', 'browser'])

/** The same for `npm run test:long`, after the others. */
export const besideServerLong: Readonly<Record<string, Beside>> = {
  long: { mostly: 'waits', testTimeoutMs: 3_600_000, filesAtOnce: 1 },
}

const thatMostly = (what: Beside['mostly']) =>
  Object.entries(besideServer).flatMap(([name, { mostly }]) => (mostly === what ? name : []))

/**
 * Two lanes that run at the same time, the projects of each one after the other: those of the first keep the processor busy, those of
 * the second mostly wait. The lane that is done first helps the other: nobody has to balance them.
 */
export const lanes: readonly (readonly string[])[] = [
  ['room', ...thatMostly('computes'), 'unit', 'types'],
  thatMostly('waits'),
]

export const longProjects: readonly string[] = Object.keys(besideServerLong)

export const projects: readonly string[] = lanes.flat()
