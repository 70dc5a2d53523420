/**
 * Owns the organization's rows about inboxes: who has one, what waits to be handed over, who was told of which room, and who may not hear of one any
 * more because a right was taken back.
 */
import type { Migration } from '../../actor/migrate.ts'
import type { Sql } from '../../actor/storage.ts'
import type { InboxEntry } from '../../inbox/admission.ts'

/** Something for one person: an entry for their inbox, or that their right to a room is to be looked at. */
export type Due = InboxEntry | { readonly does: 'check'; readonly roomId: string }

export interface DueRow {
  readonly seq: number
  readonly due: Due
  /** The life of the room that it is of; `null`: it is of none, or needs no right. */
  readonly createdAt: number | null
}

export interface InboxRows {
  met(userId: string, isListening: boolean): void
  /** Those who listen. */
  listening(): readonly string[]
  some(limit: number): readonly string[]
  forget(userIds: readonly string[]): void
  add(userId: string, due: Due, createdAt: number | null): void
  /** Those for whom something waits, whoever has waited longest first. */
  waiting(limit: number): readonly string[]
  of(userId: string, limit: number): readonly DueRow[]
  done(userId: string, upTo: number): void
  isEmpty(): boolean
  /** Somebody was told of something in this room. */
  told(roomId: string, userId: string): void
  toldOf(roomId: string): readonly string[]
  forgetRoom(roomId: string): void
  isBarred(roomId: string, userId: string): boolean
  bar(roomId: string, userId: string, isBarred: boolean): void
}

export const inboxMigrations: readonly Migration[] = [
  {
    id: 'organization-inboxes/1',
    sql: 'CREATE TABLE organization_inbox (user_id TEXT PRIMARY KEY) WITHOUT ROWID;',
  },
  {
    id: 'organization-inboxes/2-due',
    sql: `
CREATE TABLE organization_inbox_due (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT NOT NULL, due TEXT NOT NULL, created_at INTEGER
);
CREATE INDEX organization_inbox_due_person ON organization_inbox_due (user_id, seq);
CREATE TABLE organization_inbox_told (room_id TEXT NOT NULL, user_id TEXT NOT NULL, PRIMARY KEY (room_id, user_id)) WITHOUT ROWID;
CREATE TABLE organization_inbox_barred (room_id TEXT NOT NULL, user_id TEXT NOT NULL, PRIMARY KEY (room_id, user_id)) WITHOUT ROWID;`,
  },
  {
    id: 'organization-inboxes/3-listening',
    sql: 'ALTER TABLE organization_inbox ADD COLUMN listening INTEGER NOT NULL DEFAULT 0;',
  },
]

/** While an inbox cannot be reached; its oldest go. */
const waitingMax = 1_000

export const createInboxRows = (sql: Sql): InboxRows => {
  const texts = (query: string, ...given: readonly (string | number)[]): readonly string[] =>
    sql
      .exec<{ user_id: string }>(query, ...given)
      .toArray()
      .map(({ user_id }) => user_id)

  return {
    met: (userId, isListening) =>
      void sql.exec(
        `INSERT INTO organization_inbox VALUES (?, ?)
        ON CONFLICT DO UPDATE SET listening = excluded.listening WHERE listening <> excluded.listening`,
        userId,
        Number(isListening),
      ),
    listening: () => texts('SELECT user_id FROM organization_inbox WHERE listening = 1'),
    some: (limit) => texts('SELECT user_id FROM organization_inbox ORDER BY user_id LIMIT ?', limit),
    forget: (userIds) =>
      void sql.exec(
        'DELETE FROM organization_inbox WHERE user_id IN (SELECT value FROM json_each(?))',
        JSON.stringify(userIds),
      ),
    add(userId, due, createdAt) {
      const insert = 'INSERT INTO organization_inbox_due (user_id, due, created_at) VALUES (?, ?, ?)'
      sql.exec(insert, userId, JSON.stringify(due), createdAt)
      sql.exec(
        `DELETE FROM organization_inbox_due WHERE user_id = ? AND seq <= (
          SELECT seq FROM organization_inbox_due WHERE user_id = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)`,
        userId,
        userId,
        waitingMax,
      )
    },
    waiting: (limit) =>
      texts('SELECT user_id FROM organization_inbox_due GROUP BY user_id ORDER BY min(seq) LIMIT ?', limit),
    of: (userId, limit) =>
      sql
        .exec<{ seq: number; due: string; created_at: number | null }>(
          'SELECT seq, due, created_at FROM organization_inbox_due WHERE user_id = ? ORDER BY seq LIMIT ?',
          userId,
          limit,
        )
        .toArray()
        .map(({ seq, due, created_at }) => ({ seq, due: JSON.parse(due) as Due, createdAt: created_at })),
    done: (userId, upTo) =>
      void sql.exec('DELETE FROM organization_inbox_due WHERE user_id = ? AND seq <= ?', userId, upTo),
    isEmpty: () => sql.exec('SELECT 1 FROM organization_inbox_due LIMIT 1').toArray().length === 0,
    told: (roomId, userId) =>
      void sql.exec('INSERT OR IGNORE INTO organization_inbox_told VALUES (?, ?)', roomId, userId),
    toldOf: (roomId) => texts('SELECT user_id FROM organization_inbox_told WHERE room_id = ?', roomId),
    forgetRoom(roomId) {
      sql.exec('DELETE FROM organization_inbox_told WHERE room_id = ?', roomId)
      sql.exec('DELETE FROM organization_inbox_barred WHERE room_id = ?', roomId)
    },
    isBarred: (roomId, userId) =>
      sql.exec('SELECT 1 FROM organization_inbox_barred WHERE room_id = ? AND user_id = ?', roomId, userId).toArray()
        .length > 0,
    bar(roomId, userId, isBarred) {
      if (isBarred) sql.exec('INSERT OR IGNORE INTO organization_inbox_barred VALUES (?, ?)', roomId, userId)
      else sql.exec('DELETE FROM organization_inbox_barred WHERE room_id = ? AND user_id = ?', roomId, userId)
    },
  }
}
