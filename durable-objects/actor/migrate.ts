/** Runs the append-only migrations of an object, each exactly once, all in one transaction. */
import type { ActorStorage } from './storage.ts'

/** Append-only: an id that ran is never run again and never changes. */
export interface Migration {
  readonly id: string
  readonly sql: string
}

/** What every object has. */
export const actorMigrations: readonly Migration[] = [
  {
    id: 'actor/1-values',
    sql: 'CREATE TABLE actor_value (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID',
  },
]

export const migrate = (storage: ActorStorage, migrations: readonly Migration[]): void => {
  const { sql } = storage
  sql.exec('CREATE TABLE IF NOT EXISTS actor_migration (id TEXT PRIMARY KEY) WITHOUT ROWID')
  const done = migrationsOf(storage)
  const missing = [...actorMigrations, ...migrations].filter(({ id }) => !done.has(id))
  if (missing.length === 0) return
  storage.transactionSync(() => {
    for (const { sql: statements } of missing) sql.exec(statements)
    sql.exec('INSERT INTO actor_migration SELECT value FROM json_each(?)', JSON.stringify(missing.map(({ id }) => id)))
  })
}

/** Tables were made or dropped otherwise: of these migrations exactly those in `done` have run. */
export const recordMigrations = (
  { sql }: Pick<ActorStorage, 'sql'>,
  migrations: readonly Migration[],
  done: ReadonlySet<string>,
): void => {
  for (const { id } of migrations) {
    if (done.has(id)) sql.exec('INSERT OR IGNORE INTO actor_migration VALUES (?)', id)
    else sql.exec('DELETE FROM actor_migration WHERE id = ?', id)
  }
}

/** Ids of the migrations that have run. */
export const migrationsOf = ({ sql }: Pick<ActorStorage, 'sql'>): ReadonlySet<string> =>
  new Set(
    sql
      .exec<{ id: string }>('SELECT id FROM actor_migration ORDER BY id')
      .toArray()
      .map(({ id }) => id),
  )
