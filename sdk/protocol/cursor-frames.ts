/**
 * The payload of the cursor channel, both ways. A sample is a position as its client sent it, to the bit; a room’s frame says of each
 * when it was taken, so that it can be drawn at the speed at which it was made. No position is ever rounded.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { ChannelCodec } from './channel.ts'
import { Channel } from './frames.ts'

/** `null` hides the cursor. Coordinates are whatever the app measures in; the anchor names the element they relate to. */
export type CursorSample = { readonly x: number; readonly y: number; readonly anchor?: string } | null

/** The newest sample of the connection `number`. */
export interface MovedCursor {
  readonly number: number
  /** How long before the frame’s `at` it reached the room, in milliseconds. */
  readonly ageMs: number
  readonly sample: CursorSample
}

/** Every cursor that moved in a tick. */
export interface CursorsMessage {
  /** The room’s clock when it sent the frame, in milliseconds since 1970, modulo {@link cursorClockMs}. */
  readonly at: number
  readonly moved: readonly MovedCursor[]
}

/** The room’s clock is told in two bytes: who has seen the `serverTime` of a welcome knows the rest. */
const cursorClockMs = 65_536

/** When a frame was sent, in milliseconds since 1970: of the times that its `at` may mean, the one nearest to `nearMs`. */
export const cursorTime = (at: number, nearMs: number): number =>
  at + Math.round((nearMs - at) / cursorClockMs) * cursorClockMs

const cursorHidden = 1
const cursorAnchored = 2
const cursorFloat32 = 4
const cursorFloat64 = 8
const maxInteger = 2 ** 31

const isSmallInteger = (n: number) => Number.isInteger(n) && Math.abs(n) < maxInteger && !Object.is(n, -0)

/** Whole numbers take 1–5 bytes, exact 32-bit floats 4, everything else 8. */
const writeCursorSample = (encoder: encoding.Encoder, sample: CursorSample): void => {
  if (sample === null) return encoding.writeUint8(encoder, cursorHidden)
  const { x, y, anchor } = sample
  const integers = isSmallInteger(x) && isSmallInteger(y)
  const single = !integers && Math.fround(x) === x && Math.fround(y) === y
  const format = integers ? 0 : single ? cursorFloat32 : cursorFloat64
  encoding.writeUint8(encoder, format | (anchor === undefined ? 0 : cursorAnchored))
  for (const n of [x, y]) {
    if (integers) encoding.writeVarInt(encoder, n)
    else if (single) encoding.writeFloat32(encoder, n)
    else encoding.writeFloat64(encoder, n)
  }
  if (anchor !== undefined) encoding.writeVarString(encoder, anchor)
}

/** @throws on malformed input */
export const readCursorSample = (decoder: decoding.Decoder): CursorSample => {
  const flags = decoding.readUint8(decoder)
  if (flags === cursorHidden) return null
  if (flags & ~(cursorAnchored | cursorFloat32 | cursorFloat64)) throw new RangeError(`unknown cursor flags ${flags}`)
  const read =
    flags & cursorFloat64 ? decoding.readFloat64 : flags & cursorFloat32 ? decoding.readFloat32 : decoding.readVarInt
  const x = read(decoder)
  const y = read(decoder)
  if (!Number.isFinite(x) || !Number.isFinite(y)) throw new RangeError('a cursor needs finite coordinates')
  return flags & cursorAnchored ? { x, y, anchor: decoding.readVarString(decoder) } : { x, y }
}

const writeCursorsMessage = (encoder: encoding.Encoder, { at, moved }: CursorsMessage): void => {
  encoding.writeUint16(encoder, at % cursorClockMs)
  for (const { number, ageMs, sample } of moved) {
    encoding.writeVarUint(encoder, number)
    encoding.writeVarUint(encoder, ageMs)
    writeCursorSample(encoder, sample)
  }
}

/** @throws on malformed input */
export const readCursorsMessage = (decoder: decoding.Decoder): CursorsMessage => {
  const at = decoding.readUint16(decoder)
  const moved: MovedCursor[] = []
  while (decoding.hasContent(decoder)) {
    const number = decoding.readVarUint(decoder)
    const ageMs = decoding.readVarUint(decoder)
    moved.push({ number, ageMs, sample: readCursorSample(decoder) })
  }
  return { at, moved }
}

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

export const cursorCodec: ChannelCodec<CursorSample, CursorsMessage> = {
  name: 'cursors',
  read: readCursorSample,
  encode: encodeCursorsFrame,
}
