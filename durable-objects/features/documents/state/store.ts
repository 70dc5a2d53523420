/** Rows of documents: an append-only log of what each tick added, and snapshots that come to stand for the rows they cover. */

import type { Sql } from '../../../room/feature.ts'
import { checksum } from './checksum.ts'
import { join, type Row, split, verified } from './chunks.ts'
import { createGenerationStore, type Generation } from './snapshots.ts'

export interface StoredDocument {
  readonly id: number
  readonly name: string
  readonly createdAt: number
}

export interface StoredContent {
  readonly snapshot: Uint8Array | null
  readonly updates: readonly Uint8Array[]
  readonly logRows: number
  readonly logBytes: number
  /** The newest row, one that a snapshot stands for included. */
  readonly sequence: number
  /** Why a newer snapshot could not be used. */
  readonly damage: string | null
}

/** What is stored of a document, before anything of it is read. */
export interface StoredSize {
  readonly bytes: number
  readonly structs: number
}

export interface DocumentStore {
  all(): readonly StoredDocument[]
  count(): number
  find(name: string): StoredDocument | null
  create(name: string, createdAt: number): StoredDocument
  size(document: number): StoredSize
  /** Appends what a tick added and returns its sequence number. */
  append(
    document: number,
    update: Uint8Array,
    about: { readonly structs: number; readonly at: number; readonly authors: string },
  ): number
  /** @throws Error when a row is damaged or missing and no earlier snapshot can stand in */
  load(document: number): StoredContent
  /** Writes a snapshot of everything so far beside the last proven one. Call inside a transaction. */
  snapshot(document: number, state: Uint8Array, structs: number): void
  /** Reads the newest snapshot back, or `null` when there is none that is not proven yet. @throws Error when it is damaged */
  unproven(document: number): Uint8Array | null
  /** The newest snapshot is good: drops what it stands for, once `absorb` has taken what it wants of the rows before the given one. Call inside a transaction. */
  confirmSnapshot(document: number, absorb: (before: number) => void): void
  /** The proven snapshot, which stands for log rows that are gone, or `null`. */
  proven(document: number): { readonly covers: number; read(): Uint8Array } | null
  /** The newest snapshot is no good: drops it. Call inside a transaction. */
  dropSnapshot(document: number): void
  /** Log rows and bytes that are still stored, those that a snapshot covers included. */
  kept(document: number): { readonly rows: number; readonly bytes: number }
  /** When the newest row was written, 0 for none. */
  lastAt(document: number): number
  /** The newest row of each document that changed since it was last confirmed. */
  unmirrored(): readonly { readonly name: string; readonly sequence: number }[]
  confirmMirrored(name: string, sequence: number): void
  /** What is written from now on has a sequence above this one. */
  continueAfter(sequence: number): void
}

export const createDocumentStore = (sql: Sql): DocumentStore => {
  const generations = createGenerationStore(sql)
  const toDocument = ({ id, name, created_at }: { id: number; name: string; created_at: number }): StoredDocument => ({
    id,
    name,
    createdAt: created_at,
  })
  // A deleted log must not make sequence numbers start again: the snapshot remembers the highest it covers.
  let nextSequence: number | null = null
  const upcoming = (): number => {
    nextSequence ??=
      1 +
      sql
        .exec<{ highest: number }>(
          'SELECT MAX(COALESCE((SELECT MAX(sequence) FROM documents_log), 0), COALESCE((SELECT MAX(covers) FROM documents_generation), 0)) AS highest',
        )
        .one().highest
    return nextSequence
  }
  const takeSequence = (): number => {
    const taken = upcoming()
    nextSequence = taken + 1
    return taken
  }

  const loadLog = (document: number, after: number) => {
    const updates: Uint8Array[] = []
    let parts: Uint8Array[] = []
    let rows = 0
    let bytes = 0
    let sequence = after
    for (const row of sql.exec<Row & { sequence: number; part: number }>(
      'SELECT sequence, part, bytes, checksum FROM documents_log WHERE document = ? AND sequence > ? ORDER BY sequence',
      document,
      after,
    )) {
      parts.push(verified(row, `log row ${row.sequence}`))
      rows += 1
      bytes += row.bytes.byteLength
      sequence = row.sequence
      if (row.part > 0) continue
      updates.push(join(parts))
      parts = []
    }
    if (parts.length > 0) throw new Error('the last log row is incomplete')
    return { updates, logRows: rows, logBytes: bytes, sequence }
  }

  const loadFrom = (document: number, generation: Generation | undefined, damage: string | null): StoredContent => ({
    snapshot: generation === undefined ? null : generations.read(document, generation.number),
    ...loadLog(document, generation?.covers ?? 0),
    damage,
  })

  /** Log rows up to this one are gone: a proven snapshot stands for them. */
  const settledUpTo = (document: number): number =>
    sql
      .exec<{ settled: number }>('SELECT settled FROM documents_document WHERE id = ?', document)
      .toArray()
      .reduce((_, { settled }) => settled, 0)

  return {
    all: () =>
      sql
        .exec<{ id: number; name: string; created_at: number }>('SELECT * FROM documents_document ORDER BY id')
        .toArray()
        .map(toDocument),
    count: () => sql.exec<{ count: number }>('SELECT COUNT(*) AS count FROM documents_document').one().count,
    find(name) {
      const row = sql
        .exec<{ id: number; name: string; created_at: number }>('SELECT * FROM documents_document WHERE name = ?', name)
        .toArray()[0]
      return row === undefined ? null : toDocument(row)
    },
    create: (name, createdAt) =>
      toDocument(
        sql
          .exec<{ id: number; name: string; created_at: number }>(
            'INSERT INTO documents_document (name, created_at) VALUES (?, ?) RETURNING *',
            name,
            createdAt,
          )
          .one(),
      ),
    size(document) {
      const [newest] = generations.of(document)
      const log = sql
        .exec<{ bytes: number | null; structs: number | null }>(
          'SELECT SUM(LENGTH(bytes)) AS bytes, SUM(structs) AS structs FROM documents_log WHERE document = ? AND sequence > ?',
          document,
          newest?.covers ?? 0,
        )
        .one()
      return { bytes: (newest?.bytes ?? 0) + (log.bytes ?? 0), structs: (newest?.structs ?? 0) + (log.structs ?? 0) }
    },
    append(document, update, { structs, at, authors }) {
      let sequence = 0
      const parts = split(update)
      for (const [index, part] of parts.entries()) {
        sequence = takeSequence()
        const isLast = index === parts.length - 1
        sql.exec(
          'INSERT INTO documents_log (sequence, document, part, bytes, checksum, structs, at, authors) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
          sequence,
          document,
          parts.length - 1 - index,
          part,
          checksum(part),
          isLast ? structs : 0,
          at,
          authors,
        )
      }
      return sequence
    },
    load(document) {
      let damage: string | null = null
      for (const generation of generations.of(document)) {
        try {
          return loadFrom(document, generation, damage)
        } catch (error) {
          damage = error instanceof Error ? error.message : String(error)
        }
      }
      const settled = settledUpTo(document)
      if (settled > 0) throw new Error(damage ?? `the snapshot of everything up to row ${settled} is missing`)
      return loadFrom(document, undefined, damage)
    },
    snapshot(document, state, structs) {
      const [newest, previous] = generations.of(document)
      // One proven and one unproven at most: an unproven one is replaced, what the proven one lacks is still in the log.
      if (newest !== undefined && previous !== undefined) generations.drop(document, newest.number)
      const generation = { number: (newest?.number ?? 0) + 1, covers: takeSequence(), structs, bytes: state.length }
      generations.write(document, generation, state)
    },
    unproven(document) {
      const [newest] = generations.of(document)
      if (newest === undefined || newest.covers <= settledUpTo(document)) return null
      return generations.read(document, newest.number)
    },
    proven(document) {
      const settled = settledUpTo(document)
      const found = settled === 0 ? undefined : generations.of(document).find(({ covers }) => covers === settled)
      return found === undefined ? null : { covers: settled, read: () => generations.read(document, found.number) }
    },
    confirmSnapshot(document, absorb) {
      const [newest, ...older] = generations.of(document)
      if (newest === undefined) return
      absorb(newest.covers)
      for (const { number } of older) generations.drop(document, number)
      sql.exec('DELETE FROM documents_log WHERE document = ? AND sequence < ?', document, newest.covers)
      sql.exec('UPDATE documents_document SET settled = ? WHERE id = ?', newest.covers, document)
    },
    dropSnapshot(document) {
      const [newest] = generations.of(document)
      if (newest !== undefined) generations.drop(document, newest.number)
    },
    kept: (document) =>
      sql
        .exec<{ rows: number; bytes: number }>(
          'SELECT COUNT(*) AS rows, COALESCE(SUM(LENGTH(bytes)), 0) AS bytes FROM documents_log WHERE document = ?',
          document,
        )
        .one(),
    lastAt: (document) =>
      sql
        .exec<{ at: number }>(
          `SELECT MAX(COALESCE((SELECT MAX(at) FROM documents_log WHERE document = ?1), 0),
             COALESCE((SELECT MAX(ended_at) FROM documents_segment WHERE document = ?1), 0)) AS at`,
          document,
        )
        .one().at,
    unmirrored: () =>
      sql
        .exec<{ name: string; sequence: number }>(
          `SELECT name, newest AS sequence FROM (
             SELECT id, name, MAX(
               COALESCE((SELECT MAX(sequence) FROM documents_log WHERE document = id), 0),
               COALESCE((SELECT MAX(covers) FROM documents_generation WHERE document = id), 0)
             ) AS newest FROM documents_document
           ) WHERE newest > COALESCE((SELECT sequence FROM documents_mirror WHERE document = id), 0)`,
        )
        .toArray(),
    confirmMirrored: (name, sequence) =>
      void sql.exec(
        'INSERT OR REPLACE INTO documents_mirror SELECT id, ? FROM documents_document WHERE name = ?',
        sequence,
        name,
      ),
    continueAfter(sequence) {
      nextSequence = Math.max(upcoming(), sequence + 1)
    },
  }
}
