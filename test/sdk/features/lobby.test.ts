import { type LobbyState, SyncForge, type SyncForgeOptions } from '@syncforge/client'
import { expect, test } from 'vitest'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { afterTest, createRoom, createToken, enter, freshRoomId, rest, until } from '../kit.ts'

const server = sharedServer()

const signed = (userId: string, rooms: Record<string, string[]>) => ({
  authEndpoint: async () => ({ token: await createToken(server, userId, rooms) }),
})
const look = (access: Pick<SyncForgeOptions, 'apiKey' | 'authEndpoint'>, ids: readonly string[]) => {
  const client = new SyncForge({ endpoint: server.wsUrl, ...access })
  afterTest(() => client.close())
  let state: LobbyState = { rooms: [], error: null }
  const stop = client.lobby(ids).subscribe((now) => {
    state = now
  })
  return { client, stop, now: () => state, room: (id: string) => state.rooms.find((room) => room.id === id) }
}

test('[LO1] [LO2] [LO3] [LO4] a lobby shows who is in the rooms that one may read, and what is unread there, as it changes', async () => {
  const [busy, quiet, secret, gone] = ['busy', 'quiet', 'secret', 'gone'].map((name) =>
    freshRoomId(`lobby-${name}`),
  ) as [string, string, string, string]
  for (const id of [busy, quiet, secret, gone]) await createRoom(server, { id, access: 'private' })
  const bob = await enter(server.wsUrl, busy, {}, signed('bob', { [busy]: ['write'] }))
  const missing = freshRoomId('lobby-missing')
  const ada = look(signed('ada', { [busy]: ['read'], [quiet]: ['read'], [gone]: ['read'], [missing]: ['read'] }), [
    busy,
    quiet,
    secret,
    gone,
    missing,
  ])
  await until('all of them', () => ada.now().rooms.length === 5)
  expect(ada.now().rooms.map(({ id, total, error }) => [id, total, error])).toEqual([
    [busy, 1, null],
    [quiet, 0, null],
    [secret, 0, 'FORBIDDEN'],
    [gone, 0, null],
    [missing, 0, 'ROOM_NOT_FOUND'],
  ])
  expect(ada.room(busy)?.people).toEqual([expect.objectContaining({ userId: 'bob', name: 'bob', verified: true })])
  expect(ada.room(busy)?.unread).toEqual({ chat: 0, comments: 0 })

  await bob.room.chat.send({ body: 'one' })
  await bob.room.chat.send({ body: 'two' })
  await bob.room.comments.create({ body: 'a word' })
  await until('what is unread', () => ada.room(busy)?.unread?.chat === 2 && ada.room(busy)?.unread?.comments === 1)
  const tab = await enter(server.wsUrl, busy, {}, signed('ada', { [busy]: ['write'] }))
  await until('both of them', () => ada.room(busy)?.total === 2)
  await tab.room.chat.markRead()
  await until('what was read elsewhere', () => ada.room(busy)?.unread?.chat === 0)
  tab.room.leave()
  await until('one has left', () => ada.room(busy)?.total === 1)

  await rest(server, `/rooms/${gone}`, { method: 'DELETE' })
  await until('the deleted one', () => ada.room(gone)?.error === 'ROOM_DELETED')
  expect(ada.now().error).toBeNull()
})

test('[LO1] [LO3] [LO6] a key shows public rooms, and nobody’s counts; sets change, and what is wrong is refused', async () => {
  const [open, shut] = [freshRoomId('lobby-open'), freshRoomId('lobby-shut')]
  await createRoom(server, { id: open, access: 'public' })
  await createRoom(server, { id: shut, access: 'private' })
  const guest = look({ apiKey: developmentKeys.publishable }, [open, shut])
  await until('both', () => guest.now().rooms.length === 2)
  expect(guest.now().rooms).toEqual([
    { id: open, total: 0, people: [], unread: null, error: null },
    { id: shut, total: 0, people: [], unread: null, error: 'FORBIDDEN' },
  ])
  const { room } = await enter(server.wsUrl, open)
  await until('somebody', () => guest.room(open)?.total === 1)
  const later = freshRoomId('lobby-later')
  let added: LobbyState = { rooms: [], error: null }
  afterTest(
    guest.client.lobby([later, open]).subscribe((now) => {
      added = now
    }),
  )
  await until('the larger set', () => added.rooms.length === 2)
  expect(added.rooms.map(({ total, error }) => [total, error])).toEqual([
    [0, 'ROOM_NOT_FOUND'],
    [1, null],
  ])
  await createRoom(server, { id: later, access: 'public' })
  await until('a room that is made later', () => added.rooms[0]?.error === null)
  room.leave()
  await until('nobody', () => guest.room(open)?.total === 0)

  expect(() => guest.client.lobby(['not a room'])).toThrow(expect.objectContaining({ code: 'VALIDATION_ERROR' }))
  const many = look(
    { apiKey: developmentKeys.publishable },
    Array.from({ length: 101 }, (_, n) => `many-${n}`),
  )
  await until('too many', () => many.now().error?.code === 'LIMIT_EXCEEDED')
  const nobody = look({ apiKey: 'pk_dev_nobody' }, [open])
  await until('no key', () => nobody.now().error?.code === 'UNAUTHORIZED')
})
