/** Schedules and feeds that rooms have mirrored. Repeats and late arrivals are harmless: what is newer stays. */
import { sql } from 'drizzle-orm'
import type { Database } from '../../client.ts'
import { type Said, time, withRoom } from './content.ts'
import type { RegisteredRoom } from './copies.ts'

interface MirroredSchedule {
  readonly name: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly by: Said
}

/** Schedules that are copied together. */
export interface MirroredSchedules {
  readonly revision: number
  readonly piece: string
  readonly schedules: readonly MirroredSchedule[]
}

export interface MirroredFeed {
  readonly feed: string
  readonly last: number
  readonly lastAt: number
}

/** What is no longer in its copy goes. A copy that is not the newest changes nothing: what it lacks may be there again. */
export const putSchedules = async (
  db: Database,
  room: RegisteredRoom,
  pieces: readonly MirroredSchedules[],
): Promise<void> => {
  if (pieces.length === 0) return
  const rows = pieces.map(({ revision, piece, schedules }) => ({
    revision,
    piece,
    schedules: schedules.map(({ name, at, by: { userId, verified, name: called } }) => {
      return { name, at, author_id: userId, author_verified: verified, author_name: called }
    }),
  }))
  await db.execute(sql`${withRoom(room, rows, 'revision bigint, piece text, schedules jsonb')}, newest AS (
      SELECT room.organization_id, room.id, given.* FROM room, given, room_copies AS copy
      WHERE copy.organization_id = room.organization_id AND copy.room_id = room.id AND copy.kind = 'schedules' AND copy.key = given.piece
        AND copy.sequence = given.revision
    ), waiting AS (
      SELECT organization_id, id, revision, piece, one.* FROM newest, jsonb_to_recordset(schedules)
        AS one (name text, at bigint, author_id text, author_verified boolean, author_name text)
    ), gone AS (
      DELETE FROM schedules AS stored USING newest WHERE stored.organization_id = newest.organization_id AND stored.room_id = newest.id
        AND stored.piece = newest.piece AND stored.name NOT IN (SELECT name FROM waiting)
    )
    INSERT INTO schedules AS stored (organization_id, room_id, revision, name, piece, rings_at, author_id, author_verified, author_name)
    SELECT organization_id, id, revision, name, piece, ${time('at', 'waiting')}, author_id, author_verified, author_name FROM waiting
    ON CONFLICT (organization_id, room_id, name) DO UPDATE SET revision = excluded.revision, rings_at = excluded.rings_at,
      author_id = excluded.author_id, author_verified = excluded.author_verified, author_name = excluded.author_name`)
}

export const putFeeds = async (db: Database, room: RegisteredRoom, feeds: readonly MirroredFeed[]): Promise<void> => {
  if (feeds.length === 0) return
  await db.execute(sql`${withRoom(room, feeds, '"feed" text, last bigint, "lastAt" bigint')}
    INSERT INTO feeds AS stored (organization_id, room_id, feed, last, last_at)
    SELECT room.organization_id, room.id, feed, last, ${time('"lastAt"')} FROM room, given
    ON CONFLICT (organization_id, room_id, feed) DO UPDATE SET last = excluded.last, last_at = excluded.last_at
      WHERE stored.last < excluded.last`)
}
