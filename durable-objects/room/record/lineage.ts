/** Which rooms have a common past: a fork keeps the id that its original got, so that two rooms are only merged where that makes sense. */
import type { Sql } from '../../actor/storage.ts'

export interface Lineage {
  get(): string
  /** This room goes on where another one was. */
  adopt(id: string): void
  /** An empty room goes on where its copy is. */
  restore(id: string): void
}

/** `first` names a room that comes from nowhere. */
export const createLineage = (sql: Sql, first: () => string, changed: () => void): Lineage => ({
  get() {
    sql.exec('INSERT OR IGNORE INTO room_lineage VALUES (1, ?)', first())
    return sql.exec<{ id: string }>('SELECT id FROM room_lineage').one().id
  },
  adopt(id) {
    sql.exec('INSERT OR REPLACE INTO room_lineage VALUES (1, ?)', id)
    changed()
  },
  restore: (id) => void sql.exec('INSERT OR REPLACE INTO room_lineage VALUES (1, ?)', id),
})
