/** Chat, rules CH1–CH10, over real sockets. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import type { ChatMessage, ChatState } from '@syncforge/protocol/chat'
import { limits } from '@syncforge/protocol/limits'
import { expect, test } from 'vitest'
import { actor, askAs, freshRoom, joinNative, replyOf, roomAddress, until } from '../../test-kit.ts'

type Room = ReturnType<typeof freshRoom>
type Client = Awaited<ReturnType<typeof joinNative>>

const join = (room: Room, userId: string, more: Parameters<typeof joinNative>[1] = {}) =>
  joinNative(room, { hello: { userId, userInfo: { name: userId } }, ...more })
const ask = async <T>(client: Client, type: string, body: object): Promise<T> => {
  const answer = await client.ask(type, body)
  if (answer.error) throw Object.assign(new Error(answer.error.message), answer.error)
  return answer.body as T
}
const send = (client: Client, body: string, more: object = {}) =>
  ask<ChatMessage>(client, 'chat.send', { body, ...more })
const stateOf = (client: Client) => ask<ChatState>(client, 'chat.state', {})
const heard = (client: Client) =>
  client.events('chat.sent').map(({ body }) => (body as { message: ChatMessage }).message.body)
const factsOf = (room: Room) =>
  runInDurableObject(room, (_, { storage }) =>
    storage.sql
      .exec<{ body: string }>("SELECT body FROM room_fact WHERE kind = 'message.sent' ORDER BY sequence")
      .toArray()
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>),
  )
const tables = (room: Room) =>
  runInDurableObject(room, (_, { storage }) =>
    storage.sql.exec("SELECT name FROM sqlite_master WHERE name GLOB 'chat_*' AND type = 'table'").toArray(),
  )

test('[CH1] everybody hears every message once, in the order of the room', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  expect(await tables(room)).toEqual([])
  for (let i = 0; i < 20; i++) {
    const [first, second] = i % 2 === 0 ? [ada, bob] : [bob, ada]
    await Promise.all([send(first, `a${i}`), send(second, `b${i}`)])
  }
  await until(() => heard(ada).length === 40 && heard(bob).length === 40, 'all of them')
  expect(heard(ada)).toEqual(heard(bob))
  const { messages } = await ask<{ messages: ChatMessage[] }>(ada, 'chat.history', { limit: 100 })
  expect(messages.map(({ body }) => body)).toEqual(heard(ada))
  expect(messages.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
})

test('[CH2] the history by pages, through a cold wake; the oldest go past the bound', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  for (let i = 1; i <= 5; i++) await send(ada, `m${i}`)
  await evictDurableObject(room)
  type Page = { messages: ChatMessage[]; hasMore: boolean }
  const newest = await ask<Page>(ada, 'chat.history', { limit: 2 })
  expect([newest.messages.map(({ body }) => body), newest.hasMore]).toEqual([['m4', 'm5'], true])
  const older = await ask<Page>(ada, 'chat.history', { limit: 3, before: newest.messages[0]?.id })
  expect([older.messages.map(({ body }) => body), older.hasMore]).toEqual([['m1', 'm2', 'm3'], false])
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec('UPDATE chat_message SET sequence = 100002 WHERE sequence = 5')
  })
  await send(ada, 'm6')
  const { messages } = await ask<Page>(ada, 'chat.history', {})
  expect(messages.map(({ body }) => body)).toEqual(['m4', 'm5', 'm6'])
})

test('[CH2] all messages have a bound in bytes: what would be more is refused, and what is removed makes place', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  const large = await send(ada, 'large')
  await runInDurableObject(room, (_, { storage }) => {
    const body = 'ä'.repeat(limits.chatTotalMaxBytes / 2 - 100)
    storage.sql.exec('UPDATE chat_message SET body = ? WHERE id = ?', body.slice(0, 2 ** 20), large.id)
    for (let at = 2 ** 20, n = 2; at < body.length; at += 2 ** 20, n++)
      storage.sql.exec(
        "INSERT INTO chat_message VALUES (?, ?, 'eve', 0, 'eve', ?, '[]', NULL, NULL, 0, NULL, NULL, 0)",
        n,
        `msg_${n}`,
        body.slice(at, at + 2 ** 20),
      )
  })
  await evictDurableObject(room)
  const back = await join(room, 'bob')
  await expect(send(back, 'x'.repeat(400))).rejects.toMatchObject({
    code: 'LIMIT_EXCEEDED',
    details: { maxBytes: limits.chatTotalMaxBytes },
  })
  const { id } = await send(back, 'short')
  await expect(ask(back, 'chat.edit', { id, body: 'y'.repeat(400) })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  await askAs(room, 'chat.remove', { id: large.id })
  await send(back, 'x'.repeat(400))
})

test('[CH3] only its author edits, author and moderator remove, and what is gone keeps its place', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  const mod = await join(room, 'mod', { access: 'moderate' })
  const { id } = await send(ada, 'helo')
  for (const other of [bob, mod]) {
    await expect(ask(other, 'chat.edit', { id, body: 'mine' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  await expect(ask(bob, 'chat.remove', { id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  // The same id, proven, is somebody else.
  await expect(askAs(room, 'chat.edit', { id, body: 'mine' }, 'ada')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await ask(ada, 'chat.edit', { id, body: 'hello' })).toMatchObject({
    body: 'hello',
    editedAt: expect.any(Number),
  })
  await until(() => bob.events('chat.changed').length === 1, 'the edit')
  await ask(mod, 'chat.remove', { id })
  await ask(mod, 'chat.remove', { id })
  await until(() => bob.events('chat.removed').length === 1, 'the removal')
  const { messages } = await ask<{ messages: ChatMessage[] }>(bob, 'chat.history', {})
  expect(messages).toMatchObject([{ id, body: '', isRemoved: true, mentions: [], reactions: [] }])
  for (const [type, body] of [
    ['chat.edit', { id, body: 'x' }],
    ['chat.react', { id, emoji: '👍' }],
    ['chat.send', { body: 'x', replyTo: id }],
  ] as const) {
    await expect(ask(ada, type, body)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
})

test('[CH4] sixty a minute for a person, over all connections, through a cold wake; others are not held up', async () => {
  const room = freshRoom()
  const [ada, tab, bob] = [await join(room, 'ada'), await join(room, 'ada'), await join(room, 'bob')]
  for (let i = 0; i < 30; i++) {
    await send(ada, `a${i}`)
    await send(tab, `t${i}`)
  }
  await evictDurableObject(room)
  for (const client of [ada, tab]) {
    await expect(send(client, 'one more')).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  }
  await send(bob, 'mine')
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec('UPDATE chat_message SET at = at - 60000 WHERE sequence <= 1')
  })
  await send(ada, 'now')
  await expect(send(tab, 'one more')).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  // By a clock that was set back nobody waits.
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec('UPDATE chat_message SET at = at + 3600000')
  })
  await send(tab, 'an hour earlier')
})

test('[CH5] sent again under its nonce it is there once', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  const first = await send(ada, 'once', { nonce: 'n1' })
  expect(await send(ada, 'once', { nonce: 'n1' })).toEqual(first)
  await send(bob, 'mine', { nonce: 'n1' })
  await until(() => heard(bob).length === 2, 'both')
  expect(heard(bob)).toEqual(['once', 'mine'])
})

test('[CH6] mentions and answers are told, with what a notification needs; other messages are not', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  await join(room, 'bob <b@example.com>')
  await join(room, 'carl')
  const asked = await send(ada, `<@${encodeURIComponent('bob <b@example.com>')}> and <@carl>, look: <@carl>`)
  expect(asked.mentions).toEqual(['bob <b@example.com>', 'carl'])
  await send(bob, 'nothing of interest')
  const answer = await send(bob, 'yes', { replyTo: asked.id })
  expect(answer.replyTo).toBe(asked.id)
  const claimed = (userId: string) => ({ userId, verified: false })
  expect(await factsOf(room)).toMatchObject([
    { id: asked.id, by: claimed('ada'), name: 'ada', mentions: asked.mentions, replyTo: null, excerpt: asked.body },
    { id: answer.id, by: claimed('bob'), mentions: [], replyTo: { id: asked.id, by: claimed('ada') } },
  ])
})

test('[CH6] whom the room does not know is refused, in an edit too; whom a message mentioned before stays', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  const { error } = await ada.ask('chat.send', { body: 'Where is <@nobody>?' })
  expect(error).toMatchObject({ code: 'VALIDATION_ERROR', details: { issues: [{ path: 'body' }] } })
  const asked = await send(ada, 'Where is <@bob>?')
  bob.socket.close(1000)
  await until(() => ada.events('presence.left').length === 1, 'the leave')
  expect((await ada.ask('chat.send', { body: 'And <@bob>?' })).error?.code).toBe('VALIDATION_ERROR')
  expect((await ada.ask('chat.edit', { id: asked.id, body: '<@bob> and <@nobody>' })).error?.code).toBe(
    'VALIDATION_ERROR',
  )
  expect(await ask(ada, 'chat.edit', { id: asked.id, body: 'Is <@bob> here?' })).toMatchObject({ mentions: ['bob'] })
  expect((await ask<{ messages: ChatMessage[] }>(ada, 'chat.history', {})).messages).toHaveLength(1)
})

test('[CH7] unread counts are exact for each person: on all tabs, with what was removed, through a cold wake', async () => {
  const room = freshRoom()
  const [ada, bob, tab] = [await join(room, 'ada'), await join(room, 'bob'), await join(room, 'bob')]
  const sent = [await send(ada, 'one'), await send(ada, 'two'), await send(ada, 'three')] as const
  expect(await stateOf(bob)).toEqual({ last: 3, read: 0, unread: 3 })
  expect(await stateOf(ada)).toEqual({ last: 3, read: 3, unread: 0 })
  await ask(ada, 'chat.remove', { id: sent[1].id })
  expect(await ask(bob, 'chat.markRead', { upTo: sent[0].id })).toEqual({ last: 3, read: 1, unread: 1 })
  await until(() => tab.events('chat.read').length === 1, 'the other tab')
  expect(ada.events('chat.read').every(({ body }) => (body as ChatState).read === (body as ChatState).last)).toBe(true)
  await evictDurableObject(room)
  expect((await join(room, 'bob')).welcome.snapshots.chat).toEqual({ last: 3, read: 1, unread: 1 })
  // Never back, and to the end without a message.
  expect(await ask(bob, 'chat.markRead', {})).toEqual({ last: 3, read: 3, unread: 0 })
  expect(await ask(bob, 'chat.markRead', { upTo: sent[0].id })).toEqual({ last: 3, read: 3, unread: 0 })
  expect((await join(room, 'carl')).welcome.snapshots.chat).toEqual({ last: 3, read: 0, unread: 2 })
})

test('[CH8] typing is told to the others and kept nowhere', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  await ask(ada, 'chat.typing', {})
  const typed = await until(() => bob.events('chat.typed')[0], 'the word')
  expect(typed.body).toEqual({
    by: { userId: 'ada', name: 'ada', verified: false },
    connectionId: ada.self.connectionId,
  })
  expect(ada.events('chat.typed')).toEqual([])
  expect(await tables(room)).toEqual([])
})

test('[CH9] a reaction counts once for each person', async () => {
  const room = freshRoom()
  const [ada, bob, tab] = [await join(room, 'ada'), await join(room, 'bob'), await join(room, 'bob')]
  const { id } = await send(ada, 'lunch?')
  for (const client of [bob, tab, ada]) await ask(client, 'chat.react', { id, emoji: '👍' })
  await ask(bob, 'chat.react', { id, emoji: '🇩🇪' })
  const [message] = (await ask<{ messages: ChatMessage[] }>(ada, 'chat.history', {})).messages
  expect(message?.reactions.map(({ emoji, by }) => [emoji, by.map(({ userId }) => userId)])).toEqual([
    ['👍', ['bob', 'ada']],
    ['🇩🇪', ['bob']],
  ])
  await ask(tab, 'chat.react', { id, emoji: '👍', on: false })
  await until(() => ada.events('chat.changed').length === 4, 'four changes')
  const [last] = (await ask<{ messages: ChatMessage[] }>(ada, 'chat.history', {})).messages
  expect(last?.reactions.map(({ emoji, by }) => [emoji, by.length])).toEqual([
    ['👍', 1],
    ['🇩🇪', 1],
  ])
})

test('[CH10] an export has the chat', async () => {
  const room = freshRoom()
  const { id } = (await askAs(room, 'chat.send', { body: 'kept' }, 'ada')) as ChatMessage
  await askAs(room, 'chat.react', { id, emoji: '🎉' }, 'bob')
  const file = (await replyOf(room.exportFile({}, roomAddress()))) as ReadableStream<Uint8Array>
  const copy = freshRoom()
  const staged = (await replyOf(copy.stageImport(file, roomAddress(), false))) as { id: string }
  await replyOf(copy.commitImport(staged.id, roomAddress()))
  expect(await askAs(copy, 'chat.history', {})).toEqual(await askAs(room, 'chat.history', {}))
  expect(await askAs(copy, 'chat.send', { body: 'and on' }, 'bob')).toMatchObject({ sequence: 2 })
})

test('a plan without chat takes no message, and what there is is read', async () => {
  const room = freshRoom()
  await askAs(room, 'chat.send', { body: 'kept' })
  const free = actor({ plan: { id: 'free', revision: 2 } })
  expect(await room.ask('chat.send', { body: 'more' }, free)).toMatchObject({
    error: { code: 'PLAN_LIMIT_EXCEEDED', details: { feature: 'chat', liftedBy: 'starter' } },
  })
  expect(await room.ask('chat.history', {}, free)).toMatchObject({ reply: { messages: [{ body: 'kept' }] } })
})

test.each([
  ['no words', { body: '' }],
  ['only spaces', { body: ' \n\t' }],
  ['too many words', { body: 'x'.repeat(4_001) }],
  ['text that turns around', { body: 'abc\u202edef' }],
  ['control characters', { body: 'a\u0007' }],
  ['half a character', { body: 'a\ud83d' }],
  ['a mention that cannot be read', { body: 'hi <@%E0%A4%A>' }],
  ['fifty-one mentions', { body: Array.from({ length: 51 }, (_, i) => `<@u${i}>`).join('') }],
  ['a sequence of its own', { body: 'x', sequence: 7 }],
  ['somebody else’s name', { body: 'x', by: { userId: 'eve' } }],
])('%s is refused, and nothing is stored', async (_, body) => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  expect((await ada.ask('chat.send', body)).error?.code).toBe('VALIDATION_ERROR')
  expect(await tables(room)).toEqual([])
})

test.each(['a', '1', '👍 ok', '<b>', ''])('%s is no emoji', async (emoji) => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  const { id } = await send(ada, 'x')
  expect((await ada.ask('chat.react', { id, emoji })).error?.code).toBe('VALIDATION_ERROR')
})
