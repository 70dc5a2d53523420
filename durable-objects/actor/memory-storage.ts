/**
 * A room's rows in memory: nothing of it reaches a disk. While it is open a timer is pending, so the object neither sleeps nor is
 * unloaded: it holds the only copy.
 */
import type { Log } from './log.ts'
import type { Database, Sqlite, Statement } from './sqlite.ts'
import type { ActorStorage, Rows, Sql } from './storage.ts'
import { createTransactions } from './transactions.ts'

/** A timer keeps the object in memory for at most 15 minutes: the next one begins before that. */
const awakeMs = 300_000
const alarmRetryMs = 2_000

/** The journal and small caches stay in the instance's own memory; pages that are free are given back. */
const pragmas = `
  PRAGMA auto_vacuum = FULL; PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF;
  PRAGMA temp_store = MEMORY; PRAGMA cache_size = -256;
`

/** The room itself asks fewer questions than this; names of tables that are made for a while make more. */
const preparedMax = 500

type Bound = Parameters<Statement['bind']>[0][number]

const toBound = (value: SqlStorageValue | Uint8Array): Bound =>
  value instanceof ArrayBuffer ? new Uint8Array(value) : value

/** The instance hands out every blob as a copy of its own. */
const fromColumn = (value: Bound): SqlStorageValue =>
  value instanceof Uint8Array ? (value.buffer as ArrayBuffer) : value

const rowsOf = <T>(rows: T[]): Rows<T> => ({
  toArray: () => rows,
  one() {
    const [first] = rows
    if (first === undefined || rows.length > 1) throw new Error(`expected exactly one row, found ${rows.length}`)
    return first
  },
  [Symbol.iterator]: () => rows[Symbol.iterator](),
})

const createSql = (database: Database): Sql => {
  const prepared = new Map<string, Statement>()

  /** `null` for a script of several statements. */
  const prepare = (query: string): Statement | null => {
    const known = prepared.get(query)
    if (known !== undefined) return known
    const statement = database.prepare(query)
    if (statement.getSQL().trim().length < query.trim().length) return null
    if (prepared.size >= preparedMax) {
      for (const statement of prepared.values()) statement.free()
      prepared.clear()
    }
    prepared.set(query, statement)
    return statement
  }

  return {
    exec<T extends Record<string, SqlStorageValue>>(query: string, ...bindings: (SqlStorageValue | Uint8Array)[]) {
      const statement = prepare(query)
      if (statement === null) {
        if (bindings.length > 0) throw new Error('a script takes no values')
        database.run(query)
        return rowsOf<T>([])
      }
      const rows: T[] = []
      try {
        statement.bind(bindings.map(toBound))
        const names = statement.getColumnNames()
        while (statement.step()) {
          const values = statement.get()
          // The caller types the columns of its own query, as with the platform's.
          rows.push(Object.fromEntries(names.map((name, i) => [name, fromColumn(values[i] ?? null)])) as T)
        }
      } finally {
        statement.reset()
      }
      return rowsOf(rows)
    },
  }
}

/** @param ring what the platform calls `alarm`; called again when it rejects */
export const openMemoryStorage = (sqlite: Sqlite, ring: () => Promise<void>, log: Log): ActorStorage => {
  const database = new sqlite.Database()
  database.run(pragmas)
  const sql = createSql(database)
  let depth = 0
  let alarmAt: number | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let isErased = false

  const arm = () => {
    clearTimeout(timer)
    if (isErased) return
    timer = setTimeout(look, Math.max(0, Math.min(awakeMs, (alarmAt ?? Number.POSITIVE_INFINITY) - Date.now())))
  }

  const look = async () => {
    if (alarmAt === null || alarmAt > Date.now()) return arm()
    alarmAt = null
    arm()
    try {
      await ring()
    } catch (error) {
      log('alarm_failed', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
      // As the platform does it: the room is called again.
      alarmAt = Math.max(alarmAt ?? 0, Date.now() + alarmRetryMs)
      arm()
    }
  }

  const inSavepoint = <T>(run: () => T): T => {
    const savepoint = `s${depth}`
    sql.exec(`SAVEPOINT ${savepoint}`)
    depth += 1
    try {
      const result = run()
      sql.exec(`RELEASE ${savepoint}`)
      return result
    } catch (error) {
      sql.exec(`ROLLBACK TO ${savepoint}`)
      sql.exec(`RELEASE ${savepoint}`)
      throw error
    } finally {
      depth -= 1
    }
  }

  arm()
  return {
    persistence: 'memory',
    sql,
    ...createTransactions(inSavepoint),
    setAlarm(at) {
      alarmAt = at
      arm()
    },
    deleteAlarm() {
      alarmAt = null
      arm()
    },
    async erase() {
      isErased = true
      clearTimeout(timer)
      database.close()
    },
  }
}
