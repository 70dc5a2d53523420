/** Locks, rules LK1–LK9, over real sockets. What crashes and clocks do to them at length is in model.test.ts. */
import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Lease } from '@syncforge/protocol/locks'
import { expect, test } from 'vitest'
import { actor, askAs, freshRoom, joinNative, replyOf, roomAddress, roomSettings, until } from '../../test-kit.ts'

type Room = ReturnType<typeof freshRoom>
type Client = Awaited<ReturnType<typeof joinNative>>

const join = (room: Room, userId: string, more: Parameters<typeof joinNative>[1] = {}) =>
  joinNative(room, { hello: { userId, userInfo: { name: userId } }, ...more })
interface Acquired {
  readonly lease: Lease
  readonly position: number
}
const acquire = async (client: Client, key: string, more: object = {}) => {
  const answer = await client.ask('locks.acquire', { key, ...more })
  if (answer.error) throw Object.assign(new Error(answer.error.message), answer.error)
  return answer.body as Acquired
}
const changes = (client: Client) =>
  client.events('locks.changed').map(({ body }) => {
    const { key, lease } = body as { key: string; lease: Lease | null }
    return [key, lease?.by.userId ?? null] as const
  })
const codeOf = async (client: Client, type: string, body: object) => (await client.ask(type, body)).error?.code

test('[LK1] [LK6] one holder at a time, everybody is told who, and tokens rise over all keys', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  const { lease } = await acquire(ada, 'title')
  expect(lease).toMatchObject({
    key: 'title',
    by: { userId: 'ada', name: 'ada', verified: false },
    connectionId: ada.self.connectionId,
  })
  // Half an hour unless said otherwise.
  expect(lease.expiresAt - Date.now()).toBeGreaterThan(29 * 60_000)
  const refusal = await bob.ask('locks.acquire', { key: 'title' })
  expect(refusal.error).toMatchObject({ code: 'LOCK_HELD', details: { lease } })
  const other = await acquire(bob, 'budget')
  expect(other.lease.token).toBeGreaterThan(lease.token)
  await until(() => changes(ada).length === 2, 'both at Ada')
  const late = await join(room, 'carl')
  expect(late.welcome.snapshots.locks).toEqual([other.lease, lease])
  await evictDurableObject(room)
  expect((await late.ask('locks.list', {})).body).toEqual([other.lease, lease])
  expect(await codeOf(bob, 'locks.acquire', { key: 'title' })).toBe('LOCK_HELD')
})

test('[LK2] a lock ends when it is given back, and when its time is over', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  const { lease } = await acquire(ada, 'title', { ttlMs: 1_000 })
  await until(() => changes(bob).at(-1)?.[1] === null, 'the end of its time')
  expect(Date.now()).toBeGreaterThanOrEqual(lease.expiresAt)
  const mine = await acquire(bob, 'title')
  expect(mine.lease.token).toBeGreaterThan(lease.token)
  expect(await codeOf(bob, 'locks.release', { key: 'title', token: mine.lease.token })).toBeUndefined()
  await until(() => changes(ada).at(-1)?.[1] === null, 'the release')
  expect((await ada.ask('locks.list', {})).body).toEqual([])
})

test('[LK2] a lock ends when its holder leaves: at once with a goodbye, else after the grace period', async () => {
  const room = freshRoom()
  const settings = roomSettings({ graceMs: 1_000 })
  const [ada, bob, carl] = [
    await join(room, 'ada', { settings }),
    await join(room, 'bob', { settings }),
    await join(room, 'carl', { settings }),
  ]
  await acquire(ada, 'title')
  ada.socket.close(1000)
  await until(() => changes(carl).at(-1)?.[1] === null, 'the goodbye')
  await acquire(bob, 'title')
  bob.socket.close(4_999)
  await until(() => bob.closed[0], 'the close')
  expect(await codeOf(carl, 'locks.acquire', { key: 'title' })).toBe('LOCK_HELD')
  await until(() => changes(carl).at(-1)?.[1] === null, 'the end of the grace period')
})

test('[LK2] [LK3] who returns within the grace period still holds it', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  const { lease } = await acquire(ada, 'title')
  ada.socket.close(4_999)
  await until(() => ada.closed[0], 'the close')
  await evictDurableObject(room)
  const session = { connectionId: ada.self.connectionId, secret: ada.welcome.session.secret }
  const again = await joinNative(room, { hello: { userId: 'ada', session } })
  expect(again.welcome.snapshots.locks).toEqual([lease])
  expect((await again.ask('locks.renew', { key: 'title', token: lease.token })).body).toMatchObject({
    token: lease.token,
  })
  expect(changes(bob).every(([, holder]) => holder === 'ada')).toBe(true)
})

test('[LK3] only the holder, with its token: anybody else, another tab and an old token are refused', async () => {
  const room = freshRoom()
  const [ada, tab, bob] = [await join(room, 'ada'), await join(room, 'ada'), await join(room, 'bob')]
  const { lease } = await acquire(ada, 'title')
  const again = await acquire(ada, 'title', { ttlMs: 60_000 })
  expect(again.lease.token).toBe(lease.token)
  expect(again.lease.expiresAt).toBeLessThan(lease.expiresAt)
  for (const other of [tab, bob]) {
    expect(await codeOf(other, 'locks.acquire', { key: 'title' })).toBe('LOCK_HELD')
    for (const type of ['locks.renew', 'locks.release']) {
      expect(await codeOf(other, type, { key: 'title', token: lease.token })).toBe('LOCK_LOST')
    }
  }
  expect(await codeOf(ada, 'locks.renew', { key: 'title', token: lease.token - 1 })).toBe('LOCK_LOST')
  expect(await codeOf(ada, 'locks.renew', { key: 'other', token: lease.token })).toBe('LOCK_LOST')
  await ada.ask('locks.release', { key: 'title', token: lease.token })
  await acquire(bob, 'title')
  expect(await codeOf(ada, 'locks.renew', { key: 'title', token: lease.token })).toBe('LOCK_LOST')
})

test('[LK3] after a crash the holder goes on from a new connection, and nobody gets it meanwhile', async () => {
  let room = freshRoom()
  const ada = await join(room, 'ada')
  const { lease } = await acquire(ada, 'title')
  await abortAllDurableObjects()
  room = env.ROOM.get(room.id)
  const bob = await join(room, 'bob')
  expect(await codeOf(bob, 'locks.acquire', { key: 'title' })).toBe('LOCK_HELD')
  const [left] = (await bob.ask('locks.list', {})).body as Lease[]
  expect(left?.expiresAt).toBeLessThanOrEqual(Date.now() + 10_000)
  const again = await join(room, 'ada')
  expect(again.self.connectionId).not.toBe(ada.self.connectionId)
  const renewed = (await again.ask('locks.renew', { key: 'title', token: lease.token })).body as Lease
  expect(renewed).toMatchObject({ token: lease.token, connectionId: again.self.connectionId })
  expect(await codeOf(bob, 'locks.acquire', { key: 'title' })).toBe('LOCK_HELD')
})

test('[LK2] after a crash a lock whose holder stays away ends with the grace period', async () => {
  let room = freshRoom()
  const settings = roomSettings({ graceMs: 500 })
  await acquire(await join(room, 'ada', { settings }), 'title')
  await abortAllDurableObjects()
  room = env.ROOM.get(room.id)
  const bob = await join(room, 'bob', { settings })
  await until(() => changes(bob).at(-1)?.[1] === null, 'the end')
})

test('[LK4] the line moves up in order', async () => {
  const room = freshRoom()
  const people = [await join(room, 'ada'), await join(room, 'bob'), await join(room, 'carl'), await join(room, 'dora')]
  const [ada, bob, carl, dora] = people as [Client, Client, Client, Client]
  const { lease } = await acquire(ada, 'title')
  const waiting = [bob, carl, dora].map((client) => acquire(client, 'title', { waitMs: 60_000 }))
  expect((await Promise.all(waiting)).map(({ position }) => position)).toEqual([1, 2, 3])
  // Who asks again keeps the place; who gives up, or leaves, has none.
  expect(await acquire(dora, 'title', { waitMs: 60_000 })).toEqual({ lease: null, position: 3 })
  await carl.ask('locks.giveUp', { key: 'title' })
  await ada.ask('locks.release', { key: 'title', token: lease.token })
  const mine = () => bob.events('locks.changed').map(({ body }) => (body as { lease: Lease | null }).lease)
  const handed = await until(() => mine().find((each) => each?.connectionId === bob.self.connectionId), 'Bob’s turn')
  expect(handed.token).toBeGreaterThan(lease.token)
  await evictDurableObject(room)
  bob.socket.close(1000)
  await until(() => changes(carl).at(-1)?.[1] === 'dora', 'Dora’s turn')
  expect(changes(carl).map(([, holder]) => holder)).toEqual(['ada', 'bob', 'dora'])
})

test('[LK4] a lock goes to the first in line with what ends it, again and again, and nobody sees it free in between', async () => {
  const room = freshRoom()
  const watcher = await join(room, 'eve')
  let [holder, next] = [await join(room, 'ada'), await join(room, 'bob')]
  let { lease } = await acquire(holder, 'title')
  const names = ['ada']
  for (let turn = 0; turn < 8; turn++) {
    await acquire(next, 'title', { waitMs: 60_000 })
    const { token } = lease
    await holder.ask('locks.release', { key: 'title', token })
    const heard = () => next.events('locks.changed').map(({ body }) => (body as { lease: Lease | null }).lease)
    lease = await until(() => heard().find((each) => each && each.token > token), 'the next turn')
    names.push(lease.by.userId)
    ;[holder, next] = [next, holder]
  }
  expect(names).toEqual(Array.from({ length: 9 }, (_, turn) => (turn % 2 === 0 ? 'ada' : 'bob')))
  await until(() => changes(watcher).length >= names.length, 'all of it')
  expect(changes(watcher).map(([, name]) => name)).toEqual(names)
})

test('[LK4] a wait ends by its time, and with the connection', async () => {
  const room = freshRoom()
  const [ada, bob, carl] = [await join(room, 'ada'), await join(room, 'bob'), await join(room, 'carl')]
  const { lease } = await acquire(ada, 'title')
  await acquire(bob, 'title', { waitMs: 1 })
  await acquire(carl, 'title', { waitMs: 60_000 })
  const waiting = () =>
    runInDurableObject(room, (_, { storage }) => storage.sql.exec('SELECT place FROM locks_line').toArray().length)
  while ((await waiting()) > 1) await scheduler.wait(2)
  carl.socket.close(1000)
  while ((await waiting()) > 0) await scheduler.wait(2)
  await ada.ask('locks.release', { key: 'title', token: lease.token })
  await until(() => changes(bob).at(-1)?.[1] === null, 'nobody')
})

test('[LK5] who may moderate takes it, the line stays, and the holder’s token is worth nothing', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  const mod = await join(room, 'mod', { access: 'moderate' })
  const { lease } = await acquire(ada, 'title')
  await acquire(bob, 'title', { waitMs: 60_000 })
  expect(await codeOf(bob, 'locks.steal', { key: 'title' })).toBe('FORBIDDEN')
  const stolen = (await mod.ask('locks.steal', { key: 'title' })).body as Lease
  expect(stolen.token).toBeGreaterThan(lease.token)
  await until(() => changes(ada).at(-1)?.[1] === 'mod', 'the theft')
  expect(await codeOf(ada, 'locks.renew', { key: 'title', token: lease.token })).toBe('LOCK_LOST')
  await mod.ask('locks.release', { key: 'title', token: stolen.token })
  await until(() => changes(ada).at(-1)?.[1] === 'bob', 'the line')
})

test('a caller without a connection holds by its name and time, and cannot wait', async () => {
  const room = freshRoom()
  const { lease } = (await askAs(room, 'locks.acquire', { key: 'title' }, 'script')) as Acquired
  expect(lease).toMatchObject({ connectionId: null, by: { userId: 'script', verified: true } })
  await expect(askAs(room, 'locks.acquire', { key: 'title', waitMs: 5 }, 'other')).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
  })
  await expect(askAs(room, 'locks.renew', { key: 'title', token: lease.token }, 'other')).rejects.toMatchObject({
    code: 'LOCK_LOST',
  })
  await askAs(room, 'locks.renew', { key: 'title', token: lease.token }, 'script')
  await askAs(room, 'locks.release', { key: 'title', token: lease.token }, 'script')
  expect(await askAs(room, 'locks.list', {})).toEqual([])
})

const tablesOf = (room: Room) =>
  runInDurableObject(room, (_, { storage }) =>
    storage.sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE name GLOB 'locks_*' AND type = 'table'")
      .toArray()
      .map(({ name }) => name),
  )

test('[LK8] the tables come with the first lock, and no export has them', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  await ada.ask('locks.list', {})
  expect(await codeOf(ada, 'locks.release', { key: 'title', token: 1 })).toBe('LOCK_LOST')
  expect(await tablesOf(room)).toEqual([])
  await acquire(ada, 'title')
  expect(await tablesOf(room)).toEqual(['locks_lease', 'locks_line', 'locks_token'])

  const file = (await replyOf(room.exportFile({}, roomAddress()))) as ReadableStream<Uint8Array>
  const copy = freshRoom()
  const staged = (await replyOf(copy.stageImport(file, roomAddress(), false))) as { id: string }
  await replyOf(copy.commitImport(staged.id, roomAddress()))
  expect(await askAs(copy, 'locks.list', {})).toEqual([])
  await askAs(copy, 'locks.acquire', { key: 'title' })
  await evictDurableObject(copy)
  expect(await askAs(copy, 'locks.list', {})).toHaveLength(1)
})

test('a plan without locks takes none, and lets those that are held be given back', async () => {
  const room = freshRoom()
  const { lease } = (await askAs(room, 'locks.acquire', { key: 'title' }, 'ada')) as Acquired
  const starter = actor({
    plan: { id: 'starter', revision: 2 },
    user: { userId: 'ada', userInfo: { name: 'ada', color: '#000000' }, verified: true },
  })
  expect(await room.ask('locks.acquire', { key: 'other' }, starter)).toMatchObject({
    error: { code: 'PLAN_LIMIT_EXCEEDED', details: { feature: 'locks' } },
  })
  expect(await room.ask('locks.release', { key: 'title', token: lease.token }, starter)).toMatchObject({ ok: true })
})

test.each([
  ['no time at all', { key: 'a', ttlMs: 0 }],
  ['a time without end', { key: 'a', ttlMs: 10 ** 15 }],
  ['a time that is no number', { key: 'a', ttlMs: '5' }],
  ['a part of a millisecond', { key: 'a', ttlMs: 1_000.5 }],
  ['a wait without end', { key: 'a', waitMs: 10 ** 9 }],
  ['a wait that is over', { key: 'a', waitMs: -1 }],
  ['no key', {}],
  ['a key that is none', { key: '../a b' }],
  ['a key without end', { key: 'a'.repeat(129) }],
  ['a token of its own', { key: 'a', token: 7 }],
])('%s is refused, and nothing is stored', async (_, body) => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  expect(await codeOf(ada, 'locks.acquire', body)).toBe('VALIDATION_ERROR')
  expect(await tablesOf(room)).toEqual([])
})

test('a room has a thousand locks at most, and a lock a hundred who wait', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  await acquire(ada, 'title')
  await runInDurableObject(room, (_, { storage }) => {
    for (let i = 0; i < 999; i++) {
      storage.sql.exec("INSERT INTO locks_lease VALUES (?, 1, NULL, 'x', 1, 'x', 0, 1000, ?, 0)", `k${i}`, 2 ** 48)
    }
    for (let i = 0; i < 100; i++) {
      storage.sql.exec(
        "INSERT INTO locks_line (key, connection, user_id, verified, name, ttl_ms, since, wait_ms, ends_at) VALUES ('title', ?, 'x', 1, 'x', 1000, 0, 0, ?)",
        `c${i}`,
        2 ** 48,
      )
    }
  })
  const bob = await join(room, 'bob')
  expect(await codeOf(bob, 'locks.acquire', { key: 'one-more' })).toBe('LIMIT_EXCEEDED')
  expect(await codeOf(bob, 'locks.acquire', { key: 'title', waitMs: 9 })).toBe('LIMIT_EXCEEDED')
  expect((await acquire(ada, 'title')).position).toBe(0)
})
