/** A feature's way to its rows. Owns when its tables are made, and that whoever writes is heard. */
import { migrate, migrationsOf } from '../actor/migrate.ts'
import type { ActorStorage, Rows, Sql } from '../actor/storage.ts'
import type { FeatureDefinition } from './feature.ts'

/** A query that only looks. Whatever does not begin like one is taken for a change. */
const isLook = (query: string): boolean => query.startsWith('SELECT')
/** A query that may be the first row. */
const isAddition = (query: string): boolean => query.startsWith('INSERT')

const noRows: Rows<never> = {
  toArray: () => [],
  one() {
    throw new Error('The feature has no tables yet, and so not exactly one row')
  },
  *[Symbol.iterator]() {},
}

/** What a feature gets to see of its storage: `changed` hears of every query that is more than a look. */
export const openTables = (
  storage: ActorStorage,
  { migrations, tablesOnDemand }: Pick<FeatureDefinition<never>, 'migrations' | 'tablesOnDemand'>,
  changed: () => void,
): { readonly sql: Sql; hasTables(): boolean } => {
  /** `null`: not known. */
  let exist: boolean | null = tablesOnDemand === true ? null : true
  const forget = () => {
    exist = null
  }
  const areThere = () => {
    exist ??= migrationsOf(storage).has(migrations[0]?.id ?? '')
    return exist
  }
  const sql: Sql = {
    exec(query, ...bindings) {
      if (!areThere()) {
        if (!isAddition(query)) return noRows
        migrate(storage, migrations)
        exist = true
        storage.afterRollback(forget)
      }
      if (!isLook(query)) changed()
      return storage.sql.exec(query, ...bindings)
    },
  }
  return { sql, hasTables: areThere }
}
