/** Owns the table `organization_lobby`: what somebody was shown of a room that slept, as long as the room has not been awake since. */
import type { Migration } from '../../actor/migrate.ts'
import type { Sql } from '../../actor/storage.ts'
import type { LobbySight } from '../../room/live/target.ts'

export const lobbyMigrations: readonly Migration[] = [
  {
    id: 'organization/lobby-1',
    // `access`: with which word of a token they were shown it.
    sql: `
CREATE TABLE organization_lobby (
  room_id TEXT NOT NULL, created_at INTEGER NOT NULL, user_id TEXT NOT NULL, access TEXT NOT NULL, sight TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (room_id, user_id, access)
) WITHOUT ROWID;
CREATE INDEX organization_lobby_at ON organization_lobby (at);`,
  },
]

const keptMs = 30 * 24 * 3_600_000

export interface Seen {
  readonly roomId: string
  readonly createdAt: number
  /** Empty: nobody knows who. */
  readonly userId: string
  readonly access: string
}

export const createSeen = (sql: Sql, clock: () => number) => ({
  find: ({ roomId, createdAt, userId, access }: Seen): LobbySight | null => {
    const query =
      'SELECT sight FROM organization_lobby WHERE room_id = ? AND created_at = ? AND user_id = ? AND access = ?'
    const [row] = sql.exec<{ sight: string }>(query, roomId, createdAt, userId, access).toArray()
    return row === undefined ? null : (JSON.parse(row.sight) as LobbySight)
  },
  put: ({ roomId, createdAt, userId, access }: Seen, sight: LobbySight): void =>
    void sql.exec(
      'INSERT OR REPLACE INTO organization_lobby VALUES (?, ?, ?, ?, ?, ?)',
      roomId,
      createdAt,
      userId,
      access,
      JSON.stringify(sight),
      clock(),
    ),
  forget: (roomId: string): void => void sql.exec('DELETE FROM organization_lobby WHERE room_id = ?', roomId),
  prune: (): void => void sql.exec('DELETE FROM organization_lobby WHERE at < ?', clock() - keptMs),
})
