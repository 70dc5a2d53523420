/** Schedules, rules SC1–SC7, over real sockets. What a crash does to them on a real server is in test/cold/schedules.test.ts. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { type Schedule, schedulePayloadMaxBytes, schedulesPerRoom } from '@syncforge/protocol/schedules'
import { expect, test } from 'vitest'
import { forkOf, importOf } from '../../test/copied-rooms.ts'
import { moveClock, namedRoom, passTime } from '../../test/mirror-kit.ts'
import { actor, freshRoom, joinNative, replyOf, roomSettings, until } from '../../test-kit.ts'

type Client = Awaited<ReturnType<typeof joinNative>>

const day = 24 * 3_600_000
/** Nobody is taken for dead meanwhile. */
const soon = 8_000
const join = (room: ReturnType<typeof freshRoom>, userId: string, more: Parameters<typeof joinNative>[1] = {}) =>
  joinNative(room, { hello: { userId, userInfo: { name: userId } }, ...more })
const set = (client: Client, name: string, at: number, payload: unknown = null) =>
  client.ask('schedules.set', { name, at, payload })
const list = async (client: Client) => (await client.ask('schedules.list', {})).body as readonly Schedule[]
const fired = (client: Client) => client.events('schedules.fired').map(({ body }) => (body as Schedule).name)

test('[SC1] [SC3] everybody hears of it once, at its time, also in a room that slept, and the feed has it', async () => {
  const room = freshRoom()
  const [ada, bob] = [await join(room, 'ada'), await join(room, 'bob')]
  const at = Date.now() + 400
  expect((await set(ada, 'retro-ends', at, { text: 'Time is up' })).body).toEqual({
    name: 'retro-ends',
    at,
    payload: { text: 'Time is up' },
    by: { userId: 'ada', name: 'ada', verified: false },
  })
  await evictDurableObject(room)
  await until(() => fired(ada).length > 0 && fired(bob).length > 0, 'the time')
  expect(Date.now()).toBeGreaterThanOrEqual(at)
  expect(bob.events('schedules.fired')[0]?.body).toMatchObject({ name: 'retro-ends', payload: { text: 'Time is up' } })
  expect(await list(ada)).toEqual([])
  const { entries } = (await ada.ask('activity.list', { kinds: ['schedule.fired'] })).body as { entries: object[] }
  expect(entries).toMatchObject([{ body: { name: 'retro-ends', at, by: { userId: 'ada', verified: false } } }])
  await evictDurableObject(room)
  await ada.ask('presence.update', { presence: {} })
  expect([fired(ada), fired(bob)]).toEqual([['retro-ends'], ['retro-ends']])
})

test('[SC1] many that are due fire in the order of their times, whoever set them when', async () => {
  const room = namedRoom()
  const ada = await join(room.object(), 'ada')
  const base = Date.now() + soon
  const names = Array.from({ length: 110 }, (_, i) => `n${i}`)
  await Promise.all([...names.entries()].reverse().map(([i, name]) => set(ada, name, base + i)))
  expect((await list(ada)).map(({ name }) => name)).toEqual(names)
  await passTime(room.object(), 2 * soon)
  // More than fire in one transaction.
  await passTime(room.object(), 0)
  await until(() => fired(ada).length === names.length, 'all of them')
  expect(fired(ada)).toEqual(names)
})

test('[SC2] a name has one time; who takes it back leaves nothing', async () => {
  const room = namedRoom()
  const ada = await join(room.object(), 'ada')
  const now = Date.now()
  await set(ada, 'a', now + soon, 1)
  await set(ada, 'a', now + 2 * soon, 2)
  await set(ada, 'b', now + soon)
  expect((await ada.ask('schedules.remove', { name: 'b' })).body).toEqual({ removed: true })
  expect((await ada.ask('schedules.remove', { name: 'b' })).body).toEqual({ removed: false })
  expect((await list(ada)).map(({ name, payload }) => [name, payload])).toEqual([['a', 2]])
  await passTime(room.object(), 1.5 * soon)
  await ada.ask('presence.update', { presence: {} })
  expect(fired(ada)).toEqual([])
  await passTime(room.object(), soon)
  await until(() => fired(ada).length, 'the later time')
  expect(fired(ada)).toEqual(['a'])
})

test('[SC1] a clock that was set back and forth fires nothing twice and nothing early', async () => {
  const room = namedRoom()
  const ada = await join(room.object(), 'ada')
  await set(ada, 'a', Date.now() + soon)
  await passTime(room.object(), 2 * soon)
  await until(() => fired(ada).length, 'the time')
  moveClock(-3 * soon)
  await set(ada, 'b', Date.now() + soon)
  await passTime(room.object(), 1_000)
  await passTime(room.object(), 1.5 * soon)
  await until(() => fired(ada).length === 2, 'the second')
  await passTime(room.object(), 1.5 * soon)
  await ada.ask('presence.update', { presence: {} })
  expect(fired(ada)).toEqual(['a', 'b'])
})

test('[SC4] what has passed, is too far away, too large or one too many is refused, and nothing is stored', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  const codeOf = async (...given: Parameters<typeof set>) => (await set(...given)).error?.code
  expect(await codeOf(ada, 'a', Date.now() - 1)).toBe('VALIDATION_ERROR')
  expect(await codeOf(ada, 'a', 0)).toBe('VALIDATION_ERROR')
  expect(await codeOf(ada, 'a', Date.now() + 367 * day)).toBe('VALIDATION_ERROR')
  expect(await codeOf(ada, 'a', 1.5)).toBe('VALIDATION_ERROR')
  expect(await codeOf(ada, 'no name', Date.now() + day)).toBe('VALIDATION_ERROR')
  expect(await codeOf(ada, 'a', Date.now() + day, 'ü'.repeat(schedulePayloadMaxBytes / 2))).toBe('PAYLOAD_TOO_LARGE')
  const reader = await join(room, 'reader', { access: 'comment' })
  expect(await codeOf(reader, 'a', Date.now() + day)).toBe('FORBIDDEN')
  expect((await reader.ask('schedules.remove', { name: 'a' })).error?.code).toBe('FORBIDDEN')
  expect(await list(reader)).toEqual([])
  const tables = await runInDurableObject(room, (_, { storage }) =>
    storage.sql.exec("SELECT name FROM sqlite_master WHERE name LIKE 'schedules%'").toArray(),
  )
  expect(tables).toEqual([])
  const at = Date.now() + day
  expect(await room.ask('schedules.set', { name: 'n0', at, payload: null }, actor())).toMatchObject({ ok: true })
  await runInDurableObject(room, (_, { storage }) => {
    storage.sql.exec(
      `WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${schedulesPerRoom - 1})
       INSERT INTO schedules_schedule (name, at, payload, by_person) SELECT 'n' || n, ${at}, 'null', '{"userId":"a","name":"a","verified":true}' FROM numbers`,
    )
  })
  expect(await codeOf(ada, 'one-more', at)).toBe('LIMIT_EXCEEDED')
  expect(await codeOf(ada, 'n7', at + 1)).toBeUndefined()
  expect(await list(ada)).toHaveLength(schedulesPerRoom)
})

test('[SC6] a room whose storage is lost takes its schedules back, and they fire; what was taken back or has fired does not', async () => {
  const room = namedRoom()
  const ask = async (name: string, body: object) => replyOf(room.ask(name, body))
  const list = async () => (await ask('schedules.list', {})) as Schedule[]
  const at = Date.now() + 18_000
  const names = Array.from({ length: 80 }, (_, i) => `n${i}`)
  for (const [i, name] of names.entries()) await ask('schedules.set', { name, at: at + i, payload: { i } })
  await ask('schedules.set', { name: 'fires', at: Date.now() + 500 })
  expect(await passTime(room.object(), 6_000)).toBe(true)
  await ask('schedules.remove', { name: 'n7' })
  await ask('schedules.set', { name: 'n8', at: at + 1_000, payload: 'later' })
  expect(await passTime(room.object(), 6_000)).toBe(true)
  const before = await list()
  expect(before.map(({ name }) => name)).toEqual([...names.filter((name) => name !== 'n7' && name !== 'n8'), 'n8'])
  room.loseStorage()
  expect(await list()).toEqual(before)
  const ada = await joinNative(room.object(), { hello: { userId: 'ada' }, ...room.name() })
  await passTime(room.object(), 8_000)
  await until(() => fired(ada).length === before.length, 'all of them')
  expect(fired(ada)).toEqual(before.map(({ name }) => name))
  await passTime(room.object(), 6_000)
  room.loseStorage()
  expect(await list()).toEqual([])
})

test('[SC5] a room in memory fires its schedules, too', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada', { settings: roomSettings({ persistence: 'memory' }) })
  await set(ada, 'soon', Date.now() + 200)
  await until(() => fired(ada).length, 'the time')
  expect(fired(ada)).toEqual(['soon'])
})

test('[SC7] an export has the schedules, and they fire in the copy; a fork begins with none', async () => {
  const room = freshRoom()
  const ada = await join(room, 'ada')
  await set(ada, 'much-later', Date.now() + day)
  await set(ada, 'soon', Date.now() + 1_500)
  const [copy, fork] = [await importOf(room), await forkOf(room)]
  const bob = await join(copy, 'bob')
  expect((await list(bob)).map(({ name }) => name)).toContain('much-later')
  await until(() => fired(bob).length || fired(ada).length, 'the time')
  await expect.poll(() => list(bob)).toMatchObject([{ name: 'much-later' }])
  expect(await list(await join(fork, 'carl'))).toEqual([])
})
