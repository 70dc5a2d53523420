/** What the edge tells an organization's live log: refused joins, requests that went wrong, administrative acts. Behind the back of whoever called. */
import { type ErrorCode, errors } from '@syncforge/protocol/errors'
import { createLogGatherer, type LogGatherer, type LogNews } from '../../../telemetry/live-log.ts'
import { databaseOf } from '../../bindings/database.ts'
import type { Env } from '../../bindings/env.ts'
import { organizationObject } from '../../bindings/organization.ts'
import { listActs } from '../../db/queries/organizations/audit-log.ts'
import { describeError, log } from '../../log.ts'
import { createMoments } from '../moments.ts'
import type { KeepAlive } from '../records.ts'
import { withinTime } from '../within-time.ts'

const tellTimeoutMs = 5_000
/** Of organizations at the same time; those past it are told nothing. */
const gatherersMax = 1_000
/** As many as the live log keeps of a moment. */
const actsMax = 500

const gatherers = new Map<string, LogGatherer>()

const gathererOf = (env: Env, organizationId: string): LogGatherer | undefined => {
  const known = gatherers.get(organizationId)
  if (known !== undefined || gatherers.size >= gatherersMax) return known
  const gatherer = createLogGatherer(async (report) => {
    gatherers.delete(organizationId)
    try {
      await withinTime(organizationObject(env, organizationId).tellLog(organizationId, report), tellTimeoutMs)
    } catch (error) {
      log('warn', { event: 'live_log_untold', organizationId, ...describeError(error) })
    }
  })
  gatherers.set(organizationId, gatherer)
  return gatherer
}

/** Whether who was refused may not, or could not. */
export const kindOf = (code: ErrorCode): 'refusal' | 'error' => (errors[code].status >= 500 ? 'error' : 'refusal')

/** @example tellLiveLog(env, organizationId, { at: Date.now(), kind: 'refusal', … }, keepAlive) */
export const tellLiveLog = (env: Env, organizationId: string, line: LogNews, keepAlive: KeepAlive): void => {
  const work = gathererOf(env, organizationId)?.add(line)
  if (work) keepAlive(work)
}

/** The database dates its entries by a clock of its own. */
const clocksApartMs = 2_000

interface Request {
  readonly requestId: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

interface Acting extends Request {
  readonly organizationId: string
  readonly actor: string
}

/** Requests of one actor within a tenth of a second are asked about together: each answers alone, and their acts cost one query. */
const acting = createMoments<Request>(100, 1_000)

/** The only request that may have done it; of several that ran meanwhile it is not known which. */
const doerOf = (requests: readonly Request[], at: number): string | null => {
  const [one, ...others] = requests.filter(({ startedAt }) => startedAt <= at)
  return one && others.length === 0 ? one.requestId : null
}

/**
 * What `actor` has done since then that the audit log has, each once: also what a request just before has done, whose id is not known.
 * Somebody else may already be about to ask.
 */
export const tellActs = async (
  env: Env,
  { organizationId, actor, startedAt, requestId }: Acting,
  keepAlive: KeepAlive,
): Promise<void> => {
  const requests = await acting(`${organizationId} ${actor}`, { requestId, startedAt })
  if (requests === null) return
  try {
    const from = new Date(Math.min(...requests.map((each) => each.startedAt)) - clocksApartMs)
    const acts = await listActs(databaseOf(env), { organizationId, actor, from }, actsMax)
    for (const { id, at, act, subject } of acts.reverse()) {
      const roomId = act.startsWith('rooms.') ? subject : null
      const line = {
        at: at.getTime(),
        kind: 'act',
        roomId,
        who: actor,
        what: act,
        requestId: doerOf(requests, at.getTime()),
        id: `act-${id}`,
      } as const
      tellLiveLog(env, organizationId, line, keepAlive)
    }
  } catch (error) {
    log('warn', { event: 'live_log_untold', organizationId, ...describeError(error) })
  }
}
