/**
 * The payloads of the channels `document` and `awareness`. The default document travels as the empty name.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { ChannelCodec } from './channel.ts'
import { RoomError } from './errors.ts'
import { Channel } from './frames.ts'
import { defaultDocument, idPatterns } from './names.ts'

/** The second byte of a frame on the document channel. */
export const DocumentKind = {
  /** Both ways: "this is what I have" (a state vector); asks for the rest. */
  step1: 0,
  /** Server → client: the answer to step 1. The document is in sync once it is applied. */
  step2: 1,
  /** Client → server: `seq` (the client's own, rising) and an update. Server → client: an update. */
  update: 2,
  /** Server → client: every update of this client up to `seq` is durable. */
  ack: 3,
  /** Server → client: the update `seq` was refused; nothing of it was kept. Followed by the error code. */
  refused: 4,
} as const

export type ClientDocumentMessage =
  | { readonly kind: typeof DocumentKind.step1; readonly name: string; readonly stateVector: Uint8Array }
  | {
      readonly kind: typeof DocumentKind.update
      readonly name: string
      readonly seq: number
      readonly update: Uint8Array
    }

export type ServerDocumentMessage =
  | { readonly kind: typeof DocumentKind.step1; readonly name: string; readonly stateVector: Uint8Array }
  | { readonly kind: typeof DocumentKind.step2; readonly name: string; readonly update: Uint8Array }
  | { readonly kind: typeof DocumentKind.update; readonly name: string; readonly update: Uint8Array }
  | { readonly kind: typeof DocumentKind.ack; readonly name: string; readonly seq: number }
  | { readonly kind: typeof DocumentKind.refused; readonly name: string; readonly seq: number; readonly code: string }

const writeName = (encoder: encoding.Encoder, name: string) =>
  encoding.writeVarString(encoder, name === defaultDocument ? '' : name)
const readName = (decoder: decoding.Decoder): string => decoding.readVarString(decoder) || defaultDocument

/** Reads everything the sender may say after the channel byte. Byte arrays are views of the socket's buffer. @throws on malformed input */
export const readClientDocumentMessage = (decoder: decoding.Decoder): ClientDocumentMessage => {
  const kind = decoding.readUint8(decoder)
  const name = readName(decoder)
  if (kind === DocumentKind.step1) return { kind, name, stateVector: decoding.readVarUint8Array(decoder) }
  if (kind === DocumentKind.update) {
    return { kind, name, seq: decoding.readVarUint(decoder), update: decoding.readVarUint8Array(decoder) }
  }
  throw new RangeError(`unknown document message ${kind}`)
}

export const readServerDocumentMessage = (decoder: decoding.Decoder): ServerDocumentMessage => {
  const kind = decoding.readUint8(decoder)
  const name = readName(decoder)
  switch (kind) {
    case DocumentKind.step1:
      return { kind, name, stateVector: decoding.readVarUint8Array(decoder) }
    case DocumentKind.step2:
    case DocumentKind.update:
      return { kind, name, update: decoding.readVarUint8Array(decoder) }
    case DocumentKind.ack:
      return { kind, name, seq: decoding.readVarUint(decoder) }
    case DocumentKind.refused:
      return { kind, name, seq: decoding.readVarUint(decoder), code: decoding.readVarString(decoder) }
    default:
      throw new RangeError(`unknown document message ${kind}`)
  }
}

/** One whole frame, channel byte included. `client` messages and `server` messages share this writer except for `seq`. */
export const encodeDocumentMessage = (message: ClientDocumentMessage | ServerDocumentMessage): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeUint8(encoder, Channel.document)
    encoding.writeUint8(encoder, message.kind)
    writeName(encoder, message.name)
    if ('seq' in message) encoding.writeVarUint(encoder, message.seq)
    if ('stateVector' in message) encoding.writeVarUint8Array(encoder, message.stateVector)
    if ('update' in message) encoding.writeVarUint8Array(encoder, message.update)
    if ('code' in message) encoding.writeVarString(encoder, message.code)
  })

export interface AwarenessMessage {
  readonly name: string
  /** As y-protocols encodes it: count, then client id, clock and JSON state of each. */
  readonly update: Uint8Array
}

export const readAwarenessMessage = (decoder: decoding.Decoder): AwarenessMessage => ({
  name: readName(decoder),
  update: decoding.readVarUint8Array(decoder),
})

export const encodeAwarenessMessage = ({ name, update }: AwarenessMessage): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeUint8(encoder, Channel.awareness)
    writeName(encoder, name)
    encoding.writeVarUint8Array(encoder, update)
  })

/** @throws RoomError VALIDATION_ERROR, without the name: it may be as long as a message */
const requireName = (name: string) => {
  if (!idPatterns.document.test(name)) throw new RoomError('VALIDATION_ERROR', 'This is no name of a document')
}

export const documentCodec: ChannelCodec<ClientDocumentMessage, ServerDocumentMessage> = {
  name: 'document',
  read(decoder) {
    const message = readClientDocumentMessage(decoder)
    requireName(message.name)
    return message
  },
  encode: encodeDocumentMessage,
  detail: (message) => ({ document: message.name, ...('seq' in message ? { seq: message.seq } : {}) }),
  mustArrive: ({ kind }) => kind === DocumentKind.update,
}

export const awarenessCodec: ChannelCodec<AwarenessMessage, AwarenessMessage> = {
  name: 'awareness',
  read(decoder) {
    const message = readAwarenessMessage(decoder)
    requireName(message.name)
    return message
  },
  encode: encodeAwarenessMessage,
  detail: ({ name }) => ({ document: name }),
}
