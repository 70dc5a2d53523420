/** Truncated and bit-flipped frames of every kind, both dialects, by a printed seed, while two ordinary people type and notice nothing. */

import { encodeCursorMessage } from '@syncforge/protocol/cursor-frames'
import { DocumentKind, encodeAwarenessMessage, encodeDocumentMessage } from '@syncforge/protocol/document-frames'
import { encodeReceipt } from '@syncforge/protocol/frames'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { sharedServer } from '../../kit/shared-server.ts'
import { until } from '../kit.ts'
import { awarenessOf, concat, request, update, varint } from './frames.ts'
import { intrude, intrudeStock, openBystanders } from './intruders.ts'

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)

const server = sharedServer()

/** Edits of every kind, as a client sends them. */
const editsOf = (random: prng.PRNG): readonly Uint8Array[] => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (one: Uint8Array) => updates.push(one))
  const text = doc.getText('t')
  for (let n = 0; n < 12; n++) {
    text.insert(prng.uint32(random, 0, text.length), prng.word(random, 1, 9))
    text.delete(0, 1)
    doc.getMap('m').set(prng.word(random), { a: [n, null, 'x'] })
    doc.getArray('l').insert(0, [new Y.XmlElement('p')])
  }
  return [...updates, Y.encodeStateAsUpdate(doc)]
}

const damage = (random: prng.PRNG, whole: Uint8Array): Uint8Array => {
  if (prng.bool(random)) return whole.slice(0, prng.uint32(random, 0, whole.length - 1))
  const flipped = whole.slice()
  for (let flips = prng.uint32(random, 1, 3); flips > 0; flips--) {
    const at = prng.uint32(random, 0, flipped.length - 1)
    flipped[at] = (flipped[at] ?? 0) ^ (1 << prng.uint32(random, 0, 7))
  }
  return flipped
}

/** What damaged bytes may be told. What is whole by chance is none of these and gets no answer. */
const answers = [
  'MALFORMED_MESSAGE',
  'UNKNOWN_MESSAGE',
  'VALIDATION_ERROR',
  'PAYLOAD_TOO_LARGE',
  'LIMIT_EXCEEDED',
  'RATE_LIMITED',
]

test(`native: a thousand damaged frames on one socket get typed errors, and it can still ask (FUZZ_SEED=${seed})`, async () => {
  const random = prng.create(seed)
  const room = await openBystanders(server)
  const mallory = await intrude(server, room.id)
  const name = 'scratch'
  const whole = [
    ...editsOf(random).map((one) => encodeDocumentMessage({ kind: DocumentKind.update, name, seq: 1, update: one })),
    encodeDocumentMessage({ kind: DocumentKind.step1, name, stateVector: Uint8Array.of(2, 1, 5, 9, 7) }),
    encodeAwarenessMessage({ name, update: awarenessOf(77, 3, '{"caret":{"anchor":7,"head":9}}') }),
    encodeCursorMessage({ x: 0.5, y: 7, anchor: 'element-7' }),
    encodeReceipt(70_000),
  ]
  const texts = [request('presence.update', { presence: { a: [1, { b: 'c' }] } }), request('presence.list', {})]
  for (let n = 0; n < 1_000; n++) {
    const frame = damage(random, prng.oneOf(random, whole))
    // Nobody speaks of the default document by accident.
    const isText = prng.uint32(random, 0, 9) === 0
    if (isText)
      mallory.say(new TextDecoder().decode(damage(random, new TextEncoder().encode(prng.oneOf(random, texts)))))
    else mallory.say(frame)
    if (n % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  }
  mallory.say(request('presence.list', {}, 9_999))
  await until('an answer', () => mallory.told().some(({ ref }) => ref === 9_999) || mallory.closed.length > 0)
  expect(mallory.closed).toEqual([])
  expect(mallory.errors().length).toBeGreaterThan(200)
  expect(mallory.errors().filter((code) => !answers.includes(code))).toEqual([])
  await room.goesOn()
  mallory.socket.close(1000)
  await room.stop()
})

test(`stock: each of two hundred damaged messages ends at most the socket that it came on, with 44xx (FUZZ_SEED=${seed})`, async () => {
  const random = prng.create(seed)
  const room = await openBystanders(server)
  const framed = (type: number, kind: number | null, payload: Uint8Array) =>
    concat(varint(type, ...(kind === null ? [] : [kind]), payload.length), payload)
  const edits = editsOf(random)
  const whole = [
    ...edits.map((one) => framed(0, 2, one)),
    ...edits.map((one) => framed(0, 1, one)),
    framed(0, 0, Uint8Array.of(2, 1, 5, 9, 7)),
    framed(1, null, awarenessOf(78, 3, '{"caret":7}')),
  ]
  const endings: string[] = []
  for (let batch = 0; batch < 10; batch++) {
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const message = damage(random, prng.oneOf(random, whole))
        const raw = await intrudeStock(server, room.id)
        raw.say(message)
        // What is whole by chance stays: a message of nothing ends it.
        raw.say(new Uint8Array(0))
        const { code, reason } = await raw.end()
        endings.push(`${code} ${reason}`)
      }),
    )
  }
  expect(endings).toHaveLength(200)
  expect(endings.filter((ending) => !/^44(00 MALFORMED_MESSAGE|13 PAYLOAD_TOO_LARGE)$/.test(ending))).toEqual([])
  await room.goesOn()
  await room.stop()
})

test.each<[string, Uint8Array]>([
  // One struct of client 9: a letter at clock 0 whose left neighbour is clock 4 of the same client.
  ['refers to what comes after it', Uint8Array.of(1, 1, 9, 0, 0x84, 9, 4, 1, 0x61, 0)],
  // No struct; of client 9, from clock 0, zero letters are deleted.
  ['deletes nothing of what is not there', Uint8Array.of(0, 1, 9, 1, 0, 0)],
])('an update that %s is refused before it comes near the document', async (_, impossible) => {
  const room = await openBystanders(server)
  const mallory = await intrude(server, room.id)
  const send = (seq: number, one: Uint8Array) =>
    mallory.say(encodeDocumentMessage({ kind: DocumentKind.update, name: 'scratch', seq, update: one }))
  send(1, update('abc'))
  send(2, impossible)
  await until('the refusal', () => mallory.errors().length > 0)
  expect(mallory.errors()).toEqual(['MALFORMED_MESSAGE'])
  await room.goesOn()
  mallory.socket.close(1000)
  await room.stop()
})
