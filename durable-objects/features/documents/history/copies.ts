/**
 * Copies of named versions for Postgres: one piece each, sent once, for it never changes. One that was removed leaves an empty piece in its
 * place. Owns table `documents_version_copy`, which says what Postgres has.
 */
import type { Author } from '@syncforge/protocol/versions'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { MirrorSource, RoomContext } from '../../../room/feature.ts'
import type { DocumentStore, StoredDocument } from '../state/store.ts'
import type { Authors } from './authors.ts'
import type { StoredVersion, VersionStore } from './versions.ts'

export interface VersionCopies extends MirrorSource {
  /** The named version `id` was removed. */
  removed(id: string): void
}

interface CopyParts {
  readonly room: Pick<RoomContext, 'sql' | 'log'>
  readonly store: DocumentStore
  readonly versions: VersionStore
  readonly authors: Authors
  documentOf(version: StoredVersion): StoredDocument
  /** @throws Error when what is stored of it is damaged */
  stateAt(version: StoredVersion): Uint8Array
}

/** First in a copy, as JSON; the state follows. */
interface About {
  readonly document: string
  readonly name: string
  readonly at: number
  readonly by: Author | null
}

const kind = 'version'
/** There is no other change of a version than that it is removed. */
const made = 1
const gone = 2
const nothing = new Uint8Array()

const encodeCopy = (about: About, state: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarString(encoder, JSON.stringify(about))
    encoding.writeVarUint8Array(encoder, state)
  })

const decodeCopy = (bytes: Uint8Array) => {
  const decoder = decoding.createDecoder(bytes)
  const about = JSON.parse(decoding.readVarString(decoder)) as About
  return { about, state: decoding.readVarUint8Array(decoder) }
}

export const createVersionCopies = (parts: CopyParts): VersionCopies => {
  const { room, store, versions, authors, documentOf, stateAt } = parts
  const { sql, log } = room
  const isGone = (id: string) =>
    sql.exec('SELECT 1 FROM documents_version_copy WHERE version = ? AND sequence = ?', id, gone).toArray().length > 0

  const readVersion = (id: string): Uint8Array | null => {
    try {
      const version = versions.get(id)
      const by = version.author === null ? null : authors.byId(version.author)
      const about = { document: documentOf(version).name, name: version.name ?? '', at: version.at, by }
      return encodeCopy(about, stateAt(version))
    } catch (error) {
      // It holds up nothing else.
      log('version_not_copied', { version: id, error: error instanceof Error ? error.message : String(error) })
      return null
    }
  }

  return {
    kind,
    changed: () =>
      sql
        .exec<{ id: string }>(
          `SELECT id FROM documents_version WHERE name IS NOT NULL AND id NOT IN (SELECT version FROM documents_version_copy)
           UNION ALL SELECT version FROM documents_version_copy WHERE sequence = ?`,
          gone,
        )
        .toArray()
        .map(({ id }) => id),
    read(key) {
      if (isGone(key)) return { kind, key, sequence: gone, bytes: nothing }
      const bytes = readVersion(key)
      return bytes === null ? null : { kind, key, sequence: made, bytes }
    },
    confirm({ key, sequence }) {
      // Removed while it was on its way: Postgres is still to be told.
      if (sequence === made) sql.exec('INSERT OR IGNORE INTO documents_version_copy VALUES (?, ?)', key, made)
      else sql.exec('DELETE FROM documents_version_copy WHERE version = ?', key)
    },
    // Whether it had been sent is not known: one that is on its way may still arrive.
    removed: (id) => void sql.exec('INSERT OR REPLACE INTO documents_version_copy VALUES (?, ?)', id, gone),
    restore({ key, bytes, at }) {
      if (bytes.length === 0 || versions.has(key)) return
      const { about, state } = decodeCopy(bytes)
      // Documents come before versions. One that is missing had no copy yet: its version is all there is of it.
      const document = store.find(about.document) ?? store.create(about.document, at)
      const author = about.by === null ? null : authors.idOf({ ...about.by, userInfo: about.by })
      // All of the history that there is came later.
      versions.put({ id: key, document: document.id, name: about.name, sequence: 0, at: about.at, author })
      versions.keepState(key, state)
      sql.exec('INSERT OR REPLACE INTO documents_version_copy VALUES (?, ?)', key, made)
    },
  }
}
