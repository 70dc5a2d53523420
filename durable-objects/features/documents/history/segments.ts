/**
 * Segments: what log rows held, merged by the minute, when a snapshot has come to stand for them. So the past costs nothing while people
 * type, and the live document may forget what was deleted.
 */
import * as Y from 'yjs'
import type { Sql } from '../../../room/feature.ts'
import { checksum } from '../state/checksum.ts'
import { join, type Row, split, verified } from '../state/chunks.ts'
import type { DocumentStore } from '../state/store.ts'
import { applyStored } from '../state/yjs-doc.ts'

/** A piece of the past: the original updates of some log rows as one. */
export interface Piece {
  readonly first: number
  readonly last: number
  readonly startedAt: number
  readonly endedAt: number
  /** As rows keep them: ids separated by commas. */
  readonly authors: string
}

export interface StoredPiece extends Piece {
  /** @throws Error when it is damaged */
  read(): Uint8Array
}

interface LogRow {
  readonly sequence: number
  readonly at: number
  readonly authors: string
  readonly update: Uint8Array
}

/** Yjs sorts what it merges again for every change of author in it: few at a time, again and again, is less work. */
const mergedAtOnce = 8

const mergeMany = (updates: readonly Uint8Array[]): Uint8Array => {
  let merged = [...updates]
  while (merged.length > 1) {
    const next: Uint8Array[] = []
    for (let at = 0; at < merged.length; at += mergedAtOnce)
      next.push(Y.mergeUpdates(merged.slice(at, at + mergedAtOnce)))
    merged = next
  }
  return merged[0] ?? Y.encodeStateAsUpdate(new Y.Doc())
}

const unite = (lists: readonly string[]) =>
  [...new Set(lists.flatMap((list) => (list === '' ? [] : list.split(','))))].join(',')

export interface SegmentStore {
  /** The whole past of a document, oldest first: segments, then log rows. */
  all(document: number): readonly StoredPiece[]
  /** Turns the log rows before `before` into segments, cut at minutes and after the rows `cuts`. Call before they are deleted. */
  absorb(document: number, before: number, cuts: readonly number[]): void
  /** Segments that ended before `endedBefore`. */
  older(document: number, endedBefore: number): readonly StoredPiece[]
  /** Makes one piece, without what was deleted, of all that are older. */
  fold(document: number, endedBefore: number): void
  /** Forgets the past. */
  clear(document: number): void
}

const segmentMs = 60_000

export const createSegmentStore = (sql: Sql, store: Pick<DocumentStore, 'proven'>): SegmentStore => {
  const readRows = (document: number, where: string, ...values: number[]): LogRow[] => {
    const rows: LogRow[] = []
    let parts: Uint8Array[] = []
    for (const row of sql.exec<Row & { sequence: number; part: number; at: number; authors: string }>(
      `SELECT sequence, part, at, authors, bytes, checksum FROM documents_log WHERE document = ? AND ${where} ORDER BY sequence`,
      document,
      ...values,
    )) {
      parts.push(verified(row, `log row ${row.sequence}`))
      if (row.part > 0) continue
      rows.push({ sequence: row.sequence, at: row.at, authors: row.authors, update: join(parts) })
      parts = []
    }
    return rows
  }

  const readSegment = (document: number, first: number): Uint8Array => {
    const rows = sql
      .exec<Row & { chunk: number; chunks: number }>(
        'SELECT chunk, chunks, bytes, checksum FROM documents_segment WHERE document = ? AND first = ? ORDER BY chunk',
        document,
        first,
      )
      .toArray()
    if (rows.length === 0 || rows.length !== rows[0]?.chunks) throw new Error(`segment ${first} is incomplete`)
    return join(rows.map((row) => verified(row, `segment ${first}, chunk ${row.chunk}`)))
  }

  const segmentsOf = (document: number): StoredPiece[] =>
    sql
      .exec<{ first: number; last: number; started_at: number; ended_at: number; authors: string }>(
        'SELECT first, last, started_at, ended_at, authors FROM documents_segment WHERE document = ? AND chunk = 0 ORDER BY first',
        document,
      )
      .toArray()
      .map(({ first, last, started_at, ended_at, authors }) => ({
        first,
        last,
        startedAt: started_at,
        endedAt: ended_at,
        authors,
        read: () => readSegment(document, first),
      }))

  /** Where the past of a document begins that had no history kept, or none yet, for a while: what its snapshot holds. */
  const baseOf = (document: number): StoredPiece | null => {
    const proven = store.proven(document)
    if (proven === null) return null
    const { covers, read } = proven
    const { at } = sql
      .exec<{ at: number }>('SELECT created_at AS at FROM documents_document WHERE id = ?', document)
      .one()
    return { first: covers, last: covers, startedAt: at, endedAt: at, authors: '', read }
  }

  /** Segments, or what stands for them. */
  const settledPast = (document: number): readonly StoredPiece[] => {
    const segments = segmentsOf(document)
    const base = segments.length === 0 ? baseOf(document) : null
    return base === null ? segments : [base]
  }

  const write = (document: number, { first, last, startedAt, endedAt, authors }: Piece, update: Uint8Array) => {
    const chunks = split(update)
    for (const [chunk, bytes] of chunks.entries()) {
      sql.exec(
        'INSERT INTO documents_segment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        document,
        first,
        chunk,
        chunks.length,
        last,
        startedAt,
        endedAt,
        authors,
        bytes,
        checksum(bytes),
      )
    }
  }

  const writeRows = (document: number, rows: readonly LogRow[]) => {
    const [start, end] = [rows[0], rows[rows.length - 1]]
    if (start === undefined || end === undefined) return
    const piece: Piece = {
      first: start.sequence,
      last: end.sequence,
      startedAt: start.at,
      endedAt: end.at,
      authors: unite(rows.map(({ authors }) => authors)),
    }
    write(document, piece, mergeMany(rows.map(({ update }) => update)))
  }

  /** A snapshot that is damaged must not keep a good one from being confirmed: the past then begins later. */
  const writeBase = (document: number, base: StoredPiece) => {
    try {
      write(document, base, base.read())
    } catch {}
  }

  const older = (document: number, endedBefore: number) =>
    segmentsOf(document).filter(({ endedAt }) => endedAt < endedBefore)

  return {
    all: (document) => {
      const segments = settledPast(document)
      const after = segments[segments.length - 1]?.last ?? 0
      const rows = readRows(document, 'sequence > ?', after).map(({ sequence, at, authors, update }) => ({
        first: sequence,
        last: sequence,
        startedAt: at,
        endedAt: at,
        authors,
        read: () => update,
      }))
      return [...segments, ...rows]
    },
    absorb(document, before, cuts) {
      const newest = settledPast(document).at(-1)
      const after = newest?.last ?? 0
      if (newest !== undefined && segmentsOf(document).length === 0) writeBase(document, newest)
      let group: LogRow[] = []
      for (const row of readRows(document, 'sequence > ? AND sequence < ?', after, before)) {
        const [start] = group
        const previous = group.at(-1)
        const isCut = previous !== undefined && cuts.includes(previous.sequence)
        if (start !== undefined && (isCut || row.at - start.at >= segmentMs)) {
          writeRows(document, group)
          group = []
        }
        group.push(row)
      }
      writeRows(document, group)
    },
    older,
    fold(document, endedBefore) {
      const old = older(document, endedBefore)
      const [start, end] = [old[0], old.at(-1)]
      if (start === undefined || end === undefined || old.length < 2) return
      const doc = new Y.Doc()
      applyStored(
        doc,
        old.map((piece) => piece.read()),
      )
      sql.exec('DELETE FROM documents_segment WHERE document = ? AND first <= ?', document, end.first)
      const piece: Piece = { ...start, last: end.last, startedAt: end.endedAt, endedAt: end.endedAt, authors: '' }
      write(document, piece, Y.encodeStateAsUpdate(doc))
      doc.destroy()
    },
    clear: (document) => void sql.exec('DELETE FROM documents_segment WHERE document = ?', document),
  }
}
