/** [AT3] What a file is, its bytes say. */
import { expect, test } from 'vitest'
import { typeOf } from './kind.ts'

const bytes = (...parts: readonly (string | number)[]) =>
  new Uint8Array(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...new TextEncoder().encode(part)])))
const png = bytes(0x89, 'PNG', 13, 10, 26, 10, 'and on')
const zip = bytes('PK', 3, 4, 0, 0)

test.each([
  ['a picture that says so', png, 'image/png', 'image/png'],
  ['a picture that says nothing', png, '', 'image/png'],
  ['a picture with a parameter', bytes(0xff, 0xd8, 0xff, 1), 'image/JPG; q=1', 'image/jpeg'],
  [
    'a document of an office',
    zip,
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/zip',
  ],
  ['text', bytes('hello, wörld'), 'text/csv', 'text/plain'],
  ['text that is cut within a character', bytes('x'.repeat(511), 'ö'), 'text/plain', 'text/plain'],
  ['HTML', bytes('\n <!DOCTYPE html><script>'), 'text/html', 'application/octet-stream'],
  ['SVG', bytes('\u{feff}<svg xmlns="x" onload="y">'), 'image/svg+xml', 'application/octet-stream'],
  ['XML', bytes('<?xml version="1.0"?><svg/>'), 'text/xml', 'application/octet-stream'],
  ['whatever', bytes(1, 2, 3), 'application/x-thing', 'application/octet-stream'],
  ['nothing', bytes(), '', 'text/plain'],
])('[AT3] %s', (_, given, said, type) => {
  expect(typeOf(given, said)).toBe(type)
})

test.each([
  ['text as a picture', bytes('no picture'), 'image/png'],
  ['a page as a picture', bytes('<html>'), 'image/png'],
  ['a picture as another', png, 'image/jpeg'],
  ['a picture as text', png, 'text/plain'],
  ['a picture as SVG', png, 'image/svg+xml'],
  ['bytes as text', bytes(0, 1, 2), 'text/html'],
  ['a packed file as a picture', zip, 'image/webp'],
  ['text as an office’s document', bytes('x'), 'application/vnd.ms-excel'],
])('[AT3] %s is a lie', (_, given, said) => {
  expect(typeOf(given, said)).toBeNull()
})
