/** What facts of rooms become in people's inboxes: told at once, once, and only to those who may read the room in that moment. */
import { abortAllDurableObjects } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { expect, test } from 'vitest'
import { type Moderation, type RoomSettings, roomObjectName } from '../../room/admission.ts'
import { freshInbox } from '../../test/inbox-kit.ts'
import { joinNative, replyOf, roomAddress, roomSettings, until } from '../../test-kit.ts'

/** A room of an organization that no other test has. */
const freshRoom = (settings: Partial<RoomSettings> = {}) => {
  const organizationId = createId('org')
  const address = roomAddress({ organizationId, roomId: 'plans', settings: roomSettings({ graceMs: 0, ...settings }) })
  const room = () => env.ROOM.getByName(roomObjectName(organizationId, 'plans'))
  return {
    organizationId,
    organization: () => env.ORGANIZATION.getByName(organizationId),
    inbox: (userId: string) => freshInbox(userId, organizationId),
    room,
    address,
    decide: (moderation: Moderation, id = 'key_1') =>
      replyOf(room().moderate(moderation, address, { id, address: null })),
    join: (userId: string) =>
      joinNative(room(), {
        ...address,
        access: 'write',
        user: { userId, userInfo: { name: userId.toUpperCase() }, verified: true },
      }),
  }
}

const access = (userId: string, level: 'read' | 'write' | null) => ({ kind: 'access', userId, access: level }) as const

test('[IN5] a grant is told; when it is taken back what was told of the room is hidden, and is back with the next one', async () => {
  const { inbox, decide } = freshRoom()
  const tab = await inbox('ada').tab()
  await decide(access('ada', 'write'))
  await until(() => tab.shown().unread === 1, 'the grant')
  expect(tab.shown().notifications).toMatchObject([
    { kind: 'system', roomId: 'plans', payload: { what: 'access', access: 'write' } },
  ])
  await decide(access('ada', null))
  await until(() => tab.shown().unread === 0 && tab.shown().notifications.length === 0, 'nothing of the room')
  await decide(access('ada', 'read'))
  await until(() => tab.shown().unread === 2, 'both of them')
  await decide({ kind: 'kick', userId: 'ada', claimsOnly: false, ban: { forMs: null } })
  await until(() => tab.shown().unread === 0, 'nothing again')
  await decide({ kind: 'unban', userId: 'ada' })
  await until(() => tab.shown().unread === 3, 'both again, and what they have now')
})

test('[IN5] whoever comes back with a token is told again', async () => {
  const { inbox, decide, join } = freshRoom()
  const tab = await inbox('ada').tab()
  await decide(access('ada', 'write'))
  await until(() => tab.shown().unread === 1, 'the grant')
  await decide(access('ada', null))
  await until(() => tab.shown().unread === 0, 'nothing of the room')
  await join('ada')
  await until(() => tab.shown().unread === 1, 'the grant')
})

test('[IN2] an organization that dies with things to hand over hands them over, once', async () => {
  const { inbox, organization, address, decide } = freshRoom({ defaultAccess: 'read' })
  await decide(access('somebody', 'read'))
  const { settings: _, plan: __, ...room } = address
  const entries = Array.from({ length: 30 }, (_each, n) => ({
    sequence: n + 1,
    at: Date.now(),
    kind: 'right.changed',
    body: { right: 'grant', id: `person-${n % 3}`, value: { access: 'write' }, by: null, address: null },
  }))
  const batch = { room, life: createId('gen'), isEphemeral: false, entries }
  await organization().takeFacts(batch)
  await abortAllDurableObjects()
  await organization().takeFacts(batch)
  for (const n of [0, 1, 2]) {
    const { ask } = inbox(`person-${n}`)
    const endsAt = Date.now() + 15_000
    while (((await ask('inbox.list', {})) as { unread: number }).unread < 10 && Date.now() < endsAt)
      await scheduler.wait(20)
    expect(await ask('inbox.list', {})).toMatchObject({ unread: 10 })
  }
})

test('of a room in memory, and to who merely claims an id, nothing is told', async () => {
  const { inbox, organization, address } = freshRoom()
  const { settings: _, plan: __, ...room } = address
  const body = { right: 'grant', id: 'ada', value: { access: 'write' }, by: null, address: null }
  const entries = [{ sequence: 1, at: Date.now(), kind: 'right.changed', body }]
  await organization().takeFacts({ room, life: createId('gen'), isEphemeral: true, entries })
  await inbox('ada').take(inbox('ada').told())
  expect(await inbox('ada').ask('inbox.list', {})).toMatchObject({ unread: 1 })
})

test('what was told of a room goes when the room is deleted', async () => {
  const { organizationId, inbox, organization, decide } = freshRoom()
  const tab = await inbox('ada').tab()
  await decide(access('ada', 'write'))
  await inbox('ada').take(inbox('ada').told())
  await until(() => tab.shown().unread === 2, 'both')
  await organization().takeFacts({
    room: { organizationId, roomId: 'another', createdAt: 1 },
    life: createId('gen'),
    isEphemeral: false,
    entries: [{ sequence: 1, at: Date.now(), kind: 'room.deleted', body: { roomId: 'plans' } }],
  })
  await until(() => tab.shown().notifications.length === 1, 'the other one')
  expect(tab.shown()).toMatchObject({ unread: 1, notifications: [{ roomId: null }] })
})

test('a socket that came by a key that has ended is closed, one by another key stays', async () => {
  const { inbox, organization } = freshRoom()
  const [one, other] = [
    await inbox('ada').tab({ credential: 'key_1/abc' }),
    await inbox('ada').tab({ credential: 'key_2/def' }),
  ]
  // Whether somebody listens is told behind their back.
  for (const endsAt = Date.now() + 15_000; one.closed.length === 0 && Date.now() < endsAt; ) {
    await organization().revoke(['key_1/abc'])
    await scheduler.wait(50)
  }
  expect(one.closed).toEqual(['4401 KEY_REVOKED'])
  // Let in a moment too late.
  const late = await inbox('bob').tab({ credential: 'key_1/abc' })
  await until(() => late.closed[0], 'the close')
  expect([late.closed, other.closed]).toEqual([['4401 KEY_REVOKED'], []])
  await organization().deleted()
  await until(() => other.closed[0], 'the end of the organization')
  expect(other.closed).toEqual(['4410 ORGANIZATION_DELETED'])
})

/** What rooms tell of comments, told to the organization as a room does. */
const commenting = (fresh: ReturnType<typeof freshRoom>) => {
  const { settings: _, plan: __, ...room } = fresh.address
  const life = createId('gen')
  let sequence = 0
  const person = (userId: string, verified = true) => ({ userId, verified })
  return {
    person,
    async say(kind: string, by: string, body: object, threadId = 'thr_1') {
      sequence += 1
      const shared = { threadId, by: person(by), name: by.toUpperCase() }
      const entries = [{ sequence, at: Date.now(), kind, body: { ...shared, ...body } }]
      await fresh.organization().takeFacts({ room, life, isEphemeral: false, entries })
    },
  }
}

test('[IN6] who is mentioned and who takes part are told, each once, and nobody of what they did themselves', async () => {
  const fresh = freshRoom({ defaultAccess: 'comment' })
  await fresh.decide(access('opener', 'read'))
  const { say, person } = commenting(fresh)
  const participants = ['ada', 'bob', 'eve'].map((userId) => person(userId))
  const tabs = await Promise.all(['ada', 'bob', 'eve'].map((userId) => fresh.inbox(userId).tab()))
  const [ada, bob, eve] = tabs
  const comment = {
    commentId: 'com_1',
    text: 'Look, @Ada',
    mentions: [person('ada'), person('ada', false), person('bob')],
    participants: [...participants, person('eve', false)],
  }
  await say('comment.created', 'bob', comment)
  await until(() => ada?.shown().unread === 1 && eve?.shown().unread === 1, 'both of them')
  expect(ada?.shown().notifications).toMatchObject([
    {
      kind: 'mention',
      threadId: 'thr_1',
      count: 1,
      text: 'Look, @Ada',
      actors: [{ userId: 'bob', name: 'BOB' }],
      payload: { commentId: 'com_1' },
    },
  ])
  expect(eve?.shown().notifications).toMatchObject([{ kind: 'reply', text: 'Look, @Ada' }])
  // A mention that an edit adds is told; those that were there are not told again, but read as it is now.
  await say('comment.edited', 'bob', {
    ...comment,
    text: 'Look, @Ada and @Eve',
    mentions: [person('ada'), person('eve')],
  })
  await until(() => eve?.shown().unread === 2, 'the new one')
  await until(() => ada?.shown().notifications[0]?.text === 'Look, @Ada and @Eve', 'its words')
  expect(ada?.shown().unread).toBe(1)
  await say('thread.resolved', 'eve', { participants })
  await until(() => ada?.shown().unread === 2 && bob?.shown().unread === 1, 'that it was resolved')
  expect(bob?.shown().notifications).toMatchObject([{ kind: 'resolve', actors: [{ userId: 'eve' }] }])
  expect(eve?.shown().unread).toBe(2)
})

test('[IN3] a comment that is deleted leaves no word of itself in any inbox', async () => {
  const fresh = freshRoom({ defaultAccess: 'comment' })
  await fresh.decide(access('opener', 'read'))
  const { say, person } = commenting(fresh)
  const tab = await fresh.inbox('ada').tab()
  const comment = (n: number) => ({
    commentId: `com_${n}`,
    text: `secret ${n}`,
    mentions: [],
    participants: [person('ada')],
  })
  await say('comment.created', 'bob', comment(1))
  await say('comment.created', 'bob', comment(2))
  await until(() => tab.shown().notifications[0]?.count === 2, 'both')
  await say('comment.deleted', 'moderator', comment(2))
  await until(() => tab.shown().notifications[0]?.count === 1, 'one of them')
  expect(tab.shown().notifications).toMatchObject([{ text: 'secret 1', payload: { commentId: 'com_1' } }])
  expect(JSON.stringify(tab.shown())).not.toContain('secret 2')
  const thread = 'thr_2'
  await say('comment.created', 'bob', comment(3), thread)
  await until(() => tab.shown().unread === 2, 'another thread')
  await say('comment.deleted', 'bob', comment(3), thread)
  await until(() => tab.shown().unread === 1, 'nothing of it')
})

test('a message of the chat is told to whom it mentions, and to whom it answers', async () => {
  const fresh = freshRoom({ defaultAccess: 'comment' })
  await fresh.decide(access('opener', 'read'))
  const { say, person } = commenting(fresh)
  const [ada, eve] = [await fresh.inbox('ada').tab(), await fresh.inbox('eve').tab()]
  const replyTo = { id: 'msg_1', by: person('eve') }
  await say('message.sent', 'bob', { id: 'msg_2', mentions: ['ada', 'bob'], replyTo, excerpt: 'Look' })
  await until(() => ada.shown().unread === 1 && eve.shown().unread === 1, 'both of them')
  expect(ada.shown().notifications).toMatchObject([{ kind: 'mention', text: 'Look', payload: { messageId: 'msg_2' } }])
  expect(eve.shown().notifications).toMatchObject([{ kind: 'reply', threadId: 'chat:msg_1', text: 'Look' }])
})
