/** What an organization has decided about single people in this room: another access than their token's, or that they stay out. */
import type { Access } from '@syncforge/protocol/access'
import { RoomError } from '@syncforge/protocol/errors'
import type { Sql } from '../../actor/storage.ts'

/** What holds for one person; `null` where nothing was decided. */
export interface Decision {
  readonly userId: string
  readonly access: Access | null
  /** Milliseconds since 1970. */
  readonly bannedUntil: number | null
}

export interface Rights {
  /** The access of somebody whose token says `granted`. */
  accessOf(userId: string, granted: Access): Access
  /** @throws RoomError BANNED */
  requireWelcome(userId: string, now: number): void
  /** `null`: what the token says again. */
  setAccess(userId: string, access: Access | null): void
  /** `null`: welcome again. */
  ban(userId: string, until: number | null): void
  all(): readonly Decision[]
  /** An empty room takes back what was decided. */
  restore(decision: Decision): void
}

/** A ban without an end. */
export const forever = Number.MAX_SAFE_INTEGER

export const createRights = (sql: Sql, changed: () => void): Rights => {
  const find = (userId: string) =>
    sql
      .exec<{ access: Access | null; banned_until: number | null }>(
        'SELECT access, banned_until FROM room_rights WHERE user_id = ?',
        userId,
      )
      .toArray()[0]
  const change = (userId: string, column: 'access' | 'banned_until', value: string | number | null) => {
    sql.exec(
      `INSERT INTO room_rights (user_id, ${column}) VALUES (?, ?) ON CONFLICT (user_id) DO UPDATE SET ${column} = excluded.${column}`,
      userId,
      value,
    )
    sql.exec('DELETE FROM room_rights WHERE access IS NULL AND banned_until IS NULL')
    changed()
  }
  return {
    accessOf: (userId, granted) => find(userId)?.access ?? granted,
    requireWelcome(userId, now) {
      const until = find(userId)?.banned_until ?? null
      if (until === null || until <= now) return
      throw new RoomError('BANNED', 'This person may not come into the room', {
        until: until === forever ? null : until,
      })
    },
    setAccess: (userId, access) => change(userId, 'access', access),
    ban: (userId, until) => change(userId, 'banned_until', until),
    all: () =>
      sql
        .exec<{ user_id: string; access: Access | null; banned_until: number | null }>(
          'SELECT user_id, access, banned_until FROM room_rights ORDER BY user_id',
        )
        .toArray()
        .map(({ user_id, access, banned_until }) => ({ userId: user_id, access, bannedUntil: banned_until })),
    restore: ({ userId, access, bannedUntil }) =>
      void sql.exec('INSERT OR REPLACE INTO room_rights VALUES (?, ?, ?)', userId, access, bannedUntil),
  }
}
