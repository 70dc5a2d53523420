/** Rows of versions: points in a document's past, and the state of those whose past is no longer kept. */
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import type { Sql } from '../../../room/feature.ts'
import { checksum } from '../state/checksum.ts'
import { join, type Row, split, verified } from '../state/chunks.ts'
import { leastMissed } from './thinning.ts'

export interface StoredVersion {
  readonly id: string
  readonly document: number
  /** `null` for an automatic one. */
  readonly name: string | null
  /** The newest log row that it contains. */
  readonly sequence: number
  readonly at: number
  /** A row of documents_author. */
  readonly author: number | null
}

export interface VersionStore {
  /** Newest first. */
  of(document: number): readonly StoredVersion[]
  /** @throws RoomError NOT_FOUND */
  get(id: string): StoredVersion
  has(id: string): boolean
  /** Takes one that was made before. */
  put(version: StoredVersion): void
  /** @throws RoomError LIMIT_EXCEEDED for one named version too many */
  create(version: Omit<StoredVersion, 'id'>): StoredVersion
  remove(id: string): void
  /** The state that was kept because the past of this version is gone. @throws Error when it is damaged */
  keptState(id: string): Uint8Array | null
  keepState(id: string, state: Uint8Array): void
}

/** Of each document so many automatic versions are kept. */
const automaticMax = 100

export const createVersionStore = (sql: Sql): VersionStore => {
  const columns = 'id, document, name, sequence, at, author'
  const of = (document: number) =>
    sql
      .exec<StoredVersion & Record<string, SqlStorageValue>>(
        `SELECT ${columns} FROM documents_version WHERE document = ? ORDER BY sequence DESC, at DESC, rowid DESC`,
        document,
      )
      .toArray()
  const remove = (id: string) => {
    sql.exec('DELETE FROM documents_version WHERE id = ?', id)
    sql.exec('DELETE FROM documents_version_state WHERE version = ?', id)
  }
  const find = (id: string): StoredVersion | undefined =>
    sql
      .exec<StoredVersion & Record<string, SqlStorageValue>>(
        `SELECT ${columns} FROM documents_version WHERE id = ?`,
        id,
      )
      .toArray()[0]
  const put = ({ id, document, name, sequence, at, author }: StoredVersion) =>
    void sql.exec(
      `INSERT INTO documents_version (${columns}) VALUES (?, ?, ?, ?, ?, ?)`,
      id,
      document,
      name,
      sequence,
      at,
      author,
    )
  return {
    of,
    has: (id) => find(id) !== undefined,
    put,
    get(id) {
      const found = find(id)
      if (found === undefined) throw new RoomError('NOT_FOUND', 'There is no such version', { version: id })
      return found
    },
    create(made) {
      const others = of(made.document)
      // A clock that was set back makes no version older than the one before it.
      const version = { ...made, at: Math.max(made.at, others[0]?.at ?? 0) }
      if (version.name === null) {
        const automatic = others.filter(({ name }) => name === null)
        if (automatic.length >= automaticMax) {
          remove(
            automatic[
              leastMissed(
                automatic.map(({ at }) => at),
                version.at,
              )
            ]?.id ?? '',
          )
        }
      } else if (others.filter(({ name }) => name !== null).length >= limits.namedVersionsPerDocument) {
        throw new RoomError('LIMIT_EXCEEDED', 'The document has as many named versions as it may have', {
          max: limits.namedVersionsPerDocument,
        })
      }
      const created = { id: createId('ver'), ...version }
      put(created)
      return created
    },
    remove,
    keptState(id) {
      const rows = sql
        .exec<Row & { chunk: number }>(
          'SELECT chunk, bytes, checksum FROM documents_version_state WHERE version = ? ORDER BY chunk',
          id,
        )
        .toArray()
      if (rows.length === 0) return null
      return join(rows.map((row) => verified(row, `version ${id}, chunk ${row.chunk}`)))
    },
    keepState(id, state) {
      for (const [chunk, bytes] of split(state).entries()) {
        sql.exec(
          'INSERT OR REPLACE INTO documents_version_state VALUES (?, ?, ?, ?)',
          id,
          chunk,
          bytes,
          checksum(bytes),
        )
      }
    },
  }
}
