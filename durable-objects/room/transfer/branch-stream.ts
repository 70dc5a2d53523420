/** Content on its way between two rooms, as a stream: pieces with a head each, cut so that no single value is large. Knows nothing of what is in them. */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import type { BranchPiece } from '../feature.ts'

/** A feature's piece of content, and whose it is. */
export interface AddressedPiece extends BranchPiece {
  readonly feature: string
}

const pieceBytes = 512 * 1024
const headMaxBytes = 8 * 1024 * 1024
const bytesMax = limits.documentMaxBytes
const utf8 = new TextEncoder()

function* piecesOf(head: unknown, bytes: Uint8Array) {
  const json = utf8.encode(JSON.stringify(head))
  const start = new Uint8Array(8 + json.length)
  const view = new DataView(start.buffer)
  view.setUint32(0, json.length)
  view.setUint32(4, bytes.length)
  start.set(json, 8)
  yield start
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.slice(at, at + pieceBytes)
}

function* streamed(lineage: string, pieces: Iterable<AddressedPiece>) {
  yield* piecesOf({ lineage }, new Uint8Array(0))
  for (const { bytes, ...head } of pieces) yield* piecesOf(head, bytes)
  // No head: the end.
  yield new Uint8Array(8)
}

/** `pieces` is asked for the next one only when it can be sent. */
export const writePieces = (lineage: string, pieces: Iterable<AddressedPiece>): ReadableStream<Uint8Array> => {
  const chunks = streamed(lineage, pieces)
  return new ReadableStream({
    type: 'bytes',
    pull(controller) {
      const { done, value } = chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}

const brokenOff = () => new RoomError('ROOM_UNAVAILABLE', 'The content of the other room broke off')

/** Gives every piece to `take`, once the past of where they come from was `check`ed. @throws RoomError ROOM_UNAVAILABLE when the stream ends before its end */
export const readPieces = async (
  stream: ReadableStream<Uint8Array>,
  check: (lineage: string) => void,
  take: (piece: AddressedPiece) => void,
): Promise<void> => {
  const reader = stream.getReader()
  let rest: Uint8Array = new Uint8Array(0)
  const takeBytes = async (count: number): Promise<Uint8Array> => {
    const taken = new Uint8Array(count)
    let filled = 0
    while (filled < count) {
      if (rest.length === 0) {
        const { done, value } = await reader.read().catch(() => {
          throw brokenOff()
        })
        if (done) throw brokenOff()
        rest = value
      }
      const part = rest.subarray(0, count - filled)
      taken.set(part, filled)
      filled += part.length
      rest = rest.subarray(part.length)
    }
    return taken
  }
  const takeNext = async (): Promise<{ readonly head: unknown; readonly bytes: Uint8Array } | null> => {
    const sizes = await takeBytes(8)
    const [headLength, length] = [new DataView(sizes.buffer).getUint32(0), new DataView(sizes.buffer).getUint32(4)]
    if (headLength === 0) return null
    if (headLength > headMaxBytes || length > bytesMax) throw brokenOff()
    const head: unknown = JSON.parse(new TextDecoder().decode(await takeBytes(headLength)))
    return { head, bytes: await takeBytes(length) }
  }
  try {
    const first = await takeNext()
    if (first === null) throw brokenOff()
    check((first.head as { lineage: string }).lineage)
    for (let next = await takeNext(); next !== null; next = await takeNext()) {
      take({ ...(next.head as Omit<AddressedPiece, 'bytes'>), bytes: next.bytes })
    }
  } catch (error) {
    await reader.cancel().catch(() => {})
    throw error
  }
}
