/** Anchors in documents, rules AN1–AN5: what an edit takes is found again in the room, or said to be lost. */
import { evictDurableObject } from 'cloudflare:test'
import { flatten, stretchesOf, wholeOf } from '@syncforge/protocol/anchors'
import type { RangeAnchor, Thread } from '@syncforge/protocol/comments'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { askAs, freshRoom, joinNative, until } from '../../../test-kit.ts'

type Room = ReturnType<typeof freshRoom>

const line = 'the quick brown fox jumps over the lazy dog'

/** A document of somebody, whose edits go to the room one by one. */
const writer = (room: Room, doc = new Y.Doc()) => {
  const edit = async (change: () => void) => {
    const before = Y.encodeStateVector(doc)
    doc.transact(change)
    const update = Y.encodeStateAsUpdate(doc, before)
    await askAs(room, 'documents.update', { name: 'default', update })
  }
  return { doc, text: doc.getText('content'), edit }
}
const commentOn = async (room: Room, quote: string, more: object = {}) => {
  const anchor = { document: 'default', quote, ...more }
  return ((await askAs(room, 'threads.create', { body: 'here', anchor })) as { thread: Thread }).thread.id
}
const anchorOf = async (room: Room, threadId: string) =>
  ((await askAs(room, 'threads.get', { threadId })) as Thread).anchor as RangeAnchor
/** What a client sees there. */
const wordsAt = (doc: Y.Doc, { runs, root }: RangeAnchor): string | null => {
  const type = doc.share.get(root)
  if (type === undefined) return null
  const flat = flatten(type)
  const whole = wholeOf(stretchesOf(doc.store, flat, runs))
  return whole === null ? null : flat.text.slice(whole.from, whole.to)
}

test('[AN1] [AN5] words are followed without the room saying anything while none of them goes', async () => {
  const room = freshRoom()
  const { doc, text, edit } = writer(room)
  await edit(() => text.insert(0, line))
  const id = await commentOn(room, 'quick brown')
  const reader = await joinNative(room, { access: 'read' })
  await edit(() => text.insert(0, 'so '))
  await edit(() => text.insert(12, 'er'))
  expect(wordsAt(doc, await anchorOf(room, id))).toBe('quicker brown')
  expect(reader.events('threads.changed')).toEqual([])
})

test('[AN3] what an edit retypes elsewhere in the same moment is found there; what is undone later as well, through a cold wake', async () => {
  const room = freshRoom()
  const { doc, text, edit } = writer(room)
  await edit(() => text.insert(0, `${line}. And another line of words after it.`))
  const id = await commentOn(room, 'quick brown')
  const undo = new Y.UndoManager(text)
  // A block is made anew, as editors do: all of it goes, and comes back as somebody else's.
  await edit(() => {
    text.delete(0, line.length)
    text.insert(text.length, line)
  })
  expect(await anchorOf(room, id)).toMatchObject({ state: 'anchored' })
  expect(wordsAt(doc, await anchorOf(room, id))).toBe('quick brown')
  undo.clear()
  undo.stopCapturing()
  const at = text.toString().indexOf('quick brown')
  await edit(() => text.delete(at, 11))
  expect(await anchorOf(room, id)).toMatchObject({ state: 'orphaned', quote: 'quick brown' })
  await evictDurableObject(room)
  await edit(() => text.insert(at, 'quick brown'))
  expect(await anchorOf(room, id)).toMatchObject({ state: 'anchored' })
  expect(wordsAt(doc, await anchorOf(room, id))).toBe('quick brown')
})

test('[AN3] a restored version brings the words and their comments along', async () => {
  const room = freshRoom()
  const { doc, text, edit } = writer(room)
  await edit(() => text.insert(0, line))
  const id = await commentOn(room, 'fox')
  const { id: version } = (await askAs(room, 'versions.create', { name: 'before' })) as { id: string }
  await edit(() => text.delete(0, text.length))
  const reader = await joinNative(room, { access: 'read' })
  expect(await anchorOf(room, id)).toMatchObject({ state: 'orphaned', quote: 'fox' })
  await askAs(room, 'versions.restore', { id: version })
  await until(() => reader.events('threads.changed')[0], 'the words again')
  const { content } = (await askAs(room, 'documents.read', { format: 'yjs' })) as { content: Uint8Array }
  Y.applyUpdate(doc, content)
  expect(wordsAt(doc, await anchorOf(room, id))).toBe('fox')
})

test('[AN4] words that went are orphaned with their quote and lie on nobody else’s; they can be attached again', async () => {
  const room = freshRoom()
  const { doc, text, edit } = writer(room)
  await edit(() => text.insert(0, line))
  const id = await commentOn(room, 'quick brown')
  await edit(() => {
    text.delete(4, 11)
    text.insert(4, 'slow red')
  })
  const lost = await anchorOf(room, id)
  expect(lost).toMatchObject({ state: 'orphaned', quote: 'quick brown' })
  expect(wordsAt(doc, lost)).toBeNull()
  const anchor = { document: 'default', quote: 'slow red' }
  await askAs(room, 'threads.update', { threadId: id, anchor })
  expect(await anchorOf(room, id)).toMatchObject({ state: 'anchored', quote: 'slow red' })
})
