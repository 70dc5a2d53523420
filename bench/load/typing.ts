// Owns the typing scenarios: people in one document, each writer typing into a passage of their own, one frame per
// character. Every receiver is decoded and every character looked for at every receiver.
import * as Y from 'yjs'
import type { LoadResult, Marks, Target, TypingJob } from './job.ts'
import { Latencies } from './latencies.ts'
import { drain, sendPaced } from './pacer.ts'
import { closeReasons, countOpen, gather, part } from './people.ts'
import { scanUpdate } from './update-scan.ts'
import { messagePrefix, updateFrame, YClient } from './y-client.ts'

const firstClientId = 0x20000000
const alphabet = 'the quick brown fox jumps over the lazy dog. '

/** The frames of one writer, made by Yjs itself before anything is measured: one per typed character. */
const typedFrames = (writer: number, edits: number, prefix: Uint8Array): Buffer[] => {
  const doc = new Y.Doc()
  doc.clientID = firstClientId + writer
  const frames: Buffer[] = []
  doc.on('update', (bytes: Uint8Array) => frames.push(updateFrame(prefix, bytes)))
  const text = doc.getText('content')
  for (let i = 0; i < edits; i++) text.insert(i, alphabet[i % alphabet.length] ?? ' ')
  doc.destroy()
  return frames
}

export const runTyping = async (job: TypingJob, target: Target, marks: Marks): Promise<LoadResult> => {
  const { people, writers, editsPerSecond, durationMs } = job
  const perWriter = Math.ceil((editsPerSecond * durationMs) / 1000)
  const prefix = messagePrefix(target.dialect, target.room)
  const frames = Array.from({ length: writers }, (_, writer) => typedFrames(writer, perWriter, prefix))
  const sentAt = Array.from({ length: writers }, () => new Float64Array(perWriter))
  const latencies = new Latencies()
  const notes: string[] = []
  let delivered = 0

  const clients = await gather(people, (receiver) => {
    const seen = Array.from({ length: writers }, () => new Uint8Array(perWriter))
    const onRange = (client: number, clock: number, length: number) => {
      const writer = client - firstClientId
      const seenOfWriter = seen[writer]
      const sentByWriter = sentAt[writer]
      if (writer === receiver || seenOfWriter === undefined || sentByWriter === undefined) return
      const now = performance.now()
      for (let edit = clock; edit < clock + length; edit++) {
        if (seenOfWriter[edit] !== 0) continue
        seenOfWriter[edit] = 1
        delivered++
        latencies.add(now - (sentByWriter[edit] ?? now))
      }
    }
    return new YClient(target.url, target.dialect, target.room, { update: (bytes) => scanUpdate(bytes, onRange) })
  })
  const opened = countOpen(clients)
  if (opened < people) notes.push(`${opened} of ${people} got in`, ...closeReasons(clients))

  const bytesBefore = clients.reduce((sum, { socket }) => sum + socket.bytesReceived, 0)
  await marks.start()
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  const { sent, elapsedMs } = await sendPaced(
    { people: writers, perPersonPerSecond: editsPerSecond, durationMs },
    (writer, edit) => {
      const frame = frames[writer]?.[edit]
      const times = sentAt[writer]
      if (frame === undefined || times === undefined) return
      times[edit] = performance.now()
      clients[writer]?.socket.send(frame)
    },
  )
  const expected = sent * (people - 1)
  await drain(
    () => delivered >= expected,
    () => delivered,
    { quietMs: 4_000, withinMs: 2 * durationMs },
  )
  const measuredMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpuBefore)
  await marks.end()

  const openAtEnd = countOpen(clients)
  if (openAtEnd < opened) notes.push(...closeReasons(clients))
  const result = {
    asked: people,
    opened,
    openAtEnd,
    sentPerSecond: (sent * 1000) / elapsedMs,
    expected,
    delivered,
    latency: latencies.percentiles() ?? null,
    bytesReceived: clients.reduce((sum, { socket }) => sum + socket.bytesReceived, 0) - bytesBefore,
    age: null,
    generatorCpuShare: (user + system) / 1000 / measuredMs,
    notes,
  }
  part(clients)
  return result
}
