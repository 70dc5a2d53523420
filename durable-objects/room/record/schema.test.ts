/** Rooms of earlier layouts keep everything that they held, and end with the same tables as new ones. */
import { runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { durableStorage } from '../../actor/durable-storage.ts'
import { createKeyValues } from '../../actor/key-values.ts'
import { migrate, outstanding } from '../../actor/migrate.ts'
import { keptPlaces, wakeupsOf } from '../../test/shell-values.ts'
import { freshRoom, roomOnDisk, roomSettings } from '../../test-kit.ts'
import { createOutbox } from '../mirror/outbox.ts'
import { migrateRoom, tableOwners } from '../open.ts'
import { createRights } from '../sessions/rights.ts'
import { createNameStore } from './name.ts'
import { roomMigrations } from './schema.ts'
import { createSettingsStore } from './settings.ts'

const untilValues = roomMigrations.findIndex(({ id }) => id === 'room/8-values')

/** The shell's tables as they were before they became values. */
const layOutOld = (storage: DurableObjectStorage) => {
  storage.sql.exec('CREATE TABLE room_migration (id TEXT PRIMARY KEY)')
  for (const { id, sql } of roomMigrations.slice(0, untilValues)) {
    storage.sql.exec(sql)
    storage.sql.exec('INSERT INTO room_migration VALUES (?)', id)
  }
}

const doneIn = ({ sql }: DurableObjectStorage) =>
  sql
    .exec('SELECT id FROM room_migration ORDER BY id')
    .toArray()
    .map(({ id }) => id)

const tablesOf = ({ sql }: DurableObjectStorage) =>
  sql
    .exec<{ name: string; wr: number }>('SELECT name, wr FROM pragma_table_list ORDER BY name')
    .toArray()
    .filter(({ name }) => !/^(_cf|sqlite)_|^room_migration$/.test(name))
    .map(({ name, wr }) => ({
      name,
      wr,
      columns: sql.exec(`SELECT * FROM pragma_table_info('${name}')`).toArray(),
      unique: sql
        .exec<{ name: string }>(`SELECT name FROM pragma_index_list('${name}')`)
        .toArray()
        .map((index) => sql.exec(`SELECT seqno, name FROM pragma_index_info('${index.name}')`).toArray()),
    }))

test('a room that took every step has the tables that a new room has', async () => {
  const all = [roomMigrations, ...tableOwners.map(({ migrations }) => migrations)].flat()
  const direct = all.filter(({ replaces }) => replaces !== undefined)
  expect(direct.map(({ id }) => id)).toEqual(['room/9-direct', 'documents/6-direct'])
  const stepwise = await runInDurableObject(freshRoom(), (_, { storage }) => {
    layOutOld(storage)
    for (const { migrations } of tableOwners) {
      for (const { id, sql, replaces } of migrations) {
        if (replaces !== undefined) continue
        storage.sql.exec(sql)
        storage.sql.exec('INSERT INTO room_migration VALUES (?)', id)
      }
    }
    roomOnDisk(storage)
    return { tables: tablesOf(storage), done: doneIn(storage) }
  })
  const fresh = await runInDurableObject(freshRoom(), (_, { storage }) => {
    roomOnDisk(storage)
    return { tables: tablesOf(storage), done: doneIn(storage) }
  })
  expect(stepwise).toEqual(fresh)
  expect(fresh.done).toEqual(all.map(({ id }) => id).sort())
  expect(fresh.tables.filter(({ name }) => name.startsWith('room_')).map(({ name }) => name)).toEqual([
    'room_fact',
    'room_lineage',
    'room_rights',
    'room_value',
  ])
})

test('a room that took a few of the steps takes the others, not the direct way', () => {
  const migrations = [
    { id: 'a', sql: '' },
    { id: 'b', sql: '' },
    { id: 'ab', sql: '', replaces: ['a', 'b'] },
    { id: 'c', sql: '' },
  ]
  const ids = (done: string[]) => outstanding(migrations, new Set(done)).map(({ id }) => id)
  expect(ids([])).toEqual(['ab', 'c'])
  expect(ids(['a'])).toEqual(['b', 'c'])
  expect(ids(['a', 'b'])).toEqual(['c'])
  expect(ids(['a', 'b', 'ab'])).toEqual(['c'])
  expect(ids(['a', 'b', 'ab', 'c'])).toEqual([])
})

test('what the shell of a room of before knew is still known', async () => {
  await runInDurableObject(freshRoom(), (_, { storage }) => {
    layOutOld(storage)
    const settings = roomSettings({ maxParticipants: 7, graceMs: 1 })
    const place = (id: string) => ({ stage: 'present', id, user: { userInfo: { name: 'Zoë "Z" 🦉' } } })
    const blob = (id: string) => new TextEncoder().encode(JSON.stringify(place(id)))
    const { sql } = storage
    sql.exec("INSERT INTO room_identity VALUES (1, 'org_a', 'room-1', 42)")
    sql.exec('INSERT INTO room_settings VALUES (1, ?)', JSON.stringify(settings))
    sql.exec("INSERT INTO room_generation VALUES (1, 'gen_1')")
    sql.exec('INSERT INTO room_own_copy VALUES (1, 5, 3)')
    sql.exec("INSERT INTO room_wakeup VALUES ('room.mirror', 2000, 1000), ('documents', 3000, 1500)")
    sql.exec('INSERT INTO room_spill VALUES (?, ?), (?, ?)', 'con_open', blob('con_open'), 'con_both', blob('con_both'))
    sql.exec('INSERT INTO room_parked VALUES (?, ?, 77)', 'con_both', blob('con_both'))
    sql.exec("INSERT INTO room_rights VALUES ('mallory', NULL, 99), ('ada', 'read', NULL)")
    sql.exec("INSERT INTO room_lineage VALUES (1, 'gen_0')")
    sql.exec(`INSERT INTO room_outbox VALUES (8, 'told', '{"n":8}', 1), (9, 'told', '{"n":9}', 2)`)
    sql.exec('DELETE FROM room_outbox WHERE sequence = 9')

    const disk = roomOnDisk(storage)
    const values = createKeyValues(sql)
    expect(createNameStore(values).get()).toEqual({ organizationId: 'org_a', roomId: 'room-1', createdAt: 42 })
    expect(createSettingsStore(values, disk).get()).toEqual(settings)
    expect([values.get('generation'), values.get('own-copy')]).toEqual(['gen_1', { sequence: 5, mirrored: 3 }])
    expect(wakeupsOf(storage)).toEqual({
      'room.mirror': { at: 2000, setAt: 1000 },
      documents: { at: 3000, setAt: 1500 },
    })
    expect(keptPlaces(storage)).toEqual([
      { place: place('con_both'), leavesAt: 77 },
      { place: place('con_open'), leavesAt: null },
    ])
    expect(createRights(sql, () => {}).all()).toEqual([
      { userId: 'ada', access: 'read', ban: null, claimsBan: null },
      { userId: 'mallory', access: null, ban: { at: 0, forMs: 99 }, claimsBan: null },
    ])
    expect(sql.exec('SELECT id FROM room_lineage').one()).toEqual({ id: 'gen_0' })
    const outbox = createOutbox(
      disk.sql,
      values,
      () => {},
      () => {},
    )
    expect(outbox.peek(5)).toEqual([{ sequence: 8, kind: 'told', body: { n: 8 }, at: 1 }])
    // The highest number ever given counts, not the highest that is left.
    outbox.append([{ kind: 'told', body: {} }], 3)
    expect(outbox.peek(5).at(-1)?.sequence).toBe(10)
  })
})

test('numbers of facts go on after all were delivered, through a cold wake as well', async () => {
  await runInDurableObject(freshRoom(), (_, { storage }) => {
    const disk = roomOnDisk(storage)
    const open = () =>
      createOutbox(
        disk.sql,
        createKeyValues(disk.sql),
        () => {},
        () => {},
      )
    open().append(
      [1, 2, 3].map((body) => ({ kind: 'told', body })),
      1,
    )
    open().confirm(3)
    expect(open().peek(9)).toEqual([])
    open().append([{ kind: 'told', body: 4 }], 1)
    expect(
      open()
        .peek(9)
        .map(({ sequence }) => sequence),
    ).toEqual([4])
  })
})

test('a migration that fails leaves the room as it was, and runs again', async () => {
  await runInDurableObject(freshRoom(), (_, { storage }) => {
    layOutOld(storage)
    const disk = durableStorage(storage, migrateRoom)
    const broken = { id: 'x/1', sql: 'CREATE TABLE x_one (id INTEGER); SELECT 1 FROM nowhere' }
    expect(() => migrate(disk, [...roomMigrations, broken])).toThrow('nowhere')
    expect(tablesOf(storage).map(({ name }) => name)).toContain('room_identity')
    migrate(disk, [...roomMigrations, { ...broken, sql: 'CREATE TABLE x_one (id INTEGER)' }])
    expect(tablesOf(storage).map(({ name }) => name)).not.toContain('room_identity')
  })
})
