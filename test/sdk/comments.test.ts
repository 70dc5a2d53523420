/** Comments through the SDK: at once here, then at the others; taken back when the room refuses. */
import { expect, test } from 'vitest'
import { sharedServer } from '../kit/shared-server.ts'
import { createRoom, createToken, enter, freshRoomId, textOf, until } from './kit.ts'

const server = sharedServer()

const freshRoom = async () => {
  const id = freshRoomId('comments')
  await createRoom(server, { id, access: 'private' })
  return id
}
const member = async (id: string, userId: string, level = 'comment') => {
  const token = await createToken(server, userId, { [id]: [level] })
  const { room } = await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })
  room.comments.subscribe(() => {})
  room.comments.unread.subscribe(() => {})
  return room
}

test('[CM1] [CM6] a thread, replies, edits, reactions and resolves are seen by everybody; unread counts are exact', async () => {
  const id = await freshRoom()
  const [ada, bob] = [await member(id, 'ada'), await member(id, 'bob')]
  // Who looks later is told of heads alone.
  await bob.comments.search('nothing')
  const begun = ada.comments.create({ body: 'Too dark?', anchorId: 'hero', metadata: { page: 2 } })
  await until('ada sees hers before the room has answered, or right after', () => ada.comments.get().length === 1)
  const thread = await begun
  expect(thread).toMatchObject({
    text: 'Too dark?',
    anchorId: 'hero',
    metadata: { page: 2 },
    count: 1,
    isPending: false,
  })
  await until('bob sees it', () => bob.comments.get()[0]?.comments[0]?.text === 'Too dark?')
  expect([ada.comments.unread.get(), bob.comments.unread.get()]).toEqual([0, 1])
  const reply = await bob.comments.reply(thread.id, { body: 'A little' })
  await until('ada has the reply', () => ada.comments.get()[0]?.comments.length === 2)
  await until('ada has it unread', () => ada.comments.unread.get() === 1)
  await bob.comments.edit(reply.id, { body: 'A lot' })
  await ada.comments.react(reply.id, '👍')
  await until('bob has the reaction', () => bob.comments.get()[0]?.comments[1]?.reactions[0]?.emoji === '👍')
  await until('ada has the edit', () => ada.comments.get()[0]?.comments[1]?.text === 'A lot')
  expect((await ada.comments.history(reply.id)).map(({ text }) => text)).toEqual(['A little'])
  await ada.comments.markRead(thread.id)
  expect(ada.comments.unread.get()).toBe(0)
  await ada.comments.resolve(thread.id)
  await until('bob sees it resolved', () => bob.comments.get()[0]?.resolved?.by.userId === 'ada')
  await ada.comments.reopen(thread.id)
  const late = await member(id, 'late', 'read')
  await until('who comes late has the head', () => late.comments.get()[0]?.count === 2)
  expect(late.comments.get()[0]?.comments).toEqual([])
  expect(await late.comments.load(thread.id)).toBe(false)
  expect(late.comments.get()[0]?.comments.map(({ text }) => text)).toEqual(['Too dark?', 'A lot'])
  expect((await late.comments.search('dark')).map(({ text }) => text)).toEqual(['Too dark?'])
  await bob.comments.remove(reply.id)
  await until('the words are gone for ada', () => ada.comments.get()[0]?.comments[1]?.body === null)
})

test('what the room refuses is taken back here, and the caller hears why', async () => {
  const id = await freshRoom()
  const [ada, bob] = [await member(id, 'ada'), await member(id, 'bob')]
  const thread = await ada.comments.create({ body: 'mine' })
  await until('bob has it', () => bob.comments.get().length === 1)
  const own = bob.comments.get()[0]?.comments[0]?.id ?? ''
  const refused = bob.comments.edit(own, { body: 'taken over' })
  await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(bob.comments.get()[0]?.comments[0]?.body).toBe('mine')
  const unsafe = {
    blocks: [{ type: 'paragraph', content: [{ type: 'text', text: 'x', link: 'javascript:alert(1)' }] }],
  }
  await expect(bob.comments.create({ body: unsafe as never })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  expect(bob.comments.get().map((each) => each.id)).toEqual([thread.id])
  await expect(bob.comments.reply(`thr_${'0'.repeat(20)}`, { body: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const reader = await member(id, 'reader', 'read')
  await expect(reader.comments.create({ body: 'no' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('[AN1] [AN5] a comment on words just typed finds them at everybody, and moves with them', async () => {
  const id = await freshRoom()
  const [ada, bob] = [await member(id, 'ada', 'write'), await member(id, 'bob')]
  textOf(ada).insert(0, 'the quick brown fox')
  const anchors = await ada.comments.anchors()
  await ada.comments.create({ body: 'why quick?', anchor: anchors.of(textOf(ada), 4, 9) })
  await until('bob has both', () => bob.comments.get().length === 1 && textOf(bob).length === 19)
  textOf(ada).insert(0, 'now ')
  await until('bob has the edit', () => textOf(bob).length === 23)
  const anchor = bob.comments.get()[0]?.anchor
  if (!anchor || !('quote' in anchor)) throw new Error('no words')
  expect(anchor).toMatchObject({ quote: 'quick', state: 'anchored' })
  const there = await bob.comments.anchors()
  expect(there.find(textOf(bob), anchor)).toEqual({ from: 8, to: 13, kept: 1 })
  expect(() => there.of(textOf(bob), 5, 5)).toThrow(expect.objectContaining({ code: 'VALIDATION_ERROR' }))
})

test('a draft stays until it is dropped', async () => {
  const room = await member(await freshRoom(), 'ada')
  await room.comments.setDraft('new', 'I was about to')
  expect(await room.comments.getDraft('new')).toBe('I was about to')
  expect(await room.comments.getDraft('other')).toBe('')
  await room.comments.setDraft('new', '')
  expect(await room.comments.getDraft('new')).toBe('')
})
