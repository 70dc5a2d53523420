/**
 * Copies of a feature's rows, piece by piece. The feature's own migrations make two tables, {@link pieceTables}: how often each piece has changed, and
 * what Postgres has of it, which an export leaves out.
 */
import type { Sql } from '../../actor/storage.ts'
import type { MirrorSource } from '../feature.ts'

/** Statements for a migration. The second table says nothing about a copy of the room: it is one of the feature's `localTables`. */
export const pieceTables = (prefix: string): string => `
  CREATE TABLE ${prefix}_piece (key TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE ${prefix}_copy (key TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID`

interface PieceParts<T> {
  /** Of the copies; the tables are called by it too. */
  readonly kind: string
  readonly sql: Sql
  hasTables(): boolean
  /** What the piece holds now, as JSON. */
  read(key: string): T
  /** Puts back what it held. In a transaction. */
  restore(key: string, value: T): void
}

interface PieceMirror extends MirrorSource {
  /** The piece has changed. In the transaction of the change. */
  touch(key: string): void
}

const utf8 = new TextEncoder()

export const createPieceMirror = <T>({ kind, sql, hasTables, read, restore }: PieceParts<T>): PieceMirror => {
  const revisionOf = (key: string): number =>
    sql.exec<{ revision: number }>(`SELECT revision FROM ${kind}_piece WHERE key = ?`, key).toArray()[0]?.revision ?? 0
  const confirm = (key: string, revision: number) =>
    void sql.exec(
      `INSERT INTO ${kind}_copy VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET revision = MAX(revision, excluded.revision)`,
      key,
      revision,
    )
  return {
    kind,
    touch: (key) =>
      void sql.exec(
        `INSERT INTO ${kind}_piece VALUES (?, 1) ON CONFLICT (key) DO UPDATE SET revision = revision + 1`,
        key,
      ),
    changed: () =>
      hasTables()
        ? sql
            .exec<{ key: string }>(
              `SELECT key FROM ${kind}_piece AS piece WHERE revision >
                COALESCE((SELECT revision FROM ${kind}_copy AS copy WHERE copy.key = piece.key), 0)`,
            )
            .toArray()
            .map(({ key }) => key)
        : [],
    read: (key) => ({ kind, key, sequence: revisionOf(key), bytes: utf8.encode(JSON.stringify(read(key))) }),
    confirm: ({ key, sequence }) => confirm(key, sequence),
    restore({ key, sequence, bytes }) {
      if (revisionOf(key) >= sequence) return
      restore(key, JSON.parse(new TextDecoder().decode(bytes)) as T)
      sql.exec(`INSERT OR REPLACE INTO ${kind}_piece VALUES (?, ?)`, key, sequence)
      confirm(key, sequence)
    },
  }
}

/** Entries of a long list in one piece. */
const entriesPerPiece = 50
/** The pieces of a list that keeps its newest ten thousand: names come round again, so that what Postgres has of it is bounded as well. */
const piecesMax = 256

/** The piece that holds the entry of this number. Pieces of older entries come first in the order of their names, until they come round. */
export const pieceOf = (sequence: number): string =>
  String(Math.floor((sequence - 1) / entriesPerPiece) % piecesMax).padStart(3, '0')

/** The numbers of the entries that a piece holds while `last` is the newest: from, to. */
export const rangeOf = (piece: string, last: number): readonly [from: number, to: number] => {
  const newest = Math.floor((last - 1) / entriesPerPiece)
  const behind = (((newest - Number(piece)) % piecesMax) + piecesMax) % piecesMax
  const block = newest - behind
  return [block * entriesPerPiece + 1, (block + 1) * entriesPerPiece]
}
