/** Who is let into a room whose storage is empty, and when: never before it is known to be new or has taken back its copy. */
import { expect, test } from 'vitest'
import { moveClock, namedRoom, passTime } from '../../test/mirror-kit.ts'
import { actor, admissionFor, joinNative, openSocket, replyOf, until } from '../../test-kit.ts'
import type { Answer } from '../admission.ts'

/** With two documents, in Postgres as well. */
const mirroredRoom = async () => {
  const room = namedRoom()
  for (let n = 0; n < 5; n++) expect(await room.write('.')).toBe('ok')
  await room.write('notes', 'notes')
  expect(await passTime(room.object(), 5_100)).toBe(true)
  expect([room.copied(), room.copied('notes')]).toEqual(['.....', 'notes'])
  room.postgres.calls.length = 0
  return room
}

const failing = async () => {
  throw new Error('Postgres does not answer')
}

test('a room that was just registered opens without asking Postgres, another one asks once', async () => {
  const made = namedRoom()
  await joinNative(made.object(), { ...made.name(), isNew: true })
  expect(await made.read()).toBe('')
  expect(made.postgres.calls).toEqual([])

  const found = namedRoom()
  await joinNative(found.object(), { ...found.name(), isNew: false })
  await joinNative(found.object(), { ...found.name(), isNew: false })
  expect(await found.read()).toBe('')
  expect(found.postgres.calls).toEqual(['restore'])
})

test('while Postgres does not answer an empty room is unavailable to everybody, not empty; then it has everything', async () => {
  const room = await mirroredRoom()
  room.loseStorage()
  room.postgres.before = failing
  const socket = await openSocket(room.object(), admissionFor(room.name()))
  await until(() => socket.closed[0], 'the refusal')
  expect(socket.closed).toEqual([{ code: 4503, reason: 'ROOM_UNAVAILABLE' }])
  expect(await room.read()).toBe('ROOM_UNAVAILABLE')
  expect(await room.write('over it')).toBe('ROOM_UNAVAILABLE')
  const ban = { kind: 'kick', userId: 'eve', claimsOnly: false, ban: { forMs: null } } as const
  expect(await room.object().moderate(ban, room.name())).toMatchObject({ error: { code: 'ROOM_UNAVAILABLE' } })
  // A crowd at the door does not make a crowd at Postgres.
  expect(room.postgres.calls).toEqual(['restore'])

  room.postgres.before = async () => {}
  moveClock(1_100)
  expect(await room.read()).toBe('.....')
  expect(await room.read('notes')).toBe('notes')
})

test('a restore that breaks off half way shows nobody the half, and goes on where it was or starts again', async () => {
  const room = await mirroredRoom()
  room.loseStorage()
  const lastOnly = async () => {
    if (room.postgres.calls.length >= 2) await failing()
  }
  room.postgres.before = lastOnly
  expect(await room.read()).toBe('ROOM_UNAVAILABLE')
  expect(room.postgres.calls).toEqual(['restore', 'restore'])
  await room.crash()
  moveClock(1_100)
  room.postgres.calls.length = 0
  expect(await room.read()).toBe('ROOM_UNAVAILABLE')
  moveClock(1_100)
  room.postgres.before = async () => {}
  expect([await room.read(), await room.read('notes')]).toEqual(['.....', 'notes'])
})

test('what is written after a restore wins over the copies from before it', async () => {
  const room = await mirroredRoom()
  const before = room.postgres.copies.get('document/notes')?.sequence ?? 0
  room.loseStorage()
  expect(await room.write('more ', 'notes')).toBe('ok')
  expect(await passTime(room.object(), 5_100)).toBe(true)
  expect(room.postgres.copies.get('document/notes')?.sequence).toBeGreaterThan(before)
  expect([...(room.copied('notes') ?? '')].sort().join('')).toBe([...'more notes'].sort().join(''))
})

test('the generation and what was decided about people come back with the room', async () => {
  const room = await mirroredRoom()
  const generation = async () => (await joinNative(room.object(), room.name())).welcome.room.generation
  const first = await generation()
  await room.object().moderate({ kind: 'kick', userId: 'eve', claimsOnly: false, ban: { forMs: null } }, room.name())
  await room.object().moderate({ kind: 'access', userId: 'bob', access: 'read' }, room.name())
  await room.object().moderate({ kind: 'access', userId: 'boss', access: 'moderate' }, room.name())
  const claimsOnly = { kind: 'kick', userId: 'ada', claimsOnly: true, ban: { forMs: null } } as const
  await room.object().moderate(claimsOnly, room.name())
  expect(await passTime(room.object(), 5_100)).toBe(true)
  room.loseStorage()
  expect(await generation()).toBe(first)
  const user = (userId: string) => ({ user: { userId, userInfo: {}, verified: true } })
  expect((await joinNative(room.object(), { ...room.name(), ...user('bob') })).self.access).toBe('read')
  await expect(joinNative(room.object(), { ...room.name(), ...user('eve') })).rejects.toThrow('BANNED')
  // [PE2] [PE5] Who claims an id stays somebody else.
  const claim = (userId: string) => joinNative(room.object(), { ...room.name(), hello: { userId } })
  expect((await joinNative(room.object(), { ...room.name(), ...user('boss') })).self.access).toBe('moderate')
  expect((await claim('boss')).self.access).toBe('write')
  expect((await joinNative(room.object(), { ...room.name(), ...user('ada') })).self.verified).toBe(true)
  await expect(claim('ada')).rejects.toThrow('BANNED')
})

const streamOf = async (answer: Promise<Answer>) => (await replyOf(answer)) as ReadableStream<Uint8Array>

test('what came with a file is in the next copy: documents, named versions, and who is banned', async () => {
  const [room, copy, empty] = [await mirroredRoom(), namedRoom(), namedRoom()]
  const version = await replyOf(room.ask('versions.create', { document: 'notes', name: 'carried' }))
  // In Postgres for the first room, not for the copy.
  expect(await passTime(room.object(), 5_100)).toBe(true)
  await room.object().moderate({ kind: 'kick', userId: 'eve', claimsOnly: false, ban: { forMs: null } }, room.name())
  // A fork of an empty room: it has a copy, and is empty.
  const nothing = await streamOf(empty.object().pack(empty.name(), { version: null, keys: null }, null))
  await copy.object().unpack(nothing, actor(copy.name()), true)
  expect(await passTime(copy.object(), 5_100)).toBe(true)
  expect(copy.postgres.copies.has('room/room')).toBe(true)
  const file = await streamOf(room.object().exportFile({}, room.name()))
  const staged = (await copy.object().stageImport(file, copy.name(), false)) as Answer
  const { id } = (staged as { reply: unknown }).reply as { id: string }
  expect(await copy.object().commitImport(id, copy.name())).toMatchObject({ ok: true })
  expect(await passTime(copy.object(), 5_100)).toBe(true)
  copy.loseStorage()
  expect([await copy.read(), await copy.read('notes')]).toEqual(['.....', 'notes'])
  expect(await replyOf(copy.ask('versions.list', { document: 'notes' }))).toEqual([version])
  const eve = { ...copy.name(), user: { userId: 'eve', userInfo: {}, verified: true } }
  await expect(joinNative(copy.object(), eve)).rejects.toThrow('BANNED')
})

test('a fork whose storage is lost is still one: it goes back into its original', async () => {
  const [original, fork] = [await mirroredRoom(), namedRoom()]
  const all = { version: null, keys: null }
  const unpack = async (into: typeof fork, content: ReadableStream<Uint8Array>, isNew: boolean) =>
    ((await into.object().unpack(content, actor(into.name()), isNew)) as Answer).ok
  expect(await unpack(fork, await streamOf(original.object().pack(original.name(), all, null)), true)).toBe(true)
  await fork.write('forked', 'mine')
  expect(await passTime(fork.object(), 5_100)).toBe(true)
  fork.loseStorage()
  const known = await streamOf(original.object().known(original.name()))
  expect(await unpack(original, await streamOf(fork.object().pack(fork.name(), all, known)), false)).toBe(true)
  expect([await original.read(), await original.read('mine')]).toEqual(['.....', 'forked'])
})

test('[L11] an object that missed its deletion is emptied when the room made anew is first asked for', async () => {
  const room = await mirroredRoom()
  const ada = await joinNative(room.object(), room.name())
  const old = room.name()
  room.makeAnew()
  expect(await room.read()).toBe('')
  await until(() => ada.closed[0], 'the end of those in the deleted room')
  expect(ada.closed).toEqual([{ code: 4410, reason: 'ROOM_DELETED' }])
  // Somebody who was let in by a memory of the deleted room comes back with a newer one.
  const late = await openSocket(room.object(), admissionFor(old))
  await until(() => late.closed[0], 'the refusal')
  expect(late.closed[0]?.code).toBe(4503)
})

test('[L11] an object without a room behind it lets nobody in', async () => {
  const room = namedRoom()
  room.postgres.createdAt = null
  expect(await room.read()).toBe('ROOM_DELETED')
  const socket = await openSocket(room.object(), admissionFor(room.name()))
  await until(() => socket.closed[0], 'the refusal')
  expect(socket.closed).toEqual([{ code: 4410, reason: 'ROOM_DELETED' }])
})
