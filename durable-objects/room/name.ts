/** The room's own name: whose it is, what it is called and since when. It learns it from the first who calls it by it. */
import type { RoomName } from './admission.ts'
import type { RoomSql } from './storage.ts'

export interface NameStore {
  /** `null`: nobody has called it by its name yet, its storage is empty. Always read from the row: an erased room has none. */
  get(): RoomName | null
  learn(name: RoomName): void
}

export const createNameStore = (sql: RoomSql): NameStore => ({
  get() {
    const row = sql
      .exec<{ organization_id: string; room_id: string; created_at: number }>(
        'SELECT organization_id, room_id, created_at FROM room_identity',
      )
      .toArray()[0]
    if (row === undefined) return null
    return { organizationId: row.organization_id, roomId: row.room_id, createdAt: row.created_at }
  },
  learn: ({ organizationId, roomId, createdAt }) =>
    void sql.exec(
      `INSERT INTO room_identity (singleton, organization_id, room_id, created_at) VALUES (1, ?, ?, ?)
       ON CONFLICT (singleton) DO UPDATE SET created_at = excluded.created_at`,
      organizationId,
      roomId,
      createdAt,
    ),
})
