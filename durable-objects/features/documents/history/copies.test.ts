/** Named versions in Postgres: sent once, removed with their version, taken back by a room whose storage is lost. */
import { runInDurableObject } from 'cloudflare:test'
import type { Version } from '@syncforge/protocol/versions'
import { expect, test } from 'vitest'
import { docOf } from '../../../test/history-kit.ts'
import { hold, moveClock, namedRoom, passTime } from '../../../test/mirror-kit.ts'
import { replyOf, roomSettings } from '../../../test-kit.ts'

type NamedRoom = ReturnType<typeof namedRoom>

const create = async (room: NamedRoom, name: string, document = 'default') =>
  (await replyOf(room.ask('versions.create', { document, name }))) as Version
const remove = (room: NamedRoom, id: string) => replyOf(room.ask('versions.remove', { id }))
const restore = (room: NamedRoom, id: string) => replyOf(room.ask('versions.restore', { id }))
const list = async (room: NamedRoom, document = 'default') =>
  (await replyOf(room.ask('versions.list', { document }))) as Version[]
const textOf = async (room: NamedRoom, id: string) =>
  docOf(((await replyOf(room.ask('versions.get', { id }))) as { state: string }).state)
    .getText('content')
    .toString()
const inPostgres = (room: NamedRoom, { id }: Version) => room.postgres.copies.get(`version/${id}`)

const failing = async () => {
  throw new Error('Postgres does not answer')
}

/** A room with a version of `one` and a longer text. */
const roomWithVersion = async () => {
  const room = namedRoom()
  await room.write('one')
  const version = await create(room, 'first')
  await room.write('two')
  return { room, version }
}

test('named versions come back with a room whose storage is lost: who made them, when, and what they hold', async () => {
  const { room, version } = await roomWithVersion()
  moveClock(1_000)
  const second = await create(room, 'second')
  await room.write('notes', 'notes')
  const other = await create(room, 'of the notes', 'notes')
  const whole = await textOf(room, second.id)
  expect(await passTime(room.object(), 5_100)).toBe(true)
  room.loseStorage()
  expect(await list(room)).toEqual([second, version])
  expect(await list(room, 'notes')).toEqual([other])
  expect(version).toMatchObject({ kind: 'named', name: 'first', by: { userId: 'rest', name: 'Rest', verified: true } })
  expect([await textOf(room, version.id), await textOf(room, second.id)]).toEqual(['one', whole])
  await restore(room, version.id)
  expect(await room.read()).toBe('one')
  const [safety] = await list(room)
  expect(safety).toMatchObject({ kind: 'automatic' })
  await restore(room, safety?.id ?? '')
  expect(await room.read()).toBe(whole)
})

test('versions that came back are compared as before, in both directions', async () => {
  const room = namedRoom()
  await room.write('one')
  const first = await create(room, 'first')
  await room.write('two')
  const safety = await create(room, 'both')
  await restore(room, first.id)
  moveClock(1_000)
  const second = await create(room, 'second')
  const compare = async (from: Version, to: Version) => {
    const { texts } = (await replyOf(room.ask('versions.compare', { from: from.id, to: to.id }))) as {
      texts: { content: { kind: string; text: string }[] }
    }
    return texts.content.map(({ kind, text }) => `${kind} ${text}`).sort()
  }
  const pairs = [
    [first, safety],
    [safety, first],
    [safety, second],
    [second, safety],
    [first, second],
  ] as const
  const all = async () => Promise.all(pairs.map(([from, to]) => compare(from, to)))
  expect(await all()).toEqual([
    ['added two', 'kept one'],
    ['kept one', 'removed two'],
    ['kept one', 'removed two'],
    ['added two', 'kept one'],
    ['kept one'],
  ])
  const before = await all()
  expect(await passTime(room.object(), 5_100)).toBe(true)
  room.loseStorage()
  expect(await all()).toEqual(before)
})

test('a version is sent once: neither later edits nor another loss of the storage send it again', async () => {
  const { room, version } = await roomWithVersion()
  const sent: string[] = []
  room.postgres.before = async (batch) => void sent.push(...(batch?.items ?? []).map(({ kind }) => kind))
  expect(await passTime(room.object(), 5_100)).toBe(true)
  expect(sent.filter((kind) => kind === 'version')).toHaveLength(1)
  await room.write('more')
  expect(await passTime(room.object(), 5_100)).toBe(true)
  room.loseStorage()
  await room.write('still more')
  expect(await passTime(room.object(), 5_100)).toBe(true)
  expect(sent.filter((kind) => kind === 'version')).toHaveLength(1)
  expect(sent.filter((kind) => kind === 'document')).toHaveLength(3)
  expect(inPostgres(room, version)?.sequence).toBe(1)
})

test('a version that is removed leaves nothing of it in Postgres and does not come back', async () => {
  const { room, version } = await roomWithVersion()
  const kept = await create(room, 'kept')
  expect(await passTime(room.object(), 5_100)).toBe(true)
  const early = inPostgres(room, version)
  expect(early?.bytes.length).toBeGreaterThan(0)
  await remove(room, version.id)
  expect(await passTime(room.object(), 5_100)).toBe(true)
  expect(inPostgres(room, version)?.bytes.length).toBe(0)
  // A late repeat of what was sent before.
  expect(early?.sequence).toBeLessThan(inPostgres(room, version)?.sequence ?? 0)
  room.loseStorage()
  expect(await list(room)).toEqual([kept])
})

test('a version that is removed after an answer that was lost does not come back', async () => {
  const { room, version } = await roomWithVersion()
  room.postgres.after = failing
  expect(await passTime(room.object(), 5_100)).toBe(true)
  expect(inPostgres(room, version)?.bytes.length).toBeGreaterThan(0)
  await remove(room, version.id)
  await room.crash()
  room.postgres.after = async () => {}
  expect(await passTime(room.object(), 60_000)).toBe(true)
  expect(inPostgres(room, version)?.bytes.length).toBe(0)
  room.loseStorage()
  expect(await list(room)).toEqual([])
})

test('a version that is removed while it is on its way does not come back', async () => {
  const room = namedRoom()
  await room.write('one')
  expect(await passTime(room.object(), 5_100)).toBe(true)
  const version = await create(room, 'first')
  const held = hold(room, 'before')
  const run = passTime(room.object(), 5_100)
  await held.reached()
  await remove(room, version.id)
  held.release()
  expect(await run).toBe(true)
  expect(inPostgres(room, version)?.bytes.length).toBeGreaterThan(0)
  expect(await passTime(room.object(), 5_100)).toBe(true)
  expect(inPostgres(room, version)?.bytes.length).toBe(0)
  room.loseStorage()
  expect(await list(room)).toEqual([])
})

test('a version that was made while Postgres was away arrives when it is back, also when the room ended meanwhile', async () => {
  const room = namedRoom()
  await room.write('one')
  room.postgres.before = failing
  const version = await create(room, 'first')
  expect(await passTime(room.object(), 5_100)).toBe(true)
  expect(inPostgres(room, version)).toBeUndefined()
  await room.crash()
  room.postgres.before = async () => {}
  expect(await passTime(room.object(), 60_000)).toBe(true)
  room.loseStorage()
  expect(await list(room)).toEqual([version])
})

test('a version whose document has no copy yet brings its document back', async () => {
  const { room, version } = await roomWithVersion()
  expect(await passTime(room.object(), 5_100)).toBe(true)
  room.postgres.copies.delete('document/default')
  room.loseStorage()
  expect(await list(room)).toEqual([version])
  await restore(room, version.id)
  expect(await room.read()).toBe('one')
  await room.write('!')
  expect([...(await room.read())].sort().join('')).toBe('!eno')
})

test('a version that cannot be read is not sent, and holds up nothing else', async () => {
  const { room, version } = await roomWithVersion()
  await room.object().configure(roomSettings({ historyMs: 0 }))
  await runInDurableObject(room.object(), (_, { storage }) => {
    storage.sql.exec("INSERT INTO documents_version_state VALUES (?, 0, x'00', 7)", version.id)
  })
  expect(await passTime(room.object(), 5_100)).toBe(true)
  expect(inPostgres(room, version)).toBeUndefined()
  expect(room.copied()).toHaveLength(6)
})
