/** People of a fuzzed room, on the wire of either dialect: each has a document, reads when told to, and remembers what the room has promised. */

import { DocumentKind, readServerDocumentMessage } from '@syncforge/protocol/document-frames'
import { Channel, readPack } from '@syncforge/protocol/frames'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as prng from 'lib0/prng'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { Room } from '../room/room.ts'
import { admissionFor, joinNative, openSocket, roomSettings } from '../test-kit.ts'

const settings = roomSettings({ graceMs: 300 })

/** client id → how much of it is promised to be stored: acknowledged, or heard from the room. */
export type Promised = Map<number, number>

export interface Player {
  readonly name: string
  readonly doc: Y.Doc
  readonly promised: Promised
  /** What it was told was wrong. */
  readonly errors: readonly string[]
  isConnected(): boolean
  connect(room: DurableObjectStub<Room>): Promise<void>
  /** Loses the socket, or says goodbye. */
  leave(how: 'lost' | 'goodbye'): void
  /** Reads what has arrived. */
  pump(): void
  /** From now on edits wait. */
  hold(): void
  /** Sends what waits: merged, in pieces, the later ones first. */
  release(random: prng.PRNG): void
  /** Says something that is kept nowhere. */
  wave(step: number): void
}

const promise = (promised: Promised, update: Uint8Array) => {
  for (const [client, clock] of Y.parseUpdateMeta(update).to) {
    promised.set(client, Math.max(clock, promised.get(client) ?? 0))
  }
}

/** The same edits as other updates: one, some with gaps that the next fill, or a later half before the whole. */
const rearranged = (held: readonly Uint8Array[], random: prng.PRNG): readonly Uint8Array[] => {
  const [first] = held
  if (first === undefined || held.length === 1) return held
  const whole = Y.mergeUpdates([...held])
  const odd = held.filter((_, index) => index % 2 === 1)
  const even = held.filter((_, index) => index % 2 === 0)
  switch (prng.uint32(random, 0, 3)) {
    case 0:
      return [whole]
    case 1:
      return [Y.mergeUpdates(odd), Y.mergeUpdates(even)]
    case 2:
      return [...held].reverse()
    default:
      return [Y.diffUpdate(whole, Y.encodeStateVectorFromUpdate(first)), whole, first]
  }
}

interface Line {
  send(update: Uint8Array): void
  readonly messages: readonly (string | ArrayBuffer)[]
  readonly socket: WebSocket
  readonly closed: readonly { readonly code: number }[]
  read(message: string | ArrayBuffer): void
}

/** Who reads seldom may be closed as one that does not read, and comes back. */
const slowConsumerCode = 4508

/** What both dialects share: the document, what waits, and the line that is open. */
const createPlayer = (
  name: string,
  promised: Promised,
  errors: readonly string[],
  doc: Y.Doc,
  open: (room: DurableObjectStub<Room>) => Promise<Line>,
  wave: (line: Line, step: number) => void,
): Player => {
  let line: Line | null = null
  let read = 0
  let held: Uint8Array[] | null = null
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === 'room') return
    if (held !== null) held.push(update)
    else line?.send(update)
  })
  return {
    name,
    doc,
    promised,
    errors,
    isConnected: () => line !== null,
    async connect(room) {
      read = 0
      line = await open(room)
    },
    leave(how) {
      line?.socket.close(how === 'lost' ? 4_000 : 1_000)
      line = null
    },
    pump() {
      while (line !== null && read < line.messages.length) line.read(line.messages[read++] ?? '')
      if (line?.closed[0]?.code === slowConsumerCode) line = null
    },
    hold() {
      held ??= []
    },
    release(random) {
      const waiting = held ?? []
      held = null
      if (line === null) return
      for (const update of rearranged(waiting, random)) line.send(update)
    },
    wave: (step) => void (line !== null && wave(line, step)),
  }
}

export const createNative = (name: string): Player => {
  const doc = new Y.Doc()
  const promised: Promised = new Map()
  const errors: string[] = []
  let session: { connectionId: string; secret: string } | undefined
  const open = async (room: DurableObjectStub<Room>): Promise<Line> => {
    const hello = { userId: name, ...(session === undefined ? {} : { session }) }
    const client = await joinNative(room, { settings, hello })
    session = { connectionId: client.self.connectionId, secret: client.welcome.session.secret }
    const sent = new Map<number, Uint8Array>()
    const send = (update: Uint8Array) => void sent.set(client.update(update), update)
    client.step1(Y.encodeStateVector(doc))
    const readDocument = (decoder: decoding.Decoder) => {
      const message = readServerDocumentMessage(decoder)
      if (message.kind === DocumentKind.ack) {
        for (const [seq, update] of sent) {
          if (seq > message.seq) continue
          promise(promised, update)
          sent.delete(seq)
        }
      } else if (message.kind === DocumentKind.step1) {
        send(Y.encodeStateAsUpdate(doc, message.stateVector))
      } else if (message.kind === DocumentKind.refused) {
        errors.push(`refused: ${message.code}`)
      } else {
        Y.applyUpdate(doc, message.update, 'room')
        promise(promised, message.update)
      }
    }
    return {
      send,
      messages: client.messages,
      socket: client.socket,
      closed: client.closed,
      read(message) {
        if (typeof message === 'string') return
        for (const { origin, frame } of readPack(new Uint8Array(message))) {
          if (origin === client.self.number) continue
          const decoder = decoding.createDecoder(frame)
          const channel = decoding.readUint8(decoder)
          if (channel === Channel.document) readDocument(decoder)
          else if (channel === Channel.json) {
            const text = new TextDecoder().decode(frame.subarray(1))
            if (text.startsWith('{"type":"error"')) errors.push(text)
          }
        }
      },
    }
  }
  return createPlayer(name, promised, errors, doc, open, ({ socket }, step) =>
    socket.send(JSON.stringify({ type: 'presence.update', ref: step, body: { presence: { step } } })),
  )
}

export const createStock = (name: string): Player & { readonly awareness: Awareness } => {
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  const promised: Promised = new Map()
  const errors: string[] = []
  const frame = (type: number, kind: number | null, bytes: Uint8Array) =>
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, type)
      if (kind !== null) encoding.writeVarUint(encoder, kind)
      encoding.writeVarUint8Array(encoder, bytes)
    })
  let say: (message: Uint8Array) => void = () => {}
  const open = async (room: DurableObjectStub<Room>): Promise<Line> => {
    const user = { userId: name, userInfo: {}, verified: true }
    const { socket, messages, closed } = await openSocket(room, admissionFor({ dialect: 'yjs', settings, user }))
    const [refusal] = closed
    if (refusal !== undefined) throw new Error(`refused: ${refusal.reason}`)
    say = (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(message)
    }
    say(frame(0, 0, Y.encodeStateVector(doc)))
    say(frame(1, null, encodeAwarenessUpdate(awareness, [doc.clientID])))
    return {
      send: (update) => socket.send(frame(0, 2, update)),
      messages,
      socket,
      closed,
      read(message) {
        if (typeof message === 'string') throw new Error('text on a binary protocol')
        const decoder = decoding.createDecoder(new Uint8Array(message))
        const type = decoding.readVarUint(decoder)
        if (type === 0) {
          const kind = decoding.readVarUint(decoder)
          const bytes = decoding.readVarUint8Array(decoder)
          if (kind === 0) return socket.send(frame(0, 1, Y.encodeStateAsUpdate(doc, bytes)))
          Y.applyUpdate(doc, bytes, 'room')
          promise(promised, bytes)
        } else if (type === 1) {
          applyAwarenessUpdate(awareness, decoding.readVarUint8Array(decoder), 'room')
        } else {
          errors.push(`message ${type}`)
        }
      },
    }
  }
  // As stock providers do: whatever changes is passed on, what the room has just said included.
  awareness.on('update', ({ added, updated, removed }: Record<'added' | 'updated' | 'removed', number[]>) =>
    say(frame(1, null, encodeAwarenessUpdate(awareness, [...added, ...updated, ...removed]))),
  )
  const player = createPlayer(name, promised, errors, doc, open, (_, step) => awareness.setLocalState({ name, step }))
  return Object.assign(player, { awareness })
}
