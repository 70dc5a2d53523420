/** Slow readers and crowds that join: what the room keeps for a socket is bounded, and nobody else waits. */

import { encodeCursorMessage } from '@syncforge/protocol/cursor-frames'
import { DocumentKind } from '@syncforge/protocol/document-frames'
import { Channel, encodeProof, encodeReceipt } from '@syncforge/protocol/frames'
import * as encoding from 'lib0/encoding'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { admissionFor, freshRoom, joinNative, openSocket, until } from '../../test-kit.ts'
import type { RoomConnection } from '../connections/connection.ts'
import { createFlow } from './flow-control.ts'

type Native = Awaited<ReturnType<typeof joinNative>>

const kib = 1024
/** Noise that nothing compresses, as an event that everyone hears whatever happens. */
const noise = (bytes: number) => 'n'.repeat(bytes)
const broadcast = (from: Native, bytes: number) => from.ask('broadcast.send', { event: 'noise', payload: noise(bytes) })

const receivedBytes = ({ messages }: Pick<Native, 'messages'>) =>
  messages.reduce((sum, message) => sum + (typeof message === 'string' ? 0 : message.byteLength), 0)

const author = (onto: Native) => {
  const doc = new Y.Doc()
  doc.on('update', (update: Uint8Array) => void onto.update(update))
  return doc.getText('content')
}

/** The text as somebody has it who applied what reached them, in order. */
const textAt = (reader: Native) => {
  const doc = new Y.Doc()
  for (const kind of [DocumentKind.step2, DocumentKind.update]) {
    for (const message of reader.documentMessages(kind)) if ('update' in message) Y.applyUpdate(doc, message.update)
  }
  return doc.getText('content').toString()
}
const updatesAt = (reader: Native) => reader.documentMessages(DocumentKind.update).length

test('a native reader that confirms nothing hears no cursors and no edits until it does, then all that is missing', async () => {
  const room = freshRoom()
  const [writer, slow, quick] = [
    await joinNative(room),
    await joinNative(room, { receipts: false }),
    await joinNative(room),
  ]
  for (const reader of [slow, quick]) reader.step1()
  await until(() => slow.documentMessages(DocumentKind.step2).length, 'the state at the slow reader')
  const text = author(writer)
  text.insert(0, 'before ')
  await until(() => updatesAt(slow) === 1 && updatesAt(quick) === 1, 'the first edit at both')

  for (let i = 0; i < 6; i++) await broadcast(writer, 100 * kib)
  text.insert(7, 'while ')
  await until(() => updatesAt(quick) === 2, 'the second edit at the quick reader')
  text.insert(13, 'behind')
  writer.socket.send(encodeCursorMessage({ x: 7, y: 7 }))
  await until(() => textAt(quick) === 'before while behind', 'the third edit at the quick reader')
  await until(() => quick.frames().some(({ channel }) => channel === Channel.cursors), 'the cursor at the quick reader')
  expect(updatesAt(slow)).toBe(1)
  expect(slow.frames().filter(({ channel }) => channel === Channel.cursors)).toEqual([])
  await until(() => slow.events('broadcast.sent').length === 6, 'every event at the slow reader')

  slow.socket.send(encodeReceipt(receivedBytes(slow)))
  await until(() => textAt(slow) === 'before while behind', 'the edits at the slow reader')
  expect(updatesAt(slow)).toBe(2)
  const cursors = slow.frames().flatMap((frame) => (frame.channel === Channel.cursors ? [JSON.stringify(frame)] : []))
  expect(cursors).toHaveLength(1)
  expect(cursors[0]).toContain('"x":7,"y":7')
  text.insert(0, '> ')
  await until(() => textAt(slow) === '> before while behind', 'the next edit at the slow reader')
  expect(slow.closed).toEqual([])
})

test('a reader with more than 1 MiB unconfirmed is closed with a code that says come back; nobody else is', async () => {
  const room = freshRoom()
  const [writer, slow, quick] = [
    await joinNative(room),
    await joinNative(room, { receipts: false }),
    await joinNative(room),
  ]
  for (let i = 0; i < 12; i++) await broadcast(writer, 100 * kib)
  expect(await until(() => slow.closed[0], 'the close')).toEqual({ code: 4508, reason: 'SLOW_CONSUMER' })
  expect(receivedBytes(slow)).toBeLessThan(1.3 * kib * kib)
  await until(() => quick.events('broadcast.sent').length === 12, 'every event at the quick reader')
  expect([quick.closed, writer.closed]).toEqual([[], []])
})

test('a receipt for more than was sent is worth no more than what was sent', async () => {
  const room = freshRoom()
  const [writer, greedy] = [await joinNative(room), await joinNative(room, { receipts: false })]
  greedy.socket.send(encodeReceipt(2 ** 40))
  for (let i = 0; i < 12; i++) await broadcast(writer, 100 * kib)
  expect((await until(() => greedy.closed[0], 'the close')).reason).toBe('SLOW_CONSUMER')
})

test('receipts that are made up count a megabyte and no more: a reader is known by the numbers that it sends back', async () => {
  const room = freshRoom()
  const [writer, forger, honest] = [
    await joinNative(room),
    await joinNative(room, { receipts: false }),
    await joinNative(room),
  ]
  // As one would who hears in another way what the room says.
  for (let i = 0; i < 60; i++) {
    await broadcast(writer, 100 * kib)
    if (forger.socket.readyState !== WebSocket.OPEN) break
    forger.socket.send(encodeReceipt(101 * kib))
    forger.socket.send(encodeProof(i))
  }
  expect((await until(() => forger.closed[0], 'the close')).reason).toBe('SLOW_CONSUMER')
  expect(receivedBytes(forger)).toBeLessThan(2.5 * kib * kib)
  await until(() => honest.events('broadcast.sent').length >= 16, 'the events at somebody else')
  expect([honest.closed, writer.closed]).toEqual([[], []])
})

test.each([1, 2, 3])(
  'answers to marks that are made up, one for each of another reader, soon answer too much or too little (seed %d)',
  (seed) => {
    const random = prng.create(seed)
    const flow = createFlow(
      () => 0,
      () => prng.real53(random),
    )
    const [reader, forger] = ['reader', 'forger'].map(
      (id) => ({ id, socket: {}, dialect: 'yjs' }) as unknown as RoomConnection,
    )
    if (reader === undefined || forger === undefined) throw new Error('two')
    const edit = 8 * kib
    let told = 0
    let isTaken = true
    while (isTaken && flow.unconfirmed(forger) < kib * kib && told < 100 * kib * kib) {
      told += edit
      for (const each of [reader, forger]) {
        flow.sent(each, edit)
        if (!flow.isMarkDue(each)) continue
        flow.marked(each)
        // Both at once: what the reader sees is all that the forger knows.
        if (each === reader) isTaken = flow.answered(reader) && flow.answered(forger)
      }
    }
    expect(told).toBeLessThan(100 * kib * kib)
  },
)

/** A stock client's half of y-protocols' sync, with its answers to step 1 in the test's hand. */
const joinStock = async (room: ReturnType<typeof freshRoom>, answers = true) => {
  const { socket, messages, closed } = await openSocket(room, admissionFor({ dialect: 'yjs' }))
  const doc = new Y.Doc()
  let answering = answers
  let unanswered = 0
  const answer = () => {
    for (; unanswered > 0; unanswered--) {
      socket.send(
        encoding.encode((encoder) => {
          encoding.writeVarUint(encoder, 0)
          encoding.writeVarUint(encoder, 1)
          encoding.writeVarUint8Array(encoder, Uint8Array.of(0, 0))
        }),
      )
    }
  }
  let updates = 0
  socket.addEventListener('message', ({ data }) => {
    const bytes = new Uint8Array(data as ArrayBuffer)
    if (bytes[0] !== 0) return
    if (bytes[1] === 0) unanswered += 1
    if (bytes[1] === 2) updates += 1
    if (answering) answer()
  })
  socket.send(Uint8Array.of(0, 0, 1, 0))
  return {
    socket,
    messages,
    closed,
    doc,
    updates: () => updates,
    unanswered: () => unanswered,
    pause() {
      answering = false
    },
    resume() {
      answering = true
      answer()
    },
  }
}

test('a stock reader is measured by its answers to step 1: behind it hears no edits, its answer brings all of them in one', async () => {
  const room = freshRoom()
  const [writer, stock] = [await joinNative(room), await joinStock(room)]
  const text = author(writer)
  text.insert(0, 'a')
  await until(() => stock.updates() === 1, 'the first edit at the stock reader')
  stock.pause()
  const chunk = 90 * kib
  for (let i = 0; i < 7; i++) {
    text.insert(0, noise(chunk))
    await until(() => writer.acked() === 2 + i, 'the ack')
  }
  await until(() => stock.unanswered() > 0, 'a mark')
  const heardBefore = stock.updates()
  expect(heardBefore).toBeLessThan(8)
  text.insert(0, 'b')
  text.insert(0, 'c')
  await until(() => writer.acked() === 10, 'the acks')
  expect(stock.updates()).toBe(heardBefore)
  stock.resume()
  await until(() => stock.updates() === heardBefore + 1, 'one update with what was missing')
  text.insert(0, 'd')
  await until(() => stock.updates() === heardBefore + 2, 'the next edit')
  expect(stock.closed).toEqual([])
})

test('of a crowd that asks for a large document each has a part or two on its way; who reads has all of it, whatever the others do', async () => {
  const room = freshRoom()
  const writer = await joinNative(room)
  const doc = new Y.Doc()
  doc.getText('content').insert(0, noise(4 * kib * kib))
  writer.update(Y.encodeStateAsUpdate(doc))
  await until(() => writer.acked() === 1, 'the document')
  const mute = await Promise.all(Array.from({ length: 12 }, () => joinNative(room, { receipts: false })))
  for (const joiner of mute) joiner.step1()
  await until(() => mute.every((joiner) => receivedBytes(joiner) > 256 * kib), 'a part at everyone')
  const reader = await joinNative(room)
  reader.step1()
  await until(() => reader.documentMessages(DocumentKind.step2).length, 'the answer at who reads')
  expect(textAt(reader)).toHaveLength(4 * kib * kib)
  // Each part of it could be applied when it came.
  const parts = new Y.Doc()
  for (const message of reader.documentMessages(DocumentKind.update)) {
    if ('update' in message) Y.applyUpdate(parts, message.update)
    expect(parts.store.pendingStructs).toBe(null)
  }
  expect(reader.documentMessages(DocumentKind.update).length).toBeGreaterThan(6)
  for (const joiner of mute) expect(receivedBytes(joiner)).toBeLessThan(1.1 * kib * kib)
  // Who reads on has the rest.
  const [late] = mute
  let confirmed = 0
  await until(() => {
    if (late !== undefined && receivedBytes(late) > confirmed) {
      late.socket.send(encodeReceipt(receivedBytes(late) - confirmed))
      confirmed = receivedBytes(late)
    }
    late?.prove()
    return late?.documentMessages(DocumentKind.step2).length
  }, 'the answer at who reads late')
  expect(late === undefined ? '' : textAt(late)).toHaveLength(4 * kib * kib)
  expect(mute.flatMap(({ closed }) => closed)).toEqual([])
})

test('what is written while a large document is on its way is in the answer; a connection that is lost goes on where it was', async () => {
  const room = freshRoom()
  const writer = await joinNative(room)
  const text = author(writer)
  for (let n = 0; n < 8; n++) text.insert(0, String(n).repeat(500 * kib))
  await until(() => writer.acked() === 8, 'the document')
  const first = await joinNative(room, { receipts: false })
  first.step1()
  await until(() => receivedBytes(first) > 900 * kib, 'the first parts')
  text.insert(0, 'newer ')
  text.insert(0, 'still ')
  await until(() => writer.acked() === 10, 'the edits')
  const copy = new Y.Doc()
  for (const message of first.documentMessages(DocumentKind.update))
    if ('update' in message) Y.applyUpdate(copy, message.update)
  expect(copy.getText('content').length).toBeGreaterThan(900 * kib)
  first.socket.close(4_999)

  const again = await joinNative(room)
  again.step1(Y.encodeStateVector(copy))
  await until(() => again.documentMessages(DocumentKind.step2).length, 'the rest')
  for (const kind of [DocumentKind.update, DocumentKind.step2])
    for (const message of again.documentMessages(kind)) if ('update' in message) Y.applyUpdate(copy, message.update)
  expect(copy.getText('content').toString()).toBe(text.toString())
})

test('nobody is sent back what they have written when it is large; the others are, and whoever writes beside it hears that alone', async () => {
  const room = freshRoom()
  const [writer, other, stock] = [await joinNative(room), await joinNative(room), await joinStock(room)]
  for (const client of [writer, other]) {
    client.step1()
    await until(() => client.documentMessages(DocumentKind.step2).length, 'the document')
  }
  const text = author(writer)
  text.insert(0, noise(300 * kib))
  await until(() => writer.acked() === 1 && updatesAt(other) === 1 && stock.updates() === 1, 'the edit at the others')
  expect(receivedBytes(writer)).toBeLessThan(10 * kib)
  const received = () => stock.messages.reduce((sum, message) => sum + (message as ArrayBuffer).byteLength, 0)
  const before = received()
  const large = new Y.Doc()
  large.getText('content').insert(0, noise(300 * kib))
  stock.socket.send(
    encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 0)
      encoding.writeVarUint(encoder, 2)
      encoding.writeVarUint8Array(encoder, Y.encodeStateAsUpdate(large))
    }),
  )
  await until(() => updatesAt(other) === 2 && updatesAt(writer) === 1, 'the edit of the stock client at the others')
  expect(received() - before).toBeLessThan(10 * kib)
  expect(textAt(other)).toHaveLength(600 * kib)
})

test('who joins while people type has everything when the answer is there, though the state itself is a moment old', async () => {
  const room = freshRoom()
  const writer = await joinNative(room)
  const text = author(writer)
  text.insert(0, noise(200 * kib))
  await until(() => writer.acked() === 1, 'the document')
  const first = await joinNative(room)
  first.step1()
  await until(() => first.documentMessages(DocumentKind.step2).length, 'the first answer')
  text.insert(0, 'newer ')
  await until(() => writer.acked() === 2, 'the edit')
  const second = await joinNative(room)
  second.step1()
  await until(() => second.documentMessages(DocumentKind.step2).length, 'the second answer')
  const content = second
    .frames()
    .flatMap((frame) => (frame.channel === Channel.document && 'update' in frame.message ? [frame.message.kind] : []))
  // Whoever has the answer has everything: nothing of the document comes after it.
  expect(content).toEqual([DocumentKind.update, DocumentKind.step2])
  expect(textAt(second).slice(0, 6)).toBe('newer ')
  expect(textAt(second)).toHaveLength(200 * kib + 6)
})

test('a stock reader that has never answered gets four megabytes on trust, then it is held to account; its answer brings the rest', async () => {
  const room = freshRoom()
  const [writer, mute, other] = [await joinNative(room), await joinStock(room, false), await joinStock(room)]
  const text = author(writer)
  // Slower than what anybody is assumed to read: it falls behind for its silence alone.
  const [chunk, paceMs] = [100 * kib, 30]
  for (let i = 0; i < 56; i++) {
    text.insert(0, noise(chunk))
    await until(() => writer.acked() === 1 + i && other.updates() === 1 + i, 'the edit at who reads')
    await new Promise((resolve) => setTimeout(resolve, paceMs))
  }
  const received = () => mute.messages.reduce((sum, message) => sum + (message as ArrayBuffer).byteLength, 0)
  expect(received()).toBeGreaterThan(3 * kib * kib)
  expect(received()).toBeLessThan(5.5 * kib * kib)
  expect(mute.closed).toEqual([])
  const heard = mute.updates()
  mute.resume()
  await until(() => mute.updates() === heard + 1, 'one update with what was missing')
  text.insert(0, 'x')
  await until(() => mute.updates() === heard + 2, 'the next edit')
  expect(other.closed).toEqual([])
})

test('who asks again and again for a large document without reading gets a part of one answer, and at last two of them', async () => {
  const room = freshRoom()
  const writer = await joinNative(room)
  const doc = new Y.Doc()
  doc.getText('content').insert(0, noise(2 * kib * kib))
  writer.update(Y.encodeStateAsUpdate(doc))
  await until(() => writer.acked() === 1, 'the document')
  const [greedy, modest] = [await joinNative(room, { receipts: false }), await joinNative(room)]
  for (let i = 0; i < 50; i++) greedy.step1()
  modest.step1()
  await until(() => modest.documentMessages(DocumentKind.step2).length, 'the answer at somebody else')
  await broadcast(writer, 10)
  await until(() => greedy.events('broadcast.sent').length, 'what comes after it')
  expect(receivedBytes(greedy)).toBeLessThan(1.1 * kib * kib)
  let confirmed = 0
  const readOn = () => {
    if (receivedBytes(greedy) > confirmed) greedy.socket.send(encodeReceipt(receivedBytes(greedy) - confirmed))
    confirmed = receivedBytes(greedy)
    greedy.prove()
  }
  await until(() => {
    readOn()
    return greedy.documentMessages(DocumentKind.step2).length === 2
  }, 'the newest question is answered as well')
  await broadcast(writer, 10)
  await until(() => greedy.events('broadcast.sent').length === 2, 'what comes after it')
  expect(greedy.documentMessages(DocumentKind.step2)).toHaveLength(2)
  expect(receivedBytes(greedy)).toBeLessThan(4.5 * kib * kib)
})
