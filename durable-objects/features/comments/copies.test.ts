/** Comments in files, forks and merges: everything in a thread comes along, and what both sides did since. */
import type { Comment, Thread } from '@syncforge/protocol/comments'
import { expect, test } from 'vitest'
import { actor, askAs, freshRoom, joinNative, replyOf, roomAddress, until } from '../../test-kit.ts'

type Room = ReturnType<typeof freshRoom>
const name = roomAddress()

const begun = async () => {
  const room = freshRoom()
  const said = (await askAs(room, 'threads.create', { body: 'first', anchorId: 'hero' }, 'ada')) as {
    thread: Thread
    comment: Comment
  }
  await askAs(room, 'comments.edit', { commentId: said.comment.id, body: 'first, edited' }, 'ada')
  await askAs(room, 'comments.create', { threadId: said.thread.id, body: 'second' }, 'bob')
  await askAs(room, 'comments.react', { commentId: said.comment.id, emoji: '👍', isOn: true }, 'bob')
  await askAs(room, 'threads.read', { threadId: said.thread.id }, 'eve')
  return { room, ...said }
}
const pictureOf = async (room: Room, threadId: string) => {
  const { comments } = (await askAs(room, 'comments.list', { threadId })) as { comments: Comment[] }
  const [first] = comments
  return {
    thread: await askAs(room, 'threads.get', { threadId }),
    comments,
    history: await askAs(room, 'comments.history', { commentId: first?.id }),
  }
}
const carry = async (from: Room, to: Room, isNew: boolean) => {
  const known = isNew ? null : ((await replyOf(to.known(name))) as ReadableStream<Uint8Array>)
  const packed = (await replyOf(from.pack(name, { version: null, keys: null }, known))) as ReadableStream<Uint8Array>
  return replyOf(to.unpack(packed, actor(), isNew))
}

test('a file has all of it, and who has read what; a room without comments makes none of a file without', async () => {
  const { room, thread } = await begun()
  const copy = freshRoom()
  const file = (await replyOf(room.exportFile({}, name))) as ReadableStream<Uint8Array>
  const { id } = (await replyOf(copy.stageImport(file, name, false))) as { id: string }
  await replyOf(copy.commitImport(id, name))
  expect(await pictureOf(copy, thread.id)).toEqual(await pictureOf(room, thread.id))
  expect(await askAs(copy, 'threads.unread', {}, 'eve')).toEqual({ total: 0, threads: [] })
  const [bare, other] = [freshRoom(), freshRoom()]
  await askAs(bare, 'documents.list', {})
  const none = (await replyOf(bare.exportFile({}, name))) as ReadableStream<Uint8Array>
  const staged = (await replyOf(other.stageImport(none, name, false))) as { id: string }
  await replyOf(other.commitImport(staged.id, name))
  await askAs(other, 'threads.create', { body: 'new here' })
  expect(await askAs(other, 'threads.unread', {}, 'eve')).toMatchObject({ total: 1 })
})

test('a fork has all of it; a merge brings back what was said there, once, and everybody hears it', async () => {
  const { room, thread } = await begun()
  const fork = freshRoom()
  await carry(room, fork, true)
  const before = await pictureOf(fork, thread.id)
  expect(before.comments).toEqual((await pictureOf(room, thread.id)).comments)
  expect(before.history).toEqual((await pictureOf(room, thread.id)).history)
  await askAs(fork, 'comments.create', { threadId: thread.id, body: 'said in the fork' }, 'carl')
  await askAs(room, 'comments.create', { threadId: thread.id, body: 'said meanwhile' }, 'ada')
  const reader = await joinNative(room, { access: 'read' })
  await carry(fork, room, false)
  await carry(fork, room, false)
  await until(() => reader.events('threads.changed')[0], 'the merged thread')
  const texts = (await pictureOf(room, thread.id)).comments.map(({ text }) => text)
  expect(texts).toEqual(['first, edited', 'second', 'said meanwhile', 'said in the fork'])
  expect((await pictureOf(room, thread.id)).thread).toMatchObject({ comments: 4 })
})
