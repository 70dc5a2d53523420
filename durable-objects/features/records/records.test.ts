/** Records, rules RC1–RC8, over real sockets. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import type { Lease } from '@syncforge/protocol/locks'
import type { RecordHead, TextRecord } from '@syncforge/protocol/records'
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
const save = (client: Client, content: string, expectedVersion: number, more: object = {}) =>
  ask<RecordHead>(client, 'records.save', { key: 'brief', content, expectedVersion, ...more })
const get = (client: Client, key = 'brief') => ask<TextRecord>(client, 'records.get', { key })
const historyOf = async (client: Client) =>
  (await ask<{ versions: RecordHead[] }>(client, 'records.history', { key: 'brief', limit: 100 })).versions.map(
    ({ version }) => version,
  )

test('[RC1] a save on another version is a conflict that shows what is there, and who wrote it', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  expect(await save(ada, 'one', 0)).toMatchObject({ key: 'brief', version: 1, bytes: 3, by: { userId: 'ada' } })
  expect(await save(bob, 'zwei', 1)).toMatchObject({ version: 2, by: { userId: 'bob' } })
  await evictDurableObject(room)
  for (const expectedVersion of [0, 1, 3]) {
    await expect(save(ada, 'mine', expectedVersion)).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
      details: { current: { version: 2, content: 'zwei', by: { userId: 'bob', name: 'bob', verified: false } } },
    })
  }
  expect(await get(ada)).toMatchObject({ version: 2, content: 'zwei' })
  await expect(get(ada, 'other')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('[RC1] of many who save at once on one version exactly one is taken', async () => {
  const room = freshRoom()
  const people = await Promise.all(Array.from({ length: 8 }, (_, i) => join(room, `p${i}`)))
  for (let version = 0; version < 5; version++) {
    const results = await Promise.allSettled(people.map((one, i) => save(one, `${version}/${i}`, version)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  }
})

test('[RC2] the same save again is saved, another person’s is not', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  const first = await save(ada, 'one', 0)
  expect(await save(ada, 'one', 0)).toEqual(first)
  await expect(save(bob, 'one', 0)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' })
  await until(() => bob.events('records.saved').length === 1, 'the save')
  expect(await historyOf(ada)).toEqual([1])
})

test('[RC3] a token is good only in the hands of the lock’s present holder', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  const lock = async (client: Client) => (await ask<{ lease: Lease }>(client, 'locks.acquire', { key: 'brief' })).lease
  const mine = await lock(ada)
  await save(ada, 'one', 0, { token: mine.token })
  const lost = { code: 'LOCK_LOST' }
  await expect(save(bob, 'x', 1, { token: mine.token })).rejects.toMatchObject(lost)
  await expect(save(ada, 'x', 1, { token: mine.token - 1 })).rejects.toMatchObject(lost)
  await expect(
    ask(ada, 'records.save', { key: 'other', content: '', expectedVersion: 0, token: mine.token }),
  ).rejects.toMatchObject(lost)
  await evictDurableObject(room)
  await save(ada, 'two', 1, { token: mine.token })
  // Handed on by a leave: Ada's other tab cannot use it, and neither can she when she is back.
  await ask(bob, 'locks.acquire', { key: 'brief', waitMs: 60_000 })
  ada.socket.close(1000)
  const turn = await until(
    () =>
      bob
        .events('locks.changed')
        .map(({ body }) => (body as { lease: Lease | null }).lease)
        .find((lease) => lease?.by.userId === 'bob'),
    'Bob’s turn',
  )
  const again = await join(room, 'ada')
  await expect(save(again, 'stale', 2, { token: mine.token })).rejects.toMatchObject(lost)
  await save(bob, 'three', 2, { token: turn.token })
  await ask(bob, 'locks.release', { key: 'brief', token: turn.token })
  await expect(save(bob, 'late', 3, { token: turn.token })).rejects.toMatchObject(lost)
  // A lock is a promise: without a token the version decides.
  await save(again, 'four', 3)
})

test('[RC4] everybody hears of a save, of a small one what it says, and a newcomer of all', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob', { access: 'read' })]
  await save(ada, 'small', 0)
  const large = 'x'.repeat(20_000)
  const head = await save(ada, large, 1)
  await until(() => bob.events('records.saved').length === 2, 'both')
  expect(bob.events('records.saved').map(({ body }) => body)).toMatchObject([
    { content: 'small', record: { version: 1 } },
    { content: null, record: head },
  ])
  expect((await get(bob)).content).toBe(large)
  expect((await join(room, 'carl')).welcome.snapshots.records).toEqual([head])
  expect(await ask(bob, 'records.list', {})).toEqual([head])
})

test('[RC5] the history is bounded by number and by size, and automatic saves within a minute are one', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  for (let version = 0; version < 105; version++) await save(ada, `v${version}`, version)
  expect(await historyOf(ada)).toEqual(Array.from({ length: 100 }, (_, i) => 105 - i))
  for (let version = 105; version < 110; version++) await save(ada, `auto ${version}`, version, { isAutomatic: true })
  expect((await historyOf(ada)).slice(0, 3)).toEqual([110, 105, 104])
  const bob = await join(room, 'bob')
  await save(bob, 'mine', 110, { isAutomatic: true })
  expect((await historyOf(ada)).slice(0, 3)).toEqual([111, 110, 105])
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec('UPDATE records_version SET began_at = began_at - 60000')
  })
  await save(bob, 'a minute later', 111, { isAutomatic: true })
  expect((await historyOf(ada)).slice(0, 3)).toEqual([112, 111, 110])
  for (let version = 112; version < 130; version++) await save(ada, `${version}`.padEnd(500_000), version)
  expect(await historyOf(ada)).toHaveLength(16)
})

test('[RC6] a version is read and restored as a new save', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  await save(ada, 'one', 0)
  await save(ada, 'two', 1)
  expect(await ask(ada, 'records.version', { key: 'brief', version: 1 })).toMatchObject({ content: 'one' })
  await expect(ask(ada, 'records.restore', { key: 'brief', version: 1, expectedVersion: 1 })).rejects.toMatchObject({
    code: 'VERSION_CONFLICT',
  })
  expect(await ask(ada, 'records.restore', { key: 'brief', version: 1, expectedVersion: 2 })).toMatchObject({
    version: 3,
  })
  expect(await get(ada)).toMatchObject({ version: 3, content: 'one' })
  expect(await historyOf(ada)).toEqual([3, 2, 1])
  for (const version of [4, 99]) {
    await expect(ask(ada, 'records.version', { key: 'brief', version })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
})

test('[RC1] a record that was removed and made again goes on counting: an old version names nothing', async () => {
  const room = freshRoom()
  const [ada, mod] = [await join(room, 'ada'), await join(room, 'mod', { access: 'moderate' })]
  await save(ada, 'one', 0)
  await expect(ask(ada, 'records.remove', { key: 'brief' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await ask(mod, 'records.remove', { key: 'brief' })
  await until(() => ada.events('records.removed').length === 1, 'the removal')
  expect(await save(mod, 'anew', 0)).toMatchObject({ version: 2 })
  await expect(save(ada, 'old', 1)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' })
})

test('[RC7] an export has the records with their history', async () => {
  const room = freshRoom()
  await askAs(room, 'records.save', { key: 'brief', content: 'one', expectedVersion: 0 }, 'ada')
  await askAs(room, 'records.save', { key: 'brief', content: 'two', expectedVersion: 1 }, 'bob')
  const file = (await replyOf(room.exportFile({}, roomAddress()))) as ReadableStream<Uint8Array>
  const copy = freshRoom()
  const staged = (await replyOf(copy.stageImport(file, roomAddress(), false))) as { id: string }
  await replyOf(copy.commitImport(staged.id, roomAddress()))
  for (const [type, body] of [
    ['records.get', { key: 'brief' }],
    ['records.history', { key: 'brief' }],
  ] as const) {
    expect(await askAs(copy, type, body)).toEqual(await askAs(room, type, body))
  }
})

test('[RC7] a fork has them, and merged back what it saved is a version of its own', async () => {
  const room = freshRoom()
  const saveIn = (where: Room, key: string, content: string, expectedVersion: number, userId: string) =>
    askAs(where, 'records.save', { key, content, expectedVersion }, userId)
  await saveIn(room, 'brief', 'one', 0, 'ada')
  await saveIn(room, 'kept', 'as it is', 0, 'ada')
  type Bytes = ReadableStream<Uint8Array>
  const packed = (await replyOf(room.pack(roomAddress(), { version: null, keys: null }, null))) as Bytes
  const fork = freshRoom()
  await replyOf(fork.unpack(packed, actor(), true))
  expect(await askAs(fork, 'records.get', { key: 'brief' })).toEqual(await askAs(room, 'records.get', { key: 'brief' }))
  await saveIn(fork, 'brief', 'forked', 1, 'bob')
  await saveIn(fork, 'new', 'in the fork', 0, 'bob')
  await saveIn(room, 'brief', 'meanwhile', 1, 'ada')
  const watcher = await join(room, 'eve')
  for (let times = 0; times < 2; times++) {
    const known = (await replyOf(room.known(roomAddress()))) as Bytes
    const back = (await replyOf(fork.pack(roomAddress(), { version: null, keys: null }, known))) as Bytes
    await replyOf(room.unpack(back, actor(), false))
    expect(await askAs(room, 'records.get', { key: 'brief' })).toMatchObject({ version: 3, content: 'forked' })
    expect(await askAs(room, 'records.get', { key: 'new' })).toMatchObject({ version: 1, by: { userId: 'bob' } })
    expect(await askAs(room, 'records.get', { key: 'kept' })).toMatchObject({ version: 1 })
    expect(await askAs(room, 'records.version', { key: 'brief', version: 2 })).toMatchObject({ content: 'meanwhile' })
  }
  await until(() => watcher.events('records.saved').length === 2, 'what came with the merge')
})

const tables = (room: Room) =>
  runInDurableObject(room, (_, { storage }) =>
    storage.sql.exec("SELECT name FROM sqlite_master WHERE name GLOB 'records_*' AND type = 'table'").toArray(),
  )

test.each([
  ['no version', { key: 'a', content: '' }],
  ['a version below nothing', { key: 'a', content: '', expectedVersion: -1 }],
  ['a text past the bound', { key: 'a', content: 'x'.repeat(512 * 1024 + 1), expectedVersion: 0 }],
  ['a text past the bound in bytes', { key: 'a', content: 'ü'.repeat(300 * 1024), expectedVersion: 0 }],
  ['half a character', { key: 'a', content: 'a\ud83d', expectedVersion: 0 }],
  ['a key that is none', { key: '../a', content: '', expectedVersion: 0 }],
  ['a version of its own', { key: 'a', content: '', expectedVersion: 0, version: 7 }],
])('%s is refused, and nothing is stored', async (_, body) => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  expect((await ada.ask('records.save', body)).error?.code).toBe('VALIDATION_ERROR')
  expect(await tables(room)).toEqual([])
})

test('a room has a thousand records at most, and a reader saves none', async () => {
  const room = freshRoom()
  const [ada, reader] = [await join(room, 'ada'), await join(room, 'eve', { access: 'comment' })]
  await expect(save(reader, 'x', 0)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await save(ada, 'one', 0)
  await runInDurableObject(room, (_, { storage }) => {
    for (let i = 0; i < 999; i++) storage.sql.exec('INSERT INTO records_head VALUES (?, 1, 0, 1)', `k${i}`)
  })
  await expect(ask(ada, 'records.save', { key: 'more', content: '', expectedVersion: 0 })).rejects.toMatchObject({
    code: 'LIMIT_EXCEEDED',
  })
  await save(ada, 'two', 1)
})
