/** Rooms that are being filled: seen by nobody, finished once, in nobody's way for long. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { beforeAll, expect, test } from 'vitest'
import { openEmbedded } from '../../../scripts/start/database/embedded.ts'
import type { Database } from '../../../workers/db/client.ts'
import {
  beginFilling,
  breakOffFilling,
  dropBrokenOff,
  findBrokenOff,
  finishFilling,
  reviveBrokenOff,
} from '../../../workers/db/queries/filling.ts'
import { isRegistered, putRoomCopies, readRoomCopies } from '../../../workers/db/queries/mirrored/copies.ts'
import { listRooms } from '../../../workers/db/queries/room-list.ts'
import { deleteRoom, findRoom, insertRoom, type RoomRecord, updateRoom } from '../../../workers/db/queries/rooms.ts'
import { organizations } from '../../../workers/db/schema/organizations.ts'
import { migrationsFolder } from '../../kit/database.ts'
import { roomRow as room } from '../../kit/room-row.ts'

let db: Database
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'syncforge-db-'))
  const backend = await openEmbedded(folder, migrationsFolder, async (opened) => {
    await opened.insert(organizations).values({ id: 'org', name: 'org' })
    db = opened
  })
  return async () => {
    await backend.close()
    await rm(folder, { recursive: true, force: true })
  }
})

const begun = async (id: string): Promise<RoomRecord> => {
  const filling = await beginFilling(db, { organizationId: 'org', roomsMax: null }, room(id))
  if (filling === undefined) throw new Error(`${id} is there already`)
  return filling
}
const expire = (id: string) =>
  db.execute(sql`UPDATE rooms SET filling_until = now() - interval '1 second' WHERE id = ${id}`)
const extend = (id: string) =>
  db.execute(sql`UPDATE rooms SET filling_until = now() + interval '1 minute' WHERE id = ${id}`)
/** Registrations are told apart by the millisecond. */
const later = async (than: RoomRecord) => {
  while (Date.now() <= than.createdAt.getTime()) await new Promise((resolve) => setTimeout(resolve, 1))
}
const named = ({ id: roomId, createdAt }: RoomRecord) => ({
  organizationId: 'org',
  roomId,
  createdAt: createdAt.getTime(),
})

test('nobody finds, lists or changes a room that is being filled; then it is there at once, as it is meant to be', async () => {
  const filling = await begun('a')
  expect(await findRoom(db, 'org', 'a')).toBeUndefined()
  expect(await listRooms(db, 'org', { limit: 10 })).toEqual([])
  expect(await updateRoom(db, 'org', 'a', { name: 'mine' })).toBeUndefined()
  expect(await isRegistered(db, named(filling))).toBe(true)
  const finished = await finishFilling(db, 'org', filling, { ...room('a'), name: 'whole' })
  expect(finished).toMatchObject({ id: 'a', name: 'whole', createdAt: filling.createdAt })
  expect(await findRoom(db, 'org', 'a')).toEqual(finished)
  expect(await listRooms(db, 'org', { limit: 10 })).toEqual([finished])
})

test('a finished room is nobody’s to fill, finish, break off or drop again', async () => {
  const filling = await begun('b')
  expect(await finishFilling(db, 'org', filling, room('b'))).toBeDefined()
  expect(await finishFilling(db, 'org', filling, { ...room('b'), name: 'again' })).toBeUndefined()
  expect(await breakOffFilling(db, 'org', filling)).toBe(false)
  await dropBrokenOff(db, 'org', filling)
  expect(await beginFilling(db, { organizationId: 'org', roomsMax: null }, room('b'))).toBeUndefined()
  expect(await findRoom(db, 'org', 'b')).toMatchObject({ name: null })
})

test('whoever begins anew has it: the first one finishes nothing, drops nothing, and leaves no copy behind', async () => {
  const first = await begun('c')
  const copy = { kind: 'document', key: 'default', sequence: 9, bytes: Uint8Array.of(1), digest: 'd' }
  expect(await putRoomCopies(db, named(first), [copy])).toBe(true)
  await later(first)
  const second = await begun('c')
  expect(second.createdAt.getTime()).toBeGreaterThan(first.createdAt.getTime())
  expect(await finishFilling(db, 'org', first, room('c'))).toBeUndefined()
  expect(await breakOffFilling(db, 'org', first)).toBe(false)
  await expire('c')
  await dropBrokenOff(db, 'org', first)
  expect(await findBrokenOff(db, 'org')).toEqual([second])
  await extend('c')
  expect(await putRoomCopies(db, named(first), [copy])).toBe(false)
  expect(await readRoomCopies(db, named(second), null, 1_000)).toMatchObject({ copies: [] })
  expect(await finishFilling(db, 'org', second, room('c'))).toBeDefined()
})

test('who merely joins waits for a filling, and takes the place of one that has broken off', async () => {
  const first = await begun('d')
  expect(await insertRoom(db, { organizationId: 'org', roomsMax: null }, room('d'), 'expired')).toBeUndefined()
  await expire('d')
  expect(await insertRoom(db, { organizationId: 'org', roomsMax: null }, room('d'), 'expired')).toMatchObject({
    id: 'd',
  })
  expect(await finishFilling(db, 'org', first, room('d'))).toBeUndefined()
})

test('who creates or deletes the room takes it from a filling', async () => {
  const first = await begun('e')
  await later(first)
  const created = await insertRoom(db, { organizationId: 'org', roomsMax: null }, room('e'), 'deleted')
  expect(await findRoom(db, 'org', 'e')).toEqual(created)
  const second = await begun('f')
  expect(await deleteRoom(db, 'org', 'f')).toBe(true)
  expect(await finishFilling(db, 'org', second, room('f'))).toBeUndefined()
})

test('what has broken off is found, finished by nobody, and dropped with its copies or revived; what is under way is neither', async () => {
  const [over, underWay, expired] = [await begun('g'), await begun('h'), await begun('i')]
  const copy = { kind: 'document', key: 'default', sequence: 9, bytes: Uint8Array.of(1), digest: 'd' }
  expect(await putRoomCopies(db, named(over), [copy])).toBe(true)
  expect(await breakOffFilling(db, 'org', over)).toBe(true)
  await expire('i')
  expect(await finishFilling(db, 'org', over, room('g'))).toBeUndefined()
  expect(await finishFilling(db, 'org', expired, room('i'))).toBeUndefined()
  const found = await findBrokenOff(db, 'org')
  expect(new Set(found.map(({ id }) => id))).toEqual(new Set(['g', 'i']))
  expect(await findBrokenOff(db, 'another')).toEqual([])
  for (const filling of [...found, underWay]) await dropBrokenOff(db, 'org', filling)
  expect(await findBrokenOff(db, 'org')).toEqual([])
  expect(await isRegistered(db, named(over))).toBe(false)
  expect(await readRoomCopies(db, named(await begun('g')), null, 1_000)).toMatchObject({ copies: [] })
  await reviveBrokenOff(db, 'org', underWay)
  expect(await findRoom(db, 'org', 'h')).toBeUndefined()
  expect(await finishFilling(db, 'org', underWay, room('h'))).toBeDefined()
  const setBack = await begun('j')
  await expire('j')
  await reviveBrokenOff(db, 'org', setBack)
  expect(await findRoom(db, 'org', 'j')).toEqual(setBack)
})
