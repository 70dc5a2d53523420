/** Feeds, rules FE1–FE7, over real sockets. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { type FeedEntry, feedLimits } from '@syncforge/protocol/feeds'
import { expect, test } from 'vitest'
import { forkOf, importOf } from '../../test/copied-rooms.ts'
import { namedRoom, passTime } from '../../test/mirror-kit.ts'
import { actor, freshRoom, joinNative, replyOf, until } from '../../test-kit.ts'

type Client = Awaited<ReturnType<typeof joinNative>>
interface Page {
  readonly entries: readonly FeedEntry[]
  readonly first: number
  readonly last: number
}

const join = (room: ReturnType<typeof freshRoom>, userId: string, more: Parameters<typeof joinNative>[1] = {}) =>
  joinNative(room, { hello: { userId, userInfo: { name: userId } }, ...more })
const append = (client: Client, feed: string, payload: unknown) => client.ask('feeds.append', { feed, payload })
const read = async (client: Client, feed: string, more: object = {}) =>
  (await client.ask('feeds.read', { feed, ...more })).body as Page
const follow = (client: Client, feed: string, on = true) => client.ask('feeds.follow', { feed, on })
const heard = (client: Client) =>
  client.events('feeds.appended').map(({ body }) => {
    const { feed, sequence } = body as FeedEntry & { feed: string }
    return [feed, sequence] as const
  })

test('[FE1] [FE2] entries are numbered without gaps in each feed, and read from any point, through a cold wake', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  expect(await read(ada, 'moves')).toEqual({ entries: [], first: 0, last: 0 })
  const receipts = await Promise.all(
    Array.from({ length: 20 }, (_, i) => append(i % 2 === 0 ? ada : bob, 'moves', { i })),
  )
  const numbers = receipts.map(({ body }) => (body as { sequence: number }).sequence)
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  expect((await append(bob, 'log', 'x')).body).toMatchObject({ sequence: 1 })
  await evictDurableObject(room)
  const { entries, first, last } = await read(bob, 'moves', { after: 5, limit: 3 })
  expect([first, last]).toEqual([1, 20])
  expect(entries.map(({ sequence }) => sequence)).toEqual([6, 7, 8])
  // What one sends comes in the order in which it was sent.
  const all = (await read(bob, 'moves')).entries.filter(({ by }) => by.userId === 'ada')
  expect(all.map(({ payload }) => (payload as { i: number }).i)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18])
  expect(all[0]?.by).toEqual({ userId: 'ada', name: 'ada', verified: false })
  expect((await append(ada, 'moves', 'more')).body).toMatchObject({ sequence: 21 })
  expect((await bob.ask('feeds.list', {})).body).toEqual([
    { feed: 'log', first: 1, last: 1 },
    { feed: 'moves', first: 1, last: 21 },
  ])
})

test('[FE3] who follows hears every new entry in order, themselves too, through a cold wake, until they stop', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  await append(ada, 'moves', 0)
  expect((await follow(ada, 'moves')).body).toEqual({ last: 1 })
  await follow(ada, 'moves')
  await append(bob, 'moves', 1)
  await append(bob, 'other', 1)
  await evictDurableObject(room)
  await append(ada, 'moves', 2)
  await until(() => heard(ada).length === 2, 'both')
  await follow(ada, 'moves', false)
  await append(bob, 'moves', 3)
  await bob.ask('presence.update', { presence: { last: true } })
  await until(() => ada.events('presence.updated').length, 'what came after')
  expect(heard(ada)).toEqual([
    ['moves', 2],
    ['moves', 3],
  ])
  expect(heard(bob)).toEqual([])
})

test('[FE4] the oldest entries go, one payload at a time, and numbers go on', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  await append(ada, 'moves', 0)
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec(
      `WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${feedLimits.entries})
       INSERT INTO feeds_entry SELECT 'moves', n, 0, '0', 1, '{"userId":"a","name":"a","verified":false}' FROM numbers`,
    )
    storage.sql.exec(`UPDATE feeds_feed SET last = ${feedLimits.entries}, bytes = ${feedLimits.entries}`)
  })
  await append(ada, 'moves', 'newest')
  const { first, last, entries } = await read(ada, 'moves', { limit: 1 })
  expect([first, last]).toEqual([2, feedLimits.entries + 1])
  expect(entries[0]?.sequence).toBe(2)
})

test('[FE4] a feed holds no more than its bytes; a page ends with the entry that fills it', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  const large = 'x'.repeat(60_000)
  const count = Math.ceil(feedLimits.bytes / 60_000) + 5
  for (let i = 0; i < count; i++) {
    const answer = await room.ask('feeds.append', { feed: 'large', payload: large }, actor())
    expect(answer).toMatchObject({ ok: true })
  }
  const page = await read(ada, 'large', { limit: 500 })
  expect(page.last).toBe(count)
  expect((page.last - page.first + 1) * 60_002).toBeLessThanOrEqual(feedLimits.bytes)
  expect((page.last - page.first + 2) * 60_002).toBeGreaterThan(feedLimits.bytes)
  expect(page.entries).toHaveLength(Math.ceil(feedLimits.pageBytes / 60_002))
  expect(page.entries[0]?.sequence).toBe(page.first)
})

test('[FE4] the feeds of a room have a bound together', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  await append(ada, 'other', 'x')
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec(`UPDATE feeds_feed SET bytes = ${feedLimits.roomBytes - 5}`)
  })
  expect((await append(ada, 'moves', 'y'.repeat(100))).error?.code).toBe('LIMIT_EXCEEDED')
  expect(await read(ada, 'moves')).toEqual({ entries: [], first: 0, last: 0 })
  expect((await append(ada, 'moves', 1)).error).toBeUndefined()
})

test('[FE5] what is too large, too many or not allowed is refused, and nothing is stored', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  const codeOf = async (feed: string, payload: unknown, client = ada) =>
    (await append(client, feed, payload)).error?.code
  expect(await codeOf('moves', 'ü'.repeat(feedLimits.payloadBytes / 2))).toBe('PAYLOAD_TOO_LARGE')
  expect(await codeOf('no name', 1)).toBe('VALIDATION_ERROR')
  const reader = await join(room, 'reader', { access: 'comment' })
  expect(await codeOf('moves', 1, reader)).toBe('FORBIDDEN')
  expect((await reader.ask('feeds.list', {})).body).toEqual([])
  for (let i = 0; i < feedLimits.perRoom; i++) expect(await codeOf(`f${i}`, i)).toBeUndefined()
  expect(await codeOf('one-more', 1)).toBe('LIMIT_EXCEEDED')
  expect(await codeOf('f7', 1)).toBeUndefined()
  for (let i = 0; i < feedLimits.followed; i++) expect((await follow(reader, `f${i}`)).error).toBeUndefined()
  expect((await follow(reader, 'one-more')).error?.code).toBe('LIMIT_EXCEEDED')
})

test('[FE6] a room whose storage is lost takes its feeds back, of each what it kept, and goes on counting', async () => {
  const room = namedRoom()
  const ask = async (name: string, body: object) => replyOf(room.ask(name, body))
  const push = (feed: string, payload: unknown) => ask('feeds.append', { feed, payload })
  const page = async (feed: string, after = 0) => (await ask('feeds.read', { feed, after, limit: 500 })) as Page
  const mirrored = async () => expect(await passTime(room.object(), 6_000)).toBe(true)
  for (let i = 0; i < 120; i++) await push('moves', { i })
  await push('log/2', 'one')
  await mirrored()
  await push('moves', 'last')
  // Each has half of what an entry may have: the oldest of them go.
  const half = 'x'.repeat(feedLimits.payloadBytes / 2)
  for (let i = 0; i < 300; i++) await push('large', half)
  await mirrored()
  const before = [await page('moves'), await page('log/2'), await page('large', 250), await ask('feeds.list', {})]
  expect(before).toMatchObject([{ first: 1, last: 121 }, { first: 1, last: 1 }, { last: 300 }, {}])
  expect((before[2] as Page).first).toBeGreaterThan(1)
  const copies = [...room.postgres.copies].filter(([key]) => key.startsWith('feeds/large'))
  // What has gone from the room has gone from its copies as well.
  expect(copies.reduce((sum, [, { bytes }]) => sum + bytes.length, 0)).toBeLessThan(feedLimits.bytes * 1.1)
  room.loseStorage()
  expect([await page('moves'), await page('log/2'), await page('large', 250), await ask('feeds.list', {})]).toEqual(
    before,
  )
  expect(await push('moves', 'more')).toMatchObject({ sequence: 122 })
})

test('[FE1] [FE6] what comes back without what came after it is no part of the feed', async () => {
  const room = namedRoom()
  const ask = async (name: string, body: object) => replyOf(room.ask(name, body))
  for (let i = 0; i < 120; i++) await ask('feeds.append', { feed: 'moves', payload: i })
  expect(await passTime(room.object(), 6_000)).toBe(true)
  room.postgres.copies.delete('feeds/moves#001')
  room.loseStorage()
  const { entries, first, last } = (await ask('feeds.read', { feed: 'moves', after: 0 })) as Page
  expect([first, last, entries.length, entries[0]?.payload]).toEqual([101, 120, 20, 100])
})

test('[FE7] an export has the feeds, which go on counting; a fork begins with none', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  for (const payload of [1, 2]) await append(ada, 'moves', payload)
  const bob = await join(await importOf(room), 'bob')
  expect(await read(bob, 'moves')).toEqual(await read(ada, 'moves'))
  expect((await append(bob, 'moves', 3)).body).toMatchObject({ sequence: 3 })
  expect(await read(await join(await forkOf(room), 'carl'), 'moves')).toEqual({ entries: [], first: 0, last: 0 })
})
