/** The tables of a room: each owner has its own, and a change of them is all or nothing. */
import { runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { durableStorage } from '../../actor/durable-storage.ts'
import { createKeyValues } from '../../actor/key-values.ts'
import { migrate, migrationsOf } from '../../actor/migrate.ts'
import { freshRoom, roomOnDisk } from '../../test-kit.ts'
import { createOutbox } from '../facts/outbox.ts'
import { migrateRoom, tableOwners } from '../open.ts'
import { roomMigrations } from './schema.ts'

const tablesOf = ({ sql }: DurableObjectStorage) =>
  sql
    .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .toArray()
    .map(({ name }) => name)
    .filter((name) => !/^(_cf|sqlite)_/.test(name))

test('every table bears the name of who owns it', async () => {
  const { tables, done } = await runInDurableObject(freshRoom(), (_, { storage }) => {
    const disk = roomOnDisk(storage)
    return { tables: tablesOf(storage), done: [...migrationsOf(disk)] }
  })
  const owners = ['actor', 'room', ...tableOwners.map(({ name }) => name)]
  for (const name of [...tables, ...done]) expect(owners).toContain(name.split(/[_/]/)[0])
  expect(tables.filter((name) => /^(actor|room)_/.test(name))).toEqual([
    'actor_migration',
    'actor_value',
    'room_fact',
    'room_file',
    'room_lineage',
    'room_link',
    'room_rights',
    'room_share',
  ])
})

test('numbers of facts go on after all were delivered, through a cold wake as well', async () => {
  await runInDurableObject(freshRoom(), (_, { storage }) => {
    const disk = roomOnDisk(storage)
    const open = () =>
      createOutbox({
        sql: disk.sql,
        values: createKeyValues(disk.sql),
        readers: ['postgres'],
        changed: () => {},
        log: () => {},
      })
    open().append(
      [1, 2, 3].map((body) => ({ kind: 'told', body })),
      1,
    )
    open().confirm('postgres', 3)
    expect(open().peek('postgres', 9)).toEqual([])
    open().append([{ kind: 'told', body: 4 }], 1)
    expect(
      open()
        .peek('postgres', 9)
        .map(({ sequence }) => sequence),
    ).toEqual([4])
  })
})

test('a migration that fails leaves the room as it was, and runs again', async () => {
  await runInDurableObject(freshRoom(), (_, { storage }) => {
    const disk = durableStorage(storage, migrateRoom)
    const later = (...statements: string[]) => ({ id: 'x/1', sql: statements.join(';') })
    migrate(disk, roomMigrations)
    const before = tablesOf(storage)
    const half = 'CREATE TABLE x_one (id INTEGER)'
    expect(() => migrate(disk, [...roomMigrations, later(half, 'SELECT 1 FROM nowhere')])).toThrow('nowhere')
    expect(tablesOf(storage)).toEqual(before)
    migrate(disk, [...roomMigrations, later(half)])
    expect(tablesOf(storage)).toEqual([...before, 'x_one'])
    // What has run is not run again.
    migrate(disk, [...roomMigrations, later(half)])
  })
})
