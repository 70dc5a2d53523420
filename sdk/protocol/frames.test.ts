/** Binary frames, both ways: what is written is read back, and damaged bytes throw instead of reading something else. */
import * as decoding from 'lib0/decoding'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import { type ClientFrame, decodeClientFrame } from './client-frame.ts'
import type { ClientMessage } from './contract.ts'
import {
  type CursorSample,
  cursorTime,
  encodeCursorMessage,
  encodeCursorsFrame,
  readCursorsMessage,
} from './cursor-frames.ts'
import type { cursors } from './cursors.ts'
import type { documents } from './document.ts'
import {
  DocumentKind,
  encodeAwarenessMessage,
  encodeDocumentMessage,
  readServerDocumentMessage,
  type ServerDocumentMessage,
} from './document-frames.ts'
import {
  Channel,
  encodeJsonFrame,
  encodePack,
  encodePackEntry,
  encodeProof,
  encodeReceipt,
  readJsonFrame,
  readPack,
} from './frames.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

const payload = (frame: Uint8Array) => {
  const decoder = decoding.createDecoder(frame)
  return { channel: decoding.readUint8(decoder), decoder }
}

type AnyClientFrame =
  | Extract<ClientFrame, { channel: typeof Channel.flow | typeof Channel.proof }>
  | { channel: typeof Channel.document; message: ClientMessage<typeof documents, typeof Channel.document> }
  | { channel: typeof Channel.awareness; message: ClientMessage<typeof documents, typeof Channel.awareness> }
  | { channel: typeof Channel.cursors; message: ClientMessage<typeof cursors, typeof Channel.cursors> }

const clientFrames: readonly [AnyClientFrame, Uint8Array][] = [
  [{ channel: Channel.flow, receivedBytes: 300 }, bytes(5, 0xac, 2)],
  [
    { channel: Channel.document, message: { kind: DocumentKind.step1, name: 'default', stateVector: bytes(0) } },
    bytes(2, 0, 0, 1, 0),
  ],
  [
    { channel: Channel.document, message: { kind: DocumentKind.update, name: 'n/1', seq: 300, update: bytes(7, 8) } },
    bytes(2, 2, 3, 110, 47, 49, 172, 2, 2, 7, 8),
  ],
  [{ channel: Channel.awareness, message: { name: 'default', update: bytes(0) } }, bytes(3, 0, 1, 0)],
  [{ channel: Channel.cursors, message: { x: 1, y: -2 } }, bytes(4, 0, 1, 66)],
  [{ channel: Channel.cursors, message: null }, bytes(4, 1)],
  [{ channel: Channel.proof, number: 300 }, bytes(6, 172, 2)],
]

const encodeClientFrame = (frame: AnyClientFrame): Uint8Array => {
  switch (frame.channel) {
    case Channel.document:
      return encodeDocumentMessage(frame.message)
    case Channel.awareness:
      return encodeAwarenessMessage(frame.message)
    case Channel.cursors:
      return encodeCursorMessage(frame.message)
    case Channel.flow:
      return encodeReceipt(frame.receivedBytes)
    case Channel.proof:
      return encodeProof(frame.number)
  }
}

test.each(clientFrames)('client frame %o has exactly these bytes', (frame, expected) => {
  expect(encodeClientFrame(frame)).toEqual(expected)
  expect(decodeClientFrame(expected)).toEqual(frame)
})

test.each(clientFrames)('client frame %o throws when it is cut short or goes on', (_, whole) => {
  for (let length = 0; length < whole.length; length++)
    expect(() => decodeClientFrame(whole.subarray(0, length))).toThrow()
  expect(() => decodeClientFrame(bytes(...whole, 0))).toThrow('bytes after the end')
})

test.each<ServerDocumentMessage>([
  { kind: DocumentKind.step1, name: 'default', stateVector: bytes(0) },
  { kind: DocumentKind.step2, name: 'a', update: bytes(1, 2) },
  { kind: DocumentKind.update, name: 'a', update: bytes(1, 2) },
  { kind: DocumentKind.ack, name: 'default', seq: 2 ** 40 },
  { kind: DocumentKind.refused, name: 'default', seq: 1, code: 'FORBIDDEN' },
])('server message %o survives the wire', (message) => {
  const { channel, decoder } = payload(encodeDocumentMessage(message))
  expect(channel).toBe(Channel.document)
  expect(readServerDocumentMessage(decoder)).toEqual(message)
})

test('no position is ever rounded, and whole pixels cost a byte or two each', () => {
  const samples: CursorSample[] = [
    { x: 0, y: 0 },
    { x: 63, y: -63 },
    { x: 8_191, y: -8_191 },
    { x: 2 ** 31 - 1, y: -(2 ** 31 - 1) },
    { x: 2 ** 40, y: 1 },
    { x: 0.5, y: -0.25 },
    { x: 0.1, y: 1e-9 },
    { x: 1.7e308, y: 5e-324 },
    { x: 3, y: 4, anchor: 'row-7' },
    null,
  ]
  const moved = samples.map((sample, index) => ({ number: index + 1, ageMs: index ** 5, sample }))
  const { decoder } = payload(encodeCursorsFrame({ at: 1_800_000_000_123, moved }))
  expect(readCursorsMessage(decoder)).toEqual({ at: 1_800_000_000_123 % 65_536, moved })
})

test('[CU5] a moved cursor takes at most 12 bytes, the time of its frame included', () => {
  const sizeOf = (count: number, ageMs: number, sample: CursorSample) => {
    const moved = Array.from({ length: count }, (_, index) => ({ number: 499 - index, ageMs, sample }))
    return encodeCursorsFrame({ at: Date.now(), moved }).length / count
  }
  expect(sizeOf(1, 17, { x: 1_919, y: 1_079 })).toBe(11)
  expect(sizeOf(100, 17, { x: 1_919, y: 1_079 })).toBeLessThan(8.1)
  expect(sizeOf(1, 1_000, { x: 1_919, y: 1_079 })).toBe(12)
})

test('[CU5] the time of a frame is told by anybody who knows it within half a minute', () => {
  const at = 1_800_000_000_123
  for (const offMs of [0, 1, -1, 32_000, -32_000]) expect(cursorTime(at % 65_536, at + offMs)).toBe(at)
  expect(cursorTime(65_535, 65_536 * 9 + 3.5)).toBe(65_536 * 9 - 1)
})

test('a pack keeps order, origins and every byte of its entries', () => {
  const entries = [
    { origin: 0, frame: encodeJsonFrame({ type: 'presence.left', body: { connectionId: 'ü' } }) },
    { origin: 300, frame: bytes(4) },
    { origin: 1, frame: new Uint8Array(100_000).fill(9) },
  ]
  const read = readPack(encodePack(entries.map(encodePackEntry)))
  expect(read).toEqual(entries)
  const first = payload(read[0]?.frame ?? bytes())
  expect(first.channel).toBe(Channel.json)
  expect(readJsonFrame(first.decoder)).toEqual({ type: 'presence.left', body: { connectionId: 'ü' } })
  expect(() => readPack(bytes(4, 1))).toThrow('not a pack')
})

const seed = Math.floor(Math.random() * 2 ** 31)

test(`random bytes are read or refused, never anything else (seed ${seed})`, () => {
  const random = prng.create(seed)
  let refused = 0
  for (let i = 0; i < 20_000; i++) {
    const noise = prng.uint8Array(random, prng.uint32(random, 0, 40))
    noise[0] = prng.uint32(random, 0, 6)
    try {
      const frame = decodeClientFrame(noise)
      // Lengths and names may be written in more bytes than needed: what was read is what a fresh encoding says.
      expect(decodeClientFrame(encodeClientFrame(frame as AnyClientFrame))).toEqual(frame)
    } catch (error) {
      expect(error).toBeInstanceOf(Error)
      refused += 1
    }
  }
  expect(refused).toBeGreaterThan(1_000)
})
