/** What rooms mirror of chat, records and checklists, in Postgres: repeats and late copies change nothing, and nothing reaches another room. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openEmbedded } from '../../../scripts/start/database/embedded.ts'
import { type NeonEndpoint, serveNeonEndpoint } from '../../../scripts/start/database/neon-endpoint.ts'
import { type Database, openDatabase } from '../../../workers/db/client.ts'
import { listChecklists, listMessages, listRecords } from '../../../workers/db/queries/mirrored/across.ts'
import { putChecklists, putMessages, putRecords } from '../../../workers/db/queries/mirrored/content.ts'
import { deleteRoom, insertRoom } from '../../../workers/db/queries/rooms.ts'
import { organizations } from '../../../workers/db/schema/organizations.ts'
import { migrationsFolder } from '../../kit/database.ts'
import { roomRow } from '../../kit/room-row.ts'

const password = 'only-for-this-test'
let folder: string
let endpoint: NeonEndpoint
let db: Database

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncforge-across-'))
  const backend = await openEmbedded(folder, migrationsFolder, async () => {})
  endpoint = await serveNeonEndpoint(backend, password)
  const connectionString = `postgresql://test:${password}@localhost/test`
  db = openDatabase({ DATABASE_URL: connectionString, NEON_ENDPOINT: endpoint.url })
  await db.insert(organizations).values(['org_a', 'org_b'].map((id) => ({ id, name: 'Across' })))
})
afterAll(async () => {
  await endpoint.close()
  await rm(folder, { recursive: true, force: true })
})

const registered = async (organizationId: string, id: string) => {
  const made = await insertRoom(db, { organizationId, roomsMax: null }, roomRow(id), 'deleted')
  if (made === undefined) throw new Error(`${id} is there already`)
  return { organizationId, roomId: id, createdAt: made.createdAt.getTime() }
}

const by = { userId: 'ada', verified: true, name: 'Ada \u0000 \ud800' }
const message = (id: string, revision: number, body: string, more: object = {}) => ({
  ...{
    id,
    revision,
    body,
    by,
    sequence: 1,
    mentions: ['bob'],
    replyTo: null,
    at: 1_000,
    editedAt: null,
    removedAt: null,
  },
  ...more,
})
const record = (revision: number, version: number, isRemoved = false) => ({
  ...{ key: 'brief', revision, version, bytes: 7, by, at: 1_000 + version, isRemoved },
})
const checklist = (revision: number, done: number, items = 3) => ({
  ...{ list: 'launch', revision, items, done, dueAt: null, changedAt: 5_000 + revision },
})
const all = { limit: 10 }

it('keeps the newest of each, however often and late others come', async () => {
  const room = await registered('org_a', 'late')
  await putMessages(db, room, [message('m', 2, 'second', { editedAt: 2_000 }), message('n', 2, 'n')])
  await putMessages(db, room, [message('m', 1, 'first'), message('n', 1, 'n')])
  await putMessages(db, room, [message('m', 2, 'again')])
  expect(await listMessages(db, 'org_a', all)).toMatchObject([
    { id: 'n', body: 'n', authorName: 'Ada \ufffd \ufffd', mentions: ['bob'] },
    { id: 'm', body: 'second', editedAt: new Date(2_000), at: new Date(1_000) },
  ])
  await putMessages(db, room, [message('m', 3, '', { removedAt: 3_000 })])
  await putMessages(db, room, [message('m', 2, 'second')])
  expect((await listMessages(db, 'org_a', all)).map(({ id }) => id)).toEqual(['n'])

  await putRecords(db, room, [record(4, 2)])
  await putRecords(db, room, [record(2, 1)])
  expect(await listRecords(db, 'org_a', all)).toMatchObject([{ id: 'brief', version: 2, at: new Date(1_002) }])
  await putRecords(db, room, [record(5, 2, true)])
  await putRecords(db, room, [record(4, 2)])
  expect(await listRecords(db, 'org_a', all)).toEqual([])
  await putRecords(db, room, [record(6, 3)])
  expect(await listRecords(db, 'org_a', all)).toMatchObject([{ version: 3 }])

  await putChecklists(db, room, [checklist(2, 2)])
  for (const late of [checklist(1, 1), checklist(2, 0)]) await putChecklists(db, room, [late])
  expect(await listChecklists(db, 'org_a', all)).toMatchObject([{ id: 'launch', items: 3, done: 2, dueAt: null }])
  await putChecklists(db, room, [checklist(3, 0, 0)])
  expect(await listChecklists(db, 'org_a', all)).toEqual([])
})

it('writes nothing for a room that is gone, was made anew, or is another organization’s', async () => {
  const room = await registered('org_b', 'walls')
  const strangers = [
    { ...room, organizationId: 'org_a' },
    { ...room, createdAt: room.createdAt - 1 },
  ]
  const put = async (to: typeof room) => {
    await putMessages(db, to, [message('m', 1, 'said')])
    await putRecords(db, to, [record(2, 1)])
    await putChecklists(db, to, [checklist(1, 1)])
  }
  const found = async () =>
    [listMessages, listRecords, listChecklists].map(async (list) => (await list(db, 'org_b', all)).length)
  for (const one of strangers) await put(one)
  expect(await Promise.all(await found())).toEqual([0, 0, 0])
  await put(room)
  expect(await Promise.all(await found())).toEqual([1, 1, 1])
  await deleteRoom(db, 'org_b', 'walls')
  await put(room)
  expect(await Promise.all(await found())).toEqual([0, 0, 0])
})
