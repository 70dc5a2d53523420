/**
 * Every metric of the server, by the names of the specification. They are of one isolate: locally the edge and the objects have one each, added up where
 * they are shown (sum.ts); deployed there are many, each of which tells Analytics Engine (analytics.ts). Times are in seconds, as Prometheus has them; labels never name a room or a person.
 */
import { createTelling, type Dataset, type Telling } from './analytics.ts'
import { createCounter } from './counter.ts'
import { createGauge } from './gauge.ts'
import { createHistogram, secondsBounds } from './histogram.ts'
import type { Metric } from './series.ts'

/** In bytes, up to the largest update. */
const bytesBounds = [64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216]

export const metrics = {
  joins: createCounter(
    'syncforge_channel_join_total',
    'Joins of rooms by what came of them: joined, resumed, or the code of the refusal.',
    ['result'],
  ),
  leaves: createCounter(
    'syncforge_channel_leave_total',
    'Leaves of rooms: left by themselves, lost and not back in time, ended by the room.',
    ['reason'],
  ),
  joinDuration: createHistogram(
    'syncforge_channel_join_duration',
    'Seconds from a socket’s request until its room has it.',
    secondsBounds,
  ),
  messageDuration: createHistogram(
    'syncforge_channel_message_duration',
    'Seconds from a message’s arrival in its room until the room has spoken.',
    secondsBounds,
  ),
  participants: createGauge(
    'syncforge_presence_participants_count',
    'People in rooms now, those in their grace period included.',
  ),
  updates: createCounter('syncforge_document_update_total', 'Updates of documents that were taken.'),
  updateSize: createHistogram('syncforge_document_update_size', 'Bytes of the updates that were taken.', bytesBounds),
  persists: createCounter('syncforge_document_persist_total', 'Writes of documents: rows of updates, and snapshots.', [
    'kind',
  ]),
  mirrorAge: createHistogram(
    'syncforge_mirror_age',
    'Seconds from a change in a room until Postgres had it, for the oldest change of each time it was sent.',
    secondsBounds,
  ),
  requests: createCounter('syncforge_api_request_total', 'Requests of the API.', ['method', 'route', 'status']),
  requestDuration: createHistogram(
    'syncforge_api_request_duration',
    'Seconds that requests of the API took.',
    secondsBounds,
    ['route'],
  ),
  faults: createCounter('syncforge_fault_total', 'Lines of level error in the log, by their event.', ['event']),
} as const satisfies Readonly<Record<string, Metric>>

let telling: Telling | undefined

/** One for the whole isolate, whoever asks first; `null` where the binding is missing, as on one machine. */
export const tellingOf = (env: object): Telling | null => {
  const { METRICS } = env as { readonly METRICS?: Dataset }
  if (METRICS === undefined) return null
  telling ??= createTelling(Object.values(metrics), METRICS)
  return telling
}
