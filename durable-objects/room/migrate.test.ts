/** Rooms of earlier layouts keep everything that they held, and end with the same tables as new ones. */
import { runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { keptPlaces, wakeupsOf } from '../test/shell-values.ts'
import { freshRoom, roomOnDisk, roomSettings } from '../test-kit.ts'
import { durableStorage } from './durable-storage.ts'
import { migrate, roomMigrations } from './migrate.ts'
import { createNameStore } from './name.ts'
import { createOutbox } from './outbox.ts'
import { createRights } from './rights.ts'
import { createSettingsStore } from './settings.ts'
import { createValues } from './values.ts'

const compactMigration = 'room/8-values'
const steps = roomMigrations.slice(
  0,
  roomMigrations.findIndex(({ id }) => id === compactMigration),
)

/** The shell's tables as they were before they became values. */
const layOutOld = (storage: DurableObjectStorage) => {
  storage.sql.exec('CREATE TABLE room_migration (id TEXT PRIMARY KEY)')
  for (const { id, sql } of steps) {
    storage.sql.exec(sql)
    storage.sql.exec('INSERT INTO room_migration VALUES (?)', id)
  }
}

const tablesOf = ({ sql }: DurableObjectStorage) =>
  sql
    .exec<{ name: string; sql: string }>(
      "SELECT name, sql FROM sqlite_master WHERE name GLOB 'room_*' AND name <> 'room_migration' ORDER BY name",
    )
    .toArray()
    .map((table) => ({ ...table, sql: table.sql.replaceAll('"', '').replace(/\s+/g, ' ') }))

test('an empty room of before has the tables that a new room has', async () => {
  const old = await runInDurableObject(freshRoom(), (_, { storage }) => {
    layOutOld(storage)
    roomOnDisk(storage)
    return tablesOf(storage)
  })
  const fresh = await runInDurableObject(freshRoom(), (_, { storage }) => {
    roomOnDisk(storage)
    return tablesOf(storage)
  })
  expect(old).toEqual(fresh)
  expect(fresh.map(({ name }) => name)).toEqual(['room_fact', 'room_lineage', 'room_rights', 'room_value'])
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
    const values = createValues(sql)
    expect(createNameStore(values).get()).toEqual({ organizationId: 'org_a', roomId: 'room-1', createdAt: 42 })
    expect(createSettingsStore(values).get()).toEqual(settings)
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
      { userId: 'ada', access: 'read', bannedUntil: null },
      { userId: 'mallory', access: null, bannedUntil: 99 },
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
        createValues(disk.sql),
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
    const disk = durableStorage(storage)
    const broken = { id: 'x/1', sql: 'CREATE TABLE x_one (id INTEGER); SELECT 1 FROM nowhere' }
    expect(() => migrate(disk, [broken])).toThrow('nowhere')
    expect(tablesOf(storage).map(({ name }) => name)).toContain('room_identity')
    migrate(disk, [{ ...broken, sql: 'CREATE TABLE x_one (id INTEGER)' }])
    expect(tablesOf(storage).map(({ name }) => name)).not.toContain('room_identity')
  })
})
