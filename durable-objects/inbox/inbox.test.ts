/** The inbox's object: what is told once, counted, bounded, read, hidden; in every tab, through crashes. */
import { abortAllDurableObjects, evictDurableObject } from 'cloudflare:test'
import { createId } from '@syncforge/protocol/ids'
import type { Notification, NotificationPreferences } from '@syncforge/protocol/inbox'
import { expect, test } from 'vitest'
import { freshInbox } from '../test/inbox-kit.ts'
import { until } from '../test-kit.ts'
import { perSenderMax } from './notifications.ts'

const reply = (threadId: string, userId: string, text = 'hm') =>
  ({
    kind: 'reply',
    roomId: 'plans',
    threadId,
    actor: { userId, name: userId.toUpperCase() },
    sender: userId,
    text,
  }) as const

test('[IN2] what is handed over again after a crash is told once, also what was deleted meanwhile', async () => {
  const { take, told, ask } = freshInbox()
  const [one, two] = [told({ text: 'one' }), told({ text: 'two' })]
  await take(one, two)
  await abortAllDurableObjects()
  await take(one, two)
  const { notifications } = (await ask('inbox.list', {})) as { notifications: Notification[] }
  expect(notifications.map(({ text }) => text)).toEqual(['two', 'one'])
  await ask('inbox.remove', { ids: notifications.map(({ id }) => id) })
  await take(one)
  expect(await ask('inbox.list', {})).toEqual({ notifications: [], unread: 0, next: null })
})

test('[IN3] five replies in one thread are one notification with a count; read, the next one is another', async () => {
  const { owner, take, told, ask } = freshInbox()
  const tab = await freshTab(owner)
  const people = ['bob', 'eve', 'bob', 'zoe', 'dan']
  for (const [index, userId] of people.entries())
    await take(told(reply('t1', userId, `reply ${index}`)), told(reply('t2', userId)))
  const page = (await ask('inbox.list', {})) as { notifications: Notification[]; unread: number }
  expect(page.unread).toBe(2)
  expect(page.notifications).toMatchObject([
    { threadId: 't2', count: 5 },
    { threadId: 't1', count: 5, text: 'reply 4', actors: [{ userId: 'dan' }, { userId: 'zoe' }, { userId: 'bob' }] },
  ])
  await until(() => tab.shown().notifications.every(({ count }) => count === 5), 'the last reply')
  await ask('inbox.read', { ids: [page.notifications[1]?.id] })
  await take(told(reply('t1', 'bob', 'one more')))
  expect(await ask('inbox.list', { unread: true })).toMatchObject({
    unread: 2,
    notifications: [
      { threadId: 't1', count: 1, text: 'one more' },
      { threadId: 't2', count: 5 },
    ],
  })
})

const freshTab = (owner: { readonly organizationId: string; readonly userId: string }) =>
  freshInbox(owner.userId, owner.organizationId).tab()

test('[IN4] two tabs hear of everything that the other one does, and end with the same exact count, through a sleep', async () => {
  const inbox = freshInbox()
  const [one, two] = [await inbox.tab(), await inbox.tab()]
  const same = (unread: number, count: number) =>
    until(
      () => [one, two].every(({ shown }) => shown().unread === unread && shown().notifications.length === count),
      `${unread} unread of ${count}: ${JSON.stringify([one.shown(), two.shown()])}`,
    )
  await inbox.take(inbox.told({ text: 'a' }), inbox.told({ text: 'b' }), inbox.told({ text: 'c' }))
  await same(3, 3)
  const [c, b] = one.shown().notifications
  expect(await one.ask('inbox.read', { ids: [c?.id] })).toMatchObject({ type: 'reply', body: { unread: 2 } })
  await same(2, 3)
  // Again changes nothing.
  expect(await two.ask('inbox.read', { ids: [c?.id] })).toMatchObject({ body: { unread: 2 } })
  await evictDurableObject(inbox.object())
  await two.ask('inbox.remove', { ids: [b?.id] })
  await same(1, 2)
  // What comes after what was seen stays unread.
  const seen = Math.max(...one.shown().notifications.map(({ position }) => position))
  await inbox.take(inbox.told({ text: 'd' }))
  await same(2, 3)
  await one.ask('inbox.readAll', { upTo: seen })
  await same(1, 3)
  await one.ask('inbox.readAll', {})
  await same(0, 3)
})

test('[IN5] what is of a room that was barred is hidden and not counted, and is there again afterwards', async () => {
  const inbox = freshInbox()
  const tab = await inbox.tab()
  await inbox.take(inbox.told({ ...reply('t1', 'bob'), roomId: 'secret' }), inbox.told())
  await until(() => tab.shown().unread === 2, 'both')
  await inbox.object().take(inbox.owner, [{ does: 'bar', roomId: 'secret', isBarred: true }])
  await until(() => tab.shown().notifications.length === 1 && tab.shown().unread === 1, 'one of them')
  await inbox.take(inbox.told({ ...reply('t2', 'bob'), roomId: 'secret' }))
  expect(await inbox.ask('inbox.list', {})).toMatchObject({ unread: 1, notifications: [{ roomId: null }] })
  await inbox.object().take(inbox.owner, [{ does: 'bar', roomId: 'secret', isBarred: false }])
  await until(() => tab.shown().unread === 3, 'all of them')
})

test('[IN6] what is muted, and kinds without a channel in the app, are not told', async () => {
  const inbox = freshInbox()
  const patch = {
    kinds: { promo: { inApp: false, email: false }, '*': { email: false } },
    mute: [{ roomId: 'noisy' }, { roomId: 'plans', threadId: 't1' }],
  }
  expect(await inbox.ask('inbox.prefer', patch)).toMatchObject({
    kinds: { promo: { inApp: false, email: false }, '*': { inApp: true, email: false } },
    muted: [{ roomId: 'noisy' }, { roomId: 'plans', threadId: 't1' }],
  })
  const { told, owner, object, take } = inbox
  await take(
    told({ ...reply('t1', 'bob') }),
    told({ ...reply('t2', 'bob') }),
    told({ ...reply('t1', 'bob'), roomId: 'noisy' }),
    told({ kind: 'promo' }),
    told({ kind: 'other' }),
  )
  const listed = (await inbox.ask('inbox.list', {})) as { notifications: Notification[] }
  expect(listed.notifications.map(({ kind, threadId }) => [kind, threadId])).toEqual([
    ['other', null],
    ['reply', 't2'],
  ])
  expect(await object().create(owner, told({ kind: 'promo' }), 'http://localhost')).toEqual({ ok: true, reply: null })
  await inbox.ask('inbox.prefer', { kinds: { promo: null }, unmute: [{ roomId: 'noisy' }] })
  await take(told({ kind: 'promo' }), told({ ...reply('t1', 'bob'), roomId: 'noisy' }))
  expect(await inbox.ask('inbox.list', {})).toMatchObject({ unread: 4 })
})

test('[IN8] a sender who is too many loses their own oldest, nobody else’s', async () => {
  const inbox = freshInbox()
  const { told, take } = inbox
  await take(told({ text: 'the first of all', sender: 'eve' }))
  const flood = Array.from({ length: perSenderMax + 30 }, (_, n) => told({ text: `flood ${n}`, sender: 'bob' }))
  await take(...flood)
  const all: Notification[] = []
  for (let before: number | undefined, more = true; more; ) {
    const page = (await inbox.ask('inbox.list', { limit: 100, ...(before ? { before } : {}) })) as {
      notifications: Notification[]
      next: number | null
      unread: number
    }
    expect(page.unread).toBe(perSenderMax + 1)
    all.push(...page.notifications)
    before = page.next ?? undefined
    more = page.next !== null
  }
  expect(all).toHaveLength(perSenderMax + 1)
  expect(all.at(-1)?.text).toBe('the first of all')
  expect(all.at(-2)?.text).toBe('flood 30')
})

test('[IN9] while somebody is not to be disturbed everything is kept and counted, and quiet says so', async () => {
  const inbox = freshInbox()
  const tab = await inbox.tab()
  await tab.ask('inbox.prefer', { doNotDisturb: { until: Date.now() + 60_000 } })
  await until(() => tab.shown().quiet, 'quiet')
  await inbox.take(inbox.told())
  await until(() => tab.shown().unread === 1, 'the notification')
  expect(tab.shown().quiet).toBe(true)
  await tab.ask('inbox.prefer', { doNotDisturb: null })
  await until(() => !tab.shown().quiet, 'the end of it')
})

test('bad input is a typed refusal, and nothing is stored', async () => {
  const inbox = freshInbox()
  const tab = await inbox.tab()
  const refused: [string, unknown, string][] = [
    ['inbox.nothing', {}, 'UNKNOWN_MESSAGE'],
    ['constructor', {}, 'UNKNOWN_MESSAGE'],
    ['inbox.read', { ids: [] }, 'VALIDATION_ERROR'],
    ['inbox.read', { ids: ["' OR 1=1"] }, 'VALIDATION_ERROR'],
    ['inbox.list', { limit: 101 }, 'VALIDATION_ERROR'],
    ['inbox.list', { before: -1 }, 'VALIDATION_ERROR'],
    ['inbox.prefer', { email: 'victim@example.com' }, 'VALIDATION_ERROR'],
    ['inbox.prefer', { kinds: { 'Not A Kind': {} } }, 'VALIDATION_ERROR'],
    ['inbox.prefer', { emailDelayMs: 0 }, 'VALIDATION_ERROR'],
    ['inbox.prefer', { doNotDisturb: { daily: { from: '24:00', to: '07:00', timeZone: 'UTC' } } }, 'VALIDATION_ERROR'],
    ['inbox.prefer', { doNotDisturb: { daily: { from: '22:00', to: '07:00', timeZone: 'Mars' } } }, 'VALIDATION_ERROR'],
  ]
  for (const [type, body, code] of refused)
    expect([type, await tab.ask(type, body)]).toMatchObject([type, { type: 'error', error: { code } }])
  const initial = { kinds: {}, muted: [], doNotDisturb: null, email: null }
  expect((await tab.ask('inbox.preferences', {})).body).toMatchObject(initial)
  tab.socket.send(new Uint8Array([1, 2, 3]))
  await until(() => tab.heard.find(({ error }) => error?.code === 'MALFORMED_MESSAGE'), 'a refusal of bytes')
  const muted = Array.from({ length: 100 }, (_, n) => ({ roomId: `room-${n}` }))
  for (let page = 0; page < 10; page++)
    await inbox.ask('inbox.prefer', { mute: muted.map(({ roomId }) => ({ roomId: `${page}-${roomId}` })) })
  await expect(inbox.ask('inbox.prefer', { mute: [{ roomId: 'one-more' }] })).rejects.toMatchObject({
    code: 'LIMIT_EXCEEDED',
  })
  expect(((await inbox.ask('inbox.preferences', {})) as NotificationPreferences).muted).toHaveLength(1_000)
})

test('a socket that says nothing, and one whose token has ended, is let go; one too many requests are refused', async () => {
  const inbox = freshInbox()
  const tab = await inbox.tab({ expiresAt: Date.now() + 300 })
  await until(() => tab.closed[0], 'the close')
  expect(tab.closed).toEqual(['4501 SESSION_EXPIRED'])
  const busy = await inbox.tab()
  for (let n = 0; n < 150; n++) busy.socket.send(JSON.stringify({ type: 'inbox.preferences', ref: n, body: {} }))
  await until(() => busy.heard.find(({ error }) => error?.code === 'RATE_LIMITED'), 'a refusal')
  expect(busy.closed).toEqual([])
})

test('[IN1] two people of one organization, and one id in two, have inboxes of their own', async () => {
  const organizationId = createId('org')
  const inboxes = [freshInbox('ada', organizationId), freshInbox('ad', organizationId), freshInbox('ada')] as const
  await inboxes[0].take(inboxes[0].told())
  const unread = await Promise.all(
    inboxes.map(async ({ ask }) => ((await ask('inbox.list', {})) as { unread: number }).unread),
  )
  expect(unread).toEqual([1, 0, 0])
})

test('a tab that was told megabytes, and may have read none of it, has to come again; the others go on, and nothing is lost', async () => {
  const inbox = freshInbox()
  const payload = { note: 'x'.repeat(60_000) }
  await inbox.take(...Array.from({ length: 40 }, (_, index) => inbox.told({ text: `${index}`, payload })))
  const [greedy, quiet] = [await inbox.tab(), await inbox.tab()]
  for (let asked = 0; greedy.closed.length === 0 && asked < 10; asked++) {
    const isTold = () => greedy.closed.length > 0 || greedy.heard.filter(({ type }) => type === 'reply').length > asked
    greedy.socket.send(JSON.stringify({ type: 'inbox.list', ref: asked + 1, body: { limit: 40 } }))
    await until(isTold, 'an answer or the end')
  }
  expect(greedy.closed[0]).toMatch(/^4508 SLOW_CONSUMER/)
  expect(greedy.heard.filter(({ type }) => type === 'reply')).toHaveLength(0)
  expect(quiet.closed).toEqual([])
  const again = await inbox.tab()
  expect(again.shown().unread).toBe(40)
})
