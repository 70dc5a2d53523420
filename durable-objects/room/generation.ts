/** Which life of the room this is: an id made with its storage, mirrored with it and erased with it. */
import { createId } from '@syncforge/protocol/ids'
import type { RoomSql } from './storage.ts'

export interface GenerationStore {
  /** Made when first asked for. */
  get(): string
  /** An empty room goes on where its copy is. */
  restore(id: string): void
}

export const createGenerationStore = (sql: RoomSql): GenerationStore => {
  let known: string | null = null
  return {
    get() {
      if (known === null) {
        sql.exec('INSERT OR IGNORE INTO room_generation VALUES (1, ?)', createId('gen'))
        known = sql.exec<{ id: string }>('SELECT id FROM room_generation').one().id
      }
      return known
    },
    restore(id) {
      sql.exec('INSERT OR REPLACE INTO room_generation VALUES (1, ?)', id)
      known = null
    },
  }
}
