/**
 * The export file as bytes: magic, chunks with a checksum each, and a digest over everything at the end. Knows nothing of what is in it; what
 * is truncated, altered or unknown is EXPORT_INVALID. The format is described in docs/reference/export-format.md.
 */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { RoomError } from '@syncforge/protocol/errors'

/** `SFROOM`, a line feed that text transfers would change, and the version of the format. */
const magic = Uint8Array.of(0x53, 0x46, 0x52, 0x4f, 0x4f, 0x4d, 0x0a, 1)

export const ChunkKind = { header: 1, rows: 2, end: 3 } as const
export type ChunkKind = (typeof ChunkKind)[keyof typeof ChunkKind]

/** Below what a row may hold, so that a chunk can wait in one. */
const chunkMaxBytes = 1_990_000

const headBytes = 5
const checksumBytes = 4
const digestBytes = 32

export const invalid = (why: string): RoomError =>
  new RoomError('EXPORT_INVALID', `The file cannot be imported: ${why}`)

const numberAt = (bytes: Uint8Array, at: number) => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at)

export interface FileWriter {
  /** The bytes to send first. */
  start(): Uint8Array<ArrayBuffer>
  chunk(kind: ChunkKind, payload: Uint8Array): Uint8Array<ArrayBuffer>
  /** The bytes to send last. */
  end(): Uint8Array<ArrayBuffer>
}

export const createFileWriter = (): FileWriter => {
  const digest = createHash('sha256')
  const frame = (kind: ChunkKind, payload: Uint8Array) => {
    if (payload.length > chunkMaxBytes) throw new Error(`a chunk of ${payload.length} bytes`)
    const bytes = new Uint8Array(headBytes + payload.length + checksumBytes)
    const view = new DataView(bytes.buffer)
    bytes[0] = kind
    view.setUint32(1, payload.length)
    bytes.set(payload, headBytes)
    view.setUint32(headBytes + payload.length, crc32(bytes.subarray(0, headBytes + payload.length)))
    return bytes
  }
  return {
    start() {
      digest.update(magic)
      // A copy: who is given bytes to send may take their memory along.
      return magic.slice()
    },
    chunk(kind, payload) {
      const bytes = frame(kind, payload)
      digest.update(bytes)
      return bytes
    },
    end: () => frame(ChunkKind.end, new Uint8Array(digest.digest())),
  }
}

export interface FileReader {
  /** Takes the next bytes, cut anywhere. @throws RoomError EXPORT_INVALID */
  push(bytes: Uint8Array): void
  /** There are no more bytes. @throws RoomError EXPORT_INVALID when there should be */
  finish(): void
}

/** `take` gets every chunk but the last, each once it was checked; the payload is a copy of its own. */
export const createFileReader = (take: (kind: ChunkKind, payload: Uint8Array) => void): FileReader => {
  const digest = createHash('sha256')
  let awaits: 'magic' | 'head' | 'body' | 'nothing' = 'magic'
  let target: Uint8Array = new Uint8Array(magic.length)
  let filled = 0

  const expect = (what: typeof awaits, bytes: Uint8Array, alreadyFilled = 0) => {
    awaits = what
    target = bytes
    filled = alreadyFilled
  }
  const onMagic = () => {
    if (target.some((byte, at) => at < magic.length - 1 && byte !== magic[at]))
      throw invalid('it is no export of a room')
    if (target[magic.length - 1] !== magic[magic.length - 1]) throw invalid('its format is of another version')
    digest.update(target)
    expect('head', new Uint8Array(headBytes))
  }
  const onHead = () => {
    const length = numberAt(target, 1)
    if (length > chunkMaxBytes) throw invalid('a chunk is too long')
    const whole = new Uint8Array(headBytes + length + checksumBytes)
    whole.set(target)
    expect('body', whole, headBytes)
  }
  const onBody = () => {
    const end = target.length - checksumBytes
    if (crc32(target.subarray(0, end)) !== numberAt(target, end)) throw invalid('a chunk is damaged')
    const kind = target[0]
    const payload = target.subarray(headBytes, end)
    if (kind === ChunkKind.end) {
      const expected = new Uint8Array(digest.digest())
      if (payload.length !== digestBytes || expected.some((byte, at) => byte !== payload[at])) {
        throw invalid('its digest differs')
      }
      return expect('nothing', new Uint8Array(0))
    }
    if (kind !== ChunkKind.header && kind !== ChunkKind.rows) throw invalid('it has a chunk of an unknown kind')
    digest.update(target)
    take(kind, payload)
    expect('head', new Uint8Array(headBytes))
  }
  const steps = { magic: onMagic, head: onHead, body: onBody }

  return {
    push(bytes) {
      let at = 0
      while (at < bytes.length) {
        if (awaits === 'nothing') throw invalid('something follows its end')
        const count = Math.min(target.length - filled, bytes.length - at)
        target.set(bytes.subarray(at, at + count), filled)
        filled += count
        at += count
        if (filled === target.length) steps[awaits]()
      }
    },
    finish() {
      if (awaits !== 'nothing') throw invalid('it is truncated')
    },
  }
}
