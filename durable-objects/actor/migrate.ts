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

/** @param begun groups of which each runs only where one of its migrations has run before */
export const migrate = (
  storage: ActorStorage,
  migrations: readonly Migration[],
  begun: readonly (readonly Migration[])[] = [],
): void => {
  const { sql } = storage
  sql.exec('CREATE TABLE IF NOT EXISTS actor_migration (id TEXT PRIMARY KEY) WITHOUT ROWID')
  const done = migrationsOf(storage)
  const due = begun.filter((group) => group.some(({ id }) => done.has(id))).flat()
  const missing = [...actorMigrations, ...migrations, ...due].filter(({ id }) => !done.has(id))
  if (missing.length === 0) return
  storage.transactionSync(() => {
    for (const { sql: statements } of missing) sql.exec(statements)
    sql.exec('INSERT INTO actor_migration SELECT value FROM json_each(?)', JSON.stringify(missing.map(({ id }) => id)))
  })
}

/** Ids of the migrations that have run. */
export const migrationsOf = ({ sql }: Pick<ActorStorage, 'sql'>): ReadonlySet<string> =>
  new Set(
    sql
      .exec<{ id: string }>('SELECT id FROM actor_migration ORDER BY id')
      .toArray()
      .map(({ id }) => id),
  )
