/** Small values that an object keeps, a row each in `actor_value`: a table of its own for each would cost every object pages, schema and statements. */
import type { Sql } from './storage.ts'

/** What can be written as JSON is found again as it was; `T` is what the owner of the key wrote. */
export interface KeyValues {
  get<T>(key: string): T | null
  put(key: string, value: unknown): void
  delete(key: string): void
  /** Everything whose key begins with `prefix`, in the order of keys. */
  list<T>(prefix: string): readonly T[]
}

export const createKeyValues = (sql: Sql): KeyValues => {
  const read = <T>(value: string) => JSON.parse(value) as T
  return {
    get<T>(key: string) {
      const row = sql.exec<{ value: string }>('SELECT value FROM actor_value WHERE key = ?', key).toArray()[0]
      return row === undefined ? null : read<T>(row.value)
    },
    put: (key, value) => void sql.exec('INSERT OR REPLACE INTO actor_value VALUES (?, ?)', key, JSON.stringify(value)),
    delete: (key) => void sql.exec('DELETE FROM actor_value WHERE key = ?', key),
    list: <T>(prefix: string) =>
      sql
        .exec<{ value: string }>('SELECT value FROM actor_value WHERE key GLOB ? ORDER BY key', `${prefix}*`)
        .toArray()
        .map(({ value }) => read<T>(value)),
  }
}
