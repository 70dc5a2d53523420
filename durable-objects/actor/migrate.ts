/** Runs the append-only migrations of an object, each exactly once, all in one transaction. */
import type { ActorStorage } from './storage.ts'

/** Append-only: an id that ran is never run again and never changes. */
export interface Migration {
  readonly id: string
  readonly sql: string
  /** Ids of earlier ones to all of which it comes: where none of them ran, it runs instead of them. */
  readonly replaces?: readonly string[]
}

/** Those of `migrations` that bring tables in which `done` have run up to date. */
export const outstanding = (migrations: readonly Migration[], done: ReadonlySet<string>): readonly Migration[] => {
  const missing = migrations.filter(({ id }) => !done.has(id))
  const direct = missing.filter(({ replaces }) => replaces !== undefined && !replaces.some((id) => done.has(id)))
  const replaced = new Set(direct.flatMap(({ replaces = [] }) => replaces))
  return missing.filter(
    (migration) => !replaced.has(migration.id) && (migration.replaces === undefined || direct.includes(migration)),
  )
}

export const migrate = (storage: ActorStorage, migrations: readonly Migration[]): void => {
  const { sql } = storage
  sql.exec('CREATE TABLE IF NOT EXISTS room_migration (id TEXT PRIMARY KEY) WITHOUT ROWID')
  const done = new Set(
    sql
      .exec<{ id: string }>('SELECT id FROM room_migration')
      .toArray()
      .map(({ id }) => id),
  )
  const missing = migrations.map(({ id }) => id).filter((id) => !done.has(id))
  if (missing.length === 0) return
  storage.transactionSync(() => {
    for (const { sql: statements } of outstanding(migrations, done)) sql.exec(statements)
    sql.exec('INSERT INTO room_migration SELECT value FROM json_each(?)', JSON.stringify(missing))
  })
}
