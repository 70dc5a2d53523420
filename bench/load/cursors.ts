// Owns the cursor storm: everyone moves at a steady rate and everyone should see everyone else. It knows no wire: a
// crowd does (Yjs awareness or our native protocol).

import { awarenessCrowd } from './awareness-crowd.ts'
import type { CursorsJob, LoadResult, Marks, Target } from './job.ts'
import { nativeCrowd } from './native-crowd.ts'
import { drain, sendPaced } from './pacer.ts'
import { closeReasons, countOpen, gather, part } from './people.ts'
import { Sightings } from './sightings.ts'

const crowds = { awareness: awarenessCrowd, native: nativeCrowd } as const

/** Receivers are spread over the people, so that early and late joiners are both looked at. */
const sampledPeople = (people: number, wanted: number) => {
  const count = Math.min(people, wanted)
  return new Set(Array.from({ length: count }, (_, i) => Math.floor((i * people) / count)))
}

export const runCursors = async (job: CursorsJob, target: Target, marks: Marks): Promise<LoadResult> => {
  const { people, perSecond, durationMs } = job
  const crowd = crowds[job.through](target)
  const sample = sampledPeople(people, job.sampledReceivers)
  const sightings = new Sightings(people, Math.ceil((perSecond * durationMs) / 1000) + 1, sample)
  const notes: string[] = []

  const clients = await gather(people, (person) =>
    crowd.open(person, (author, sequence) => sightings.saw(person, author, sequence)),
  )
  const opened = countOpen(clients)
  if (opened < people) notes.push(`${opened} of ${people} got in`, ...closeReasons(clients))
  for (const [person, { socket }] of clients.entries()) socket.frames.decode = sample.has(person)
  const sampled = clients.filter((_, person) => sample.has(person))
  const received = () => sampled.reduce((sum, { socket }) => sum + socket.bytesReceived, 0)

  await marks.start()
  const bytesBefore = received()
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  sightings.start()
  const { sent, elapsedMs } = await sendPaced(
    { people, perPersonPerSecond: perSecond, durationMs },
    (person, sequence) => {
      sightings.sent(person, sequence)
      clients[person]?.socket.send(crowd.frame(person, sequence))
    },
  )
  sightings.closeAges()
  const expectedInSample = sent * sampled.length - (sent / people) * sampled.length
  await drain(
    () => sightings.seen >= expectedInSample,
    () => sightings.seen,
    { quietMs: 1_500, withinMs: 5_000 },
  )
  const measuredMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpuBefore)
  await marks.end()

  const openAtEnd = countOpen(clients)
  if (openAtEnd < opened) notes.push(...closeReasons(clients))
  const scale = people / Math.max(1, sampled.length)
  const result = {
    asked: people,
    opened,
    openAtEnd,
    sentPerSecond: (sent * 1000) / elapsedMs,
    expected: Math.round(expectedInSample * scale),
    delivered: Math.round(sightings.seen * scale),
    latency: sightings.latencies.percentiles() ?? null,
    bytesReceived: Math.round((received() - bytesBefore) * scale),
    age: sightings.ages(),
    generatorCpuShare: (user + system) / 1000 / measuredMs,
    notes,
  }
  part(clients)
  return result
}
