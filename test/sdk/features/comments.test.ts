/** Comments through the SDK: at once here, then at the others; taken back when the room refuses. */
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, createToken, enter, freshRoomId, openNetwork, rest, textOf, until } from '../kit.ts'

const server = sharedServer()

const freshRoom = async () => {
  const id = freshRoomId('comments')
  await createRoom(server, { id, access: 'private' })
  return id
}
const member = async (id: string, userId: string, level = 'comment', endpoint: string = server.wsUrl) => {
  const token = await createToken(server, userId, { [id]: [level] })
  const { room } = await enter(endpoint, id, {}, { authEndpoint: async () => ({ token }) })
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

test('[CM1] everything that I do shows before the room has answered, in order, and stays when it has', async () => {
  const id = await freshRoom()
  const network = await openNetwork(server)
  const [ada, bob] = [await member(id, 'ada', 'comment', network.endpoint), await member(id, 'bob')]
  const thread = await ada.comments.create({ body: 'first' })
  const mine = ada.comments.get()[0]?.comments[0]?.id ?? ''
  await until('bob has it', () => bob.comments.get().length === 1)
  const shown = () => ada.comments.get().find((each) => each.id === thread.id)
  const said = () => shown()?.comments.map(({ body }) => body)
  const release = network.hold()
  const [begun, ...others] = [
    ada.comments.create({ body: 'second', anchorId: 'hero' }),
    ada.comments.reply(thread.id, { body: 'reply' }),
    ada.comments.edit(mine, { body: 'first, edited' }),
    ada.comments.react(mine, '👍'),
    ada.comments.resolve(thread.id),
  ] as const
  await until('all of it', () => shown()?.resolved?.by.userId === 'ada')
  expect(ada.comments.get()).toHaveLength(2)
  expect(ada.comments.get().find((each) => each.id !== thread.id)).toMatchObject({
    isPending: true,
    anchorId: 'hero',
    count: 1,
    text: 'second',
    comments: [{ body: 'second', author: { userId: 'ada', verified: true } }],
  })
  expect(said()).toEqual(['first, edited', 'reply'])
  expect(shown()?.comments[0]?.reactions).toEqual([{ emoji: '👍', people: [{ userId: 'ada', verified: true }] }])
  // The room has heard of none of it.
  expect(bob.comments.get()).toHaveLength(1)
  expect(bob.comments.get()[0]).toMatchObject({ count: 1, resolved: null })
  release()
  const second = await begun
  await Promise.all(others)
  expect(ada.comments.get().every(({ isPending }) => !isPending)).toBe(true)
  expect(said()).toEqual(['first, edited', 'reply'])
  await until(
    'bob has all of it',
    () =>
      bob.comments.get().some((each) => each.id === second.id) &&
      bob.comments.get().some(({ resolved }) => resolved !== null),
  )
})

test('[CM1] what the room will refuse shows until it has refused it, and is gone then: thread, reply, edit, removal, reaction, resolve', async () => {
  const id = await freshRoom()
  const network = await openNetwork(server)
  const ada = await member(id, 'ada')
  const thread = await ada.comments.create({ body: 'mine' })
  const bob = await member(id, 'bob', 'read', network.endpoint)
  await until('bob has the head', () => bob.comments.get().length === 1)
  await bob.comments.load(thread.id)
  const before = JSON.stringify(bob.comments.get())
  const commentId = bob.comments.get()[0]?.comments[0]?.id ?? ''
  const doings: readonly [() => Promise<unknown>, () => unknown][] = [
    [() => bob.comments.create({ body: 'no' }), () => bob.comments.get().length === 2],
    [() => bob.comments.reply(thread.id, { body: 'no' }), () => bob.comments.get()[0]?.comments.length === 2],
    [() => bob.comments.edit(commentId, { body: 'no' }), () => bob.comments.get()[0]?.comments[0]?.body === 'no'],
    [() => bob.comments.remove(commentId), () => bob.comments.get()[0]?.comments[0]?.body === null],
    [() => bob.comments.react(commentId, '👍'), () => bob.comments.get()[0]?.comments[0]?.reactions.length === 1],
    [() => bob.comments.resolve(thread.id), () => bob.comments.get()[0]?.resolved !== null],
  ]
  for (const [act, isShown] of doings) {
    const release = network.hold()
    const refused = expect(act()).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await until(`what was done: ${act}`, () => isShown() === true)
    release()
    await refused
    expect([`${act}`, JSON.stringify(bob.comments.get())]).toEqual([`${act}`, before])
  }
})

test('[CM5] after a lost line as many comments and threads are here as were, page by page, as they are now', async () => {
  const id = await freshRoom()
  const network = await openNetwork(server)
  const bob = await member(id, 'bob')
  const { id: threadId } = await bob.comments.create({ body: 'c0' })
  for (let from = 1; from < 230; from += 23)
    await Promise.all(Array.from({ length: 23 }, (_, i) => bob.comments.reply(threadId, { body: `c${from + i}` })))
  await Promise.all(Array.from({ length: 60 }, (_, i) => bob.comments.create({ body: `t${i}` })))
  // The oldest of sixty-one: it is on the second page of threads.
  const ada = await member(id, 'ada', 'comment', network.endpoint)
  while (await ada.comments.loadMore());
  const thread = () => ada.comments.get().find((each) => each.id === threadId)
  while (await ada.comments.load(threadId));
  expect([ada.comments.get().length, thread()?.comments.length]).toEqual([61, 231])
  network.goDown()
  const first = thread()?.comments[0]?.id ?? ''
  await bob.comments.edit(first, { body: 'c0, edited' })
  network.comeUp()
  await until('what was edited meanwhile', () => thread()?.comments[0]?.text === 'c0, edited')
  expect(thread()?.comments).toHaveLength(231)
  expect(new Set(thread()?.comments.map((comment) => comment.id)).size).toBe(231)
  expect(ada.comments.get()).toHaveLength(61)
  // Of whom only the newest page was here no more is.
  const carl = await member(id, 'carl', 'comment', network.endpoint)
  await carl.comments.load(threadId)
  const held = () => carl.comments.get().find((each) => each.id === threadId)?.comments
  expect(held()).toHaveLength(100)
  network.cut()
  const last = await bob.comments.reply(threadId, { body: 'and one more' })
  await until('it', () => held()?.at(-1)?.id === last.id)
  expect(held()?.length).toBeLessThanOrEqual(101)
})

test('[SU1] [SU7] who has left before anything was written can be mentioned, and the server mentions anybody', async () => {
  const id = await freshRoom()
  const vera = await member(id, `vera-${id}`)
  vera.leave()
  const ada = await member(id, 'ada')
  await until('only ada is here', () => ada.presence.getOthers().length === 0)
  const { comments } = await ada.comments.create({ body: `<@vera-${id}> have a look` })
  expect(comments[0]).toMatchObject({ mentions: [{ userId: `vera-${id}`, verified: true }] })
  const unknown = `nobody-${id}`
  await expect(ada.comments.create({ body: `<@${unknown}>` })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  const answer = await rest(server, `/rooms/${id}/comments`, {
    method: 'POST',
    body: JSON.stringify({ userId: 'ada', body: `<@${unknown}> please` }),
  })
  expect(await answer.json()).toMatchObject({ comment: { mentions: [{ userId: unknown, verified: true }] } })
  for (const userId of [`vera-${id}`, unknown]) {
    const told = async () =>
      ((await (await rest(server, `/users/${userId}/notifications`)).json()) as { notifications: object[] })
        .notifications
    await expect.poll(told, { timeout: 10_000 }).toMatchObject([{ kind: 'mention', roomId: id }])
  }
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
