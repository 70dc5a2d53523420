/** Which life of the room this is: an id made with its storage and erased with it. Refuses one to a room that its clients refill. */
import { createId } from '@syncforge/protocol/ids'
import type { RoomSettings } from './admission.ts'

/** The way to ask for it; made when first asked for. `null` in a room that keeps nothing. */
export const generationOf = (sql: SqlStorage, settings: () => RoomSettings): (() => string | null) => {
  let known: string | null = null
  return () => {
    if (settings().persistence === 'memory') return null
    if (known === null) {
      sql.exec('INSERT OR IGNORE INTO room_generation VALUES (1, ?)', createId('gen'))
      known = sql.exec<{ id: string }>('SELECT id FROM room_generation').one().id
    }
    return known
  }
}
