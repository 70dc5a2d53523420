import * as phoenix from 'phoenix'
import { describe, expect, test } from 'vitest'
import { decodeFrame, encodeBinaryPush, encodeText } from './frames.ts'

/** What the stock client writes and reads with; its types leave it out. */
const { Serializer: stock } = phoenix as unknown as {
  readonly Serializer: {
    encode(message: object, done: (frame: string | ArrayBuffer) => void): void
    decode(frame: string | ArrayBuffer, done: (message: Record<string, unknown>) => void): void
  }
}

const written = (payload: unknown) => {
  let frame = '' as string | ArrayBuffer
  const message = { join_ref: '3', ref: '5', topic: 'room:ä', event: 'doc:update', payload }
  stock.encode(message, (encoded) => {
    frame = encoded
  })
  return frame
}
const read = (frame: string | Uint8Array) => {
  let message: Record<string, unknown> = {}
  stock.decode(typeof frame === 'string' ? frame : (frame.slice().buffer as ArrayBuffer), (decoded) => {
    message = decoded
  })
  return message
}
const fields = { joinRef: '3', ref: '5', topic: 'room:ä', event: 'doc:update', fault: null }

describe('frames of the stock client', () => {
  test('are read as text and as bytes', () => {
    expect(decodeFrame(written({ x: 1 }))).toEqual({ ...fields, payload: { x: 1 } })
    expect(decodeFrame(written(Uint8Array.of(1, 24, 255).buffer))).toEqual({
      ...fields,
      payload: Uint8Array.of(1, 24, 255),
    })
    expect(decodeFrame('[null,"9","phoenix","heartbeat",{}]')).toMatchObject({ joinRef: null, ref: '9' })
  })

  test('are written so that it reads them', () => {
    expect(read(encodeText('1', null, 'room:"a"', 'e', '{"x":1}'))).toEqual({
      join_ref: '1',
      ref: null,
      topic: 'room:"a"',
      event: 'e',
      payload: { x: 1 },
    })
    const bytes = Uint8Array.of(9, 8)
    const pushed = read(encodeBinaryPush('1', 'doc:ö', 'yjs', bytes) ?? '')
    expect(pushed).toMatchObject({ join_ref: '1', ref: null, topic: 'doc:ö', event: 'yjs' })
    expect(new Uint8Array(pushed.payload as ArrayBuffer)).toEqual(bytes)
    // The size of a field is one byte.
    expect(encodeBinaryPush('1', 'x'.repeat(256), 'e', bytes)).toBe(null)
    expect(encodeBinaryPush('1', 'x'.repeat(255), 'e', bytes)).not.toBe(null)
  })
})

test('[L20] anything but a whole frame is refused', () => {
  const whole = new Uint8Array(written(Uint8Array.of(1).buffer) as ArrayBuffer)
  for (let length = 0; length < whole.length - 1; length += 1)
    expect(() => decodeFrame(whole.slice(0, length).buffer), `${length}`).toThrow()
  const kind = whole.slice()
  kind[0] = 1
  expect(() => decodeFrame(kind.buffer)).toThrow()
  const text = whole.slice()
  text[5] = 0xff
  expect(() => decodeFrame(text.buffer)).toThrow()
  for (const nonsense of ['', '[1]', '{}', 'null', '[1,"2","t","e",{}]', '["1","2",3,"e",{}]', '["1","2","t","e"]'])
    expect(() => decodeFrame(nonsense), nonsense).toThrow()
  expect(() => decodeFrame(`["1","${'9'.repeat(256)}","t","e",{}]`)).toThrow()
})

test('[L29] a payload that may not be is told with its refs', () => {
  const message = decodeFrame('["1","2","room:a","presence:update",{"__proto__":{"x":1}}]')
  expect(message).toMatchObject({ joinRef: '1', ref: '2', fault: { code: 'VALIDATION_ERROR' } })
  expect(decodeFrame(`["1","2","t","e",${'['.repeat(200)}${']'.repeat(200)}]`).fault?.code).toBe('VALIDATION_ERROR')
})
