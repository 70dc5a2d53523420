/**
 * Binary frames: one channel byte, then the channel's payload, which the file of its channel reads and writes. Integers are lib0 varints,
 * byte arrays and strings are prefixed with their length.
 *
 * A client sends one frame per WebSocket message. The server packs everything of one tick into one `pack` message.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** The numbers of all channels. `pack`, `json`, `flow` and `proof` are the connection's own; each other one belongs to the contract that lists it. */
export const Channel = { pack: 0, json: 1, document: 2, awareness: 3, cursors: 4, flow: 5, proof: 6 } as const
export type Channel = (typeof Channel)[keyof typeof Channel]

/**
 * Client → server: so many bytes of binary messages arrived since the last receipt, told before they are acted on. A room
 * bounds by it what it keeps for a slow reader.
 */
export const encodeReceipt = (receivedBytes: number): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeUint8(encoder, Channel.flow)
    encoding.writeVarUint(encoder, receivedBytes)
  })

/**
 * Server → client: a number that nobody can guess, and client → server: the same frame. Whoever sends it back has read what came before;
 * a receipt alone can be made up.
 */
export const encodeProof = (number: number): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeUint8(encoder, Channel.proof)
    encoding.writeVarUint(encoder, number)
  })

const utf8 = /* @__PURE__ */ new TextEncoder()
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

/** The bytes of one entry inside a pack; a pack is {@link Channel.pack} followed by any number of them. */
export const encodePackEntry = ({ origin, frame }: PackEntry): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, origin)
    encoding.writeVarUint8Array(encoder, frame)
  })

/** Joins encoded entries into one message. */
export const encodePack = (entries: readonly Uint8Array[]): Uint8Array => {
  const parts = [Uint8Array.of(Channel.pack), ...entries]
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
