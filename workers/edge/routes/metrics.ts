/** `/metrics`: what the edge and the objects have counted, for a Prometheus server that shows the token. Without a token set there is no such page. */
import { RoomError } from '@syncforge/protocol/errors'
import { Hono } from 'hono'
import { metrics } from '../../../telemetry/metrics/index.ts'
import { type Counted, withCounted } from '../../../telemetry/metrics/sum.ts'
import { textOf, textType } from '../../../telemetry/metrics/text.ts'
import { databaseOf } from '../../bindings/database.ts'
import type { Env } from '../../bindings/env.ts'
import { countOrganizations } from '../../db/queries/organizations/organizations.ts'
import { countActivePeople } from '../../db/queries/organizations/usage.ts'
import { describeError, log } from '../../log.ts'
import type { EdgeEnv } from '../env.ts'
import { requireShown } from '../middleware/shown-token.ts'
import { onNotFound } from '../problem.ts'
import { withinTime } from '../within-time.ts'

/** No value is older. */
const rememberMs = 5_000
const databaseTimeoutMs = 3_000
const objectsTimeoutMs = 3_000

interface Stored {
  readonly organizations: number
  readonly activePeople: number
}

let known: (Stored & { readonly at: number }) | null = null

/** What only the database knows; while it is away, nothing: a reader sees a gap and not an old number. */
const stored = async (env: Env): Promise<Stored | null> => {
  if (known !== null && Math.abs(Date.now() - known.at) < rememberMs) return known
  try {
    const db = databaseOf(env)
    const counts = Promise.all([countOrganizations(db), countActivePeople(db)])
    const [organizations, activePeople] = await withinTime(counts, databaseTimeoutMs)
    known = { organizations, activePeople, at: Date.now() }
    return known
  } catch (error) {
    log('error', { event: 'metrics_incomplete', ...describeError(error) })
    return null
  }
}

/** Without them the answer is a failure: counters that fall would be taken for a start. */
const countedByObjects = async ({ COUNTS }: Env): Promise<Counted> => {
  try {
    return await withinTime(COUNTS.counted(), objectsTimeoutMs)
  } catch (error) {
    log('error', { event: 'metrics_incomplete', ...describeError(error) })
    throw new RoomError('UNAVAILABLE', 'The rooms do not say what they have counted', { retryAfterMs: 1_000 })
  }
}

const gauge = (name: string, help: string, value: number) =>
  ({ name, help, type: 'gauge', samples: () => [{ suffix: '', labels: [], value }] }) as const

export const metricsPage = new Hono<EdgeEnv>().get('/metrics', async (c) => {
  const { METRICS_TOKEN } = c.env
  if (!METRICS_TOKEN) return onNotFound(c)
  await requireShown(c, { METRICS_TOKEN })
  const [found, counted] = await Promise.all([stored(c.env), countedByObjects(c.env)])
  const gauges = found
    ? [
        gauge('syncforge_organizations_count', 'Organizations, without those that were deleted.', found.organizations),
        gauge('syncforge_mau_count', 'Different people of this month, of each organization.', found.activePeople),
      ]
    : []
  c.header('content-type', textType)
  c.header('cache-control', 'no-store')
  return c.body(textOf([...withCounted(Object.values(metrics), counted), ...gauges]))
})
