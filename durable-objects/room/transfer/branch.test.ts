/** Forks: a room that goes on where another one was, at any version, and what was done in it brought back, once. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { DocumentKind } from '@syncforge/protocol/document-frames'
import type { AuthoredRun, Version } from '@syncforge/protocol/versions'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { actor, askAs as ask, freshRoom, joinNative, replyOf, roomAddress, until } from '../../test-kit.ts'
import type { Taken } from './branch.ts'

type Room = ReturnType<typeof freshRoom>
const name = roomAddress()
type Bytes = ReadableStream<Uint8Array>

/** Somebody who edits the room's document of that name, having read it. */
const edit = async (room: Room, userId: string, change: (text: Y.Text) => void, name = 'default') => {
  const doc = new Y.Doc()
  const state = await ask(room, 'documents.read', { name, format: 'yjs' }).catch(() => null)
  if (state !== null) Y.applyUpdate(doc, (state as { content: Uint8Array }).content)
  const before = Y.encodeStateVector(doc)
  change(doc.getText('content'))
  await ask(room, 'documents.update', { name, update: Y.encodeStateAsUpdate(doc, before) }, userId)
}
const append = (text: string) => (content: Y.Text) => content.insert(content.length, text)
const textOf = async (room: Room, name = 'default') =>
  ((await ask(room, 'documents.read', { name, format: 'text' })) as { content: string }).content
const writersOf = async (room: Room) => {
  const { content = [] } = (await ask(room, 'history.blame', { document: 'default' })) as Record<string, AuthoredRun[]>
  return content.map(({ text, by }) => [text, by?.userId])
}

const pack = async (room: Room, version: string | null = null) =>
  (await replyOf(room.pack(name, { version, keys: null }, null))) as Bytes
const forked = async (room: Room, version: string | null = null) => {
  const fork = freshRoom()
  await replyOf(fork.unpack(await pack(room, version), actor(), true))
  return fork
}
const packFor = async (into: Room, from: Room, keys: string[] | null = null) => {
  const known = (await replyOf(into.known(name))) as Bytes
  return (await replyOf(from.pack(name, { version: null, keys }, known))) as Bytes
}
const merge = async (into: Room, from: Room, keys: string[] | null = null) =>
  (await replyOf(into.unpack(await packFor(into, from, keys), actor(), false))) as Taken[]
const countRows = (room: Room) =>
  runInDurableObject(
    room,
    (_, { storage }) => storage.sql.exec<{ count: number }>('SELECT COUNT(*) AS count FROM documents_log').one().count,
  )

test('[BEY-6] a fork has everything, both go on, and a merge brings back what the fork added, as one edit that everyone hears', async () => {
  const room = freshRoom()
  await edit(room, 'ada', append('Ada began. '))
  await edit(room, 'bob', append('notes'), 'notes/second')
  const fork = await forked(room)
  expect([await textOf(fork), await textOf(fork, 'notes/second')]).toEqual(['Ada began. ', 'notes'])
  await edit(fork, 'carol', append('Carol, in the fork. '))
  await edit(fork, 'carol', append('And again. '))
  await edit(fork, 'carol', append('a new one'), 'third')
  await edit(room, 'bob', (text) => text.insert(0, 'Bob, meanwhile. '))
  await edit(fork, 'carol', (text) => text.delete(0, 4))
  expect(await textOf(room)).toBe('Bob, meanwhile. Ada began. ')

  const reader = await joinNative(room, { access: 'read' })
  reader.step1()
  await until(() => reader.documentMessages(DocumentKind.step2)[0], 'the content')
  const taken = await merge(room, fork)
  expect(taken.map(({ key, changed }) => [key, changed])).toEqual([
    ['default', true],
    ['third', true],
  ])
  await until(() => reader.documentMessages(DocumentKind.update)[0], 'the merge')
  expect(reader.documentMessages(DocumentKind.update)).toHaveLength(1)
  await evictDurableObject(room)
  expect(await textOf(room)).toBe('Bob, meanwhile. began. Carol, in the fork. And again. ')
  expect(await textOf(room, 'third')).toBe('a new one')
  expect(await writersOf(room)).toEqual([
    ['Bob, meanwhile. ', 'bob'],
    ['began. ', 'ada'],
    ['Carol, in the fork. And again. ', 'carol'],
  ])

  const rows = await countRows(room)
  expect((await merge(room, fork)).some(({ changed }) => changed)).toBe(false)
  expect(await countRows(room)).toBe(rows)
  await merge(fork, room)
  expect(await textOf(fork)).toBe(await textOf(room))
})

test('a fork at a version is the room as it was then; what came after it in the original stays when the fork is merged', async () => {
  const room = freshRoom()
  await edit(room, 'ada', append('draft'))
  await edit(room, 'ada', append('outline'), 'outline')
  const draft = (await ask(room, 'versions.create', { document: 'default', name: 'draft' }, 'ada')) as Version
  await until(() => Date.now() > draft.at, 'the clock')
  await edit(room, 'bob', append(', later'))
  await edit(room, 'bob', append(', later'), 'outline')
  await edit(room, 'bob', append('did not exist'), 'new')
  const fork = await forked(room, draft.id)
  expect([await textOf(fork), await textOf(fork, 'outline')]).toEqual(['draft', 'outline'])
  await expect(textOf(fork, 'new')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await writersOf(fork)).toEqual([['draft', 'ada']])
  await edit(fork, 'carol', (text) => text.insert(0, 'The '))
  await merge(room, fork)
  expect([await textOf(room), await textOf(room, 'outline')]).toEqual(['The draft, later', 'outline, later'])
  await expect(pack(room, 'ver_unknown')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('only named documents are merged when they are named', async () => {
  const room = freshRoom()
  const fork = await forked(room)
  await edit(fork, 'ada', append('wanted'), 'wanted')
  await edit(fork, 'ada', append('not wanted'), 'other')
  expect((await merge(room, fork, ['wanted'])).map(({ key }) => key)).toEqual(['wanted'])
  expect(await ask(room, 'documents.list', {})).toHaveLength(1)
  await expect(packFor(room, fork, ['absent'])).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('[L16] rooms without a common past are not merged: their texts would stand side by side', async () => {
  const [room, other] = [freshRoom(), freshRoom()]
  await edit(room, 'ada', append('template'))
  await edit(other, 'ada', append('template'))
  await expect(merge(room, other)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  const fork = await forked(room)
  await room.erase()
  await edit(room, 'ada', append('template'))
  await expect(merge(room, fork)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  await expect(replyOf(other.unpack(await pack(fork), actor(), false))).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
  })
  expect([await textOf(room), await textOf(other)]).toEqual(['template', 'template'])
})

test('forks of forks, siblings and copies from a file have the same past', async () => {
  const room = freshRoom()
  await edit(room, 'ada', append('a'))
  const fork = await forked(room)
  const [child, sibling, copy] = [await forked(fork), await forked(room), freshRoom()]
  const file = (await replyOf(room.exportFile({}, name))) as Bytes
  const { id } = (await replyOf(copy.stageImport(file, name, false))) as { id: string }
  await replyOf(copy.commitImport(id, name))
  await edit(child, 'bob', append('b'))
  for (const next of [sibling, copy, room]) await merge(next, child)
  expect([await textOf(sibling), await textOf(copy), await textOf(room)]).toEqual(['ab', 'ab', 'ab'])
})

test('[L10] a document above the bound of one update travels in pieces of half a megabyte', async () => {
  const room = freshRoom()
  await edit(room, 'ada', append('x'.repeat(10_000_000)))
  await edit(room, 'ada', append('y'.repeat(10_000_000)))
  const fork = await forked(room)
  expect((await textOf(fork)).length).toBe(20_000_000)
  const sizes = await runInDurableObject(room, async (instance) => {
    const { reply } = (await instance.pack(name, { version: null, keys: null }, null)) as { reply: Bytes }
    const seen: number[] = []
    for await (const { length } of reply) seen.push(length)
    return seen
  })
  expect(sizes.length).toBeGreaterThan(30)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(512 * 1024)
})

test('content that breaks off is refused; what came whole stays, and a repeated merge brings the rest', async () => {
  const room = freshRoom()
  const fork = await forked(room)
  await edit(fork, 'ada', append('first'), 'first')
  await edit(fork, 'ada', append('second'.repeat(1_000)), 'second')
  const whole = new Uint8Array(await new Response(await packFor(room, fork)).arrayBuffer())
  const cut = new Response(whole.slice(0, whole.length - 500)).body
  await expect(replyOf(room.unpack(cut as Bytes, actor(), false))).rejects.toMatchObject({ code: 'ROOM_UNAVAILABLE' })
  expect(await ask(room, 'documents.list', {})).toHaveLength(1)
  await merge(room, fork)
  expect(await textOf(room, 'second')).toBe('second'.repeat(1_000))
})

test('[L11] a room that is erased while a merge is under way stays erased', async () => {
  const room = freshRoom()
  const fork = await forked(room)
  for (const name of ['first', 'second']) await edit(fork, 'ada', append(name), name)
  const whole = new Uint8Array(await new Response(await packFor(room, fork)).arrayBuffer())
  let push: (bytes: Uint8Array) => void = () => {}
  const slow = new ReadableStream({
    type: 'bytes',
    start(controller) {
      push = (bytes) => controller.enqueue(bytes as Uint8Array<ArrayBuffer>)
    },
  })
  const merging = replyOf(room.unpack(slow, actor(), false))
  const refused = expect(merging).rejects.toMatchObject({ code: 'ROOM_UNAVAILABLE' })
  push(whole.slice(0, -50))
  const arrived = async () => ((await ask(room, 'documents.list', {})) as unknown[]).length
  for (let tries = 0; tries < 500 && (await arrived()) === 0; tries++) await scheduler.wait(5)
  await room.erase()
  push(whole.slice(-50))
  await refused
  expect(await ask(room, 'documents.list', {})).toEqual([])
})
