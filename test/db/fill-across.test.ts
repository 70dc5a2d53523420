/** A data folder of before there were tables across rooms: with the first start they have what rooms had copied until then. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openEmbedded } from '../../scripts/start/database/embedded.ts'
import type { Database } from '../../workers/db/client.ts'
import {
  listChecklists,
  listComments,
  listFeeds,
  listMessages,
  listRecords,
  listSchedules,
} from '../../workers/db/queries/mirrored/across.ts'
import { migrationsFolder } from '../kit/database.ts'

/** The last one without any of the tables. */
const lastBefore = 10

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'syncforge-fill-across-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Only the migrations that such a server had. */
const oldMigrations = async (): Promise<string> => {
  const old = join(folder, 'migrations')
  await cp(migrationsFolder, old, { recursive: true })
  const journal = join(old, 'meta', '_journal.json')
  const { entries, ...rest } = JSON.parse(await readFile(journal, 'utf8')) as { entries: { idx: number }[] }
  await writeFile(journal, JSON.stringify({ ...rest, entries: entries.filter(({ idx }) => idx <= lastBefore) }))
  for (const name of await readdir(old)) if (Number(name.slice(0, 4)) > lastBefore) await rm(join(old, name))
  return old
}

const by = { userId: 'ada', verified: true, name: 'Ada \u0000' }
const copies: readonly (readonly [kind: string, key: string, content: unknown])[] = [
  [
    'comments',
    'th_1',
    {
      revision: 3,
      thread: {
        ...{ id: 'th_1', anchorId: null, anchor: null, metadata: {}, author: by, comments: 1, createdAt: 1_000 },
        ...{ lastAt: 1_000, resolved: null, isDeleted: false },
      },
      comments: [
        {
          ...{ id: 'cm_1', threadId: 'th_1', sequence: 1, author: by, text: 'a comment', body: null, mentions: [] },
          ...{ createdAt: 1_000, editedAt: null, deletedAt: null, isDeleted: false },
        },
      ],
    },
  ],
  [
    'chat',
    '0',
    ['one', 'two'].map((body, index) => ({
      ...{ id: `msg_${index}`, sequence: index + 1, by, body, mentions: [], replyTo: null, at: 1_000 + index },
      ...{ editedAt: null, removedAt: null },
    })),
  ],
  ['records', 'brief', { gone: 0, versions: [{ version: 2, bytes: 7, by, at: 2_000, content: 'content' }] }],
  ['checklists', 'launch', { changedAt: 3_000, items: [{ done: null, dueAt: 9 }, { done: { at: 1, by } }] }],
  ['records', 'damaged', 'no record'],
  ['document', 'default', 'no JSON that anybody reads'],
]

it('what rooms had copied is listed after the next start, once; what is damaged is left out and named', async () => {
  const data = join(folder, 'postgres')
  const before = await PGlite.create(data)
  await migrate(drizzle(before), { migrationsFolder: await oldMigrations() })
  await before.query("INSERT INTO organizations (id, name) VALUES ('org_a', 'Old')")
  for (const id of ['alive', 'deleted'])
    await before.query(
      `INSERT INTO rooms (organization_id, id, type, metadata, max_participants, grace_ms, deleted_at) VALUES ('org_a', $1, 'custom', '{}', 9, 0, $2)`,
      [id, id === 'deleted' ? new Date().toISOString() : null],
    )
  for (const [kind, key, content] of copies)
    for (const room of ['alive', 'deleted'])
      await before.query(
        `INSERT INTO room_copies (organization_id, room_id, kind, key, sequence, bytes, digest, updated_at)
         VALUES ('org_a', $1, $2, $3, 5, $4, '', now())`,
        [room, kind, key, new TextEncoder().encode(JSON.stringify(content))],
      )
  await before.close()

  const warned = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const all = { limit: 10 }
  const listed = async (db: Database) => ({
    comments: (await listComments(db, 'org_a', all)).map(({ roomId, text }) => [roomId, text]),
    messages: (await listMessages(db, 'org_a', all)).map(({ roomId, body }) => [roomId, body]),
    records: (await listRecords(db, 'org_a', all)).map(({ roomId, id, version }) => [roomId, id, version]),
    checklists: (await listChecklists(db, 'org_a', all)).map(({ id, items, done }) => [id, items, done]),
    others: [...(await listSchedules(db, 'org_a', all)), ...(await listFeeds(db, 'org_a', all))],
  })
  const open = async () => {
    let found: Awaited<ReturnType<typeof listed>> | undefined
    const backend = await openEmbedded(data, migrationsFolder, async (db) => {
      found = await listed(db)
    })
    await backend.close()
    return found
  }
  const expected = {
    comments: [['alive', 'a comment']],
    messages: [
      ['alive', 'two'],
      ['alive', 'one'],
    ],
    records: [['alive', 'brief', 2]],
    checklists: [['launch', 2, 1]],
    others: [],
  }
  expect(await open()).toEqual(expected)
  expect(warned.mock.calls.map(([line]) => line)).toEqual([expect.stringContaining('records damaged of room alive')])
  expect(await open()).toEqual(expected)
  // It was done with the first start.
  expect(warned).toHaveBeenCalledOnce()
}, 120_000)
