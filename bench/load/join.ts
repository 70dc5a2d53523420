// Owns the join scenario: how long it takes from opening a socket until the whole of a large document has arrived, for one
// person and for a crowd that comes at once.

import type { JoinJob, LoadResult, Marks, Target } from './job.ts'
import { type LargeDocument, largeDocument } from './large-document.ts'
import { Latencies } from './latencies.ts'
import { closeReasons, countOpen, part } from './people.ts'
import { scanUpdate } from './update-scan.ts'
import { messagePrefix, updateFrame, YClient } from './y-client.ts'

const preloadWithinMs = 60_000
const joinWithinMs = 60_000
const settleMs = 2_000
/** Of a crowd these are read to the last struct; the others are complete at this share of the bytes that a read one got. */
const readOfCrowd = 5
const completeShare = 0.98

const within = <T>(promise: Promise<T>, ms: number): Promise<T | undefined> => {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer))
}

interface Joiner {
  readonly client: YClient
  /** Milliseconds until the document was complete. */
  readonly completed: Promise<{ ms: number; bytes: number }>
}

/** A joiner who looks at every struct and is done when nothing of the document is missing. */
const joinReading = ({ url, dialect, room }: Target, { clocks }: LargeDocument): Joiner => {
  const missing = new Map(clocks)
  const reached = new Map<number, number>()
  const done = Promise.withResolvers<{ ms: number; bytes: number }>()
  const startedAt = performance.now()
  const client = new YClient(url, dialect, room, {
    update(bytes) {
      const arrivedAt = performance.now()
      scanUpdate(bytes, (author, clock, length) => {
        reached.set(author, Math.max(reached.get(author) ?? 0, clock + length))
      })
      for (const [author, clock] of reached) if (clock >= (missing.get(author) ?? 0)) missing.delete(author)
      if (missing.size === 0) done.resolve({ ms: arrivedAt - startedAt, bytes: client.socket.bytesReceived })
    },
  })
  return { client, completed: done.promise }
}

/** A joiner who looks at no struct, so that a crowd does not measure the generator's own decoding, but answers as a stock client does. */
const joinCounting = ({ url, dialect, room }: Target, expectedBytes: number): Joiner => {
  const done = Promise.withResolvers<{ ms: number; bytes: number }>()
  const startedAt = performance.now()
  const client = new YClient(url, dialect, room, {
    received(bytes) {
      if (bytes >= expectedBytes * completeShare) done.resolve({ ms: performance.now() - startedAt, bytes })
    },
  })
  return { client, completed: done.promise }
}

/** Brings the document to the server and stays in the room, since some servers drop what nobody looks at. */
const preload = async (target: Target, document: LargeDocument) => {
  const writer = new YClient(target.url, target.dialect, target.room, {})
  await writer.synced
  const prefix = messagePrefix(target.dialect, target.room)
  for (const update of document.updates) writer.socket.send(updateFrame(prefix, update))
  const probe = joinReading(target, document)
  const arrived = await within(probe.completed, preloadWithinMs)
  probe.client.socket.end()
  if (arrived === undefined)
    throw new Error(
      `the document was not there after ${preloadWithinMs / 1000} s: ${closeReasons([writer, probe.client])}`,
    )
  await new Promise((resolve) => setTimeout(resolve, settleMs))
  return writer
}

const bytesOfOneJoin = async (target: Target, document: LargeDocument) => {
  const joiner = joinReading(target, document)
  const join = await within(joiner.completed, joinWithinMs)
  joiner.client.socket.end()
  if (join === undefined) throw new Error('a single join did not complete')
  return join.bytes
}

export const runJoin = async (job: JoinJob, target: Target, marks: Marks): Promise<LoadResult> => {
  const document = largeDocument(job.documentFile)
  const writer = await preload(target, document)
  const expectedBytes = await bytesOfOneJoin(target, document)
  const latencies = new Latencies()
  const notes: string[] = []
  let completed = 0
  let bytesReceived = 0
  let opened = 0
  let openAtEnd = 0

  await marks.start()
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  for (let time = 0; time < job.times; time++) {
    const joiners = Array.from({ length: job.joinersAtOnce }, (_, i) =>
      i < readOfCrowd ? joinReading(target, document) : joinCounting(target, expectedBytes),
    )
    await within(
      Promise.all(
        joiners.map(async ({ completed: join }) => {
          const { ms } = await join
          latencies.add(ms)
          completed++
        }),
      ),
      joinWithinMs,
    )
    const clients = joiners.map(({ client }) => client)
    bytesReceived += clients.reduce((sum, { socket }) => sum + socket.bytesReceived, 0)
    opened += countOpen(clients)
    openAtEnd += countOpen(clients)
    notes.push(...closeReasons(clients))
    part(clients)
  }
  const measuredMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpuBefore)
  await marks.end()
  const result = {
    asked: job.joinersAtOnce * job.times,
    opened,
    openAtEnd,
    sentPerSecond: (completed * 1000) / measuredMs,
    expected: job.joinersAtOnce * job.times,
    delivered: completed,
    latency: latencies.percentiles() ?? null,
    bytesReceived,
    age: null,
    generatorCpuShare: (user + system) / 1000 / measuredMs,
    notes,
  }
  part([writer])
  return result
}
