// Owns the scenario of arriving: how long from opening a socket until the room greets, and until a document is complete, for
// somebody new and for somebody who comes back to the place they lost.

import { DocumentKind, encodeDocumentMessage } from '@syncforge/protocol/document-frames'
import type { Hello } from '@syncforge/protocol/envelope'
import * as Y from 'yjs'
import type { ConnectJob, LoadResult, Marks, Target } from './job.ts'
import { Latencies } from './latencies.ts'
import { NativePerson, textFrame } from './native-person.ts'
import { clientFrame } from './socket.ts'

const documentLength = 100_000
const threadWriters = 20
const pageSize = 50

/** Opens somebody; resolves with the times until greeted and until the document was complete. */
const arrive = async (url: string, hello: Hello['body'], stateVector: Uint8Array) => {
  const startedAt = performance.now()
  const synced = Promise.withResolvers<number>()
  const person = new NativePerson(url, hello, {
    document({ kind }) {
      if (kind === DocumentKind.step2) synced.resolve(performance.now() - startedAt)
    },
  })
  await person.synced
  const greetedMs = performance.now() - startedAt
  person.socket.send(clientFrame(encodeDocumentMessage({ kind: DocumentKind.step1, name: 'default', stateVector })))
  return { person, greetedMs, syncedMs: await synced.promise }
}

/** Begins threads one after the other: what the room refuses for its pace is asked again. */
const beginThreads = async (url: string, userId: string, count: number): Promise<void> => {
  const done = Promise.withResolvers<void>()
  let begun = 0
  const ask = () =>
    person.socket.send(textFrame({ type: 'threads.create', ref: 1, body: { body: `Thread ${begun} of ${userId}` } }))
  const person = new NativePerson(
    url,
    { userId },
    {
      answered(_, code) {
        if (code === 'RATE_LIMITED' || code === 'ROOM_UNAVAILABLE') return void setTimeout(ask, 500)
        if (code !== undefined) return done.reject(new Error(`a thread was refused: ${code}`))
        begun += 1
        if (begun === count) done.resolve()
        else ask()
      },
    },
  )
  await person.synced
  ask()
  await done.promise
  person.socket.end()
}

/** Asks for page after page of threads, and of the comments of the room; resolves when so many of each have come. What it is refused for its pace it asks again. */
const askPages = async (url: string, count: number, threads: number, latencies: Latencies): Promise<void> => {
  const done = Promise.withResolvers<void>()
  const kinds = ['threads.list', 'comments.list'] as const
  let asked = 0
  let askedAt = 0
  const ask = () => {
    askedAt = performance.now()
    // From all over the room: what lies deep takes no longer.
    const before = pageSize + Math.floor((asked / 2 / count) * (threads - pageSize))
    const type = kinds[asked % 2] ?? kinds[0]
    person.socket.send(textFrame({ type, ref: 1, body: { before, limit: pageSize } }))
  }
  const person = new NativePerson(
    url,
    { userId: 'reader' },
    {
      answered(_, code) {
        if (code === 'RATE_LIMITED') return void setTimeout(ask, 500)
        if (code !== undefined) return done.reject(new Error(`a page was refused: ${code}`))
        latencies.add(performance.now() - askedAt)
        asked += 1
        if (asked === 2 * count) done.resolve()
        else ask()
      },
    },
  )
  await person.synced
  ask()
  await done.promise
  person.socket.end()
}

export const runConnect = async (
  { times, threads }: ConnectJob,
  { url }: Target,
  marks: Marks,
): Promise<LoadResult> => {
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'x'.repeat(documentLength))
  const writer = await arrive(url, { userId: 'writer' }, Uint8Array.of(0))
  const update = Y.encodeStateAsUpdate(doc)
  writer.person.socket.send(
    clientFrame(encodeDocumentMessage({ kind: DocumentKind.update, name: 'default', seq: 1, update })),
  )
  const crowd = Array.from({ length: threads === 0 ? 0 : threadWriters }, (_, n) => `commenter-${n}`)
  await Promise.all(crowd.map((userId) => beginThreads(url, userId, threads / threadWriters)))
  let welcomeBytes = 0
  const [connect, reconnect, pages] = [new Latencies(), new Latencies(), new Latencies()]
  await marks.start()
  for (let time = 0; time < times; time++) {
    const hello = { userId: `person-${time}` }
    const { person, greetedMs } = await arrive(url, hello, Uint8Array.of(0))
    connect.add(greetedMs)
    welcomeBytes = person.welcomeBytes
    const { session } = person
    person.socket.end()
    const back = await arrive(url, { ...hello, session }, Y.encodeStateVector(doc))
    reconnect.add(back.syncedMs)
    back.person.socket.end()
  }
  if (threads > 0) await askPages(url, times, threads, pages)
  await marks.end()
  writer.person.socket.end()
  const partOf = (latencies: Latencies, expected = times) => ({
    expected,
    delivered: latencies.count,
    outOfOrder: 0,
    latency: latencies.percentiles() ?? null,
  })
  return {
    asked: 1,
    opened: 1,
    openAtEnd: 1,
    sentPerSecond: 0,
    expected: 2 * times + (threads === 0 ? 0 : 2 * times),
    delivered: connect.count + reconnect.count + pages.count,
    latency: connect.percentiles() ?? null,
    bytesReceived: 0,
    age: null,
    generatorCpuShare: 0,
    notes: threads === 0 ? [] : [`the greeting has ${welcomeBytes} bytes`],
    welcomeBytes,
    parts: {
      connect: partOf(connect),
      reconnect: partOf(reconnect),
      ...(threads === 0 ? {} : { pages: partOf(pages, 2 * times) }),
    },
  }
}
