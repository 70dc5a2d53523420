/** Which life of the room this is: an id made with its storage and erased with it. */
import { createId } from '@syncforge/protocol/ids'
import type { RoomSql } from './storage.ts'

/** The way to ask for it; made when first asked for. */
export const generationOf = (sql: RoomSql): (() => string) => {
  let known: string | null = null
  return () => {
    if (known === null) {
      sql.exec('INSERT OR IGNORE INTO room_generation VALUES (1, ?)', createId('gen'))
      known = sql.exec<{ id: string }>('SELECT id FROM room_generation').one().id
    }
    return known
  }
}
