/**
 * Cuts a large state into updates that are applied one after the other, so that a slow line makes progress that both ends can see and a
 * connection that is lost leaves what has arrived. The client's `split.ts` does the same with what it sends; there
 * it says why each has code of its own.
 */
import { length, writeVarUint } from 'lib0/encoding'
import * as Y from 'yjs'

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]
type Deletions = ReturnType<typeof Y.decodeUpdate>['ds']

/** A run of typed characters or of array elements can be cut anywhere; this small, pieces fill up well. */
const cutToBytes = 256 * 1024
/** About what a struct takes besides its content. */
const overheadBytes = 24

/** How many bytes a UTF-16 unit of the text takes, as far as a few of them tell. */
const bytesPerUnit = (text: string): number => {
  for (let at = 0; at < text.length; at += Math.ceil(text.length / 64)) if (text.charCodeAt(at) > 127) return 3
  return 1
}

/** About what it takes. */
const sizeOf = (struct: Struct): number => {
  if (!(struct instanceof Y.Item)) return overheadBytes
  const { content } = struct
  if (content instanceof Y.ContentString) return overheadBytes + content.str.length * bytesPerUnit(content.str)
  if (content instanceof Y.ContentDeleted || content instanceof Y.ContentType) return overheadBytes
  const encoder = new Y.UpdateEncoderV1()
  struct.write(encoder, 0)
  return length(encoder.restEncoder)
}

/** Yjs would put two replacement characters where a pair of surrogates is parted. */
const partsPair = (content: Y.Item['content'], at: number): boolean => {
  const before = content instanceof Y.ContentString ? content.str.charCodeAt(at - 1) : 0
  return before >= 0xd800 && before <= 0xdbff
}

/** The struct as smaller ones, where its content can be cut. */
const cut = (struct: Struct): Struct[] => {
  const count = Math.min(struct.length, Math.ceil(sizeOf(struct) / cutToBytes))
  if (!(struct instanceof Y.Item) || count < 2) return [struct]
  const step = Math.ceil(struct.length / count)
  const pieces: Y.Item[] = [struct]
  for (let last = struct; last.length > step; ) {
    const { client, clock } = last.id
    const at = partsPair(last.content, step) ? step + 1 : step
    if (at >= last.length) break
    const rest = last.content.splice(at)
    last.length = at
    last = new Y.Item(
      Y.createID(client, clock + at),
      null,
      Y.createID(client, clock + at - 1),
      null,
      last.rightOrigin,
      last.parent,
      last.parentSub,
      rest,
    )
    pieces.push(last)
  }
  return pieces
}

const byClient = (structs: readonly Struct[]): Map<number, Struct[]> => {
  const grouped = new Map<number, Struct[]>()
  for (const struct of structs) {
    const group = grouped.get(struct.id.client)
    if (group) group.push(struct)
    else grouped.set(struct.id.client, [struct])
  }
  return grouped
}

/** What must be there before the struct can be. */
const needs = (struct: Struct): readonly Y.ID[] => {
  if (!(struct instanceof Y.Item)) return []
  const parent: unknown = struct.parent
  return [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null].filter((id) => id !== null)
}

/** In an order in which each one finds everything that it refers to. */
const inOrder = (structs: readonly Struct[]): Struct[] => {
  const queues = byClient(structs)
  const next = new Map([...queues.keys()].map((client) => [client, 0]))
  const ordered: Struct[] = []
  const head = (client: number) => queues.get(client)?.[next.get(client) ?? 0]
  const isMissing = ({ client, clock }: Y.ID) => {
    const waiting = head(client)
    return waiting !== undefined && clock >= waiting.id.clock
  }
  for (const first of queues.keys()) {
    // A stack instead of recursion: texts make chains of any length.
    const stack = [first]
    for (let client = stack.at(-1); client !== undefined; client = stack.at(-1)) {
      const struct = head(client)
      const need = struct && needs(struct).find((id) => id.client !== client && isMissing(id))
      if (need) stack.push(need.client)
      else {
        if (struct) {
          ordered.push(struct)
          next.set(client, (next.get(client) ?? 0) + 1)
        }
        if (!struct || stack.length > 1) stack.pop()
      }
    }
  }
  return ordered
}

const encode = (structs: readonly Struct[], deletions?: Deletions): Uint8Array => {
  const encoder = new Y.UpdateEncoderV1()
  const authors = byClient(structs)
  writeVarUint(encoder.restEncoder, authors.size)
  for (const [client, own] of authors) {
    writeVarUint(encoder.restEncoder, own.length)
    encoder.writeClient(client)
    writeVarUint(encoder.restEncoder, own[0]?.id.clock ?? 0)
    for (const struct of own) struct.write(encoder, 0)
  }
  const clients = deletions?.clients ?? new Map<number, readonly { clock: number; len: number }[]>()
  writeVarUint(encoder.restEncoder, clients.size)
  for (const [client, ranges] of clients) {
    encoder.resetDsCurVal()
    writeVarUint(encoder.restEncoder, client)
    writeVarUint(encoder.restEncoder, ranges.length)
    for (const { clock, len } of ranges) {
      encoder.writeDsClock(clock)
      encoder.writeDsLen(len)
    }
  }
  return encoder.toUint8Array()
}

/**
 * Pieces of about `maxBytes` that together are the update; larger only where a single value is. What was deleted comes last. Applied in their
 * order each finds everything that it refers to.
 */
export const cutIntoPieces = (update: Uint8Array, maxBytes: number): Uint8Array[] => {
  const { structs, ds } = Y.decodeUpdate(update)
  const pieces: Uint8Array[] = []
  let piece: Struct[] = []
  let bytes = 0
  for (const struct of inOrder(structs.flatMap(cut))) {
    const size = sizeOf(struct)
    if (piece.length > 0 && bytes + size > maxBytes) {
      pieces.push(encode(piece))
      piece = []
      bytes = 0
    }
    piece.push(struct)
    bytes += size
  }
  pieces.push(encode(piece, ds))
  return pieces
}
