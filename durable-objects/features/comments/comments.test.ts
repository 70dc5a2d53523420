/** Comments, rules CM1–CM8: through sockets and calls of the edge, with cold wakes between. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import type { CommentBody } from '@syncforge/protocol/comment-body'
import type { Comment, Thread } from '@syncforge/protocol/comments'
import { expect, test } from 'vitest'
import { actor, freshRoom, joinNative, until } from '../../test-kit.ts'

type Room = ReturnType<typeof freshRoom>
type Client = Awaited<ReturnType<typeof joinNative>>
interface Said {
  readonly thread: Thread
  readonly comment: Comment
}

const member = (room: Room, userId: string, access: 'read' | 'comment' | 'write' | 'moderate' = 'comment') =>
  joinNative(room, { access, user: { userId, userInfo: { name: userId.toUpperCase() }, verified: true } })

const asked = async <T>(client: Client, request: string, body: unknown): Promise<T> => {
  const { error, body: reply } = await client.ask(request, body)
  if (error !== undefined) throw Object.assign(new Error(`${request}: ${error.message}`), error)
  return reply as T
}
const begin = (client: Client, body: CommentBody = 'What about this?', more: object = {}) =>
  asked<Said>(client, 'threads.create', { body, ...more })
const reply = (client: Client, threadId: string, body: CommentBody, more: object = {}) =>
  asked<Said>(client, 'comments.create', { threadId, body, ...more })
const unreadOf = async (client: Client) => (await asked<{ total: number }>(client, 'threads.unread', {})).total
const paragraph = (...content: unknown[]) => ({ blocks: [{ type: 'paragraph', content }] }) as CommentBody

const tablesOf = (room: Room) =>
  runInDurableObject(room, (_, { storage }) =>
    storage.sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'comments_*'")
      .toArray()
      .map(({ name }) => name),
  )

test('[CM1] [CM5] a thread and its replies are heard by the others at once, and told to newcomers, through a cold wake', async () => {
  const room = freshRoom()
  const [ada, bob] = [await member(room, 'ada'), await member(room, 'bob', 'read')]
  const { thread, comment } = await begin(ada, 'Too dark?', { anchorId: 'button-1', anchor: { x: 0.5, y: 1 } })
  expect(thread).toMatchObject({
    anchorId: 'button-1',
    anchor: { x: 0.5, y: 1 },
    comments: 1,
    text: 'Too dark?',
    resolved: null,
  })
  expect(comment).toMatchObject({
    author: { userId: 'ada', verified: true, userInfo: { name: 'ADA' } },
    body: 'Too dark?',
  })
  const created = await until(() => bob.events('threads.created')[0], 'the thread')
  expect(created.body).toEqual({ thread, comment, open: 1, next: null })
  expect(ada.events('threads.created')).toEqual([])
  await evictDurableObject(room)
  const answer = await reply(ada, thread.id, 'A little.')
  expect(answer.thread).toMatchObject({ id: thread.id, comments: 2, text: 'Too dark?' })
  await until(() => bob.events('comments.created')[0], 'the reply')
  const carl = await member(room, 'carl', 'read')
  expect(carl.welcome.snapshots.comments).toEqual({ open: 1, threads: [answer.thread] })
  const page = await asked<{ comments: Comment[] }>(carl, 'comments.list', { threadId: thread.id })
  expect(page.comments.map(({ text }) => text)).toEqual(['Too dark?', 'A little.'])
})

test('[CM4] <@id> in plain text is a mention, with the name that the room knows; an id that cannot be read or is nobody’s is refused', async () => {
  const room = freshRoom()
  const [ada, bob] = [await member(room, 'ada'), await member(room, 'bob b')]
  const { thread, comment } = await begin(ada, 'Look,\n<@bob%20b>: here')
  expect(comment).toMatchObject({
    text: 'Look,\n@BOB B: here',
    mentions: [{ userId: 'bob b', verified: true }],
    body: paragraph(
      { type: 'text', text: 'Look,\n' },
      { type: 'mention', userId: 'bob b', verified: true, name: 'BOB B' },
      { type: 'text', text: ': here' },
    ),
  })
  expect((await reply(bob, thread.id, '<@ada>')).comment).toMatchObject({ text: '@ADA' })
  // Said again it is the same, and no edit.
  const same = await asked<Comment>(ada, 'comments.edit', { commentId: comment.id, body: 'Look,\n<@bob%20b>: here' })
  expect(same.editedAt).toBe(null)
  for (const body of ['<@nobody>', '<@%>', `<@${'a'.repeat(300)}>`, '<@ada>'.repeat(201)])
    await expect(begin(ada, body)).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { issues: [{ path: 'body' }] },
    })
  for (const body of ['a <@> b', '<@a b>', 'a@example.com'])
    expect((await begin(ada, body)).comment).toMatchObject({ body })
})

test('[CM8] a room has no tables of comments before the first one, whatever is asked, and none when that is refused', async () => {
  const room = freshRoom()
  const ada = await member(room, 'ada')
  await asked(ada, 'threads.list', {})
  await asked(ada, 'threads.unread', {})
  await asked(ada, 'threads.readAll', {})
  await asked(ada, 'comments.search', { text: 'nothing' })
  const commentId = 'com_00000000000000000000'
  for (const request of ['comments.get', 'comments.history', 'comments.delete'])
    await expect(asked(ada, request, { commentId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(begin(ada, paragraph({ type: 'text', text: 'x', link: 'javascript:alert(1)' }))).rejects.toThrow()
  expect(await tablesOf(room)).toEqual([])
  await begin(ada)
  expect(await tablesOf(room)).toContain('comments_thread')
})

test('[CM2] who did not write it may not edit, delete or move it; a moderator may; every commenter resolves', async () => {
  const room = freshRoom()
  const [ada, bob, eve] = [await member(room, 'ada'), await member(room, 'bob'), await member(room, 'eve', 'moderate')]
  const claimed = await joinNative(room, { access: 'comment', hello: { userId: 'ada' } })
  const { thread, comment } = await begin(ada)
  const commentId = comment.id
  for (const stranger of [bob, claimed]) {
    const refused = { code: 'FORBIDDEN' }
    await expect(asked(stranger, 'comments.edit', { commentId, body: 'mine' })).rejects.toMatchObject(refused)
    await expect(asked(stranger, 'comments.delete', { commentId })).rejects.toMatchObject(refused)
    await expect(asked(stranger, 'threads.update', { threadId: thread.id, anchorId: 'x' })).rejects.toMatchObject(
      refused,
    )
  }
  const reader = await member(room, 'reader', 'read')
  await expect(begin(reader)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await asked(bob, 'threads.resolve', { threadId: thread.id })
  const resolved = await until(() => ada.events('threads.changed')[0], 'the resolve')
  expect(resolved.body).toMatchObject({ open: 0, thread: { resolved: { by: { userId: 'bob' } } } })
  expect(await asked<Thread>(ada, 'threads.reopen', { threadId: thread.id })).toMatchObject({ resolved: null })
  expect(await asked<Comment>(eve, 'comments.edit', { commentId, body: 'kept calm' })).toMatchObject({
    text: 'kept calm',
    author: { userId: 'ada' },
  })
  expect(await asked<Comment>(eve, 'comments.delete', { commentId })).toMatchObject({ body: null, text: '' })
})

test('[CM3] an edit keeps what was said before; a deletion takes all of it away; with its last comment the thread is gone', async () => {
  const room = freshRoom()
  const [ada, bob] = [await member(room, 'ada'), await member(room, 'bob')]
  const { thread, comment } = await begin(ada, 'first words')
  const commentId = comment.id
  for (const body of ['second words', 'third words', 'third words'])
    await asked(ada, 'comments.edit', { commentId, body })
  const history = await asked<{ text: string }[]>(bob, 'comments.history', { commentId })
  expect(history.map(({ text }) => text)).toEqual(['second words', 'first words'])
  await asked(bob, 'comments.react', { commentId, emoji: '👍', isOn: true })
  const second = await reply(bob, thread.id, 'from bob')
  const deleted = await asked<Comment>(ada, 'comments.delete', { commentId })
  expect(deleted).toMatchObject({ body: null, text: '', reactions: [], mentions: [] })
  const rows = await runInDurableObject(room, (_, { storage }) =>
    JSON.stringify(
      ['comments_comment', 'comments_past', 'comments_reaction'].map((name) =>
        storage.sql.exec(`SELECT * FROM ${name}`).toArray(),
      ),
    ),
  )
  expect(rows).not.toContain('words')
  expect(rows).not.toContain('👍')
  expect(await asked<Thread>(bob, 'threads.get', { threadId: thread.id })).toMatchObject({
    comments: 1,
    text: 'from bob',
  })
  await asked(bob, 'comments.delete', { commentId: second.comment.id })
  for (const [request, body] of [
    ['comments.create', { threadId: thread.id, body: 'too late' }],
    ['threads.get', { threadId: thread.id }],
    ['comments.list', { threadId: thread.id }],
    ['threads.reopen', { threadId: thread.id }],
    ['comments.edit', { commentId, body: 'back' }],
  ] as const)
    await expect(asked(ada, request, body), request).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect((await member(room, 'carl')).welcome.snapshots.comments).toEqual({ open: 0, threads: [] })
})

test('[CM4] rich bodies have a plain form, and mentions name whom the room knows', async () => {
  const room = freshRoom()
  const [ada] = [await member(room, 'ada'), await member(room, 'bob')]
  const { comment } = await begin(ada, {
    blocks: [
      {
        type: 'paragraph',
        content: [
          { type: 'mention', userId: 'bob' },
          { type: 'text', text: ' see ' },
          { type: 'text', text: 'this', bold: true, link: 'https://example.com/a' },
          { type: 'emoji', emoji: '🎉' },
        ],
      },
      { type: 'list', ordered: true, items: [[{ type: 'paragraph', content: [{ type: 'text', text: 'one' }] }]] },
    ],
  })
  expect(comment.text).toBe('@BOB see this🎉\n1. one')
  expect(comment.mentions).toEqual([{ userId: 'bob', verified: true }])
})

test('[CM4] who was here when the first thread was begun is known to the room afterwards, too', async () => {
  const room = freshRoom()
  const [ada, bob] = [await member(room, 'ada'), await member(room, 'bob')]
  await begin(ada)
  bob.socket.close(1000)
  await until(() => ada.events('presence.left')[0], 'bob has left')
  await evictDurableObject(room)
  const { comment } = await begin(ada, paragraph({ type: 'mention', userId: 'bob' }))
  expect(comment.text).toBe('@BOB')
})

let deep: unknown = { type: 'paragraph', content: [{ type: 'text', text: 'x' }] }
for (let i = 0; i < 5; i++) deep = { type: 'list', ordered: false, items: [[deep]] }

test.each([
  ['empty', ''],
  ['only spaces', '   '],
  ['too long', 'x'.repeat(10_001)],
  ['too long as a tree', paragraph(...Array.from({ length: 3 }, () => ({ type: 'text', text: 'x'.repeat(4_000) })))],
  ['nested too deep', { blocks: [deep] }],
  ['a javascript link', paragraph({ type: 'text', text: 'x', link: 'javascript:alert(1)' })],
  ['a data link', paragraph({ type: 'text', text: 'x', link: 'data:text/html,<b>' })],
  ['a link that hides its scheme', paragraph({ type: 'text', text: 'x', link: ' java\nscript:alert(1)' })],
  ['a relative link', paragraph({ type: 'text', text: 'x', link: '//example.com' })],
  ['markup as a node', { blocks: [{ type: 'html', html: '<img onerror=alert(1)>' }] }],
  ['a mark that nobody knows', paragraph({ type: 'text', text: 'x', style: 'position:fixed' })],
  ['text that is turned around', 'invoice\u202egnp.exe'],
  ['text isolated', paragraph({ type: 'text', text: 'a\u2066b' })],
  ['control characters', 'a\u0007b'],
  ['somebody unknown', paragraph({ type: 'mention', userId: 'nobody-here' })],
  ['words as an emoji', paragraph({ type: 'emoji', emoji: 'click me' })],
])('[CM4] a body is refused and nothing is stored: %s', async (_, body) => {
  const room = freshRoom()
  const ada = await member(room, 'ada')
  const { error } = await ada.ask('threads.create', { body })
  expect(error).toMatchObject({ code: 'VALIDATION_ERROR' })
  const path = expect.stringMatching(/^body/)
  expect(error?.details).toMatchObject({ issues: [{ path, message: expect.any(String) }] })
  expect(await tablesOf(room)).toEqual([])
})

test('[CM5] of many open threads a newcomer is told 50; who is resolved makes way for the next; the rest comes in pages', async () => {
  const room = freshRoom()
  const [ada, bob] = [await member(room, 'ada'), await member(room, 'bob', 'read')]
  const made: Thread[] = []
  for (let n = 0; n < 60; n++) made.push((await begin(ada, `thread ${n}`)).thread)
  const told = async () =>
    (await member(room, `carl-${made.length}-${Math.random()}`, 'read')).welcome.snapshots.comments
  expect(await told()).toEqual({ open: 60, threads: made.slice(10).reverse() })
  await asked(ada, 'threads.resolve', { threadId: made[30]?.id })
  const { body } = await until(() => bob.events('threads.changed')[0], 'the resolve')
  expect(body).toMatchObject({ open: 59, next: { id: made[9]?.id } })
  expect((await told()).threads.at(-1)).toEqual(made[9])
  const pages: string[] = []
  for (let before: number | null | undefined; before !== null; ) {
    const page: { threads: Thread[]; next: number | null } = await asked(bob, 'threads.list', {
      open: true,
      limit: 25,
      ...(before == null ? {} : { before }),
    })
    pages.push(...page.threads.map(({ id }) => id))
    before = page.next
  }
  expect(pages).toEqual(
    made
      .filter((_, n) => n !== 30)
      .map(({ id }) => id)
      .reverse(),
  )
})

test('[CM6] unread counts are exact for each person, over tabs, deletions and cold wakes', async () => {
  const room = freshRoom()
  const [ada, bob, tab] = [await member(room, 'ada'), await member(room, 'bob'), await member(room, 'bob')]
  const { thread } = await begin(ada)
  const second = await reply(ada, thread.id, 'and more')
  await reply(bob, thread.id, 'mine')
  expect([await unreadOf(ada), await unreadOf(bob)]).toEqual([1, 2])
  await asked(bob, 'threads.read', { threadId: thread.id, upTo: thread.activity })
  expect(await unreadOf(bob)).toBe(1)
  await until(() => tab.events('threads.marked')[0], 'the mark in the other tab')
  expect(ada.events('threads.marked')).toEqual([])
  await evictDurableObject(room)
  await asked(ada, 'comments.delete', { commentId: second.comment.id })
  expect(await unreadOf(bob)).toBe(0)
  await begin(ada, 'another')
  expect(await unreadOf(tab)).toBe(1)
  await asked(tab, 'threads.readAll', {})
  expect(await unreadOf(bob)).toBe(0)
  const claimed = await joinNative(room, { access: 'read', hello: { userId: 'bob' } })
  expect(await unreadOf(claimed)).toBe(3)
})

test('[CM7] what is sent twice is there once; an id that somebody else has is refused', async () => {
  const room = freshRoom()
  const [ada, bob] = [await member(room, 'ada'), await member(room, 'bob')]
  const ids = { id: `thr_${'a'.repeat(20)}`, commentId: `com_${'b'.repeat(20)}` }
  const once = await begin(ada, 'once', ids)
  expect(await begin(ada, 'once', ids)).toEqual(once)
  await expect(begin(bob, 'mine', ids)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  await expect(begin(bob, 'mine', { id: ids.id })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  expect((await asked<{ threads: Thread[] }>(ada, 'threads.list', {})).threads).toEqual([once.thread])
  await begin(ada, 'another')
  await until(() => bob.events('threads.created').length === 2, 'the once begun and the other, no third')
})

test('reactions are counted by person and bounded; search finds words in any case', async () => {
  const room = freshRoom()
  const [ada, bob] = [await member(room, 'ada'), await member(room, 'bob')]
  const { thread, comment } = await begin(ada, 'Überschrift and FOOTER')
  const react = (client: Client, emoji: string, isOn = true) =>
    asked<{ emoji: string; people: unknown[] }[]>(client, 'comments.react', { commentId: comment.id, emoji, isOn })
  await react(ada, '🎉')
  await react(ada, '🎉')
  expect(await react(bob, '🎉')).toEqual([
    {
      emoji: '🎉',
      people: [
        { userId: 'ada', verified: true },
        { userId: 'bob', verified: true },
      ],
    },
  ])
  expect(await react(ada, '🎉', false)).toHaveLength(1)
  await until(() => bob.events('comments.reacted').length === 3, 'what ada did')
  for (const emoji of ['words', '<b>', '12', ''])
    await expect(react(bob, emoji)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  for (let n = 0; n < 19; n++) await react(bob, String.fromCodePoint(0x1f600 + n))
  await expect(react(bob, '🦊')).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  await reply(bob, thread.id, 'nothing of the kind')
  const found = await asked<{ comments: Comment[] }>(bob, 'comments.search', { text: 'footer überschrift' })
  expect(found.comments.map(({ id }) => id)).toEqual([comment.id])
})

test('[PL1] without the plan for it nobody comments, and what is there is read', async () => {
  const room = freshRoom()
  const { thread } = await begin(await member(room, 'ada'))
  const bob = await joinNative(room, { access: 'comment', plan: { id: 'free', revision: 1 } })
  await expect(reply(bob, thread.id, 'no')).rejects.toMatchObject({ code: 'PLAN_LIMIT_EXCEEDED' })
  expect(await asked<Thread>(bob, 'threads.get', { threadId: thread.id })).toEqual(thread)
})

test('a call of the edge runs the same handler in the name that it gives', async () => {
  const room = freshRoom()
  const bob = await member(room, 'bob')
  const user = { userId: 'remote', userInfo: { name: 'Remote', color: '#000000' }, verified: true }
  const answer = await room.ask('threads.create', { body: 'from afar' }, actor({ user, access: 'comment' }))
  expect(answer).toMatchObject({
    ok: true,
    reply: { comment: { author: { userId: 'remote', userInfo: { name: 'Remote' } } } },
  })
  await until(() => bob.events('threads.created')[0], 'the thread')
})
