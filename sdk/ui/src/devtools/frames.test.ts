/** What is read off the wire for people: every kind, packed and not, and whatever else somebody sends. */
import { DocumentKind, encodeAwarenessMessage, encodeDocumentMessage } from '@syncforge/protocol/document-frames'
import { encodeJsonFrame, encodePack, encodePackEntry } from '@syncforge/protocol/frames'
import { expect, test } from 'vitest'
import { readFrames } from './frames.ts'

const update = Uint8Array.from({ length: 300 }, (_, i) => i)
const pack = (...frames: Uint8Array[]) => encodePack(frames.map((frame) => encodePackEntry({ origin: 300, frame })))

test('text: its type and number; what is secret is not shown', () => {
  expect(readFrames('out', 'ping')).toMatchObject([{ kind: 'ping', bytes: 4, text: 'ping' }])
  const hello = JSON.stringify({ type: 'hello', ref: 7, body: { session: { secret: 's3cret' }, token: 't0ken' } })
  const [frame] = readFrames('in', hello)
  expect(frame).toMatchObject({ way: 'in', kind: 'hello', ref: 7 })
  expect(frame?.text).not.toMatch(/s3cret|t0ken/)
})

test('bytes: what an edit is of and its number, one message or many in a pack', () => {
  const edit = encodeDocumentMessage({ kind: DocumentKind.update, name: 'default', seq: 200, update })
  expect(readFrames('out', edit)).toMatchObject([
    { kind: 'document update', document: 'default', seq: 200, bytes: edit.length },
  ])
  const frames = readFrames(
    'in',
    pack(
      encodeDocumentMessage({ kind: DocumentKind.ack, name: 'notes', seq: 200 }),
      encodeDocumentMessage({ kind: DocumentKind.step2, name: 'notes', update }),
      encodeAwarenessMessage({ name: 'notes', update }),
      encodeJsonFrame({ type: 'reply', ref: 3, body: {} }),
    ),
  )
  expect(frames).toMatchObject([
    { kind: 'document ack', document: 'notes', seq: 200 },
    { kind: 'document step2', document: 'notes', seq: undefined },
    { kind: 'awareness', document: 'notes' },
    { kind: 'reply', ref: 3 },
  ])
})

test('nonsense is shown as bytes, and nothing is thrown', () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 1
    return state
  }
  for (let round = 0; round < 2_000; round++) {
    const bytes = Uint8Array.from({ length: random() % 40 }, () => random() % 256)
    if (round % 2) bytes[0] = random() % 8
    expect(() => readFrames(round % 3 ? 'in' : 'out', bytes), `seed ${seed}, round ${round}`).not.toThrow()
  }
  expect(readFrames('in', Uint8Array.of(0, 1, 200))).toMatchObject([{ kind: 'unreadable', bytes: 3 }])
  expect(readFrames('in', '{"type":7}')).toMatchObject([{ kind: 'json' }])
})
