/**
 * Binary frames: one channel byte, then the channel's payload. Integers are lib0 varints, byte arrays and strings are
 * prefixed with their length. The default document travels as the empty name.
 *
 * A client sends one frame per WebSocket message. The server packs everything of one tick into one `pack` message.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import {
  type CursorSample,
  type CursorsMessage,
  readCursorSample,
  writeCursorSample,
  writeCursorsMessage,
} from './cursor-frames.ts'
import { defaultDocument } from './ids.ts'

export const Channel = { pack: 0, json: 1, document: 2, awareness: 3, cursors: 4, flow: 5 } as const
export type Channel = (typeof Channel)[keyof typeof Channel]

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

/** Client → server. */
export const encodeCursorMessage = (sample: CursorSample): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeUint8(encoder, Channel.cursors)
    writeCursorSample(encoder, sample)
  })

/** Server → client. {@link readCursorsMessage} reads what follows the channel byte. */
export const encodeCursorsFrame = (message: CursorsMessage): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeUint8(encoder, Channel.cursors)
    writeCursorsMessage(encoder, message)
  })

/**
 * Client → server: so many bytes of binary messages arrived since the last receipt, told before they are acted on. A room
 * bounds by it what it keeps for a slow reader.
 */
export const encodeReceipt = (receivedBytes: number): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeUint8(encoder, Channel.flow)
    encoding.writeVarUint(encoder, receivedBytes)
  })

/** A client's binary message, read. */
export type ClientFrame =
  | { readonly channel: typeof Channel.document; readonly message: ClientDocumentMessage }
  | { readonly channel: typeof Channel.awareness; readonly message: AwarenessMessage }
  | { readonly channel: typeof Channel.cursors; readonly message: CursorSample }

/** What a room announces in binary, before a dialect gives it bytes. */
export type ServerFrame =
  | { readonly channel: typeof Channel.document; readonly message: ServerDocumentMessage }
  | { readonly channel: typeof Channel.awareness; readonly message: AwarenessMessage }
  | { readonly channel: typeof Channel.cursors; readonly message: CursorsMessage }

/** What a client's binary message says: something for a feature, or a receipt for the room. */
export type ClientMessage = ClientFrame | { readonly channel: typeof Channel.flow; readonly receivedBytes: number }

/** @throws on malformed input, trailing bytes included */
export const decodeClientFrame = (bytes: Uint8Array): ClientMessage => {
  const decoder = decoding.createDecoder(bytes)
  const frame = readClientFrame(decoder)
  if (decoding.hasContent(decoder)) throw new RangeError('bytes after the end of a frame')
  return frame
}

const readClientFrame = (decoder: decoding.Decoder): ClientMessage => {
  const channel = decoding.readUint8(decoder)
  switch (channel) {
    case Channel.document:
      return { channel, message: readClientDocumentMessage(decoder) }
    case Channel.awareness:
      return { channel, message: readAwarenessMessage(decoder) }
    case Channel.cursors:
      return { channel, message: readCursorSample(decoder) }
    case Channel.flow:
      return { channel, receivedBytes: decoding.readVarUint(decoder) }
    default:
      throw new RangeError(`unknown channel ${channel}`)
  }
}

export const encodeServerFrame = (frame: ServerFrame): Uint8Array => {
  switch (frame.channel) {
    case Channel.document:
      return encodeDocumentMessage(frame.message)
    case Channel.awareness:
      return encodeAwarenessMessage(frame.message)
    case Channel.cursors:
      return encodeCursorsFrame(frame.message)
  }
}

const utf8 = new TextEncoder()
const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** A JSON envelope as an entry of a pack. */
export const encodeJsonFrame = (envelope: object): Uint8Array => {
  const text = utf8.encode(JSON.stringify(envelope))
  const frame = new Uint8Array(text.length + 1)
  frame[0] = Channel.json
  frame.set(text, 1)
  return frame
}

export const readJsonFrame = (decoder: decoding.Decoder): unknown =>
  JSON.parse(utf8Decoder.decode(decoding.readTailAsUint8Array(decoder)))

/** An entry of a pack. `origin` is the number of the connection that caused it, 0 for none: that client skips the entry. */
export interface PackEntry {
  readonly origin: number
  readonly frame: Uint8Array
}

const packHeader = Uint8Array.of(Channel.pack)

/** The bytes of one entry inside a pack; a pack is {@link Channel.pack} followed by any number of them. */
export const encodePackEntry = ({ origin, frame }: PackEntry): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, origin)
    encoding.writeVarUint8Array(encoder, frame)
  })

/** Joins encoded entries into one message. */
export const encodePack = (entries: readonly Uint8Array[]): Uint8Array => {
  const parts = [packHeader, ...entries]
  const pack = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    pack.set(part, at)
    at += part.length
  }
  return pack
}

/** Reads a server's binary message. @throws on malformed input */
export const readPack = (message: Uint8Array): PackEntry[] => {
  const decoder = decoding.createDecoder(message)
  if (decoding.readUint8(decoder) !== Channel.pack) throw new RangeError('not a pack')
  const entries: PackEntry[] = []
  while (decoding.hasContent(decoder)) {
    entries.push({ origin: decoding.readVarUint(decoder), frame: decoding.readVarUint8Array(decoder) })
  }
  return entries
}
