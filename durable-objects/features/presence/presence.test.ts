/** Presence, rules PR1–PR8, with the room's own part in them: admission, grace periods and cold wakes. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { encodeReceipt } from '@syncforge/protocol/frames'
import { expect, test } from 'vitest'
import { actor, freshRoom, joinNative, roomSettings, until } from '../../test-kit.ts'

const names = (people: readonly { readonly userInfo: { readonly name: string } }[]) =>
  people.map(({ userInfo }) => userInfo.name)

test('[PR1] a newcomer gets the registry once, the others hear one join', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, {
    hello: { userId: 'ada', userInfo: { name: 'Ada' }, presence: { status: 'writing' } },
  })
  expect(names(ada.welcome.snapshots.presence)).toEqual(['Ada'])
  const bob = await joinNative(room, { hello: { userId: 'bob', userInfo: { name: 'Bob', color: '#123456' } } })
  expect(bob.welcome.snapshots.presence).toMatchObject([
    { userId: 'ada', userInfo: { name: 'Ada' }, verified: false, presence: { status: 'writing' } },
    { userId: 'bob', userInfo: { name: 'Bob', color: '#123456' }, presence: {} },
  ])
  const joined = await until(() => ada.events('presence.joined')[0], 'the join')
  expect(joined.body).toMatchObject({ userId: 'bob', connectionId: bob.self.connectionId })
  expect(bob.events('presence.joined')).toEqual([])
})

test('[PR2] [PR3] presence is replaced as a whole and only by its owner', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { hello: { presence: { a: 1, b: 2 } } })
  const bob = await joinNative(room)
  expect(await ada.ask('presence.update', { presence: { b: 3 } })).toMatchObject({ type: 'reply', body: {} })
  const updated = await until(() => bob.events('presence.updated')[0], 'the update')
  expect(updated.body).toEqual({ connectionId: ada.self.connectionId, presence: { b: 3 } })
  expect(ada.events('presence.updated')).toEqual([])
  const carl = await joinNative(room)
  expect(carl.welcome.snapshots.presence[0]?.presence).toEqual({ b: 3 })
})

test('presence over 64 kB is refused with its limit, and what was there stays', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { hello: { presence: { kept: true } } })
  const answer = await ada.ask('presence.update', { presence: { big: 'x'.repeat(64 * 1024) } })
  expect(answer.error).toMatchObject({ code: 'PAYLOAD_TOO_LARGE', details: { maxBytes: 64 * 1024 } })
  const bob = await joinNative(room)
  expect(bob.welcome.snapshots.presence[0]?.presence).toEqual({ kept: true })
})

test('presence larger than a socket attachment survives a cold wake', async () => {
  const room = freshRoom()
  const big = { note: 'ü'.repeat(20_000) }
  const ada = await joinNative(room)
  await ada.ask('presence.update', { presence: big })
  await evictDurableObject(room)
  const bob = await joinNative(room)
  expect(
    bob.welcome.snapshots.presence.find(({ connectionId }) => connectionId === ada.self.connectionId)?.presence,
  ).toEqual(big)
  await ada.ask('presence.update', { presence: { note: 'small again' } })
  await evictDurableObject(room)
  const carl = await joinNative(room)
  expect(carl.welcome.snapshots.presence[0]?.presence).toEqual({ note: 'small again' })
})

test('[PR4] a goodbye is a leave at once', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  bob.socket.close(1000, 'bye')
  const left = await until(() => ada.events('presence.left')[0], 'the leave')
  expect(left.body).toEqual({ connectionId: bob.self.connectionId, number: bob.self.number })
  await until(() => bob.closed[0], 'the other half of the closing handshake')
})

test('[PR4] a lost connection keeps its place for the grace period, through a cold wake, then leaves', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const bob = await joinNative(room, { settings: roomSettings({ graceMs: 1_500 }) })
  bob.socket.close(4_999, 'as if the network went away')
  await until(() => bob.closed[0], 'the close')
  await evictDurableObject(room)
  const here = await room.ask('presence.list', {}, actor())
  expect(here).toMatchObject({
    reply: [{ connectionId: ada.self.connectionId }, { connectionId: bob.self.connectionId }],
  })
  expect(ada.events('presence.left')).toEqual([])
  const left = await until(() => ada.events('presence.left')[0], 'the leave')
  expect(left.body).toEqual({ connectionId: bob.self.connectionId, number: bob.self.number })
  await runDurableObjectAlarm(room)
  expect(ada.events('presence.left')).toHaveLength(1)
})

test('[PR5] a session that returns in time keeps its place: no leave, no join', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const bob = await joinNative(room, { hello: { userId: 'bob', presence: { at: 'page 2' } } })
  bob.socket.close(4_999, 'lost')
  await until(() => bob.closed[0], 'the close')
  const session = { connectionId: bob.self.connectionId, secret: bob.welcome.session.secret }
  const again = await joinNative(room, { hello: { userId: 'bob', session } })
  expect(again.welcome.session.resumed).toBe(true)
  expect(again.self).toMatchObject({ connectionId: bob.self.connectionId, number: bob.self.number })
  expect(again.welcome.snapshots.presence).toHaveLength(2)
  await again.ask('broadcast.send', { event: 'mark', payload: null })
  await until(() => ada.events('broadcast.sent')[0], 'a mark after the return')
  expect(ada.events('presence.joined')).toHaveLength(1)
  expect(ada.events('presence.left')).toEqual([])
})

test.each([
  ['a wrong secret', { secret: 'ses_wrong00000000000000' }, 'bob'],
  ['another person', {}, 'eve'],
])('[PR5] %s does not get the place', async (_, forged, userId) => {
  const room = freshRoom()
  const bob = await joinNative(room, { hello: { userId: 'bob' } })
  const session = { connectionId: bob.self.connectionId, secret: bob.welcome.session.secret, ...forged }
  const other = await joinNative(room, { hello: { userId, session } })
  expect(other.welcome.session.resumed).toBe(false)
  expect(other.self.connectionId).not.toBe(bob.self.connectionId)
  expect(bob.closed).toEqual([])
})

test('a late close of the socket that was replaced does not end the session', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  const bob = await joinNative(room, { hello: { userId: 'bob' } })
  const session = { connectionId: bob.self.connectionId, secret: bob.welcome.session.secret }
  const again = await joinNative(room, { hello: { userId: 'bob', session } })
  bob.socket.close(1000)
  await until(() => bob.closed[0], 'the old socket closing')
  await again.ask('broadcast.send', { event: 'mark', payload: null })
  await until(() => ada.events('broadcast.sent')[0], 'a mark after it')
  expect(ada.events('presence.left')).toEqual([])
})

test('[PR7] who turns idle or away says so, once for everyone; it is in the list, and survives a cold wake and a lost socket', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  expect(bob.welcome.snapshots.presence.map(({ activity }) => activity)).toEqual(['active', 'active'])
  const { connectionId } = ada.self
  for (const activity of ['active', 'idle', 'idle', 'away']) await ada.ask('presence.activity', { activity })
  await until(() => bob.events('presence.turned').length === 2, 'both turns')
  expect(bob.events('presence.turned').map(({ body }) => body)).toEqual([
    { connectionId, activity: 'idle' },
    { connectionId, activity: 'away' },
  ])
  expect(ada.events('presence.turned')).toEqual([])
  await evictDurableObject(room)
  ada.socket.close(4_999, 'lost')
  await until(() => ada.closed[0], 'the close')
  const activityOfAda = (client: typeof bob) =>
    client.welcome.snapshots.presence.find((each) => each.connectionId === connectionId)?.activity
  expect(activityOfAda(await joinNative(room))).toBe('away')
  const session = { connectionId, secret: ada.welcome.session.secret }
  expect(activityOfAda(await joinNative(room, { hello: { session } }))).toBe('away')
  expect(bob.events('presence.turned')).toHaveLength(2)
  expect(bob.events('presence.left')).toEqual([])
})

test('[PR7] another word for activity is refused', async () => {
  const ada = await joinNative(freshRoom())
  const answer = await ada.ask('presence.activity', { activity: 'asleep' })
  expect(answer.error).toMatchObject({ code: 'VALIDATION_ERROR' })
})

test('who could not keep up is told who is idle', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  const slow = await joinNative(room, { receipts: false })
  for (let i = 0; i < 6; i++) await bob.ask('broadcast.send', { event: 'noise', payload: 'n'.repeat(100 * 1024) })
  await until(() => slow.events('broadcast.sent').length === 6, 'the noise')
  await ada.ask('presence.activity', { activity: 'idle' })
  await until(() => bob.events('presence.turned').length === 1, 'the turn')
  expect(slow.events('presence.turned')).toEqual([])
  const bytes = slow.messages.reduce((sum, data) => sum + (typeof data === 'string' ? 0 : data.byteLength), 0)
  slow.socket.send(encodeReceipt(bytes))
  await until(() => slow.events('presence.turned').length === 2, 'what was missed')
  expect(slow.events('presence.turned').map(({ body }) => body)).toContainEqual({
    connectionId: ada.self.connectionId,
    activity: 'idle',
  })
})

test('[PR6] one user in two tabs is two entries with one userId', async () => {
  const room = freshRoom()
  await joinNative(room, { hello: { userId: 'ada' } })
  const second = await joinNative(room, { hello: { userId: 'ada' } })
  const here = second.welcome.snapshots.presence
  expect(here.map(({ userId }) => userId)).toEqual(['ada', 'ada'])
  expect(new Set(here.map(({ connectionId }) => connectionId)).size).toBe(2)
})

test('a verified identity cannot be claimed away, a claimed one is marked', async () => {
  const room = freshRoom()
  const user = { userId: 'u1', userInfo: { name: 'Real' }, verified: true }
  const ada = await joinNative(room, { user, hello: { userId: 'admin', userInfo: { name: 'Fake' } } })
  expect(ada.self).toMatchObject({ userId: 'u1', userInfo: { name: 'Real' }, verified: true })
  const guest = await joinNative(room)
  expect(guest.self).toMatchObject({ userInfo: { name: 'Guest' }, verified: false })
  expect(guest.self.userId).toMatch(/^guest_/)
})

test('the same person has the same colour everywhere', async () => {
  const [one, two] = [
    await joinNative(freshRoom(), { hello: { userId: 'ada' } }),
    await joinNative(freshRoom(), { hello: { userId: 'ada' } }),
  ]
  expect(one.self.userInfo.color).toMatch(/^#[0-9a-f]{6}$/)
  expect(one.self.userInfo.color).toBe(two.self.userInfo.color)
})

const departedOf = async (client: Awaited<ReturnType<typeof joinNative>>) =>
  ((await client.ask('presence.listDeparted', {})).body as { userId: string; leftAt: number }[]).map(
    ({ userId }) => userId,
  )

test('[PR8] who has left lately is remembered through a cold wake, the last first, and is off the list when back', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { hello: { userId: 'ada' } })
  expect(await departedOf(ada)).toEqual([])
  const startedAt = Date.now()
  for (const userId of ['bob', 'carl', 'bob', 'dora']) {
    const someone = await joinNative(room, { hello: { userId, userInfo: { name: userId.toUpperCase() } } })
    const before = ada.events('presence.left').length
    someone.socket.close(1000)
    await until(() => ada.events('presence.left').length > before, `the leave of ${userId}`)
  }
  await evictDurableObject(room)
  expect(await departedOf(ada)).toEqual(['dora', 'bob', 'carl'])
  const answer = await ada.ask('presence.listDeparted', {})
  const [dora] = answer.body as { leftAt: number }[]
  expect(dora).toMatchObject({ userId: 'dora', userInfo: { name: 'DORA' }, verified: false })
  expect(dora?.leftAt).toBeGreaterThanOrEqual(startedAt)
  expect(dora?.leftAt).toBeLessThanOrEqual(Date.now())
  await joinNative(room, { hello: { userId: 'bob' } })
  expect(await departedOf(ada)).toEqual(['dora', 'carl'])
  const [tab] = [await joinNative(room, { hello: { userId: 'bob' } })]
  tab.socket.close(1000)
  await until(() => ada.events('presence.left').length > 4, 'the leave of one of two tabs')
  expect(await departedOf(ada)).toEqual(['dora', 'carl'])
})

test('[PR8] at most fifty are remembered, and nobody for longer than five minutes or from the future', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { hello: { userId: 'ada' } })
  await runInDurableObject(room, (_, state) => {
    const insert = (userId: string, leftAt: number) =>
      state.storage.sql.exec(
        'INSERT INTO presence_departed VALUES (?, 1, ?, ?)',
        userId,
        JSON.stringify({ userId, userInfo: { name: userId, color: '#000000' }, verified: true }),
        leftAt,
      )
    const now = Date.now()
    insert('long ago', now - 5 * 60_000 - 1)
    insert('tomorrow', now + 86_400_000)
    for (let i = 0; i < 60; i++) insert(`person-${i}`, now - 1_000 + i)
  })
  const listed = await departedOf(ada)
  expect(listed).toHaveLength(60)
  expect(listed).not.toContain('long ago')
  expect(listed).not.toContain('tomorrow')
  const bob = await joinNative(room, { hello: { userId: 'bob' } })
  bob.socket.close(1000)
  await until(() => ada.events('presence.left').length, 'the leave')
  expect(await departedOf(ada)).toEqual(['bob', ...Array.from({ length: 49 }, (_, i) => `person-${59 - i}`)])
  const rows = await runInDurableObject(room, (_, state) =>
    state.storage.sql.exec('SELECT COUNT(*) AS count FROM presence_departed').one(),
  )
  expect(rows).toEqual({ count: 50 })
})

test('[PR9] the presence of a room has a bound together: what is past it is refused, by update and by join, an ordinary one never is', async () => {
  const room = freshRoom()
  const large = { x: 'x'.repeat(60_000) }
  const crowd: Awaited<ReturnType<typeof joinNative>>[] = []
  for (let n = 0; n < 69; n++) crowd.push(await joinNative(room, { hello: { presence: large } }))
  const [ada, bob] = crowd
  await expect(joinNative(room, { hello: { presence: large } })).rejects.toThrow('LIMIT_EXCEEDED')
  const late = await joinNative(room, { hello: { presence: { cursor: 1 } } })
  expect((await late.ask('presence.update', { presence: large })).error).toMatchObject({
    code: 'LIMIT_EXCEEDED',
    details: { maxBytes: 4 * 2 ** 20 },
  })
  expect((await late.ask('presence.update', { presence: { cursor: 2 } })).type).toBe('reply')
  // What is there may change, through a cold wake as well.
  await evictDurableObject(room)
  expect((await ada?.ask('presence.update', { presence: large }))?.type).toBe('reply')
  expect((await late.ask('presence.update', { presence: large })).error?.code).toBe('LIMIT_EXCEEDED')
  bob?.socket.close(1000)
  await until(() => late.events('presence.left').length, 'the leave')
  expect((await late.ask('presence.update', { presence: large })).type).toBe('reply')
  expect(late.closed).toEqual([])
})
