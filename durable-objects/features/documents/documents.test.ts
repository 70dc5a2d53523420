/** Documents through sockets and through REST's door, rules DO1–DO8. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { DocumentKind } from '@syncforge/protocol/document-frames'
import { limits } from '@syncforge/protocol/limits'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { actor, freshRoom, joinNative, until } from '../../test-kit.ts'

const typed = (text: string, clientID = 1) => {
  const doc = new Y.Doc()
  doc.clientID = clientID
  doc.getText('content').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

const textOf = (updates: readonly Uint8Array[]) => {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc.getText('content').toString()
}

type Client = Awaited<ReturnType<typeof joinNative>>
const heardUpdates = (client: Client) =>
  [...client.documentMessages(DocumentKind.step2), ...client.documentMessages(DocumentKind.update)].flatMap(
    (message) => ('update' in message ? [message.update] : []),
  )

const countRows = (room: ReturnType<typeof freshRoom>, table: string) =>
  runInDurableObject(
    room,
    (_, state) => state.storage.sql.exec<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`).one().n,
  )

test('[DO1] an update is acknowledged once its row is there, and reaches the others', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  bob.step1()
  await until(() => bob.documentMessages(DocumentKind.step2).length, 'step 2')
  const seq = ada.update(typed('hello'))
  await until(() => ada.acked() === seq, 'the ack')
  expect(await countRows(room, 'documents_log')).toBe(1)
  await until(() => textOf(heardUpdates(bob)) === 'hello', 'the update at bob')
})

test('[DO2] what comes together within a tick is one row and one message', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  bob.step1()
  await until(() => bob.documentMessages(DocumentKind.step2).length, 'step 2')
  const letters = 60
  const doc = new Y.Doc()
  let seq = 0
  doc.on('update', (update: Uint8Array) => {
    seq = ada.update(update)
  })
  for (let n = 0; n < letters; n++) doc.getText('content').insert(n, 'x')
  await until(() => ada.acked() === seq, 'the ack')
  await until(() => textOf(heardUpdates(bob)).length === letters, 'everything at bob')
  const rows = await countRows(room, 'documents_log')
  expect(rows).toBeLessThan(letters / 2)
  expect(bob.documentMessages(DocumentKind.update)).toHaveLength(rows)
})

test('[DO3] a joiner gets exactly what its state vector lacks, and is asked for what the room lacks', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'one')
  ada.update(Y.encodeStateAsUpdate(doc))
  const before = Y.encodeStateVector(doc)
  doc.getText('content').insert(3, ' two')
  const seq = ada.update(Y.encodeStateAsUpdate(doc, before))
  await until(() => ada.acked() === seq, 'the acks')

  const bob = await joinNative(room)
  bob.step1(before)
  const [answer] = await until(() => {
    const found = bob.documentMessages(DocumentKind.step2)
    return found.length > 0 && found
  }, 'step 2')
  if (answer === undefined || !('update' in answer)) throw new Error('no update in step 2')
  expect(Y.parseUpdateMeta(answer.update).from.get(doc.clientID)).toBe(3)
  const [question] = bob.documentMessages(DocumentKind.step1)
  if (question === undefined || !('stateVector' in question)) throw new Error('no question')
  expect(Y.decodeStateVector(question.stateVector).get(doc.clientID)).toBe(7)
})

test('[DO4] an update of a reader is refused, reaches nobody and is not kept', async () => {
  const room = freshRoom()
  const [reader, other] = [await joinNative(room, { access: 'read' }), await joinNative(room)]
  other.step1()
  const seq = reader.update(typed('forbidden'))
  const [refused] = await until(() => {
    const found = reader.documentMessages(DocumentKind.refused)
    return found.length > 0 && found
  }, 'the refusal')
  expect(refused).toMatchObject({ seq, code: 'FORBIDDEN' })
  const allowed = other.update(typed('allowed', 2))
  await until(() => other.acked() === allowed, 'the ack of a writer')
  expect(await room.ask('documents.read', { name: 'default', format: 'text' }, actor())).toEqual({
    ok: true,
    reply: { format: 'text', content: 'allowed' },
  })
  expect(reader.closed).toEqual([])
})

test('[DO5] malformed updates are refused whole and the room goes on', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const good = typed('good')
  for (const bytes of [Uint8Array.of(255, 255, 255), good.subarray(0, good.length - 2), Uint8Array.of()]) {
    const seq = ada.update(bytes)
    const error = await until(
      () => ada.errors().find((e) => (e.error?.details as { seq?: number })?.seq === seq),
      'the error',
    )
    expect(error.error).toMatchObject({
      code: 'MALFORMED_MESSAGE',
      details: { channel: 'document', document: 'default' },
    })
  }
  expect(await countRows(room, 'documents_log')).toBe(0)
  const seq = ada.update(good)
  await until(() => ada.acked() === seq, 'the ack')
})

test('an update over 30 MiB is refused with its size and the connection stays', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const seq = ada.update(new Uint8Array(limits.documentUpdateMaxBytes + 1))
  const error = await until(() => ada.errors()[0], 'the error')
  expect(error.error).toMatchObject({
    code: 'PAYLOAD_TOO_LARGE',
    details: { seq, maxBytes: limits.documentUpdateMaxBytes },
  })
  expect(ada.closed).toEqual([])
})

test('a large update is stored in rows below the platform bound and survives a cold wake', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const long = 'x'.repeat(4_000_000)
  const seq = ada.update(typed(long))
  await until(() => ada.acked() === seq, 'the ack')
  const sizes = await runInDurableObject(room, (_, state) =>
    [
      ...state.storage.sql.exec<{ size: number }>(
        'SELECT LENGTH(bytes) AS size FROM documents_log UNION ALL SELECT LENGTH(bytes) FROM documents_generation',
      ),
    ].map(({ size }) => size),
  )
  expect(sizes.length).toBeGreaterThan(2)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1_800_000)
  await evictDurableObject(room)
  const answer = await room.ask('documents.read', { name: 'default', format: 'text' }, actor())
  expect(answer).toEqual({ ok: true, reply: { format: 'text', content: long } })
})

test('what waits for its parents is kept however much of it comes, one after the other', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const [at, word] of ['one ', 'two ', 'three ', 'four'].entries()) doc.getText('content').insert(at * 4, word)
  const [first, ...later] = updates
  for (const update of later.reverse()) {
    const seq = ada.update(update)
    await until(() => ada.acked() === seq, 'the ack')
  }
  await evictDurableObject(room)
  await room.ask('documents.update', { name: 'default', update: first }, actor())
  expect(await room.ask('documents.read', { name: 'default', format: 'text' }, actor())).toEqual({
    ok: true,
    reply: { format: 'text', content: doc.getText('content').toString() },
  })
})

test('an update whose parents are missing is kept, and its author is asked for them', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'first ')
  const first = Y.encodeStateAsUpdate(doc)
  const before = Y.encodeStateVector(doc)
  doc.getText('content').insert(6, 'second')
  ada.update(Y.encodeStateAsUpdate(doc, before))
  await until(() => ada.documentMessages(DocumentKind.step1).length, 'the question for what is missing')
  await evictDurableObject(room)
  await room.ask('documents.update', { name: 'default', update: first }, actor())
  expect(await room.ask('documents.read', { name: 'default', format: 'text' }, actor())).toEqual({
    ok: true,
    reply: { format: 'text', content: 'first second' },
  })
})

test('named documents do not mix, and each goes only to those who opened it', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  bob.step1(Uint8Array.of(0), 'notes')
  await until(() => bob.documentMessages(DocumentKind.step2).length, 'step 2')
  ada.update(typed('plan text'), 'plan')
  const seq = ada.update(typed('notes text'), 'notes')
  await until(() => ada.documentMessages(DocumentKind.ack).some((m) => 'seq' in m && m.seq === seq), 'the ack')
  await until(() => textOf(heardUpdates(bob)) === 'notes text', 'the notes at bob')
  expect(bob.documentMessages(DocumentKind.update).every(({ name }) => name === 'notes')).toBe(true)
  expect(await room.ask('documents.list', {}, actor())).toMatchObject({ reply: [{ name: 'plan' }, { name: 'notes' }] })
})

test('a text is read as one though its beginning was deleted', async () => {
  const room = freshRoom()
  const doc = new Y.Doc()
  for (const edit of [() => doc.getText('content').insert(0, 'not this'), () => doc.getText('content').delete(0, 4)]) {
    const before = Y.encodeStateVector(doc)
    edit()
    await room.ask('documents.update', { name: 'default', update: Y.encodeStateAsUpdate(doc, before) }, actor())
  }
  const read = (format: string) => room.ask('documents.read', { name: 'default', format }, actor())
  expect(await read('text')).toMatchObject({ reply: { content: 'this' } })
  expect(await read('json')).toMatchObject({ reply: { content: { content: 'this' } } })
})

test('reads a document as JSON whatever its roots are', async () => {
  const room = freshRoom()
  const doc = new Y.Doc()
  doc.getText('title').insert(0, 'Plan')
  doc.getMap('meta').set('done', true)
  doc.getArray('list').push([1, 2])
  await room.ask('documents.update', { name: 'default', update: Y.encodeStateAsUpdate(doc) }, actor())
  expect(await room.ask('documents.read', { name: 'default', format: 'json' }, actor())).toEqual({
    ok: true,
    reply: { format: 'json', content: { title: 'Plan', meta: { done: true }, list: [1, 2] } },
  })
  expect(await freshRoom().ask('documents.read', { name: 'default', format: 'json' }, actor())).toEqual({
    ok: true,
    reply: { format: 'json', content: {} },
  })
  expect(await room.ask('documents.read', { name: 'other', format: 'json' }, actor())).toMatchObject({
    ok: false,
    error: { code: 'NOT_FOUND' },
  })
})
