/** Owns tables `inbox_notification`, `inbox_told` and `inbox_barred`: what somebody was told, once each, and whether they have read it. Rules IN2, IN3, IN5 and IN8. */
import { createId } from '@syncforge/protocol/ids'
import { type Notification, notificationKinds } from '@syncforge/protocol/inbox'
import type { KeyValues } from '../actor/key-values.ts'
import type { Sql } from '../actor/storage.ts'
import type { ToldNotification } from './admission.ts'
import { actorsOf, type Body, createParts } from './parts.ts'

/** Where it goes. */
export interface Destination {
  readonly inApp: boolean
  /** When it is mailed unless it was read; `null`: never. */
  readonly mailAt: number | null
}

export interface Added {
  readonly id: string
  readonly isNew: boolean
  readonly gone: readonly string[]
}

export interface Page {
  readonly notifications: Notification[]
  readonly next: number | null
}

export interface Notifications {
  /** Whether nobody has told this before; from here on somebody has. */
  isNews(id: string, now: number): boolean
  /** Its id; `isNew`: it was not added to another one. `gone`: what was too much with it. */
  add(told: ToldNotification, to: Destination, now: number): Added
  /** What is too old goes. Returns how many there were. */
  prune(now: number): number
  find(ids: readonly string[]): Notification[]
  page(filter: {
    readonly before?: number | undefined
    readonly unread?: boolean | undefined
    readonly limit: number
  }): Page
  unread(): number
  /** Returns those that were not read before. */
  read(ids: readonly string[], now: number): readonly string[]
  /** Returns how many were not read before. */
  readAll(upTo: number, now: number): number
  remove(ids: readonly string[]): readonly string[]
  /** Hides what is of this room, or shows it again. Returns how many it met. */
  bar(roomId: string, isBarred: boolean): number
  /** Of a room that is no more. Returns how many there were. */
  forget(roomId: string): number
  /** What a comment or message said is another now, or was taken back (`null`). Returns those that are still there, and those that are not. */
  reword(about: string, text: string | null): { readonly changed: readonly string[]; readonly gone: readonly string[] }
  /** When the next one is to be mailed. */
  nextMail(): number | null
  /** Everything that waits to be mailed and was not read, the newest first. */
  waitingMail(): readonly (Notification & { readonly mailAt: number })[]
  /** Up to this position nothing waits any more. */
  mailed(upTo: number): void
}

const notificationsMax = 1_000
export const perSenderMax = 200
const keptMs = 90 * 86_400_000
/** Nobody hands over again what arrived so long ago. */
const toldKeptMs = 30 * 86_400_000
const positionKey = 'position'

type Row = {
  id: string
  position: number
  kind: string
  room_id: string | null
  body: string
  created_at: number
  updated_at: number
  read_at: number | null
}

const toNotification = (row: Row): Notification => ({
  id: row.id,
  kind: row.kind,
  position: row.position,
  roomId: row.room_id,
  ...(JSON.parse(row.body) as Body),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  readAt: row.read_at,
})

const shown = 'in_app = 1 AND barred = 0'

/** What counts as the same; `null` where each stands for itself. */
const batchOf = ({ kind, roomId, threadId }: ToldNotification): string | null => {
  const isMadeHere: boolean = (notificationKinds as readonly string[]).includes(kind)
  return isMadeHere && threadId !== null ? JSON.stringify([kind, roomId, threadId]) : null
}

const bodyOf = ({ threadId, actor, text, payload }: ToldNotification, before: Body | null): Body => {
  const actors = actorsOf([actor, ...(before?.actors ?? [])])
  return { threadId, actors, count: (before?.count ?? 0) + 1, text, payload }
}

export const createNotifications = (sql: Sql, values: KeyValues): Notifications => {
  const parts = createParts(sql)
  /** Rises for ever, also past what was removed. */
  const nextPosition = (): number => {
    const position = (values.get<number>(positionKey) ?? 0) + 1
    values.put(positionKey, position)
    return position
  }
  const ids = (query: string, ...given: readonly (string | number)[]): readonly string[] =>
    sql
      .exec<{ id: string }>(query, ...given)
      .toArray()
      .map(({ id }) => id)
  const idsOf = (given: readonly string[]) => JSON.stringify(given)
  const inGiven = 'id IN (SELECT value FROM json_each(?))'

  /** Of a sender who is too many theirs go, whoever else has older ones. */
  const bound = (sender: string): readonly string[] => [
    ...ids(
      `DELETE FROM inbox_notification WHERE id IN (
        SELECT id FROM inbox_notification WHERE sender = ? ORDER BY position DESC LIMIT -1 OFFSET ?) RETURNING id`,
      sender,
      perSenderMax,
    ),
    ...ids(
      `DELETE FROM inbox_notification WHERE id IN (
        SELECT id FROM inbox_notification ORDER BY position DESC LIMIT -1 OFFSET ?) RETURNING id`,
      notificationsMax,
    ),
  ]
  const barred = (roomId: string | null): boolean =>
    roomId !== null && sql.exec('SELECT 1 FROM inbox_barred WHERE room_id = ?', roomId).toArray().length > 0

  return {
    isNews: (id, now) =>
      sql.exec('INSERT OR IGNORE INTO inbox_told VALUES (?, ?) RETURNING id', id, now).toArray().length > 0,
    add(told, { inApp, mailAt }, now) {
      const isBarred = barred(told.roomId)
      const batch = batchOf(told)
      const [known] =
        batch === null
          ? []
          : sql
              .exec<Row>('SELECT * FROM inbox_notification WHERE batch = ? AND read_at IS NULL LIMIT 1', batch)
              .toArray()
      const position = nextPosition()
      if (known !== undefined) {
        sql.exec(
          `UPDATE inbox_notification SET position = ?, body = ?, updated_at = ?, in_app = ?, barred = ?,
            mail_at = coalesce(mail_at, ?) WHERE id = ?`,
          position,
          JSON.stringify(bodyOf(told, JSON.parse(known.body) as Body)),
          now,
          Number(inApp),
          Number(isBarred),
          mailAt,
          known.id,
        )
        parts.add(known.id, told, position)
        return { id: known.id, isNew: false, gone: [] }
      }
      const id = createId('ntf')
      sql.exec(
        `INSERT INTO inbox_notification VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?)`,
        id,
        position,
        told.kind,
        told.roomId,
        told.sender,
        batch,
        JSON.stringify(bodyOf(told, null)),
        told.at,
        now,
        Number(inApp),
        Number(isBarred),
        mailAt,
      )
      parts.add(id, told, position)
      return { id, isNew: true, gone: bound(told.sender) }
    },
    prune(now) {
      sql.exec('DELETE FROM inbox_told WHERE at < ?', now - toldKeptMs)
      return ids('DELETE FROM inbox_notification WHERE updated_at < ? RETURNING id', now - keptMs).length
    },
    find: (given) =>
      sql
        .exec<Row>(
          `SELECT * FROM inbox_notification WHERE ${inGiven} AND ${shown} ORDER BY position DESC`,
          idsOf(given),
        )
        .toArray()
        .map(toNotification),
    page({ before = Number.MAX_SAFE_INTEGER, unread = false, limit }) {
      const rows = sql
        .exec<Row>(
          `SELECT * FROM inbox_notification WHERE position < ? AND ${shown} ${unread ? 'AND read_at IS NULL' : ''}
          ORDER BY position DESC LIMIT ?`,
          before,
          limit + 1,
        )
        .toArray()
      const notifications = rows.slice(0, limit).map(toNotification)
      return { notifications, next: rows.length > limit ? (notifications.at(-1)?.position ?? null) : null }
    },
    unread: () =>
      sql.exec<{ n: number }>(`SELECT count(*) AS n FROM inbox_notification WHERE read_at IS NULL AND ${shown}`).one()
        .n,
    read: (given, now) =>
      ids(
        `UPDATE inbox_notification SET read_at = ?, mail_at = NULL WHERE ${inGiven} AND read_at IS NULL RETURNING id`,
        now,
        idsOf(given),
      ),
    readAll: (upTo, now) =>
      ids(
        `UPDATE inbox_notification SET read_at = ?, mail_at = NULL WHERE position <= ? AND read_at IS NULL AND ${shown} RETURNING id`,
        now,
        upTo,
      ).length,
    remove: (given) => ids(`DELETE FROM inbox_notification WHERE ${inGiven} RETURNING id`, idsOf(given)),
    bar(roomId, isBarred) {
      if (isBarred) sql.exec('INSERT OR IGNORE INTO inbox_barred VALUES (?)', roomId)
      else sql.exec('DELETE FROM inbox_barred WHERE room_id = ?', roomId)
      const is = Number(isBarred)
      const query = 'UPDATE inbox_notification SET barred = ? WHERE room_id = ? AND barred <> ? RETURNING id'
      return ids(query, is, roomId, is).length
    },
    forget(roomId) {
      sql.exec('DELETE FROM inbox_barred WHERE room_id = ?', roomId)
      return ids('DELETE FROM inbox_notification WHERE room_id = ? RETURNING id', roomId).length
    },
    reword(about, text) {
      const changed: string[] = []
      const gone: string[] = []
      const update = 'UPDATE inbox_notification SET body = ? WHERE id = ?'
      for (const id of parts.of(about)) {
        const row = sql.exec<Row>('SELECT * FROM inbox_notification WHERE id = ?', id).one()
        const body = JSON.parse(row.body) as Body
        const next = text === null ? parts.withdraw(id, about, body) : parts.reword(id, about, text, body)
        if (next === null) sql.exec('DELETE FROM inbox_notification WHERE id = ?', id)
        else sql.exec(update, JSON.stringify(next), id)
        ;(next === null ? gone : changed).push(id)
      }
      return { changed, gone }
    },
    nextMail: () =>
      sql
        .exec<{ at: number | null }>(
          'SELECT min(mail_at) AS at FROM inbox_notification WHERE mail_at IS NOT NULL AND barred = 0 AND read_at IS NULL',
        )
        .one().at,
    waitingMail: () =>
      sql
        .exec<Row & { mail_at: number }>(
          'SELECT * FROM inbox_notification WHERE mail_at IS NOT NULL AND barred = 0 AND read_at IS NULL ORDER BY position DESC',
        )
        .toArray()
        .map((row) => ({ ...toNotification(row), mailAt: row.mail_at })),
    mailed: (upTo) =>
      void sql.exec(
        'UPDATE inbox_notification SET mail_at = NULL WHERE mail_at IS NOT NULL AND barred = 0 AND position <= ?',
        upTo,
      ),
  }
}
