/** People who type in several documents of a room, each with a letter of their own, and remember what they were promised. */
import { DocumentKind, encodeDocumentMessage, readServerDocumentMessage } from '@syncforge/protocol/document-frames'
import { Channel, readPack } from '@syncforge/protocol/frames'
import * as decoding from 'lib0/decoding'
import * as prng from 'lib0/prng'
import * as Y from 'yjs'
import type { Room } from '../room/room.ts'
import { joinNative, roomSettings } from '../test-kit.ts'

/** For each document: client id → how much of it was acknowledged, or heard from the room. */
export type PromisedContent = ReadonlyMap<string, ReadonlyMap<number, number>>

export interface Writer {
  readonly name: string
  readonly letter: string
  readonly promised: PromisedContent
  /** Edits that were refused, which an honest writer's never are. */
  readonly refused: readonly string[]
  isConnected(): boolean
  connect(room: DurableObjectStub<Room>): Promise<void>
  leave(how: 'lost' | 'goodbye'): void
  /** Inserts some of the letter, or deletes a few of anybody's. */
  type(document: string, random: prng.PRNG): void
  /** Says something that is no edit; whatever is answered. */
  say(message: string | Uint8Array): void
  /** Reads what has arrived. */
  pump(): void
  textOf(document: string): string
}

const settings = roomSettings({ graceMs: 200 })
const textMax = 400

export const createWriter = (name: string, letter: string, documents: readonly string[]): Writer => {
  const copies = new Map(documents.map((document) => [document, new Y.Doc()]))
  const promised = new Map(documents.map((document) => [document, new Map<number, number>()]))
  const refused: string[] = []
  let client: Awaited<ReturnType<typeof joinNative>> | null = null
  let session: { connectionId: string; secret: string } | undefined
  let sent = new Map<number, { readonly document: string; readonly update: Uint8Array }>()
  let read = 0

  const copyOf = (document: string): Y.Doc => {
    const copy = copies.get(document)
    if (copy === undefined) throw new Error(`no document ${document}`)
    return copy
  }
  const promise = (document: string, update: Uint8Array) => {
    const mine = promised.get(document) ?? new Map<number, number>()
    for (const [id, clock] of Y.parseUpdateMeta(update).to) mine.set(id, Math.max(clock, mine.get(id) ?? 0))
  }
  const isConnected = () => client !== null && client.closed.length === 0 && client.socket.readyState === WebSocket.OPEN
  const send = (document: string, update: Uint8Array) => {
    if (client !== null && isConnected()) sent.set(client.update(update, document), { document, update })
  }
  for (const [document, copy] of copies) {
    copy.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'room') send(document, update)
    })
  }

  const onDocument = (message: ReturnType<typeof readServerDocumentMessage>) => {
    const { name: document } = message
    if (message.kind === DocumentKind.ack) {
      for (const [seq, one] of sent) {
        if (seq > message.seq || one.document !== document) continue
        promise(document, one.update)
        sent.delete(seq)
      }
    } else if (message.kind === DocumentKind.step1) {
      send(document, Y.encodeStateAsUpdate(copyOf(document), message.stateVector))
    } else if (message.kind === DocumentKind.refused) {
      refused.push(`${name}: ${document} ${message.code}`)
    } else {
      Y.applyUpdate(copyOf(document), message.update, 'room')
      promise(document, message.update)
    }
  }

  return {
    name,
    letter,
    promised,
    refused,
    isConnected,
    async connect(room) {
      client = await joinNative(room, { settings, hello: { userId: name, ...(session ? { session } : {}) } })
      session = { connectionId: client.self.connectionId, secret: client.welcome.session.secret }
      sent = new Map()
      read = 0
      for (const [document, copy] of copies) {
        client.socket.send(
          encodeDocumentMessage({
            kind: DocumentKind.step1,
            name: document,
            stateVector: Y.encodeStateVector(copy),
          }),
        )
      }
    },
    leave(how) {
      client?.socket.close(how === 'lost' ? 4_000 : 1_000)
      client = null
    },
    type(document, random) {
      const text = copyOf(document).getText('content')
      if (text.length > textMax || (text.length > 0 && prng.uint32(random, 0, 4) === 0)) {
        const at = prng.uint32(random, 0, text.length - 1)
        text.delete(at, Math.min(text.length - at, prng.uint32(random, 1, text.length > textMax ? textMax / 2 : 5)))
      } else text.insert(prng.uint32(random, 0, text.length), letter.repeat(prng.uint32(random, 1, 4)))
    },
    say(message) {
      if (client !== null && isConnected()) client.socket.send(message)
    },
    pump() {
      while (client !== null && read < client.messages.length) {
        const message = client.messages[read++]
        if (message === undefined || typeof message === 'string') continue
        for (const { origin, frame } of readPack(new Uint8Array(message))) {
          const decoder = decoding.createDecoder(frame)
          if (origin === client.self.number || decoding.readUint8(decoder) !== Channel.document) continue
          onDocument(readServerDocumentMessage(decoder))
        }
      }
    },
    textOf: (document) => copyOf(document).getText('content').toString(),
  }
}
