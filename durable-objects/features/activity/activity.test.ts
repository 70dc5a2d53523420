/** The feed of a room. Rules AY1–AY8. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import type { ActivityEntry } from '@syncforge/protocol/activity'
import { expect, test } from 'vitest'
import { forkOf, importOf } from '../../test/copied-rooms.ts'
import { namedRoom, passTime, textUpdate } from '../../test/mirror-kit.ts'
import { actor, freshRoom, joinNative, replyOf, roomAddress, roomSettings, until } from '../../test-kit.ts'
import { keptEntries, keptLength, pageLength } from './store.ts'

type Room = ReturnType<typeof freshRoom>
type Client = Awaited<ReturnType<typeof joinNative>>
interface Page {
  readonly entries: readonly ActivityEntry[]
  readonly next: number | null
}

const settings = roomSettings({ graceMs: 0, maxParticipants: 100 })
const joinAs = (room: Room, userId: string) =>
  joinNative(room, { settings, hello: { userId, userInfo: { name: userId } } })
/** With a document, of which there can be versions. */
const freshRoomWithDocument = async () => {
  const room = freshRoom()
  const update = { name: 'default', update: textUpdate('text') }
  expect(await room.ask('documents.update', update, actor({ settings }))).toMatchObject({ ok: true })
  return room
}
const list = async (client: Client, body: object = {}) => (await client.ask('activity.list', body)).body as Page
const name = (client: Client, version: string) => client.ask('versions.create', { document: 'default', name: version })
const heard = (client: Client) => client.events('activity.changed').map(({ body }) => body as ActivityEntry)
const person = (userId: string) => ({ userId, verified: false, name: userId })
const tablesOf = (room: Room) =>
  runInDurableObject(room, (_, { storage }) =>
    storage.sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE name LIKE 'activity%'")
      .toArray()
      .map((row) => row.name),
  )

test('[AY1] what is listed comes in order with who did it, in pages and by kind, through a cold wake', async () => {
  const room = await freshRoomWithDocument()
  const ada = await joinAs(room, 'ada')
  for (const version of ['one', 'two', 'three']) await name(ada, version)
  const [newest] = (await list(ada)).entries
  expect(newest).toMatchObject({
    sequence: 4,
    kind: 'version.created',
    by: { userId: 'ada', name: 'ada', verified: false },
    body: { document: 'default', name: 'three', by: { userId: 'ada', verified: false } },
  })
  expect(newest?.until).toBe(newest?.at)
  await evictDurableObject(room)
  const first = await list(ada, { limit: 2 })
  expect(first.entries.map(({ sequence }) => sequence)).toEqual([4, 3])
  expect(first.next).toBe(3)
  const second = await list(ada, { limit: 2, before: 3 })
  expect(second.entries.map(({ sequence, kind }) => [sequence, kind])).toEqual([
    [2, 'version.created'],
    [1, 'people.moved'],
  ])
  expect(second.next).toBe(null)
  expect((await list(ada, { kinds: ['version.restored'] })).entries).toEqual([])
  expect((await list(ada, { kinds: ['version.created'] })).entries).toHaveLength(3)
})

test('[AY1] what was undone is not in it', async () => {
  const room = freshRoom()
  const ada = await joinAs(room, 'ada')
  expect((await ada.ask('versions.create', { document: 'default', name: '' })).error?.code).toBe('VALIDATION_ERROR')
  expect((await ada.ask('versions.restore', { id: 'ver_none' })).error?.code).toBe('NOT_FOUND')
  expect((await list(ada)).entries.map(({ kind }) => kind)).toEqual(['people.moved'])
})

test('[AY1] of what may be deleted the feed keeps who and where, never the words', async () => {
  const room = freshRoom()
  const ada = await joinAs(room, 'ada')
  const said = await ada.ask('threads.create', { body: 'a secret' })
  const { thread } = said.body as { thread: { id: string } }
  await ada.ask('threads.resolve', { threadId: thread.id })
  const { entries } = await list(ada)
  expect(entries.map(({ kind, by }) => [kind, by?.name])).toEqual([
    ['thread.resolved', 'ada'],
    ['comment.created', 'ada'],
    ['thread.created', 'ada'],
    ['people.moved', undefined],
  ])
  expect(entries[2]?.body).toEqual({ threadId: thread.id })
  expect(JSON.stringify(entries)).not.toContain('secret')
})

test('[AY2] comings and goings are folded until something else happens', async () => {
  const room = await freshRoomWithDocument()
  const ada = await joinAs(room, 'ada')
  await name(ada, 'v')
  const bob = await joinAs(room, 'bob')
  await joinAs(room, 'carl')
  bob.socket.close(1000)
  await until(() => ada.events('presence.left').length, 'the leave')
  await name(ada, 'w')
  await joinAs(room, 'bob')
  const { entries } = await list(ada)
  expect(entries.map(({ kind }) => kind)).toEqual([
    'people.moved',
    'version.created',
    'people.moved',
    'version.created',
    'people.moved',
  ])
  expect(entries[2]?.body).toEqual({ joined: [person('carl')], left: [person('bob')] })
  expect(entries[0]?.body).toEqual({ joined: [person('bob')], left: [] })
})

test('[AY2] an entry names fifty people at most', async () => {
  const room = await freshRoomWithDocument()
  const ada = await joinAs(room, 'ada')
  await name(ada, 'v')
  for (let i = 0; i < 60; i++) await joinAs(room, `p${i}`)
  const counts = (await list(ada, { kinds: ['people.moved'] })).entries.map(
    ({ body }) => 'joined' in body && body.joined.length,
  )
  expect(counts).toEqual([10, 50, 1])
})

test('[AY3] a feed begins with who is here and who has left lately when it is first read, by whomever; until then the room has no tables for it', async () => {
  const room = freshRoom()
  const ada = await joinAs(room, 'ada')
  const bob = await joinAs(room, 'bob')
  await joinAs(room, 'ada')
  const carl = await joinAs(room, 'carl')
  carl.socket.close(1000)
  await until(() => bob.events('presence.left').length, 'the leave')
  expect(await tablesOf(room)).toEqual([])
  const { entries } = (await replyOf(room.ask('activity.list', { limit: 50 }, actor({ settings })))) as Page
  expect(entries).toMatchObject([
    { sequence: 1, kind: 'people.moved', body: { joined: [person('ada'), person('bob')], left: [person('carl')] } },
  ])
  expect(entries[0]?.at).toBeLessThanOrEqual(entries[0]?.until ?? 0)
  expect(await tablesOf(room)).toContain('activity_entry')
  expect((await list(ada)).entries).toEqual(entries)
  await joinAs(room, 'dora')
  expect((await list(ada)).entries).toMatchObject([
    { sequence: 1, body: { joined: [person('ada'), person('bob'), person('dora')], left: [person('carl')] } },
  ])
})

test('[AY3] a feed begins also with its first follower, and with the first that is listed', async () => {
  const [followed, listed] = [freshRoom(), freshRoom()]
  const ada = await joinAs(followed, 'ada')
  await ada.ask('activity.follow', { on: true })
  await joinAs(followed, 'bob')
  await until(() => heard(ada).length, 'the coming')
  expect(heard(ada)).toMatchObject([{ sequence: 1, body: { joined: [person('ada'), person('bob')] } }])
  const carl = await joinAs(listed, 'carl')
  await carl.ask('threads.create', { body: 'a word' })
  expect((await list(carl)).entries.map(({ kind }) => kind).reverse()).toEqual([
    'people.moved',
    'thread.created',
    'comment.created',
  ])
})

test('[AY3] of a room in which nobody is or was the feed is empty, and has no tables', async () => {
  const room = freshRoom()
  expect(await replyOf(room.ask('activity.list', {}, actor({ settings })))).toEqual({ entries: [], next: null })
  expect(await tablesOf(room)).toEqual([])
})

test('[AY4] who follows hears of new entries and of changes, through a cold wake, until they no longer want to; others hear nothing', async () => {
  const room = await freshRoomWithDocument()
  const [ada, bob] = [await joinAs(room, 'ada'), await joinAs(room, 'bob')]
  await ada.ask('activity.follow', { on: true })
  await name(bob, 'one')
  await evictDurableObject(room)
  await joinAs(room, 'carl')
  await joinAs(room, 'dora')
  await until(() => heard(ada).length >= 3, 'three')
  expect(heard(ada).map(({ sequence, kind }) => [sequence, kind])).toEqual([
    [2, 'version.created'],
    [3, 'people.moved'],
    [3, 'people.moved'],
  ])
  expect((await list(bob)).entries.map(({ sequence }) => sequence)).toEqual([3, 2, 1])
  expect((await list(bob)).entries[0]).toEqual(heard(ada)[2])
  await ada.ask('activity.follow', { on: false })
  await name(bob, 'two')
  await bob.ask('presence.update', { presence: { last: true } })
  await until(() => ada.events('presence.updated').length, 'what came after')
  expect(heard(ada)).toHaveLength(3)
  expect(heard(bob)).toEqual([])
})

test('[AY4] a call of the edge follows nothing', async () => {
  const room = freshRoom()
  await room.ask('activity.follow', { on: true }, actor())
  await joinAs(room, 'ada')
  expect(await tablesOf(room)).toEqual([])
})

test('[AY5] the newest ten thousand are kept, and numbers go on', async () => {
  const room = await freshRoomWithDocument()
  const ada = await joinAs(room, 'ada')
  await name(ada, 'v')
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec(
      `WITH RECURSIVE numbers(n) AS (SELECT 3 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${keptEntries + 199})
       INSERT INTO activity_entry SELECT n, 'people.moved', 0, 0, 'null', '{"joined":[],"left":[]}' FROM numbers`,
    )
  })
  await name(ada, 'w')
  expect((await list(ada, { limit: 1 })).entries[0]?.sequence).toBe(keptEntries + 200)
  const oldest = await list(ada, { before: 202 })
  expect(oldest.entries.map(({ sequence }) => sequence)).toEqual([201])
})

test('[AY5] large entries go before there are so many, and a page ends with the one that fills it', async () => {
  const room = await freshRoomWithDocument()
  const ada = await joinAs(room, 'ada')
  await name(ada, 'v')
  const body = JSON.stringify({ joined: [{ userId: 'x'.repeat(20_000), verified: false, name: 'x' }], left: [] })
  const insert = (from: number, to: number) =>
    runInDurableObject(room, (_, { storage }) => {
      for (let n = from; n <= to; n++)
        storage.sql.exec("INSERT INTO activity_entry VALUES (?, 'people.moved', 0, 0, 'null', ?)", n, body)
    })
  await insert(3, 599)
  await name(ada, 'w')
  const page = await list(ada, { limit: 200 })
  expect(page.entries).toHaveLength(Math.ceil(pageLength / body.length) + 1)
  expect(page.next).toBe(page.entries.at(-1)?.sequence)
  const kept = await runInDurableObject(room, (_, { storage }) =>
    storage.sql.exec<{ total: number }>('SELECT SUM(LENGTH(body)) AS total FROM activity_entry').one(),
  )
  expect(kept.total).toBeLessThanOrEqual(keptLength)
  expect(kept.total).toBeGreaterThan(keptLength - 2 * body.length)
})

test('[AY6] changed messages and changed access are in the feed: no words, no address, no ban, and nothing where nobody reads', async () => {
  const room = freshRoom()
  const decide = (userId: string, more: object = { kind: 'access', access: 'read' }) =>
    room.moderate({ userId, ...more } as Parameters<Room['moderate']>[0], roomAddress({ settings }), {
      id: 'mia',
      address: null,
    })
  await decide('zoe')
  expect(await tablesOf(room)).toEqual([])
  const ada = await joinAs(room, 'ada')
  await joinNative(room, {
    settings,
    access: 'moderate',
    user: { userId: 'mia', userInfo: { name: 'Mia' }, verified: true },
  })
  const { id } = (await ada.ask('chat.send', { body: 'a secret' })).body as { id: string }
  await ada.ask('chat.edit', { id, body: 'another secret' })
  await ada.ask('chat.remove', { id })
  await decide('zoe')
  await decide('zoe', { kind: 'access', access: null })
  await decide('zoe@example.com')
  await decide('zoe', { kind: 'kick', claimsOnly: false, ban: { forMs: null } })
  await room.share({ kind: 'share', email: 'z@example.com', access: 'write' }, roomAddress({ settings }), {
    id: 'mia',
    address: '10.0.0.1',
  })
  const { entries } = await list(ada)
  expect(entries.filter(({ kind }) => kind !== 'people.moved').reverse()).toMatchObject([
    { kind: 'message.edited', by: { userId: 'ada', name: 'ada' }, body: { id } },
    { kind: 'message.deleted', by: { userId: 'ada' }, body: { id } },
    {
      kind: 'access.changed',
      by: { userId: 'mia', name: 'Mia', verified: true },
      body: { userId: 'zoe', access: 'read' },
    },
    { kind: 'access.changed', body: { userId: 'zoe', access: null } },
  ])
  expect(JSON.stringify(entries)).not.toMatch(/secret|example\.com|10\.0/)
})

test('[AY7] a room whose storage is lost takes its feed back, more than a piece of it, and goes on counting', async () => {
  const room = namedRoom()
  const ask = async (name: string, body: object) => replyOf(room.ask(name, body))
  const toggle = async (id: string, done: boolean) => ask('checklists.update', { id, done })
  const { id } = (await ask('checklists.add', { list: 'l', text: 'x' })) as { id: string }
  for (let times = 0; times < 30; times++) for (const done of [true, false]) await toggle(id, done)
  const page = async (more: object = {}) => (await ask('activity.list', { limit: 200, ...more })) as Page
  expect(await passTime(room.object(), 6_000)).toBe(true)
  await toggle(id, true)
  expect(await passTime(room.object(), 6_000)).toBe(true)
  const before = await page()
  expect(before.entries).toHaveLength(92)
  room.loseStorage()
  expect(await page()).toEqual(before)
  await toggle(id, false)
  expect((await page({ limit: 1 })).entries[0]?.sequence).toBe(93)
})

test('[AY8] an export has the feed; a fork begins a new one, with who is in the fork', async () => {
  const room = await freshRoomWithDocument()
  const ada = await joinAs(room, 'ada')
  await name(ada, 'v')
  const before = await list(ada)
  const bob = await joinAs(await importOf(room), 'bob')
  const imported = (await list(bob)).entries
  expect(imported.slice(-2)).toEqual(before.entries)
  const carl = await joinAs(await forkOf(room), 'carl')
  expect((await list(carl)).entries).toMatchObject([{ sequence: 1, body: { joined: [person('carl')], left: [] } }])
})

test('what is no request for a page is refused', async () => {
  const room = freshRoom()
  const ada = await joinAs(room, 'ada')
  for (const body of [{ limit: 0 }, { limit: 201 }, { before: 0 }, { kinds: [] }, { kinds: ['right.changed'] }])
    expect((await ada.ask('activity.list', body)).error?.code, JSON.stringify(body)).toBe('VALIDATION_ERROR')
})
