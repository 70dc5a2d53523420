/** One suite for both places where a room's rows may be: whatever a feature does on disk works the same in memory. */
import { runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import { freshRoom } from '../test-kit.ts'
import { durableStorage } from './durable-storage.ts'
import { openMemoryStorage } from './memory-storage.ts'
import { loadSqlite } from './sqlite.ts'
import type { ActorStorage } from './storage.ts'

const never = async () => {}

const bodies: Readonly<Record<string, (use: (storage: ActorStorage) => void) => Promise<void>>> = {
  durable: async (use) => runInDurableObject(freshRoom(), (_, state) => use(durableStorage(state.storage, never))),
  async memory(use) {
    const storage = openMemoryStorage(await loadSqlite(), never, never)
    use(storage)
    await storage.erase()
  },
}

describe.each(Object.entries(bodies))('%s', (_name, open) => {
  test('every kind of value comes back as it went in, blobs as buffers of their own', () =>
    open(({ sql }) => {
      sql.exec('CREATE TABLE t (i INTEGER, r REAL, s TEXT, b BLOB, n TEXT); CREATE TABLE u (x INTEGER PRIMARY KEY)')
      const bytes = Uint8Array.of(9, 0, 255, 7)
      sql.exec('INSERT INTO t VALUES (?, ?, ?, ?, ?)', 1_700_000_000_123, 1.5, 'žluť\u0000', bytes.subarray(1, 3), null)
      sql.exec('INSERT INTO t (b) VALUES (?)', bytes.buffer)
      const [first, second] = sql.exec<{ b: ArrayBuffer }>('SELECT * FROM t').toArray()
      expect(first).toEqual({ i: 1_700_000_000_123, r: 1.5, s: 'žluť\u0000', b: expect.any(ArrayBuffer), n: null })
      expect(new Uint8Array(first!.b)).toEqual(Uint8Array.of(0, 255))
      expect(new Uint8Array(second!.b)).toEqual(bytes)
      expect([...sql.exec('SELECT typeof(i) AS t FROM t WHERE i IS NOT NULL')]).toEqual([{ t: 'integer' }])
      expect(sql.exec('SELECT * FROM u').toArray()).toEqual([])
    }))

  test('one() wants exactly one row; a mistake in a query is thrown and spoils nothing', () =>
    open(({ sql }) => {
      sql.exec('CREATE TABLE t (x INTEGER PRIMARY KEY)')
      expect(() => sql.exec('SELECT * FROM t').one()).toThrow()
      sql.exec('INSERT INTO t VALUES (1), (2)')
      expect(() => sql.exec('SELECT * FROM t').one()).toThrow()
      expect(sql.exec('SELECT COUNT(*) AS n FROM t').one()).toEqual({ n: 2 })
      expect(() => sql.exec('INSERT INTO t VALUES (?)', 1)).toThrow(/UNIQUE/)
      expect(() => sql.exec('SELECT nonsense')).toThrow()
      expect(sql.exec('INSERT INTO t VALUES (?) RETURNING x', 3).one()).toEqual({ x: 3 })
    }))

  test('a loop may write to the table that it reads', () =>
    open(({ sql }) => {
      sql.exec('CREATE TABLE t (x INTEGER PRIMARY KEY)')
      sql.exec('INSERT INTO t VALUES (1), (2), (3)')
      for (const { x } of sql.exec<{ x: number }>('SELECT x FROM t').toArray()) sql.exec('DELETE FROM t WHERE x = ?', x)
      expect(sql.exec('SELECT * FROM t').toArray()).toEqual([])
    }))

  test('a transaction is all or nothing; one within another rolls back alone', () =>
    open(({ sql, transactionSync }) => {
      sql.exec('CREATE TABLE t (x INTEGER PRIMARY KEY)')
      const add = (x: number) => sql.exec('INSERT INTO t VALUES (?)', x)
      const held = () =>
        sql
          .exec<{ x: number }>('SELECT x FROM t')
          .toArray()
          .map(({ x }) => x)
      const fail = (x: number) =>
        transactionSync(() => {
          add(x)
          throw new Error(`no ${x}`)
        })
      expect(() => fail(1)).toThrow('no 1')
      expect(held()).toEqual([])
      expect(
        transactionSync(() => {
          add(2)
          expect(() => fail(3)).toThrow('no 3')
          transactionSync(() => add(4))
          return held()
        }),
      ).toEqual([2, 4])
      expect(() =>
        transactionSync(() => {
          transactionSync(() => add(5))
          throw new Error('outer')
        }),
      ).toThrow('outer')
      expect(held()).toEqual([2, 4])
    }))

  test('memory is undone with rows, the last change first, caches at the very end; what waits for the commit is done after the outermost', () =>
    open((storage) => {
      const told: string[] = []
      const tell = (what: string) => () => void told.push(what)
      const change = (what: string) => {
        storage.onRollback(tell(`undo ${what}`))
        storage.afterCommit(tell(`after ${what}`))
      }
      const forget = tell('forget')
      const fail = (work: () => void) =>
        expect(() =>
          storage.transactionSync(() => {
            work()
            throw new Error('no')
          }),
        ).toThrow('no')
      expect(storage.inTransaction()).toBe(false)
      change('outside')
      expect(told.splice(0)).toEqual(['after outside'])
      storage.transactionSync(() => {
        expect(storage.inTransaction()).toBe(true)
        change('a')
        fail(() => change('b'))
        storage.transactionSync(() => change('c'))
        expect(told).toEqual(['undo b'])
      })
      expect(told.splice(0)).toEqual(['undo b', 'after a', 'after c'])
      fail(() => {
        storage.afterRollback(forget)
        change('d')
        storage.transactionSync(() => {
          change('e')
          storage.afterRollback(forget)
        })
        change('f')
      })
      expect(told.splice(0)).toEqual(['undo f', 'undo e', 'undo d', 'forget'])
      expect(() =>
        storage.transactionSync(() => {
          storage.afterCommit(() => {
            throw new Error('one act')
          })
          change('g')
        }),
      ).toThrow('one act')
      expect(told).toEqual(['after g'])
    }))
})

describe('the alarm of a room in memory', () => {
  test('rings once, at the last time it was set to', async () => {
    const rung: number[] = []
    const storage = openMemoryStorage(await loadSqlite(), async () => void rung.push(Date.now()), never)
    const setAt = Date.now()
    storage.setAlarm(setAt + 20)
    storage.setAlarm(setAt + 120)
    await scheduler.wait(400)
    expect(rung).toHaveLength(1)
    expect(rung[0]).toBeGreaterThanOrEqual(setAt + 120)
    await storage.erase()
  })

  test('is rung again when the room failed, and not after it was deleted or the room erased', async () => {
    let calls = 0
    const logged: string[] = []
    const storage = openMemoryStorage(
      await loadSqlite(),
      async () => {
        calls += 1
        throw new Error('not today')
      },
      (event) => void logged.push(event),
    )
    storage.setAlarm(Date.now())
    await scheduler.wait(300)
    expect([calls, logged]).toEqual([1, ['alarm_failed']])
    await scheduler.wait(2_300)
    expect(calls).toBe(2)
    storage.deleteAlarm()
    await scheduler.wait(2_300)
    expect(calls).toBe(2)
    storage.setAlarm(Date.now() + 50)
    await storage.erase()
    await scheduler.wait(200)
    expect(calls).toBe(2)
  })
})
