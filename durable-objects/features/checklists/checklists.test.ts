/** Checklists, rules CK1–CK6, over real sockets. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { type ChecklistItem, checklistLimits } from '@syncforge/protocol/checklists'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import { forkOf, importOf, mergeInto } from '../../test/copied-rooms.ts'
import { namedRoom, passTime } from '../../test/mirror-kit.ts'
import { freshRoom, joinNative, replyOf, roomSettings, until } from '../../test-kit.ts'
import { keyBetween, spreadKeys } from './order.ts'

type Client = Awaited<ReturnType<typeof joinNative>>

const join = (room: ReturnType<typeof freshRoom>, userId: string, more: Parameters<typeof joinNative>[1] = {}) =>
  joinNative(room, { hello: { userId, userInfo: { name: userId } }, ...more })
const add = async (client: Client, text: string, more: object = {}) =>
  (await client.ask('checklists.add', { list: 'launch', text, ...more })).body as ChecklistItem
const update = async (client: Client, id: string, parts: object) =>
  (await client.ask('checklists.update', { id, ...parts })).body as ChecklistItem
const all = async (client: Client) => (await client.ask('checklists.list', {})).body as readonly ChecklistItem[]
const texts = async (client: Client, list = 'launch') =>
  (await all(client)).filter((item) => item.list === list).map(({ text }) => text)
const codeOf = async (client: Client, type: string, body: object) => (await client.ask(type, body)).error?.code

test('[CK1] items stand where they were put, whoever moves what where, through a cold wake', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  const [a, b, c] = [await add(ada, 'a'), await add(bob, 'b'), await add(ada, 'c')]
  expect(await texts(bob)).toEqual(['a', 'b', 'c'])
  await update(bob, c.id, { after: null })
  await update(ada, a.id, { after: b.id })
  await add(ada, 'd', { after: c.id })
  await evictDurableObject(room)
  expect(await texts(bob)).toEqual(['c', 'd', 'b', 'a'])
  await update(bob, c.id, { list: 'later' })
  expect([await texts(ada), await texts(ada, 'later')]).toEqual([['d', 'b', 'a'], ['c']])
  expect(await codeOf(ada, 'checklists.update', { id: a.id, after: c.id })).toBe('NOT_FOUND')
  expect(await codeOf(ada, 'checklists.add', { list: 'launch', text: 'x', order: '5' })).toBe('VALIDATION_ERROR')
})

test('[CK1] keys stay short, however often somebody moves items to and fro; everybody hears of the new ones', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  const [first, ...rest] = [await add(ada, 'a'), await add(ada, 'b'), await add(ada, 'c')]
  for (let i = 0; i < 200; i++) await update(ada, rest[i % 2]?.id ?? '', { after: first.id })
  expect((await all(ada)).every(({ order }) => order.length <= 33)).toBe(true)
  expect(ada.events('checklists.ordered').length).toBeGreaterThan(0)
  expect(await texts(ada)).toEqual(['a', 'c', 'b'])
})

const seed = Math.floor(Math.random() * 2 ** 31)
test(`[CK1] between any two keys there is another (seed ${seed})`, () => {
  const random = prng.create(seed)
  const keys: string[] = [...spreadKeys(checklistLimits.itemsPerList)]
  expect([...keys].sort()).toEqual(keys)
  expect(new Set(keys).size).toBe(checklistLimits.itemsPerList)
  for (let i = 0; i < 2_000; i++) {
    const at = prng.uint32(random, 0, keys.length)
    const key = keyBetween(keys[at - 1] ?? null, keys[at] ?? null)
    if (at > 0) expect(key > (keys[at - 1] ?? '')).toBe(true)
    if (at < keys.length) expect(key < (keys[at] ?? '')).toBe(true)
    keys.splice(at, 0, key)
  }
})

test('[CK2] who checked it and when is kept until it is unchecked, and the feed tells when a list is complete', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  const [a, b] = [await add(ada, 'a', { assignee: 'bob', dueAt: 5 }), await add(ada, 'b')]
  const done = await update(bob, a.id, { done: true })
  expect(done).toEqual({ ...a, done: { at: expect.any(Number), by: { userId: 'bob', name: 'bob', verified: false } } })
  expect((await update(ada, a.id, { done: true })).done).toEqual(done.done)
  expect((await update(ada, a.id, { text: 'a!' })).done).toEqual(done.done)
  await update(ada, b.id, { done: true })
  expect((await update(ada, b.id, { done: false })).done).toBe(null)
  const page = (await ada.ask('activity.list', {})).body as { entries: { kind: string; body: object }[] }
  expect(page.entries.map(({ kind }) => kind)).toEqual([
    'item.toggled',
    'checklist.completed',
    'item.toggled',
    'item.toggled',
    'people.moved',
  ])
  expect(page.entries[1]?.body).toMatchObject({ list: 'launch', by: { userId: 'ada' } })
})

test('[CK3] past its bounds nothing is added, also not by a move', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  const one = await add(ada, 'one', { list: 'short' })
  await add(ada, 'first')
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec(
      `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${checklistLimits.itemsPerList - 1})
       INSERT INTO checklists_item SELECT 'i' || n, 'launch', 'v' || (1000 + n) || '1', 't', NULL, NULL, 0, '{"userId":"a","name":"a","verified":true}', NULL, NULL FROM numbers`,
    )
  })
  expect(await codeOf(ada, 'checklists.add', { list: 'launch', text: 'x' })).toBe('LIMIT_EXCEEDED')
  expect(await codeOf(ada, 'checklists.update', { id: one.id, list: 'launch' })).toBe('LIMIT_EXCEEDED')
  expect(await codeOf(ada, 'checklists.update', { id: 'i7', after: null })).toBeUndefined()
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec(
      "UPDATE checklists_item SET list = 'l' || (rowid_number % 4) FROM (SELECT id AS i, ROW_NUMBER() OVER () AS rowid_number FROM checklists_item) WHERE id = i",
    )
    storage.sql.exec(
      `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${checklistLimits.itemsPerRoom - checklistLimits.itemsPerList - 1})
       INSERT INTO checklists_item SELECT 'j' || n, 'm' || (n % 4), 'v' || (10000 + n) || '1', 't', NULL, NULL, 0, '{"userId":"a","name":"a","verified":true}', NULL, NULL FROM numbers`,
    )
  })
  expect(await all(ada)).toHaveLength(checklistLimits.itemsPerRoom)
  expect(await codeOf(ada, 'checklists.add', { list: 'new', text: 'x' })).toBe('LIMIT_EXCEEDED')
})

test('[CK4] everybody hears of every change; who may only read or comment changes nothing', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  const reader = await join(room, 'reader', { access: 'comment' })
  const item = await add(ada, 'a')
  await update(ada, item.id, { done: true })
  await ada.ask('checklists.remove', { id: item.id })
  await until(() => reader.events('checklists.removed').length, 'the end')
  expect(reader.events('checklists.changed').map(({ body }) => (body as ChecklistItem).done === null)).toEqual([
    true,
    false,
  ])
  expect(await codeOf(reader, 'checklists.add', { list: 'launch', text: 'x' })).toBe('FORBIDDEN')
  expect(await codeOf(ada, 'checklists.remove', { id: item.id })).toBe('NOT_FOUND')
  for (const text of ['', '  ', 'a\u202eb', 'x'.repeat(1_001)])
    expect(await codeOf(ada, 'checklists.add', { list: 'launch', text }), text).toBe('VALIDATION_ERROR')
  expect(await all(reader)).toEqual([])
})

test('a plan without checklists reads them and changes nothing', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  const { id } = await add(ada, 'a')
  const free = await join(room, 'free', { plan: { id: 'free', revision: 2 }, settings: roomSettings() })
  expect(await codeOf(free, 'checklists.add', { list: 'launch', text: 'x' })).toBe('PLAN_LIMIT_EXCEEDED')
  expect(await codeOf(free, 'checklists.update', { id, done: true })).toBe('PLAN_LIMIT_EXCEEDED')
  expect(await texts(free)).toEqual(['a'])
})

test('[CK5] an export has the checklists', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  await add(ada, 'a')
  expect(await texts(await join(await importOf(room), 'bob'))).toEqual(['a'])
})

test('[CK5] a fork has the checklists as they are; merged back, new lists come along and everybody hears of them, known ones stay', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  const [a, b] = [await add(ada, 'a', { assignee: 'bob', dueAt: 5 }), await add(ada, 'b', { after: null })]
  await update(ada, a.id, { done: true })
  const fork = await forkOf(room)
  const carl = await join(fork, 'carl')
  expect(await all(carl)).toEqual(await all(ada))
  await update(carl, b.id, { done: true })
  await add(carl, 'new', { list: 'from the fork' })
  await add(ada, 'meanwhile')
  for (let times = 0; times < 2; times++) {
    await mergeInto(room, fork)
    expect(await texts(ada, 'from the fork')).toEqual(['new'])
    expect((await all(ada)).filter(({ list }) => list === 'launch')).toMatchObject([
      { text: 'b', done: null },
      { text: 'a', done: { by: { userId: 'ada' } } },
      { text: 'meanwhile' },
    ])
  }
  const heard = ada.events('checklists.changed').map(({ body }) => (body as ChecklistItem).text)
  expect(heard.filter((text) => text === 'new')).toEqual(['new'])
  // A list that this room had and emptied does not come back.
  const [item] = (await all(ada)).filter(({ list }) => list === 'from the fork')
  await ada.ask('checklists.remove', { id: item?.id })
  await mergeInto(room, fork)
  expect(await texts(ada, 'from the fork')).toEqual([])
})

test('[CK6] a room whose storage is lost takes its lists back, in their order, with who did what; what was removed stays removed', async () => {
  const room = namedRoom()
  const ask = async (name: string, body: object) => (await replyOf(room.ask(name, body))) as ChecklistItem
  const list = async () => replyOf(room.ask('checklists.list', {}))
  const first = await ask('checklists.add', { list: 'launch', text: 'first' })
  const second = await ask('checklists.add', { list: 'launch', text: 'second', after: null, dueAt: 5 })
  const moved = await ask('checklists.add', { list: 'launch', text: 'moved' })
  await ask('checklists.update', { id: first.id, done: true })
  await ask('checklists.update', { id: moved.id, list: 'later' })
  expect(await passTime(room.object(), 6_000)).toBe(true)
  expect([...room.postgres.copies.keys()].filter((key) => key.startsWith('checklists/')).sort()).toEqual(
    ['checklists/later', 'checklists/launch'].sort(),
  )
  await ask('checklists.remove', { id: moved.id })
  expect(await passTime(room.object(), 6_000)).toBe(true)
  const before = await list()
  expect(before).toMatchObject([{ id: second.id }, { id: first.id, done: { by: { userId: 'rest' } } }])
  room.loseStorage()
  expect(await list()).toEqual(before)
  // Later changes are newer than what Postgres has.
  await ask('checklists.add', { list: 'later', text: 'again' })
  expect(await passTime(room.object(), 6_000)).toBe(true)
  room.loseStorage()
  expect(await list()).toMatchObject([{ text: 'again' }, { text: 'second' }, { text: 'first' }])
})
