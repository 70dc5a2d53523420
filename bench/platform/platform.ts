// Owns what is measured of the platform around the rooms: counting, organizations, webhooks, inboxes, and what logs and metrics cost.
import { markdownTable } from '../report/table.ts'
import type { Verdict } from '../report/targets.ts'
import { measureInbox } from './inbox.ts'
import { measurePhoenix } from './phoenix.ts'
import { measureTelemetry } from './telemetry.ts'
import { runTest } from './tests.ts'

export interface PlatformMeasure {
  readonly name: string
  readonly title: string
  measure(quick: boolean, interrupt: AbortSignal): Promise<readonly Verdict[]>
}

export const platformMeasures: readonly PlatformMeasure[] = [
  {
    name: 'counting',
    title: 'a million different people of one organization in a month, three crashes on the way',
    measure: (quick, interrupt) =>
      runTest(
        {
          project: 'room',
          file: 'durable-objects/organization/counting/many.test.ts',
          env: { COUNTED_PEOPLE: quick ? '50000' : '1000000' },
          memory: { target: 'memory while they are counted', maxMegabytes: 700 },
        },
        interrupt,
      ),
  },
  {
    name: 'organizations',
    title: 'ten thousand organizations, somebody in a room of each',
    measure: (quick, interrupt) =>
      runTest(
        { project: 'long', file: 'test/long/organizations.test.ts', env: { ORGANIZATIONS: quick ? '500' : '10000' } },
        interrupt,
      ),
  },
  {
    name: 'webhooks',
    title: '200 events a second over 3,000 rooms, every third call failing, two kills; one that hangs among ten',
    measure: (quick, interrupt) =>
      runTest(
        {
          project: 'long',
          file: 'test/long/webhooks.test.ts',
          env: quick ? { WEBHOOK_RATE: '50', WEBHOOK_ROOMS: '300', WEBHOOK_SECONDS: '20' } : {},
        },
        interrupt,
      ),
  },
  {
    name: 'telemetry',
    title: 'the cursor storm with logs and metrics and without',
    measure: (_quick, interrupt) => measureTelemetry(interrupt),
  },
  {
    name: 'phoenix',
    title: 'fifty people hear edits with Phoenix clients, with stock Yjs clients and with native ones',
    measure: (_quick, interrupt) => measurePhoenix(interrupt),
  },
  {
    name: 'inbox',
    title: 'ten mentions a second, each heard in another tab of whom it means',
    measure: measureInbox,
  },
  {
    name: 'page',
    title: 'two hundred cursors that move, drawn in Chromium',
    measure: (_quick, interrupt) =>
      runTest({ project: 'long', file: 'test/long/pages/ui-cursors.test.ts', env: {} }, interrupt),
  },
]

export const platformTable = (verdicts: readonly Verdict[]): string =>
  markdownTable(
    ['the platform', 'wanted', 'measured', 'verdict'],
    verdicts.map(({ target, wanted, measured, verdict }) => [target, wanted, measured, verdict]),
  )
