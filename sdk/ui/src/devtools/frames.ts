/** Owns reading a message of the wire for people: what kind it is, and what it says. What it cannot read it shows as bytes. Secrets are left out. */
import type { WireData } from './wire.ts'

export type Way = 'out' | 'in'

export interface Frame {
  readonly way: Way
  /** The type of a JSON message, or channel and kind of a binary one. */
  readonly kind: string
  readonly bytes: number
  /** What it says, cut. */
  readonly text: string
  /** A question and its answer have the same. */
  readonly ref?: number | undefined
  readonly document?: string | undefined
  /** An edit's number, and that up to which edits are durable. */
  readonly seq?: number | undefined
}

const channels = ['pack', 'json', 'document', 'awareness', 'cursors', 'flow', 'proof']
const documentKinds = ['step1', 'step2', 'update', 'ack', 'refused']
const [packChannel, jsonChannel, documentChannel, awarenessChannel] = [0, 1, 2, 3]

const longestText = 4_000
const shownBytes = 64

const cut = (text: string) => (text.length > longestText ? `${text.slice(0, longestText)}…` : text)

/** A session's secret is what somebody needs to be me. */
const withoutSecrets = (text: string) => text.replace(/"(secret|token)":"[^"]*"/g, '"$1":"…"')

const utf8 = new TextDecoder()

const createReader = (bytes: Uint8Array) => {
  let at = 0
  const byte = () => {
    const value = bytes[at++]
    if (value === undefined) throw new RangeError('The message ends too soon')
    return value
  }
  /** Seven bits each, the last one first. */
  const number = () => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const next = byte()
      value += (next & 127) * factor
      if (next < 128) return value
    }
  }
  const take = (length: number) => {
    if (at + length > bytes.length) throw new RangeError('The message ends too soon')
    at += length
    return bytes.subarray(at - length, at)
  }
  return { byte, number, take, text: () => utf8.decode(take(number())), hasMore: () => at < bytes.length }
}

const hex = (bytes: Uint8Array) =>
  [...bytes.subarray(0, shownBytes)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ') +
  (bytes.length > shownBytes ? ' …' : '')

const readText = (way: Way, text: string, bytes: number): Frame => {
  try {
    const { type, ref } = JSON.parse(text) as { readonly type?: unknown; readonly ref?: unknown }
    const kind = typeof type === 'string' ? type : 'json'
    return { way, kind, bytes, text: cut(withoutSecrets(text)), ref: typeof ref === 'number' ? ref : undefined }
  } catch {
    return { way, kind: cut(text).slice(0, 32), bytes, text: cut(text) }
  }
}

const readBinary = (way: Way, bytes: Uint8Array): Frame => {
  const { byte, number, text, take } = createReader(bytes)
  const channel = byte()
  if (channel === jsonChannel) return readText(way, utf8.decode(bytes.subarray(1)), bytes.length)
  const kind = channels[channel] ?? `channel ${channel}`
  const frame = { way, kind, bytes: bytes.length, text: hex(bytes) }
  if (channel === awarenessChannel) return { ...frame, document: text() || 'default' }
  if (channel !== documentChannel) return frame
  const step = documentKinds[byte()] ?? 'unknown'
  const document = text() || 'default'
  const isNumbered = step === 'ack' || step === 'refused' || (step === 'update' && way === 'out')
  const seq = isNumbered ? number() : undefined
  const size = step === 'ack' || step === 'refused' ? '' : `, ${take(number()).length} bytes`
  const said = `${document}${seq === undefined ? '' : `, seq ${seq}`}${size}\n${frame.text}`
  return { ...frame, kind: `document ${step}`, document, seq, text: said }
}

/** What a message consists of: the room packs several into one. Never throws. */
export const readFrames = (way: Way, data: WireData): readonly Frame[] => {
  if (typeof data === 'string') return [readText(way, data, data.length)]
  try {
    if (data[0] !== packChannel) return [readBinary(way, data)]
    const reader = createReader(data.subarray(1))
    const frames: Frame[] = []
    while (reader.hasMore()) {
      reader.number()
      frames.push(readBinary(way, reader.take(reader.number())))
    }
    return frames
  } catch {
    return [{ way, kind: 'unreadable', bytes: data.length, text: hex(data) }]
  }
}
