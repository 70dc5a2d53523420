/**
 * The frames of Phoenix Channels v2: text is `[join_ref, ref, topic, event, payload]`, binary has the same strings with their sizes in one byte
 * each, and then the payload. What cannot be read is attributed to nobody.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { parseJson } from '@syncforge/protocol/json'

export interface PhoenixMessage {
  readonly joinRef: string | null
  readonly ref: string | null
  readonly topic: string
  readonly event: string
  /** JSON, or the bytes of a binary frame. */
  readonly payload: unknown
  /** What may not be in the payload, though the rest can be read. */
  readonly fault: RoomError | null
}

/** The size of a field of a binary frame stands in one byte. */
const fieldMaxBytes = 255

const pushKind = 0

const utf8 = new TextEncoder()
const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const isRef = (value: unknown): value is string | null =>
  value === null || (typeof value === 'string' && value.length <= fieldMaxBytes)

/** The message, and what may not be in it. */
const parse = (text: string): readonly [unknown, RoomError | null] => {
  try {
    return [parseJson(text), null]
  } catch (error) {
    if (!(error instanceof RoomError) || error.code !== 'VALIDATION_ERROR') throw error
    return [JSON.parse(text), error]
  }
}

const decodeText = (text: string): PhoenixMessage => {
  const [frame, fault] = parse(text)
  if (!Array.isArray(frame) || frame.length !== 5) throw new RangeError('not a frame of five')
  const [joinRef, ref, topic, event, payload] = frame as unknown[]
  if (!isRef(joinRef) || !isRef(ref) || typeof topic !== 'string' || typeof event !== 'string')
    throw new RangeError('not a frame')
  return { joinRef, ref, topic, event, payload, fault }
}

const decodeBinary = (bytes: Uint8Array): PhoenixMessage => {
  const sizes = bytes.subarray(1, 5)
  const end = sizes.reduce((sum, size) => sum + size, 5)
  if (bytes[0] !== pushKind || sizes.length < 4 || end > bytes.length) throw new RangeError('not a push')
  let at = 5
  const [joinRef = '', ref = '', topic = '', event = ''] = Array.from(sizes, (size) => {
    at += size
    return utf8Decoder.decode(bytes.subarray(at - size, at))
  })
  return { joinRef: joinRef || null, ref: ref || null, topic, event, payload: bytes.subarray(end), fault: null }
}

/** What a client says. @throws RangeError, RoomError or TypeError for anything but a whole frame */
export const decodeFrame = (data: string | ArrayBuffer): PhoenixMessage =>
  typeof data === 'string' ? decodeText(data) : decodeBinary(new Uint8Array(data))

/** @param payload as JSON text: what is said on several topics is written once */
export const encodeText = (
  joinRef: string | null,
  ref: string | null,
  topic: string,
  event: string,
  payload: string,
): string =>
  `[${JSON.stringify(joinRef)},${JSON.stringify(ref)},${JSON.stringify(topic)},${JSON.stringify(event)},${payload}]`

/** A push, which has no ref in this direction; `null` where a field is too long for a binary frame. */
export const encodeBinaryPush = (
  joinRef: string,
  topic: string,
  event: string,
  data: Uint8Array,
): Uint8Array | null => {
  const parts = [joinRef, topic, event].map((field) => utf8.encode(field))
  if (parts.some(({ length }) => length > fieldMaxBytes)) return null
  const frame = new Uint8Array(1 + parts.reduce((sum, { length }) => sum + 1 + length, data.length))
  frame.set([pushKind, ...parts.map(({ length }) => length)])
  let at = 1 + parts.length
  for (const part of [...parts, data]) {
    frame.set(part, at)
    at += part.length
  }
  return frame
}
