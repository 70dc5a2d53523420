// Owns the mixed scenarios of a native room: cursors, edits, presence, events, comments and chat at rates of their own, each
// with its own latencies. Receivers outside the sample only drain their sockets.

import { encodeCursorMessage } from '@syncforge/protocol/cursor-frames'
import { DocumentKind, encodeDocumentMessage } from '@syncforge/protocol/document-frames'
import * as Y from 'yjs'
import type { LoadResult, Marks, MixJob, Part, Target } from './job.ts'
import { Latencies } from './latencies.ts'
import { NativePerson, textFrame } from './native-person.ts'
import { drain, sendPaced } from './pacer.ts'
import { closeReasons, countOpen, gather, part } from './people.ts'
import { clientFrame } from './socket.ts'
import { scanUpdate } from './update-scan.ts'

const kinds = ['cursors', 'edits', 'presence', 'events', 'comments', 'chat'] as const
type Kind = (typeof kinds)[number]

const firstClientId = 0x20000000
const firstX = 1_000
const threadId = `thr_${'0'.repeat(20)}`

const typedFrames = (writer: number, edits: number): Buffer[] => {
  const doc = new Y.Doc()
  doc.clientID = firstClientId + writer
  const frames: Buffer[] = []
  doc.on('update', (update: Uint8Array) => {
    const seq = frames.length + 1
    frames.push(clientFrame(encodeDocumentMessage({ kind: DocumentKind.update, name: 'default', seq, update })))
  })
  for (let i = 0; i < edits; i++) doc.getText('content').insert(i, 'abcdefghij'[i % 10] ?? '')
  return frames
}

/** What was sent of one kind and who saw it. `latest` kinds may skip; the others may not and keep their order. */
class Watched {
  readonly latencies = new Latencies()
  readonly #sentAt = new Map<number, Float64Array>()
  readonly #lastSeen = new Map<number, number>()
  sent = 0
  seen = 0
  outOfOrder = 0

  send(person: number, sequence: number, capacity: number): void {
    const times = this.#sentAt.get(person) ?? new Float64Array(capacity)
    this.#sentAt.set(person, times)
    times[sequence] = performance.now()
    this.sent += 1
  }

  saw(receiver: number, person: number, sequence: number): void {
    const at = this.#sentAt.get(person)?.[sequence] ?? 0
    if (at === 0 || receiver === person) return
    const key = receiver * 10_000 + person
    const last = this.#lastSeen.get(key) ?? -1
    if (sequence !== last + 1) this.outOfOrder += 1
    this.#lastSeen.set(key, sequence)
    this.seen += 1
    this.latencies.add(performance.now() - at)
  }
}

export const runMix = async (job: MixJob, target: Target, marks: Marks): Promise<LoadResult> => {
  const { people, durationMs } = job
  const rates: Readonly<Record<Kind, { readonly senders: number; readonly perSecond: number }>> = {
    cursors: { senders: people, perSecond: job.cursorsPerSecond },
    edits: { senders: job.writers, perSecond: job.editsPerSecond },
    presence: { senders: people, perSecond: job.presencePerSecond },
    events: { senders: people, perSecond: job.eventsPerSecond },
    comments: { senders: job.commenters, perSecond: job.commentsPerSecond },
    chat: { senders: people, perSecond: job.chatPerSecond },
  }
  const watched: Readonly<Record<Kind, Watched>> = {
    cursors: new Watched(),
    edits: new Watched(),
    presence: new Watched(),
    events: new Watched(),
    comments: new Watched(),
    chat: new Watched(),
  }
  const capacity = (kind: Kind) => Math.ceil((rates[kind].perSecond * durationMs) / 1000) + 2
  const personByNumber = new Map<number, number>()
  const personById = new Map<string, number>()
  const packs = new Map<number, number>()
  const sampleEvery = Math.max(1, Math.floor(people / job.sampledReceivers))
  const isSampled = (person: number) => person % sampleEvery === 0
  const notes: string[] = []

  const clients = await gather(people, (person) => {
    const client = new NativePerson(
      target.url,
      { userId: `person-${person}`, userInfo: { name: `Person ${person}` } },
      {
        packed: () => void packs.set(person, (packs.get(person) ?? 0) + 1),
        cursors(moved) {
          for (const { number, sample } of moved) {
            const author = personByNumber.get(number)
            if (author !== undefined && sample !== null) watched.cursors.saw(person, author, sample.x - firstX)
          }
        },
        document(message) {
          if (message.kind !== DocumentKind.update) return
          scanUpdate(message.update, (clientId, clock, length) => {
            for (let edit = clock; edit < clock + length; edit++)
              watched.edits.saw(person, clientId - firstClientId, edit)
          })
        },
        event({ type, body }) {
          if (type === 'presence.updated') {
            const { connectionId, presence } = body
            watched.presence.saw(person, personById.get(connectionId) ?? person, Number(presence.n ?? 0))
          } else if (type === 'broadcast.sent') {
            const payload = body.payload as { readonly p: number; readonly n: number }
            watched.events.saw(person, payload.p, payload.n)
          } else if (type === 'comments.created') {
            const [author = 0, n = 0] = body.comment.text.split(' ').map(Number)
            watched.comments.saw(person, author, n)
          } else if (type === 'chat.sent') {
            const [author = 0, n = 0] = body.message.body.split(' ').map(Number)
            watched.chat.saw(person, author, n)
          }
        },
      },
    )
    client.synced.then(
      () => {
        personByNumber.set(client.self?.number ?? 0, person)
        personById.set(client.self?.connectionId ?? '', person)
        const stateVector = Uint8Array.of(0)
        client.socket.send(
          clientFrame(encodeDocumentMessage({ kind: DocumentKind.step1, name: 'default', stateVector })),
        )
      },
      () => {},
    )
    return client
  })
  const opened = countOpen(clients)
  if (opened < people) notes.push(`${opened} of ${people} got in`, ...closeReasons(clients))
  for (const [person, { socket }] of clients.entries()) socket.frames.decode = isSampled(person)
  const sampled = clients.filter((_, person) => isSampled(person))
  const frames = Array.from({ length: job.writers }, (_, writer) => typedFrames(writer, capacity('edits')))
  if (job.commenters > 0) {
    clients[0]?.socket.send(textFrame({ type: 'threads.create', ref: 1, body: { id: threadId, body: 'Begun' } }))
  }
  await new Promise((resolve) => setTimeout(resolve, 500))

  const makers: Readonly<Record<Kind, (person: number, sequence: number) => Uint8Array | undefined>> = {
    cursors: (person, n) => clientFrame(encodeCursorMessage({ x: firstX + n, y: 300 + (person % 500) })),
    edits: (writer, n) => frames[writer]?.[n],
    presence: (_, n) => textFrame({ type: 'presence.update', ref: n + 1, body: { presence: { n } } }),
    events: (p, n) => textFrame({ type: 'broadcast.send', ref: n + 1, body: { event: 'e', payload: { p, n } } }),
    comments: (p, n) => textFrame({ type: 'comments.create', ref: n + 2, body: { threadId, body: `${p} ${n}` } }),
    chat: (p, n) => textFrame({ type: 'chat.send', ref: n + 1, body: { body: `${p} ${n}` } }),
  }
  const used = kinds.filter((kind) => rates[kind].perSecond > 0)

  await marks.start()
  packs.clear()
  const received = () => sampled.reduce((sum, { socket }) => sum + socket.bytesReceived, 0)
  const bytesBefore = received()
  const cpuBefore = process.cpuUsage()
  const startedAt = performance.now()
  await Promise.all(
    used.map((kind) =>
      sendPaced({ people: rates[kind].senders, perPersonPerSecond: rates[kind].perSecond, durationMs }, (person, n) => {
        const frame = makers[kind](person, n)
        if (frame === undefined) return
        watched[kind].send(person, n, capacity(kind))
        clients[person]?.socket.send(frame)
      }),
    ),
  )
  const sentMs = performance.now() - startedAt
  const framesPerSecond = Math.max(0, ...[...packs.values()].map((count) => (count * 1000) / sentMs))
  /** How often a sampled receiver should see something of this kind. */
  const expected = (kind: Kind) => {
    const sendersInSample = sampled.filter((_, i) => i * sampleEvery < rates[kind].senders).length
    const each = watched[kind].sent / Math.max(1, rates[kind].senders)
    return Math.round(watched[kind].sent * sampled.length - each * sendersInSample)
  }
  const isAll = () => used.every((kind) => watched[kind].seen >= expected(kind))
  const progress = () => used.reduce((sum, kind) => sum + watched[kind].seen, 0)
  await drain(isAll, progress, { quietMs: 1_500, withinMs: 10_000 })
  const measuredMs = performance.now() - startedAt
  const { user, system } = process.cpuUsage(cpuBefore)
  await marks.end()

  const parts = Object.fromEntries(
    used.map((kind): [string, Part] => {
      const { seen, outOfOrder, latencies } = watched[kind]
      const latency = latencies.percentiles() ?? null
      return [kind, { expected: expected(kind), delivered: seen, outOfOrder, latency }]
    }),
  )
  const openAtEnd = countOpen(clients)
  if (openAtEnd < opened) notes.push(...closeReasons(clients))
  const [main = 'cursors'] = used
  const result: LoadResult = {
    asked: people,
    opened,
    openAtEnd,
    sentPerSecond: (used.reduce((sum, kind) => sum + watched[kind].sent, 0) * 1000) / sentMs,
    expected: used.reduce((sum, kind) => sum + expected(kind), 0),
    delivered: progress(),
    latency: watched[main].latencies.percentiles() ?? null,
    bytesReceived: received() - bytesBefore,
    age: null,
    generatorCpuShare: (user + system) / 1000 / measuredMs,
    notes,
    parts,
    framesPerSecond,
    measuredMs,
  }
  part(clients)
  return result
}
