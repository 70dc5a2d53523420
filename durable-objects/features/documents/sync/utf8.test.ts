/** UTF-8 is counted as a decoder that refuses what is malformed would read it. */
import { expect, test } from 'vitest'
import { textLength } from './utf8.ts'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const decodedLength = (bytes: Uint8Array): number | null => {
  try {
    return decoder.decode(bytes).length
  } catch {
    return null
  }
}

const countedLength = (bytes: Uint8Array): number | null => {
  try {
    return textLength(bytes, 0, bytes.length)
  } catch {
    return null
  }
}

test('texts of every kind of character have the length that they have decoded', () => {
  for (const text of [
    '',
    'plain',
    'é',
    '€',
    '\ufeffmarked',
    '\u{1f469}\u200d\u{1f4bb}',
    '\ud7ff\ue000\uffff\u{10ffff}',
    'a€\u{10000}é'.repeat(500),
  ]) {
    const bytes = new TextEncoder().encode(text)
    expect(countedLength(bytes)).toBe(text.length)
  }
})

test('bytes around every bound of UTF-8 are taken or refused as a decoder does', () => {
  const firsts = [
    0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
  ]
  const nexts = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff]
  for (const first of firsts) {
    for (const a of nexts) {
      for (const b of nexts) {
        for (const c of nexts) {
          for (let length = 1; length <= 4; length++) {
            const bytes = Uint8Array.of(first, a, b, c).subarray(0, length)
            expect([...bytes, countedLength(bytes)]).toEqual([...bytes, decodedLength(bytes)])
          }
        }
      }
    }
  }
})

test('a text that goes on after its update is refused', () => {
  expect(() => textLength(Uint8Array.of(0x61, 0xc3, 0xa9), 0, 2)).toThrow('no UTF-8')
  expect(() => textLength(Uint8Array.of(0x61), 0, 2)).toThrow('ends after')
})
