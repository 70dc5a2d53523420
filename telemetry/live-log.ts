/**
 * News for the live log of an organization: what was refused, what failed, what was done to it. Gathered for a moment, so that a storm costs a few
 * calls and no answer waits for one; past a bound it is counted and left out.
 */

/**
 * `join` and `leave`: a person came or went; `refusal`: somebody may not; `error`: something failed here; `act`: of the audit log; `notice`: a limit
 * comes near, or the plan or what is paid for it is another.
 */
export const logKinds = ['join', 'leave', 'refusal', 'error', 'act', 'notice'] as const
export type LogKind = (typeof logKinds)[number]

/** One line. Never what people write, and nothing that is secret. */
export interface LogNews {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly kind: LogKind
  readonly roomId: string | null
  /** A person in a room, a key, or a person of the dashboard, by id; `null` where that is not known. */
  readonly who: string | null
  /** An error's code, an act as the audit log names it, or what a notice is about; `null` for joins and leaves. */
  readonly what: string | null
  readonly requestId: string | null
  /** Of a room in memory: it is shown, and written down nowhere. */
  readonly isEphemeral?: boolean
  /** Told more than once, it is one line. */
  readonly id?: string
}

export interface LogReport {
  readonly lines: readonly LogNews[]
  /** How many more there were. */
  readonly leftOut: number
}

const gatherMs = 300

/** Of refusals and errors, which come in storms, a few of a moment say all. */
const stormMax = 50
/** Who came, who went and what was done is told of each, as much as memory allows. */
const othersMax = 500

/** How many lines of a moment there may be. */
export interface LogBound {
  /** Whether one more of this kind may be among them. */
  takes(kind: LogKind): boolean
  /** The next moment begins. */
  renew(): void
}

/** @example const bound = createLogBound() */
export const createLogBound = (): LogBound => {
  let storm = 0
  let others = 0
  return {
    takes(kind) {
      if (kind === 'refusal' || kind === 'error') {
        storm += 1
        return storm <= stormMax
      }
      others += 1
      return others <= othersMax
    },
    renew() {
      storm = 0
      others = 0
    },
  }
}

export interface LogGatherer {
  /** Resolves when what was gathered meanwhile has been sent; `null`: somebody else sees to that. */
  add(line: LogNews): Promise<void> | null
}

/** @param send resolves when the organization has it; what it cannot be told is not told again */
export const createLogGatherer = (send: (report: LogReport) => Promise<void>): LogGatherer => {
  let lines: LogNews[] = []
  let leftOut = 0
  const bound = createLogBound()
  /** When somebody sends what was gathered; one whose request was cut off does not. */
  let sendsAt = 0
  const flush = async () => {
    const report = { lines, leftOut }
    lines = []
    leftOut = 0
    bound.renew()
    sendsAt = 0
    if (report.lines.length > 0) await send(report)
  }
  return {
    add(line) {
      if (bound.takes(line.kind)) lines.push(line)
      else leftOut += 1
      const now = Date.now()
      if (now < sendsAt && sendsAt - now <= gatherMs) return null
      sendsAt = now + gatherMs
      return new Promise((resolve) => setTimeout(resolve, gatherMs)).then(flush)
    },
  }
}
