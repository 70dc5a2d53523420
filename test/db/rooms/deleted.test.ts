/** Rooms that were deleted: their id stays taken by nothing more than that, whoever comes, until somebody creates it again on purpose. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { openEmbedded } from '../../../scripts/start/database/embedded.ts'
import type { Database } from '../../../workers/db/client.ts'
import { beginFilling, finishFilling } from '../../../workers/db/queries/filling.ts'
import {
  isRegistered,
  putRoomCopies,
  putRoomFacts,
  readRoomCopies,
} from '../../../workers/db/queries/mirrored/copies.ts'
import { listRooms } from '../../../workers/db/queries/room-list.ts'
import {
  deleteRoom,
  findRoom,
  insertJoinedRoom,
  insertRoom,
  makesNextRoomInMs,
  type RoomRecord,
  updateRoom,
} from '../../../workers/db/queries/rooms.ts'
import { roomCopies, roomFacts } from '../../../workers/db/schema/mirror.ts'
import { organizations } from '../../../workers/db/schema/organizations.ts'
import { rooms } from '../../../workers/db/schema/rooms.ts'
import { migrationsFolder } from '../../kit/database.ts'
import { roomRow } from '../../kit/room-row.ts'

let db: Database
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'syncforge-db-'))
  const backend = await openEmbedded(folder, migrationsFolder, async (opened) => {
    await opened.insert(organizations).values([
      { id: 'org', name: 'org' },
      { id: 'other', name: 'other' },
    ])
    db = opened
  })
  return async () => {
    await backend.close()
    await rm(folder, { recursive: true, force: true })
  }
})

const room = (id: string) =>
  ({ ...roomRow(id), name: 'secret plan', metadata: { of: { somebody: [1, 'ü'] } } }) as const

const inserted = async (id: string): Promise<RoomRecord> => {
  const made = await insertRoom(db, { organizationId: 'org', roomsMax: null }, room(id), 'deleted')
  if (made === undefined) throw new Error(`${id} is there already`)
  return made
}

const bound = { max: 3, windowMs: 60_000 }
const addressOf = ({ id, createdAt }: RoomRecord) => ({
  organizationId: 'org',
  roomId: id,
  createdAt: createdAt.getTime(),
})

test('what is left of a deleted room says nothing of it, and everything that was mirrored is gone', async () => {
  const made = await inserted('a')
  const address = addressOf(made)
  const copy = { kind: 'document', key: 'k', sequence: 1, bytes: Uint8Array.of(1), digest: 'd' }
  expect(await putRoomCopies(db, address, [copy])).toBe(true)
  expect(await putRoomFacts(db, address, [{ sequence: 1, kind: 'k', body: {}, at: 0 }])).toBe(true)
  expect(await deleteRoom(db, 'org', 'a')).toBe(true)
  expect(await findRoom(db, 'org', 'a')).toEqual({ deletedAt: expect.any(Date) })
  expect(await findRoom(db, 'other', 'a')).toBeUndefined()
  expect((await listRooms(db, 'org', { limit: 100 })).map(({ id }) => id)).not.toContain('a')
  expect(await updateRoom(db, 'org', 'a', { name: 'again' })).toBeUndefined()
  const [left] = await db.select().from(rooms).where(eq(rooms.id, 'a'))
  expect(JSON.stringify(left)).not.toMatch(/secret|somebody/)
  expect(await db.select().from(roomCopies).where(eq(roomCopies.roomId, 'a'))).toEqual([])
  expect(await db.select().from(roomFacts).where(eq(roomFacts.roomId, 'a'))).toEqual([])
})

test('nothing that is on its way from the earlier room arrives, nor is it given back', async () => {
  const address = addressOf(await inserted('b'))
  await deleteRoom(db, 'org', 'b')
  const copy = { kind: 'document', key: 'k', sequence: 1, bytes: Uint8Array.of(1), digest: 'd' }
  const [left] = await db.select().from(rooms).where(eq(rooms.id, 'b'))
  for (const createdAt of [address.createdAt, left?.createdAt.getTime() ?? 0]) {
    const named = { ...address, createdAt }
    expect(await putRoomCopies(db, named, [copy])).toBe(false)
    expect(await isRegistered(db, named)).toBe(false)
    expect(await readRoomCopies(db, named, null, 1_000)).toBeNull()
  }
})

test('nobody who joins, forks or imports makes it again; creating it does, as another room', async () => {
  const earlier = await inserted('c')
  await deleteRoom(db, 'org', 'c')
  expect(await insertJoinedRoom(db, { organizationId: 'org', roomsMax: null }, room('c'), 'key', bound)).toBeUndefined()
  expect(await beginFilling(db, { organizationId: 'org', roomsMax: null }, room('c'))).toBeUndefined()
  expect(await findRoom(db, 'org', 'c')).toEqual({ deletedAt: expect.any(Date) })
  const anew = await inserted('c')
  expect(anew).toMatchObject(room('c'))
  expect(anew.createdAt.getTime()).toBeGreaterThanOrEqual(earlier.createdAt.getTime())
  expect(await findRoom(db, 'org', 'c')).toEqual(anew)
})

test('deleting twice finds nothing the second time and leaves the first as it was', async () => {
  await inserted('d')
  expect(await deleteRoom(db, 'org', 'd')).toBe(true)
  const first = await findRoom(db, 'org', 'd')
  expect(await deleteRoom(db, 'org', 'd')).toBe(false)
  expect(await findRoom(db, 'org', 'd')).toEqual(first)
  expect(await deleteRoom(db, 'org', 'never')).toBe(false)
  expect(await findRoom(db, 'org', 'never')).toBeUndefined()
})

test('a filling that is deleted is finished by nobody', async () => {
  const filling = await beginFilling(db, { organizationId: 'org', roomsMax: null }, room('e'))
  if (filling === undefined) throw new Error('e is there already')
  expect(await deleteRoom(db, 'org', 'e')).toBe(true)
  expect(await finishFilling(db, 'org', filling, room('e'))).toBeUndefined()
  expect(await findRoom(db, 'org', 'e')).toEqual({ deletedAt: expect.any(Date) })
})

test('many who delete and join at once never leave a room', async () => {
  await inserted('f')
  const everybody = Array.from({ length: 20 }, (_, i) =>
    i % 2 === 0
      ? deleteRoom(db, 'org', 'f')
      : insertJoinedRoom(db, { organizationId: 'org', roomsMax: null }, room('f'), `maker ${i}`, bound),
  )
  const answers = await Promise.all(everybody)
  expect(answers.filter((answer) => answer === true)).toHaveLength(1)
  expect(answers.filter((answer) => typeof answer === 'object')).toEqual([])
})

test('one maker makes so many rooms by joining, others are not in the way', async () => {
  const makes = async (id: string, maker: string) =>
    (await insertJoinedRoom(db, { organizationId: 'org', roomsMax: null }, room(id), maker, bound))?.id
  expect(await makesNextRoomInMs(db, 'm1', bound)).toBe(0)
  expect([await makes('m-1', 'm1'), await makes('m-2', 'm1'), await makes('m-3', 'm1')]).toEqual(['m-1', 'm-2', 'm-3'])
  expect(await makes('m-4', 'm1')).toBeUndefined()
  expect(await findRoom(db, 'org', 'm-1')).toMatchObject(room('m-1'))
  const inMs = await makesNextRoomInMs(db, 'm1', bound)
  expect([inMs > 50_000, inMs <= 60_000]).toEqual([true, true])
  expect(await makes('m-4', 'm2')).toBe('m-4')
  await db.update(rooms).set({ createdAt: sql`now() - interval '61 seconds'` }).where(eq(rooms.id, 'm-1'))
  expect(await makesNextRoomInMs(db, 'm1', bound)).toBe(0)
  expect(await makes('m-5', 'm1')).toBe('m-5')
  expect(await makes('m-6', 'm1')).toBeUndefined()
})
