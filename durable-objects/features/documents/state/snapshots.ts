/**
 * Generations: chunked snapshots of a document. The newest is used; the one before, and the log rows since it, are kept until the newest
 * was proven loadable, so that nothing depends on bytes that nobody has read back.
 */

import type { Sql } from '../../../room/feature.ts'
import { checksum } from './checksum.ts'
import { join, type Row, split, verified } from './chunks.ts'

export interface Generation {
  readonly number: number
  /** The newest log row that it contains. */
  readonly covers: number
  readonly structs: number
  readonly bytes: number
}

export interface GenerationStore {
  /** Newest first. */
  of(document: number): readonly Generation[]
  /** @throws Error when a chunk is damaged or missing */
  read(document: number, generation: number): Uint8Array
  write(document: number, generation: Generation, state: Uint8Array): void
  drop(document: number, generation: number): void
}

export const createGenerationStore = (sql: Sql): GenerationStore => ({
  of: (document) =>
    sql
      .exec<{ generation: number; covers: number; structs: number; bytes: number }>(
        `SELECT generation, covers, structs, SUM(LENGTH(bytes)) AS bytes FROM documents_generation
         WHERE document = ? GROUP BY generation ORDER BY generation DESC`,
        document,
      )
      .toArray()
      .map(({ generation, ...rest }) => ({ number: generation, ...rest })),

  read(document, generation) {
    const rows = sql
      .exec<Row & { chunk: number; chunks: number }>(
        'SELECT chunk, chunks, bytes, checksum FROM documents_generation WHERE document = ? AND generation = ? ORDER BY chunk',
        document,
        generation,
      )
      .toArray()
    const [first] = rows
    if (first === undefined) throw new Error('the snapshot has no chunks')
    if (rows.length !== first.chunks) throw new Error(`the snapshot has ${rows.length} of ${first.chunks} chunks`)
    return join(rows.map((row) => verified(row, `snapshot chunk ${row.chunk}`)))
  },

  write(document, { number, covers, structs }, state) {
    const chunks = split(state)
    for (const [chunk, bytes] of chunks.entries()) {
      sql.exec(
        'INSERT INTO documents_generation VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        document,
        number,
        chunk,
        chunks.length,
        covers,
        structs,
        bytes,
        checksum(bytes),
      )
    }
  },

  drop: (document, generation) =>
    void sql.exec('DELETE FROM documents_generation WHERE document = ? AND generation = ?', document, generation),
})
