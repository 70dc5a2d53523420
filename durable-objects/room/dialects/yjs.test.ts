/** The y-websocket dialect on the wire, byte for byte as stock providers read it. */
import { evictDurableObject } from 'cloudflare:test'
import { DocumentKind } from '@syncforge/protocol/document-frames'
import { limits } from '@syncforge/protocol/limits'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import { actor, admissionFor, freshRoom, joinNative, openSocket, until } from '../../test-kit.ts'
import type { Admission } from '../admission.ts'

/** What a stock provider does with its socket, with y-protocols' own code. */
const joinYjs = async (room: ReturnType<typeof freshRoom>, overrides: Partial<Admission> = {}) => {
  const { socket, messages, closed } = await openSocket(room, admissionFor({ dialect: 'yjs', ...overrides }))
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  const denied: string[] = []
  let read = 0
  const send = (write: (encoder: encoding.Encoder) => void) => socket.send(encoding.encode(write))
  const readOne = (message: string | ArrayBuffer) => {
    if (typeof message === 'string') throw new Error('text on a binary protocol')
    const decoder = decoding.createDecoder(new Uint8Array(message))
    const type = decoding.readVarUint(decoder)
    if (type === 0) {
      const answer = encoding.createEncoder()
      encoding.writeVarUint(answer, 0)
      readSyncMessage(decoder, answer, doc, 'server')
      if (encoding.length(answer) > 1) socket.send(encoding.toUint8Array(answer))
    } else if (type === 1) {
      applyAwarenessUpdate(awareness, decoding.readVarUint8Array(decoder), 'server')
    } else if (type === 2) {
      decoding.readVarUint(decoder)
      denied.push(decoding.readVarString(decoder))
    } else {
      throw new Error(`unknown message type ${type}`)
    }
    if (decoding.hasContent(decoder)) throw new Error('a stock provider reads one message per frame')
  }
  const pump = () => {
    while (read < messages.length) readOne(messages[read++] ?? '')
    return true
  }
  const sendAwareness = (ids: number[] = [doc.clientID]) =>
    send((encoder) => {
      encoding.writeVarUint(encoder, 1)
      encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, ids))
    })
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin === 'server') return
    send((encoder) => {
      encoding.writeVarUint(encoder, 0)
      writeUpdate(encoder, update)
    })
  })
  send((encoder) => {
    encoding.writeVarUint(encoder, 0)
    writeSyncStep1(encoder, doc)
  })
  return { socket, closed, doc, awareness, denied, send, sendAwareness, text: doc.getText('content'), pump }
}

type YjsClient = Awaited<ReturnType<typeof joinYjs>>
const untilText = (client: YjsClient, text: string) =>
  until(() => client.pump() && client.text.toString() === text, `the text ${text}`)

test('two stock clients and a native one write one document', async () => {
  const room = freshRoom()
  const [ada, bob, native] = [await joinYjs(room), await joinYjs(room), await joinNative(room)]
  native.step1()
  ada.text.insert(0, 'hello')
  await untilText(bob, 'hello')
  bob.text.insert(5, ' world')
  await untilText(ada, 'hello world')
  const mirror = new Y.Doc()
  await until(() => {
    for (const kind of [DocumentKind.step2, DocumentKind.update]) {
      for (const message of native.documentMessages(kind))
        if ('update' in message) Y.applyUpdate(mirror, message.update)
    }
    return mirror.getText('content').toString() === 'hello world'
  }, 'the text at the native client')
})

test('a room name with a document addresses that document', async () => {
  const room = freshRoom()
  const ada = await joinYjs(room, { document: 'notes' })
  ada.text.insert(0, 'in notes')
  const other = await joinNative(room)
  other.step1(Uint8Array.of(0), 'notes')
  await until(
    () => other.documentMessages(DocumentKind.update).length + other.documentMessages(DocumentKind.step2).length,
    'it',
  )
  expect(await room.ask('documents.read', { name: 'notes', format: 'text' }, actor())).toEqual({
    ok: true,
    reply: { format: 'text', content: 'in notes' },
  })
})

test.each([
  ['an empty frame', new ArrayBuffer(0), 4400],
  ['a truncated update', Uint8Array.of(0, 2, 100, 1, 2).buffer, 4400],
  ['an update that is no update', Uint8Array.of(0, 2, 3, 255, 255, 255).buffer, 4400],
  ['a huge length', Uint8Array.of(0, 2, 255, 255, 255, 255, 255, 255, 255, 15).buffer, 4400],
  ['an awareness update that is none', Uint8Array.of(1, 2, 9, 9).buffer, 4400],
  ['an update over the limit', new Uint8Array(limits.documentUpdateMaxBytes + 1_000).fill(1, 0, 1).buffer, 4413],
])('%s closes that socket alone with a 44xx code', async (_, message, code) => {
  const room = freshRoom()
  const [hostile, good, other] = [await joinYjs(room), await joinYjs(room), await joinYjs(room)]
  hostile.socket.send(message)
  expect((await until(() => hostile.closed[0], 'the close')).code).toBe(code)
  good.text.insert(0, 'still here')
  await untilText(other, 'still here')
  expect([good.closed, other.closed]).toEqual([[], []])
})

test.each([
  ['text', '{"type":"ping"}'],
  ['an unknown message type', Uint8Array.of(77, 1, 2, 3).buffer],
  ['a message type that takes two bytes', Uint8Array.of(0xe6, 1).buffer],
  ['an unknown sync message', Uint8Array.of(0, 9, 0).buffer],
  ['an auth message, which only servers send', Uint8Array.of(2, 0, 1, 120).buffer],
  ['a query of awareness', Uint8Array.of(3).buffer],
])('%s is passed over: the connection goes on and the next edit arrives', async (_, message) => {
  const room = freshRoom()
  const [odd, other] = [await joinYjs(room), await joinYjs(room)]
  odd.socket.send(message)
  odd.text.insert(0, 'right after it')
  await untilText(other, 'right after it')
  expect([odd.closed, odd.denied]).toEqual([[], []])
})

test('a reader’s edit is refused with "permission denied" and reaches nobody', async () => {
  const room = freshRoom()
  const [reader, writer] = [await joinYjs(room, { access: 'read' }), await joinYjs(room)]
  reader.text.insert(0, 'no')
  await until(() => reader.pump() && reader.denied.length, 'the denial')
  expect(reader.denied).toEqual(['FORBIDDEN'])
  writer.text.insert(0, 'yes')
  await untilText(writer, 'yes')
  const late = await joinYjs(room)
  await untilText(late, 'yes')
  expect(reader.closed).toEqual([])
})

test('[DO7] [DO8] awareness: everyone hears a state, it ends with its connection, readers publish none', async () => {
  const room = freshRoom()
  const [ada, bob, reader] = [await joinYjs(room), await joinYjs(room), await joinYjs(room, { access: 'read' })]
  reader.awareness.setLocalState({ user: 'reader' })
  reader.sendAwareness()
  ada.awareness.setLocalState({ user: 'ada' })
  ada.sendAwareness()
  const id = ada.doc.clientID
  await until(() => bob.pump() && bob.awareness.getStates().get(id)?.user === 'ada', 'ada at bob')
  await until(() => reader.pump() && reader.awareness.getStates().has(id), 'ada at the reader')
  expect(bob.awareness.getStates().has(reader.doc.clientID)).toBe(false)
  ada.socket.close(1000)
  await until(() => bob.pump() && !bob.awareness.getStates().has(id), 'ada gone at bob')
})

test('[DO7] nobody speaks for another’s client id, and an echo does not bring back who has left', async () => {
  const room = freshRoom()
  const [ada, bob, carl] = [await joinYjs(room), await joinYjs(room), await joinYjs(room)]
  const id = ada.doc.clientID
  ada.awareness.setLocalState({ user: 'ada' })
  ada.sendAwareness()
  await until(() => bob.pump() && bob.awareness.getStates().has(id), 'ada at bob')
  bob.awareness.states.set(id, { user: 'forged' })
  bob.awareness.meta.set(id, { clock: 1_000, lastUpdated: 0 })
  bob.sendAwareness([id])
  bob.awareness.setLocalState({ user: 'bob' })
  bob.sendAwareness()
  await until(() => carl.pump() && carl.awareness.getStates().has(bob.doc.clientID), 'bob at carl')
  expect(carl.awareness.getStates().get(id)).toEqual({ user: 'ada' })

  ada.socket.close(1000)
  await until(() => carl.pump() && !carl.awareness.getStates().has(id), 'ada gone')
  const clock = carl.awareness.meta.get(id)?.clock ?? 0
  bob.awareness.states.set(id, { user: 'ada' })
  bob.awareness.meta.set(id, { clock: clock - 1, lastUpdated: 0 })
  bob.sendAwareness([id])
  await until(() => bob.pump() && !bob.awareness.getStates().has(id), 'the correction')
  const late = await joinYjs(room)
  await until(() => late.pump() && late.awareness.getStates().has(bob.doc.clientID), 'bob at the newcomer')
  expect(late.awareness.getStates().has(id)).toBe(false)
})

test('awareness of stock clients survives a cold wake, and ends with its connection after it', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinYjs(room), await joinYjs(room)]
  ada.awareness.setLocalState({ user: 'ada' })
  ada.sendAwareness()
  await until(() => bob.pump() && bob.awareness.getStates().has(ada.doc.clientID), 'ada at bob')
  await scheduler.wait(60)
  await evictDurableObject(room)
  const carl = await joinYjs(room)
  await until(
    () => carl.pump() && carl.awareness.getStates().get(ada.doc.clientID)?.user === 'ada',
    'ada at the newcomer',
  )
  ada.socket.close(1000)
  await until(() => carl.pump() && !carl.awareness.getStates().has(ada.doc.clientID), 'ada gone')
})

test('[BEY-3] who closes while the room sleeps leaves no ghost: its awareness ends for the others too', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinYjs(room), await joinYjs(room)]
  ada.awareness.setLocalState({ user: 'ada' })
  ada.sendAwareness()
  const id = ada.doc.clientID
  await until(() => bob.pump() && bob.awareness.getStates().has(id), 'ada at bob')
  await scheduler.wait(60)
  await evictDurableObject(room)
  ada.socket.close(1000)
  await until(() => bob.pump() && !bob.awareness.getStates().has(id), 'ada gone at bob')
})

test('a stock client’s echo of a whole room’s states is no message too large; a state too large is', async () => {
  const room = freshRoom()
  const people = await Promise.all(Array.from({ length: 3 }, () => joinYjs(room)))
  for (const [index, { awareness, sendAwareness }] of people.entries()) {
    awareness.setLocalState({ index, caret: 'c'.repeat(50_000) })
    sendAwareness()
  }
  const [ada] = people
  if (ada === undefined) throw new Error('nobody')
  await until(() => ada.pump() && ada.awareness.getStates().size === 3, 'everyone at ada')
  ada.sendAwareness([...ada.awareness.getStates().keys()])
  ada.text.insert(0, 'still here')
  for (const person of people) await untilText(person, 'still here')
  expect(people.map(({ closed }) => closed)).toEqual([[], [], []])
  ada.awareness.setLocalState({ caret: 'c'.repeat(70_000) })
  ada.sendAwareness()
  expect((await until(() => ada.closed[0], 'the close')).code).toBe(4413)
})
