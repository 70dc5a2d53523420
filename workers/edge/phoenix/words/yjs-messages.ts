/** The messages of y-websocket as y-phoenix-channel sends them: binary, on the events `yjs_sync` and `yjs`, answered with `yjs`. */
import { RoomError } from '@syncforge/protocol/errors'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Stay } from './words.ts'

const messageSync = 0
const messageAwareness = 1
const syncStep1 = 0
const syncStep2 = 1
const syncUpdate = 2

/** What the room has answered to a state vector: in pieces when it is much. */
export interface Synced {
  readonly updates: readonly Uint8Array[]
  /** What the room has; `null` for who may not write. */
  readonly stateVector: Uint8Array | null
}

interface Document {
  sync(stateVector: Uint8Array): Promise<Synced>
  send(update: Uint8Array): Promise<unknown>
  awareness(update: Uint8Array): void
}

export interface YjsSpeech {
  /** Nothing is replied: what there is to say comes as messages. @throws RoomError */
  hear(message: Uint8Array, document: Document): Promise<undefined>
  update(update: Uint8Array): void
  /** The room lacks something. */
  ask(stateVector: Uint8Array): void
  awareness(update: Uint8Array): void
}

const message = (type: number, kind: number | null, bytes: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, type)
    if (kind !== null) encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint8Array(encoder, bytes)
  })

const read = (bytes: Uint8Array) => {
  try {
    const decoder = decoding.createDecoder(bytes)
    const type = decoding.readVarUint(decoder)
    const kind = type === messageSync ? decoding.readVarUint(decoder) : null
    const isKnown = type === messageSync || type === messageAwareness
    // The states that a query asks for have been kept current.
    return { type, kind, content: isKnown ? decoding.readVarUint8Array(decoder).slice() : null }
  } catch {
    throw new RoomError('MALFORMED_MESSAGE', 'This is no message of y-websocket')
  }
}

export const createYjsSpeech = (stay: Stay): YjsSpeech => {
  const say = (bytes: Uint8Array) => void stay.pushBytes('yjs', bytes)
  const ask = (stateVector: Uint8Array) => say(message(messageSync, syncStep1, stateVector))
  return {
    ask,
    async hear(bytes, document) {
      const { type, kind, content } = read(bytes)
      if (content === null) return undefined
      if (type === messageAwareness) document.awareness(content)
      else if (kind === syncStep1) {
        const { updates, stateVector } = await document.sync(content)
        for (const update of updates) say(message(messageSync, syncStep2, update))
        if (stateVector !== null) ask(stateVector)
      } else if (kind === syncStep2 || kind === syncUpdate) await document.send(content)
      return undefined
    },
    update: (update) => say(message(messageSync, syncUpdate, update)),
    awareness: (update) => say(message(messageAwareness, null, update)),
  }
}
