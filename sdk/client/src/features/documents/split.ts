/**
 * Owns cutting an update that is too large for one message into several that can be applied one after the other: whatever a piece refers
 * to is in it, in an earlier one, or known already. Loaded only when there is one.
 *
 * The room cuts its answers in `sync/pieces.ts` by the same way. The protocol, the one package that both may import, has no Yjs, and a third
 * package to publish for a hundred lines would cost more than it saves; the room also only estimates sizes, because it cuts while others wait.
 * test/kit/pieces.test.ts holds the two to the same promise.
 */
import * as limits from '@syncforge/protocol/client-limits'
import { length, writeVarUint } from 'lib0/encoding'
import * as Y from 'yjs'
import { SyncForgeError } from '../../errors.ts'

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]
type Deletions = ReturnType<typeof Y.decodeUpdate>['ds']

/** A run of typed characters or of array elements can be cut anywhere; this small, pieces fill up well. */
const cutToBytes = 256 * 1024
/** The largest that a struct takes besides its content: ids, a key, a type's name. */
const marginBytes = 1_024

const sizeOf = (struct: Struct): number => {
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
 * Pieces of at most about `maxBytes` that together are the update; larger only where a single value is. What was deleted comes last, in
 * a piece of its own.
 *
 * @example for (const piece of splitUpdate(update, 4 * 2 ** 20)) send(piece)
 */
export const splitUpdate = (update: Uint8Array, maxBytes: number): Uint8Array[] => {
  const { structs, ds } = Y.decodeUpdate(update)
  const pieces: Uint8Array[] = []
  let piece: Struct[] = []
  let bytes = 0
  const finish = () => {
    if (piece.length > 0) pieces.push(encode(piece))
    piece = []
    bytes = 0
  }
  for (const struct of inOrder(structs.flatMap(cut))) {
    const size = sizeOf(struct)
    if (bytes + size + marginBytes > maxBytes) finish()
    piece.push(struct)
    bytes += size
  }
  finish()
  if (ds.clients.size > 0) pieces.push(encode([], ds))
  return pieces
}

const pieceMaxBytes = 2 ** 20

/** The pieces in which an update of that document is sent, or why a value in it cannot be sent at all. */
export const splitForSending = (update: Uint8Array, document: string): Uint8Array[] | SyncForgeError => {
  const pieces = splitUpdate(update, pieceMaxBytes)
  const largest = pieces.reduce((most, { length: bytes }) => Math.max(most, bytes), 0)
  if (largest <= limits.documentUpdateMaxBytes) return pieces
  const what = `A value of ${largest} bytes; at most ${limits.documentUpdateMaxBytes} are allowed`
  return new SyncForgeError('PAYLOAD_TOO_LARGE', what, null, { document })
}
