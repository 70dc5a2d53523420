/** Rows of documents: an append-only log of what each tick added, and a chunked snapshot that replaces the rows it covers. */
import { checksum } from './checksum.ts'

/** The platform's bound for a row is 2 MB; the local runtime does not enforce it, so we do. */
export const rowMaxBytes = 1_800_000

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
}

export interface DocumentStore {
  all(): readonly StoredDocument[]
  find(name: string): StoredDocument | null
  create(name: string, createdAt: number): StoredDocument
  /** Appends what a tick added and returns its sequence number. */
  append(document: number, update: Uint8Array): number
  /** @throws Error when a row is damaged or missing */
  load(document: number): StoredContent
  /** The newest row of each document that changed since it was last confirmed. */
  unmirrored(): readonly { readonly name: string; readonly sequence: number }[]
  confirmMirrored(name: string, sequence: number): void
  /** Replaces the document's log, up to the newest row, by its full state. Call inside a transaction. */
  replace(document: number, state: Uint8Array): void
}

type Row = { bytes: ArrayBuffer; checksum: number }

const split = (bytes: Uint8Array): Uint8Array[] => {
  const parts: Uint8Array[] = []
  for (let at = 0; at < bytes.length || parts.length === 0; at += rowMaxBytes)
    parts.push(bytes.subarray(at, at + rowMaxBytes))
  return parts
}

const join = (parts: readonly Uint8Array[]): Uint8Array => {
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const verified = ({ bytes, checksum: expected }: Row, what: string): Uint8Array => {
  const view = new Uint8Array(bytes)
  if (checksum(view) !== expected) throw new Error(`${what} is damaged: its checksum differs`)
  return view
}

export const createDocumentStore = (sql: SqlStorage): DocumentStore => {
  const toDocument = ({ id, name, created_at }: { id: number; name: string; created_at: number }): StoredDocument => ({
    id,
    name,
    createdAt: created_at,
  })
  // A deleted log must not make sequence numbers start again: the snapshot remembers the highest it covers.
  let nextSequence: number | null = null
  const takeSequence = (): number => {
    nextSequence ??=
      1 +
      sql
        .exec<{ highest: number }>(
          'SELECT MAX(COALESCE((SELECT MAX(sequence) FROM documents_log), 0), COALESCE((SELECT MAX(covers) FROM documents_snapshot), 0)) AS highest',
        )
        .one().highest
    return nextSequence++
  }

  const loadSnapshot = (document: number): Uint8Array | null => {
    const rows = sql
      .exec<Row & { chunk: number; chunks: number }>(
        'SELECT chunk, chunks, bytes, checksum FROM documents_snapshot WHERE document = ? ORDER BY chunk',
        document,
      )
      .toArray()
    const [first] = rows
    if (first === undefined) return null
    if (rows.length !== first.chunks) throw new Error(`the snapshot has ${rows.length} of ${first.chunks} chunks`)
    return join(rows.map((row) => verified(row, `snapshot chunk ${row.chunk}`)))
  }

  const loadLog = (document: number) => {
    const updates: Uint8Array[] = []
    let parts: Uint8Array[] = []
    let rows = 0
    let bytes = 0
    for (const row of sql.exec<Row & { sequence: number; part: number }>(
      'SELECT sequence, part, bytes, checksum FROM documents_log WHERE document = ? ORDER BY sequence',
      document,
    )) {
      parts.push(verified(row, `log row ${row.sequence}`))
      rows += 1
      bytes += row.bytes.byteLength
      if (row.part > 0) continue
      updates.push(join(parts))
      parts = []
    }
    if (parts.length > 0) throw new Error('the last log row is incomplete')
    return { updates, logRows: rows, logBytes: bytes }
  }

  return {
    all: () =>
      sql
        .exec<{ id: number; name: string; created_at: number }>('SELECT * FROM documents_document ORDER BY id')
        .toArray()
        .map(toDocument),
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
    append(document, update) {
      let sequence = 0
      const parts = split(update)
      for (const [index, part] of parts.entries()) {
        sequence = takeSequence()
        sql.exec(
          'INSERT INTO documents_log VALUES (?, ?, ?, ?, ?)',
          sequence,
          document,
          parts.length - 1 - index,
          part,
          checksum(part),
        )
      }
      return sequence
    },
    unmirrored: () =>
      sql
        .exec<{ name: string; sequence: number }>(
          `SELECT name, newest AS sequence FROM (
             SELECT id, name, MAX(
               COALESCE((SELECT MAX(sequence) FROM documents_log WHERE document = id), 0),
               COALESCE((SELECT MAX(covers) FROM documents_snapshot WHERE document = id), 0)
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
    load: (document) => ({ snapshot: loadSnapshot(document), ...loadLog(document) }),
    replace(document, state) {
      const covers = takeSequence()
      sql.exec('DELETE FROM documents_snapshot WHERE document = ?', document)
      const chunks = split(state)
      for (const [chunk, bytes] of chunks.entries()) {
        sql.exec(
          'INSERT INTO documents_snapshot VALUES (?, ?, ?, ?, ?, ?)',
          document,
          chunk,
          chunks.length,
          covers,
          bytes,
          checksum(bytes),
        )
      }
      sql.exec('DELETE FROM documents_log WHERE document = ? AND sequence < ?', document, covers)
    },
  }
}
