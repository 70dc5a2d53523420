/** Owns table `organization_notice`: which limits were told at which share, in which month and on which plan, and which letters are still to be written. */
import type { LimitNotice } from '@syncforge/protocol/plans'
import type { Migration } from '../../actor/migrate.ts'
import type { Sql } from '../../actor/storage.ts'

export const noticeMigrations: readonly Migration[] = [
  {
    id: 'organization/notices/1-told',
    sql: `
CREATE TABLE organization_notice (
  month INTEGER NOT NULL, bound TEXT NOT NULL, plan TEXT NOT NULL, percent INTEGER NOT NULL,
  used INTEGER NOT NULL, max INTEGER NOT NULL, at INTEGER NOT NULL, is_written INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (month, bound, plan, percent)
) WITHOUT ROWID;`,
  },
]

export interface NoticeRows {
  /** Whether it is the first of its kind. */
  add(notice: LimitNotice, at: number): boolean
  /** The letter to write next: the highest share of what was passed last. */
  unwritten(): LimitNotice | undefined
  /** A letter has said this, and with it everything below. */
  written(notice: LimitNotice): void
  /** Letters that could not be written since `before` are not written any more. */
  giveUp(before: number): void
  /** Forgets notices of months before this one. */
  prune(month: number): void
}

type Row = {
  month: number
  bound: LimitNotice['limit']
  plan: LimitNotice['plan']
  percent: LimitNotice['percent']
  used: number
  max: number
}

export const createNoticeRows = (sql: Sql): NoticeRows => ({
  add: ({ month, limit, plan, percent, used, max }, at) =>
    sql
      .exec(
        `INSERT OR IGNORE INTO organization_notice (month, bound, plan, percent, used, max, at)
         VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING 1`,
        month,
        limit,
        plan,
        percent,
        used,
        max,
        at,
      )
      .toArray().length > 0,
  unwritten() {
    const [row] = sql
      .exec<Row>(
        `SELECT month, bound, plan, percent, used, max FROM organization_notice
         WHERE is_written = 0 ORDER BY at DESC, percent DESC LIMIT 1`,
      )
      .toArray()
    if (row === undefined) return undefined
    const { bound: limit, ...rest } = row
    return { limit, ...rest }
  },
  written: ({ month, limit, plan, percent }) =>
    void sql.exec(
      'UPDATE organization_notice SET is_written = 1 WHERE month = ? AND bound = ? AND plan = ? AND percent <= ?',
      month,
      limit,
      plan,
      percent,
    ),
  giveUp: (before) =>
    void sql.exec('UPDATE organization_notice SET is_written = 1 WHERE is_written = 0 AND at < ?', before),
  prune: (month) => void sql.exec('DELETE FROM organization_notice WHERE month < ?', month),
})
