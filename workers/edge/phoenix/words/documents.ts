/**
 * Documents: updates in and out as the join has asked for them, each push answered when it is durable. A topic of a document is told all of it with
 * the reply to its join; one of a room gets it as the first update.
 */
import {
  DocumentKind,
  encodeAwarenessMessage,
  encodeDocumentMessage,
  readAwarenessMessage,
  readServerDocumentMessage,
} from '@syncforge/protocol/document-frames'
import { isErrorCode, RoomError } from '@syncforge/protocol/errors'
import { Channel } from '@syncforge/protocol/frames'
import { bytesFor, bytesOf } from './payload.ts'
import type { OpenWords, Stay } from './words.ts'
import { createYjsSpeech, type Synced, type YjsSpeech } from './yjs-messages.ts'

const noStateVector = Uint8Array.of(0)
const emptyUpdateBytes = 2

interface Waiting {
  readonly seq: number
  readonly resolve: (answer: { readonly seq: number }) => void
  readonly reject: (error: RoomError) => void
}

interface Question {
  readonly stateVector: Uint8Array
  /** The topic whose join asks. */
  readonly joins: Stay | null
  readonly updates: Uint8Array[]
  roomHas: Uint8Array | null
  readonly resolve: (synced: Synced) => void
  readonly reject: (error: RoomError) => void
}

interface OpenDocument {
  lastSeq: number
  waiting: Waiting[]
  /** The first of them is with the room: one after the other, so that it is clear what answers which. */
  readonly questions: Question[]
}

type Encoding = 'array' | 'base64' | 'binary'

const encodingOf = ({ kind, params }: Stay): Encoding => {
  if (params.binary === true || params.encoding === 'binary') return 'binary'
  if (params.encoding === 'array' || params.encoding === 'base64') return params.encoding
  return kind === 'document' ? 'array' : 'base64'
}

/** Bytes within a payload, which has no place for binary. */
const inJson = (stay: Stay, bytes: Uint8Array) => {
  const encoding = encodingOf(stay)
  return bytesFor(bytes, encoding === 'binary' ? 'base64' : encoding)
}

const sayUpdate = (stay: Stay, update: Uint8Array) => {
  const [event, field] = stay.kind === 'document' ? ['server_update', 'bin'] : ['doc:update', 'update']
  if (encodingOf(stay) === 'binary' && stay.pushBytes(event as string, update)) return
  stay.push(event as string, { [field as string]: inJson(stay, update) })
}

export const documentWords: OpenWords = (speaker) => {
  const documents = new Map<string, OpenDocument>()
  /** Topics that speak y-websocket's messages. */
  const yjs = new WeakMap<Stay, YjsSpeech>()
  /** Of topics that are being joined: what came after their history, which waits for the reply. What came with it may be in one message. */
  const after = new Map<Stay, Uint8Array[]>()

  const open = (name: string): OpenDocument => {
    const known = documents.get(name) ?? { lastSeq: 0, waiting: [], questions: [] }
    documents.set(name, known)
    return known
  }
  const sendQuestion = (name: string, { stateVector }: Question) =>
    speaker.send(encodeDocumentMessage({ kind: DocumentKind.step1, name, stateVector }))
  const endQuestion = (name: string, end: (question: Question) => void) => {
    const { questions } = open(name)
    const [answered] = questions.splice(0, 1)
    if (answered !== undefined) end(answered)
    const [next] = questions
    if (next !== undefined) sendQuestion(name, next)
  }
  const sync = (name: string, stateVector: Uint8Array, joins: Stay | null = null): Promise<Synced> =>
    new Promise((resolve, reject) => {
      const question: Question = { stateVector, joins, updates: [], roomHas: null, resolve, reject }
      const { questions } = open(name)
      if (questions.length >= 100) throw new RoomError('RATE_LIMITED', 'Too many questions wait for this document')
      if (questions.push(question) === 1) sendQuestion(name, question)
    })
  const send = (name: string, update: Uint8Array): Promise<{ readonly seq: number }> =>
    new Promise((resolve, reject) => {
      const document = open(name)
      document.lastSeq += 1
      const seq = document.lastSeq
      document.waiting.push({ seq, resolve, reject })
      speaker.send(encodeDocumentMessage({ kind: DocumentKind.update, name, seq, update }))
    })
  const take = (name: string, isMeant: (waiting: Waiting) => boolean): readonly Waiting[] => {
    const document = open(name)
    const taken = document.waiting.filter(isMeant)
    document.waiting = document.waiting.filter((waiting) => !isMeant(waiting))
    return taken
  }
  const staysOf = (name: string) =>
    speaker.stays().filter(({ kind, document }) => kind !== 'inbox' && document === name)

  const heardUpdate = (name: string, update: Uint8Array) => {
    open(name).questions[0]?.updates.push(update)
    for (const [stay, updates] of after) if (stay.document === name) updates.push(update)
    for (const stay of staysOf(name)) {
      const speech = yjs.get(stay)
      if (speech === undefined) sayUpdate(stay, update)
      else speech.update(update)
    }
  }
  /** An edit waits for edits before it, which the room lacks. */
  const askForMore = (name: string, stateVector: Uint8Array) => {
    for (const stay of staysOf(name)) {
      const speech = yjs.get(stay)
      if (speech === undefined) stay.push('doc:sync', { state_vector: inJson(stay, stateVector) })
      else speech.ask(stateVector)
    }
  }
  const wholeOf = async (stay: Stay) => {
    const { updates, stateVector } = await sync(stay.document, noStateVector, stay.kind === 'document' ? stay : null)
    return { updates: updates.filter(({ length }) => length > emptyUpdateBytes), stateVector }
  }
  const update = (fields: readonly [string, ...string[]]) => (payload: unknown, from: Stay) =>
    send(from.document, bytesOf(payload, fields))

  const yjsMessage = (payload: unknown, from: Stay) => {
    const speech = yjs.get(from) ?? createYjsSpeech(from)
    yjs.set(from, speech)
    return speech.hear(bytesOf(payload, ['data', 'update']), {
      sync: (stateVector) => sync(from.document, stateVector),
      send: (bytes) => send(from.document, bytes),
      awareness: (bytes) => speaker.send(encodeAwarenessMessage({ name: from.document, update: bytes })),
    })
  }

  return {
    requests: {
      'doc:update': update(['update', 'bin']),
      client_update: update(['bin', 'update']),
      async 'doc:sync'(payload, from) {
        const given = Object(payload) as { readonly state_vector?: unknown }
        const known = given.state_vector === undefined ? noStateVector : bytesOf(payload, ['state_vector'])
        const { updates, stateVector } = await sync(from.document, known)
        const [only = Uint8Array.of(0, 0), ...more] = updates
        return {
          update: inJson(from, only),
          ...(more.length === 0 ? {} : { more: more.map((each) => inJson(from, each)) }),
          state_vector: stateVector && inJson(from, stateVector),
        }
      },
      yjs_sync: yjsMessage,
      yjs: yjsMessage,
    },
    channels: {
      [Channel.document](payload) {
        const message = readServerDocumentMessage(payload)
        const { name, kind } = message
        switch (kind) {
          case DocumentKind.step1: {
            const [question] = open(name).questions
            if (question !== undefined) question.roomHas = message.stateVector.slice()
            else askForMore(name, message.stateVector)
            return
          }
          case DocumentKind.step2: {
            const update = message.update.slice()
            return endQuestion(name, ({ updates, joins, roomHas, resolve }) => {
              if (joins !== null) after.set(joins, [])
              resolve({ updates: [...updates, update], stateVector: roomHas })
            })
          }
          case DocumentKind.update:
            return heardUpdate(name, message.update.slice())
          case DocumentKind.ack:
            for (const { seq, resolve } of take(name, (waiting) => waiting.seq <= message.seq)) resolve({ seq })
            return
          case DocumentKind.refused: {
            const code = isErrorCode(message.code) ? message.code : 'INTERNAL_ERROR'
            const error = new RoomError(code, 'The room refused this update', { document: name })
            for (const { reject } of take(name, ({ seq }) => seq === message.seq)) reject(error)
          }
        }
      },
      [Channel.awareness](payload) {
        const { name, update } = readAwarenessMessage(payload)
        for (const stay of staysOf(name)) yjs.get(stay)?.awareness(update)
      },
    },
    async joining(stay) {
      if (stay.kind !== 'document') return {}
      const { updates, stateVector } = await wholeOf(stay)
      return {
        history: updates.map((each) => inJson(stay, each)),
        state_vector: stateVector && inJson(stay, stateVector),
      }
    },
    joined(stay) {
      for (const each of after.get(stay) ?? []) sayUpdate(stay, each)
      after.delete(stay)
      if (stay.kind !== 'room') return
      wholeOf(stay).then(
        ({ updates }) => {
          for (const each of updates) sayUpdate(stay, each)
        },
        // What cannot be loaded now is told when it is asked for.
        () => {},
      )
    },
    left: (stay) => void after.delete(stay),
    refused(error) {
      const { channel, document, seq } = Object(error.details) as Record<'channel' | 'document' | 'seq', unknown>
      if (channel !== 'document' || typeof document !== 'string') return
      if (typeof seq === 'number')
        for (const { reject } of take(document, (waiting) => waiting.seq === seq)) reject(error)
      else endQuestion(document, ({ reject }) => reject(error))
    },
    ended(error) {
      after.clear()
      for (const [name, { questions }] of documents) {
        for (const { reject } of take(name, () => true)) reject(error)
        for (const { reject } of questions.splice(0)) reject(error)
      }
    },
  }
}
