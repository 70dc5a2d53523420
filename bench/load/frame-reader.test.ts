import assert from 'node:assert/strict'
import { test } from 'vitest'
import { FrameReader } from './frame-reader.ts'

const serverFrame = (payload: Uint8Array, { opcode = 2, final = true } = {}) => {
  const { length } = payload
  const size = length < 126 ? [length] : length < 65_536 ? [126, length >> 8, length & 0xff] : [127, 0, 0, 0, 0]
  if (length >= 65_536) size.push((length >>> 24) & 0xff, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff)
  return Buffer.concat([Buffer.from([(final ? 0x80 : 0) | opcode, ...size]), payload])
}

const collect = () => {
  const messages: string[] = []
  const controls: [number, string][] = []
  const reader = new FrameReader({
    message: (payload, isText) => messages.push(`${isText ? 'text' : 'binary'}:${Buffer.from(payload).toString()}`),
    control: (opcode, payload) => controls.push([opcode, Buffer.from(payload).toString()]),
  })
  return { reader, messages, controls }
}

const stream = Buffer.concat([
  serverFrame(Buffer.from('one')),
  serverFrame(Buffer.alloc(0)),
  serverFrame(Buffer.from('ping'), { opcode: 9 }),
  serverFrame(Buffer.alloc(300, 'x')),
  serverFrame(Buffer.from('te'), { opcode: 1, final: false }),
  serverFrame(Buffer.from('xt'), { opcode: 0 }),
  serverFrame(Buffer.alloc(70_000, 'y')),
])
const expected = ['binary:one', 'binary:', `binary:${'x'.repeat(300)}`, 'text:text', `binary:${'y'.repeat(70_000)}`]

for (const size of [1, 2, 3, 7, 1_000, stream.length]) {
  test(`a stream in chunks of ${size} bytes gives the same messages`, () => {
    const { reader, messages, controls } = collect()
    for (let at = 0; at < stream.length; at += size) reader.push(stream.subarray(at, at + size))
    assert.deepEqual(messages, expected)
    assert.deepEqual(controls, [[9, 'ping']])
    assert.equal(reader.messages, 5)
  })
}

test('a socket that only counts hands over control frames, no payloads', () => {
  const { reader, messages, controls } = collect()
  reader.decode = false
  for (const byte of stream) reader.push(Uint8Array.of(byte))
  assert.deepEqual(messages, [])
  assert.deepEqual(controls, [[9, 'ping']])
  assert.equal(reader.messages, 5)
})

test('decoding can be switched off between two messages', () => {
  const { reader, messages } = collect()
  reader.push(serverFrame(Buffer.from('seen')))
  reader.decode = false
  reader.push(serverFrame(Buffer.from('skipped')))
  assert.deepEqual(messages, ['binary:seen'])
})

test('a masked frame of a server is refused', () => {
  assert.throws(() => collect().reader.push(Uint8Array.of(0x82, 0x81, 0, 0, 0, 0, 1)), /must not mask/)
})
