/** Agents: participants whom a customer's server shows, rule PR10. */
import { evictDurableObject } from 'cloudflare:test'
import { Channel } from '@syncforge/protocol/frames'
import type { Participant } from '@syncforge/protocol/presence'
import { expect, test } from 'vitest'
import { moveClock, namedRoom } from '../../test/mirror-kit.ts'
import { actor, freshRoom, joinNative, roomAddress, roomSettings, until } from '../../test-kit.ts'
import { agentsMax } from './agents.ts'

type Room = ReturnType<typeof freshRoom>
type Client = Awaited<ReturnType<typeof joinNative>>

const bot = (ttlMs = 60_000, userId = 'bot') => ({ userId, userInfo: { name: 'Proofreader' }, ttlMs })
const present = (presence: object) => ({ name: 'presence.update', body: { presence } })
const pointing = (cursor: object | null) => ({ name: 'cursors.move', body: { cursor } })
const show = (room: Room, agent = bot(), requests: Parameters<Room['showAgent']>[1] = []) =>
  room.showAgent(agent, requests, actor())
const shownTo = ({ welcome }: Client) => welcome.snapshots.presence.filter(({ agent }) => agent === true)
const cursorsOf = (client: Client) =>
  client
    .frames()
    .flatMap((frame) =>
      frame.channel === Channel.cursors
        ? (frame.message as { moved: readonly { number: number; sample: unknown }[] }).moved
        : [],
    )

test('[PR10] an agent comes with presence and cursor, changes, sleeps with the room, and goes when its time is over', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const answer = await show(room, bot(1_500), [present({ status: 'reading' }), pointing({ x: 1, y: 2 })])
  expect(answer).toMatchObject({ ok: true, reply: { connectionId: expect.stringMatching(/^con_/) } })
  const joined = (await until(() => ada.events('presence.joined')[0], 'the agent')).body as Participant
  expect(joined).toMatchObject({ userId: 'bot', verified: true, userInfo: { name: 'Proofreader' }, agent: true })
  await until(() => cursorsOf(ada).some(({ number }) => number === joined.number), 'its cursor')
  expect(cursorsOf(ada).at(-1)).toMatchObject({ number: joined.number, sample: { x: 1, y: 2 } })
  await evictDurableObject(room)
  const bob = await joinNative(room)
  expect(shownTo(bob)).toMatchObject([{ connectionId: joined.connectionId, presence: { status: 'reading' } }])
  expect(bob.welcome.snapshots.cursors).toMatchObject([{ number: joined.number, x: 1, y: 2 }])
  // What is left out stays as it was; the time begins anew.
  expect(await show(room, bot(1_500), [pointing(null)])).toMatchObject({
    reply: { connectionId: joined.connectionId },
  })
  await until(() => bob.events('presence.left').length, 'the end')
  expect(bob.events('presence.left')[0]?.body).toMatchObject({ connectionId: joined.connectionId })
  await until(() => ada.events('presence.joined').length === 2, 'both of them at the first')
})

test('[PR10] what is said in the name of an agent that is shown is marked as its own: author, who resolved, activity; of one that is not shown, nothing is', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { access: 'comment' })
  const say = (userId: string, name: string, body: object) =>
    room.ask(name, body, actor({ user: { userId, userInfo: { name: 'Bot', color: '#000000' }, verified: true } }))
  await show(room)
  const said = await say('bot', 'threads.create', { body: 'I found something' })
  expect(said).toMatchObject({
    ok: true,
    reply: { thread: { author: { userId: 'bot', agent: true } }, comment: { author: { userId: 'bot', agent: true } } },
  })
  expect(await say('bot', 'chat.send', { body: 'I found something' })).toMatchObject({
    reply: { by: { userId: 'bot', agent: true } },
  })
  expect((await ada.ask('chat.history', {})).body).toMatchObject({ messages: [{ by: { userId: 'bot', agent: true } }] })
  const heard = await until(() => ada.events('threads.created')[0], 'the thread')
  expect(heard.body).toMatchObject({ comment: { author: { agent: true } } })
  const { thread, comment } = (said as { readonly reply: { thread: { id: string }; comment: { id: string } } }).reply
  const other = await say('other', 'comments.create', { threadId: thread.id, body: 'And I' })
  expect(JSON.stringify(other)).toContain('"userId":"other"')
  expect(JSON.stringify((other as { reply: { comment: object } }).reply.comment)).not.toContain('agent')
  expect(await say('bot', 'threads.resolve', { threadId: thread.id })).toMatchObject({
    reply: { resolved: { by: { userId: 'bot', agent: true } } },
  })
  expect((await ada.ask('activity.list', {})).body).toMatchObject({
    entries: [
      { kind: 'thread.resolved', by: { userId: 'bot', agent: true } },
      { kind: 'comment.created', by: { userId: 'other', verified: true } },
      { kind: 'comment.created', by: { userId: 'bot', agent: true } },
      { kind: 'thread.created', by: { userId: 'bot', agent: true } },
      { kind: 'people.moved', by: null },
    ],
  })
  // It is marked for good, also when the agent has gone and the room has slept.
  await room.hideAgent('bot', roomAddress())
  await evictDurableObject(room)
  const { body } = await ada.ask('comments.get', { commentId: comment.id })
  expect(body).toMatchObject({ author: { userId: 'bot', agent: true } })
})

test('[PR10] what one of its requests is refused for undoes all of it', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const large = present({ text: 'x'.repeat(70_000) })
  expect(await show(room, bot(), [pointing({ x: 1, y: 1 }), large])).toMatchObject({ ok: false })
  expect(await show(room, bot(), [{ name: 'nothing.known', body: {} }])).toMatchObject({ ok: false })
  expect(shownTo(await joinNative(room))).toEqual([])
  await until(() => ada.events('presence.joined').length === 1, 'the newcomer, who is the only one')
  await show(room, bot(), [present({ kept: true })])
  expect(await show(room, bot(), [present({ kept: false }), large])).toMatchObject({ ok: false })
  expect(shownTo(await joinNative(room))).toMatchObject([{ presence: { kept: true } }])
})

test('[PR10] nobody counts it: no fact, no place of a person, nobody who was here lately', async () => {
  const room = namedRoom()
  const object = room.object()
  const settings = roomSettings({ maxParticipants: 1, graceMs: 0 })
  const ada = await joinNative(object, { settings, hello: { userId: 'bot' } })
  await show(object)
  await ada.ask('activity.follow', { on: true })
  expect(await object.hideAgent('bot', actor())).toEqual({ ok: true, reply: true })
  expect(await object.hideAgent('bot', actor())).toEqual({ ok: true, reply: false })
  await until(() => ada.events('presence.left').length, 'the end')
  expect((await ada.ask('activity.list', {})).body).toMatchObject({
    entries: [{ kind: 'people.moved', body: { joined: [{ userId: 'bot', verified: false }], left: [] } }],
    next: null,
  })
  expect((await ada.ask('presence.listDeparted', {})).body).toEqual([])
  await show(object)
  ada.socket.close(1000)
  // The person of that id has left, although the agent of that id stays: there is a place.
  const bob = await until(
    async () => joinNative(object, { settings, hello: { userId: 'bob' } }).catch(() => null),
    'a place',
  )
  expect((await bob)?.self.userId).toBe('bob')
})

test('[PR10] a room shows so many, and none whom it has banned; another name is another entry', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  for (let i = 0; i < agentsMax; i++) expect(await show(room, bot(60_000, `bot-${i}`))).toMatchObject({ ok: true })
  expect(await show(room, bot(60_000, 'one-more'))).toMatchObject({ ok: false, error: { code: 'LIMIT_EXCEEDED' } })
  await room.showAgent({ ...bot(60_000, 'bot-3'), userInfo: { name: 'Renamed' } }, [], actor())
  const again = shownTo(await joinNative(room)).filter(({ userId }) => userId === 'bot-3')
  expect(again).toMatchObject([{ userInfo: { name: 'Renamed' } }])
  await room.moderate({ kind: 'kick', userId: 'bot-5', claimsOnly: false, ban: { forMs: null } }, actor())
  await until(() => ada.events('presence.left').length >= 2, 'the banned')
  expect(await show(room, bot(60_000, 'bot-5'))).toMatchObject({ ok: false, error: { code: 'BANNED' } })
})

test('[PR10] a clock set back keeps no agent for longer than an hour', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  await show(room, bot(2_000))
  moveClock(-2 * 3_600_000)
  await show(room, bot(1_000, 'other'))
  await until(() => ada.events('presence.left').length === 2, 'the ends')
})
