/** An answer is taken in its turn: what happened after it, and came in the same message, stands. */
import type { Comment, Thread } from '@syncforge/protocol/comments'
import { encodeJsonFrame, encodePack, encodePackEntry } from '@syncforge/protocol/frames'
import { afterEach, expect, test } from 'vitest'
import { person, startScriptedRoom, until } from '../test/scripted-room.ts'
import { type Room, SyncForge } from './index.ts'

const open: { stop(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.stop()
})

type Answers = Readonly<
  Record<
    string,
    (body: never) => { readonly reply?: unknown; readonly error?: string; readonly after?: readonly object[] }
  >
>

/** A room that answers as `answers` says, each answer in one message with what happens right after it. */
const joined = async (answers: Answers, welcome: object = {}) => {
  const server = await startScriptedRoom((peer) => {
    peer.listeners.add((item) => {
      if (item.kind !== 'request') return
      const answer = answers[item.type]?.(item.body as never)
      if (!answer) return
      const { reply, error, after = [] } = answer
      const said = error
        ? { type: 'error', ref: item.ref, error: { code: error, message: error, details: null }, request_id: 'r' }
        : { type: 'reply', ref: item.ref, body: reply }
      const envelopes = [said, ...after]
      peer.socket.send(
        encodePack(envelopes.map((each) => encodePackEntry({ origin: 0, frame: encodeJsonFrame(each) }))),
      )
    })
    void peer.welcome(welcome)
  })
  const client = new SyncForge({ endpoint: server.endpoint, apiKey: 'pk_test' })
  open.push(server, { stop: () => client.close() })
  const room: Room = await client.joinRoom('r', { userId: 'me' })
  return { room, peer: await server.peer(0) }
}

const by = { userId: 'me', name: 'me', verified: false }
const lease = (token: number, connectionId: string) => ({ key: 'k', token, expiresAt: 9e12, by, connectionId })
const changed = (held: ReturnType<typeof lease> | null) => ({ type: 'locks.changed', body: { key: 'k', lease: held } })

test('a lock that was taken from me right after I had it is not mine', async () => {
  const { room } = await joined({
    'locks.list': () => ({ reply: [] }),
    'locks.acquire': () => ({ reply: { lease: lease(1, 'con_me'), position: 0 }, after: [changed(lease(2, 'con_2'))] }),
    'locks.steal': () => ({ reply: lease(3, 'con_me'), after: [changed(null)] }),
  })
  expect((await room.locks.acquire('k')).token).toBe(1)
  expect(room.locks.get()).toEqual([lease(2, 'con_2')])
  await expect(room.locks.release('k')).rejects.toMatchObject({ code: 'LOCK_LOST' })
  await room.locks.steal('k')
  expect(room.locks.get()).toEqual([])
  await expect(room.locks.renew('k')).rejects.toMatchObject({ code: 'LOCK_LOST' })
})

test('a lock that is mine with the event right after I stood in line is mine', async () => {
  const { room } = await joined({
    'locks.list': () => ({ reply: [lease(1, 'con_2')], after: [changed(lease(2, 'con_3'))] }),
    'locks.acquire': () => ({ reply: { lease: null, position: 1 }, after: [changed(lease(3, 'con_me'))] }),
  })
  room.locks.get()
  await until('the list', () => room.locks.get().length === 1)
  expect(room.locks.get()).toEqual([lease(2, 'con_3')])
  expect((await room.locks.acquire('k', { wait: true })).token).toBe(3)
})

const message = (sequence: number, body: string) => ({
  ...{ id: `msg_${sequence}`, sequence, at: 1, by: { ...by, userId: 'ada' }, body, mentions: [], replyTo: null },
  ...{ editedAt: null, isRemoved: false, reactions: [] },
})
const sent = (sequence: number) => ({ type: 'chat.sent', body: { message: message(sequence, 'later') } })

test('a message that comes right behind an answer is counted, and a page does not undo what has changed since', async () => {
  const edited = { type: 'chat.changed', body: { message: message(1, 'edited') } }
  const { room } = await joined({
    'chat.state': () => ({ reply: { last: 1, read: 0, unread: 1 }, after: [sent(2)] }),
    'chat.history': () => ({
      reply: { messages: [message(1, 'one'), message(2, 'later')], hasMore: false },
      after: [edited],
    }),
    'chat.markRead': () => ({ reply: { last: 2, read: 2, unread: 0 }, after: [sent(3)] }),
  })
  room.chat.get()
  await until('the history', () => room.chat.get().messages.length === 2)
  expect(room.chat.get()).toMatchObject({ unread: 2, messages: [{ body: 'edited' }, { body: 'later' }] })
  await room.chat.markRead()
  expect(room.chat.get()).toMatchObject({ unread: 1, read: 2 })
  expect(room.chat.get().messages).toHaveLength(3)
})

test('a record that was removed right behind an answer is gone', async () => {
  const record = { key: 'brief', version: 4, at: 1, by, bytes: 3, content: 'old' }
  const { room } = await joined({
    'records.get': () => ({ reply: record, after: [{ type: 'records.removed', body: { key: 'brief' } }] }),
  })
  const heard: unknown[] = []
  room.records.subscribe('brief', (found) => heard.push(found?.content ?? null))
  await until('the removal', () => heard.length === 2)
  expect(heard).toEqual(['old', null])
})

const author = person('me')
const thread = (index: number, change: Partial<Thread> = {}): Thread => ({
  id: `thr_${String(index).padStart(20, '0')}`,
  ...{ anchorId: null, anchor: null, metadata: {}, author, createdAt: 1, resolved: null, comments: 1 },
  ...{ activity: index, lastAt: 1, text: `thread ${index}`, isDeleted: false, ...change },
})
const comment = (threadId: string, body: string, reactions: Comment['reactions'] = []): Comment => ({
  id: 'com_00000000000000000001',
  ...{ threadId, sequence: 1, author, body, text: body, mentions: [], reactions, attachments: [], createdAt: 1 },
  ...{ editedAt: null, deletedAt: null },
})
const told = (head: Thread, one?: Comment) => ({
  type: one ? 'comments.edited' : 'threads.changed',
  body: { thread: head, open: 1, next: null, ...(one && { comment: one }) },
})
const noUnread = () => ({ reply: { total: 0, threads: [] } })

test('what others did to a thread right after me stands, and the list that was asked for undoes nothing', async () => {
  const [first] = [thread(1)]
  const resolved = thread(1, { resolved: { by: author, at: 2 } })
  const { room } = await joined({
    'threads.unread': noUnread,
    'threads.list': () => ({ reply: { threads: [first], next: null }, after: [told(thread(1, { text: 'newer' }))] }),
    'comments.list': () => ({ reply: { comments: [comment(first.id, 'one')], hasMore: false } }),
    'threads.resolve': () => ({ reply: resolved, after: [told(thread(1, { text: 'reopened' }))] }),
    'comments.edit': () => ({
      reply: comment(first.id, 'mine'),
      after: [told(thread(1, { text: 'theirs' }), comment(first.id, 'theirs'))],
    }),
    'comments.react': () => ({
      reply: [{ emoji: '👍', people: [{ userId: 'me', verified: false }] }],
      after: [{ type: 'comments.reacted', body: { threadId: first.id, commentId: comment('', '').id, reactions: [] } }],
    }),
  })
  room.comments.get()
  await until('the list', () => room.comments.get().length === 1)
  expect(room.comments.get()[0]?.text).toBe('newer')
  await room.comments.load(first.id)
  await room.comments.resolve(first.id)
  expect(room.comments.get()).toMatchObject([{ resolved: null, text: 'reopened' }])
  await room.comments.edit(comment('', '').id, { body: 'mine' })
  expect(room.comments.get()).toMatchObject([{ text: 'theirs', comments: [{ body: 'theirs' }] }])
  await room.comments.react(comment('', '').id, '👍')
  expect(room.comments.get()).toMatchObject([{ comments: [{ reactions: [] }] }])
})

test('one of a hundred threads changes: one object is new, for what others do and for what I do', async () => {
  const heads = Array.from({ length: 100 }, (_, index) => thread(index + 1))
  const { room, peer } = await joined({
    'threads.unread': noUnread,
    'threads.list': () => ({ reply: { threads: heads, next: null } }),
    'threads.resolve': () => ({ reply: thread(8, { resolved: { by: author, at: 2 } }) }),
  })
  room.comments.get()
  await until('the list', () => room.comments.get().length === 100)
  const others = (before: readonly object[]) => room.comments.get().filter((each) => !before.includes(each))
  const before = room.comments.get()
  peer.send(told(thread(7, { text: 'changed' })))
  await until('the change', () => room.comments.get() !== before)
  expect(others(before).map(({ text }) => text)).toEqual(['changed'])
  const then = room.comments.get()
  await room.comments.resolve(thread(8).id)
  expect(others(then)).toMatchObject([{ id: thread(8).id, resolved: { at: 2 } }])
})

test('texts that save themselves, one after the other, cost the room no listener each, and stop with it', async () => {
  const saves: unknown[] = []
  const { room } = await joined({
    'records.get': () => ({ reply: { key: 'brief', version: 1, at: 1, by, bytes: 3, content: 'old' } }),
    'records.save': (body) => {
      saves.push(body)
      return { reply: { key: 'brief', version: 2, at: 2, by, bytes: 3 } }
    },
  })
  const first = await room.records.autosave('brief')
  first.stop()
  first.update('never')
  const second = await room.records.autosave('brief')
  second.update('new')
  await second.flush()
  expect(saves).toMatchObject([{ content: 'new', expectedVersion: 1 }])
  room.leave()
  second.update('after the end')
  expect(second.get()).toMatchObject({ status: 'saved', content: 'new' })
})

test.each(['ROOM_UNAVAILABLE', 'INTERNAL_ERROR', 'UNAVAILABLE', 'RATE_LIMITED'])(
  'a text that saves itself waits and tries again when the room answers %s',
  async (error) => {
    let saves = 0
    const { room } = await joined({
      'records.get': () => ({ reply: { key: 'brief', version: 1, at: 1, by, bytes: 3, content: 'old' } }),
      'records.save': () => (++saves === 1 ? { error } : { reply: { key: 'brief', version: 2, at: 2, by, bytes: 3 } }),
    })
    const text = await room.records.autosave('brief')
    const seen: string[] = []
    text.subscribe(({ status }) => seen.push(status))
    text.update('new')
    await expect(text.flush()).rejects.toMatchObject({ code: error })
    expect(text.get()).toMatchObject({ status: 'waiting', error: { code: error } })
    await until('it is saved', () => text.get().status === 'saved')
    expect([saves, text.get().version]).toEqual([2, 2])
    expect(seen).not.toContain('refused')
    text.stop()
  },
)
