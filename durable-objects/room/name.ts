/** The room's own name: whose it is and what it is called. It learns both from the first who calls it by them. */
import type { RoomSql } from './storage.ts'

export interface RoomName {
  readonly organizationId: string
  readonly roomId: string
}

export interface NameStore {
  get(): RoomName | null
  learn(name: RoomName): void
}

export const createNameStore = (sql: RoomSql): NameStore => {
  let known: RoomName | null = null
  const get = (): RoomName | null => {
    const row = sql
      .exec<{ organization_id: string; room_id: string }>('SELECT organization_id, room_id FROM room_identity')
      .toArray()[0]
    return row === undefined ? null : { organizationId: row.organization_id, roomId: row.room_id }
  }
  return {
    get,
    learn({ organizationId, roomId }) {
      if (known !== null) return
      sql.exec('INSERT OR IGNORE INTO room_identity VALUES (1, ?, ?)', organizationId, roomId)
      known = get()
    },
  }
}
