/**
 * Import: takes an export file into an empty room. The file is checked while it arrives and waits in rows of its own; only when it is whole
 * its rows take their places, in one transaction. Owns tables `room_carry_imp_*`.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import * as decoding from 'lib0/decoding'
import { type Migration, recordMigrations } from '../../actor/migrate.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import type { ExportHeader } from './export.ts'
import { ChunkKind, createFileReader, invalid } from './export-file.ts'
import {
  columnsOf,
  decodeRows,
  featureTables,
  isEmpty,
  lineageTable,
  portableTables,
  quoted,
  type TableOwner,
} from './tables.ts'

/** How much of a refused file is still read: a caller in the middle of sending would see a reset instead of the reason. */
const discardMaxBytes = 32 * 1024 * 1024

export interface StagedImport {
  readonly id: string
  /** How the room was registered where it was exported. */
  readonly room: unknown
}

export interface Imports {
  /** Reads the whole file and tries it. @throws RoomError EXPORT_INVALID, PAYLOAD_TOO_LARGE, ROOM_EXISTS when the room is not empty, RATE_LIMITED; nothing is kept then */
  stage(file: ReadableStream<Uint8Array>): Promise<StagedImport>
  /** Puts what was staged in its place: {@link drop} it afterwards, whatever became of it. @throws RoomError ROOM_EXISTS, ROOM_UNAVAILABLE when it is no longer there; the room is as it was then */
  commit(id: string): void
  /** Gives up a file that was staged. */
  drop(id: string): void
  /** Whether somebody still needs that table. */
  uses(table: string): boolean
  /** Gives up files of which nothing was heard since `before`. */
  giveUp(before: number): void
}

/** Files that are on their way or wait for their place at the same time. */
const stagedMax = 4

interface Staged {
  readonly table: string
  header: ExportHeader | null
  chunks: number
  heardAt: number
}

const exists = () =>
  new RoomError('ROOM_EXISTS', 'The room is not empty: a file is imported into an empty or a new one')

const parseHeader = (payload: Uint8Array): ExportHeader => {
  try {
    const header = JSON.parse(decoding.readVarString(decoding.createDecoder(payload))) as Partial<ExportHeader>
    const { exportedAt, room, migrations } = header
    if (typeof exportedAt !== 'number' || !Array.isArray(migrations)) throw new Error('incomplete')
    if (!migrations.every((id) => typeof id === 'string')) throw new Error('incomplete')
    return { exportedAt, room, migrations }
  } catch {
    throw invalid('its header cannot be read')
  }
}

export const createImports = (
  storage: ActorStorage,
  owners: readonly TableOwner[],
  shellMigrations: readonly Migration[],
  clock: () => number,
  log: (event: string, detail: Readonly<Record<string, unknown>>) => void,
): Imports => {
  const { sql } = storage
  const known = new Set([...shellMigrations, ...owners.flatMap(({ migrations }) => migrations)].map(({ id }) => id))
  const files = new Map<string, Staged>()

  const drop = (id: string) => {
    const staged = files.get(id)
    files.delete(id)
    if (staged !== undefined) sql.exec(`DROP TABLE IF EXISTS ${staged.table}`)
  }
  const begin = (): string => {
    if (!isEmpty(sql, owners)) throw exists()
    if (files.size >= stagedMax) throw new RoomError('RATE_LIMITED', 'Several files are on their way here already')
    const id = createId('imp')
    const table = `room_carry_${id}`
    sql.exec(`CREATE TABLE ${table} (chunk INTEGER PRIMARY KEY, payload BLOB NOT NULL)`)
    files.set(id, { table, header: null, chunks: 0, heardAt: clock() })
    return id
  }
  const interrupted = () => new RoomError('ROOM_UNAVAILABLE', 'The import was interrupted: send the file again')
  const find = (id: string): Staged => {
    const staged = files.get(id)
    if (staged === undefined) throw interrupted()
    return staged
  }

  const checkHeader = (header: ExportHeader) => {
    const unknown = header.migrations.find((id) => !known.has(id))
    if (unknown !== undefined) throw invalid(`it is from a newer server (${unknown})`)
  }

  const receive = async (id: string, reader: ReadableStreamDefaultReader<Uint8Array>) => {
    let bytes = 0
    const file = createFileReader((kind, payload) => {
      const staged = find(id)
      if ((kind === ChunkKind.header) !== (staged.header === null)) throw invalid('its chunks are out of order')
      if (kind === ChunkKind.header) {
        staged.header = parseHeader(payload)
        return checkHeader(staged.header)
      }
      sql.exec(`INSERT INTO ${staged.table} VALUES (?, ?)`, staged.chunks, payload)
      staged.chunks += 1
    })
    for (;;) {
      const { done, value } = await reader.read().catch(() => {
        throw invalid('it broke off')
      })
      find(id).heardAt = clock()
      if (done) return file.finish()
      bytes += value.length
      if (bytes > limits.importMaxBytes) {
        throw new RoomError('PAYLOAD_TOO_LARGE', `The file is larger than ${limits.importMaxBytes} bytes`, {
          maxBytes: limits.importMaxBytes,
        })
      }
      file.push(value)
    }
  }

  const discard = async (reader: ReadableStreamDefaultReader<Uint8Array>) => {
    let bytes = 0
    while (bytes < discardMaxBytes) {
      const { done, value } = await reader.read()
      if (done) return
      bytes += value.length
    }
    await reader.cancel()
  }

  /** Tables as the file's server had them, its rows, and what has changed since. */
  const replay = ({ table: waiting, header, chunks }: Staged) => {
    const ran = new Set(header?.migrations)
    const used = owners.filter((owner) => !owner.isOnDemand || owner.migrations.some(({ id }) => ran.has(id)))
    const migrations = used.flatMap((owner) => owner.migrations)
    for (const table of featureTables(sql, owners)) sql.exec(`DROP TABLE ${quoted(table)}`)
    sql.exec(`DELETE FROM ${lineageTable}`)
    for (const { id, sql: statements } of migrations) if (ran.has(id)) sql.exec(statements)
    const columns = new Map(portableTables(sql, owners).map((table) => [table, columnsOf(sql, table)]))
    for (let chunk = 0; chunk < chunks; chunk++) {
      const { payload } = sql
        .exec<{ payload: ArrayBuffer }>(`SELECT payload FROM ${waiting} WHERE chunk = ?`, chunk)
        .one()
      const read = decodeRows(new Uint8Array(payload))
      const mine = columns.get(read.table)
      if (mine === undefined || !read.columns.every((column) => mine.includes(column))) {
        throw new Error(`rows of ${read.table}, which has no such place here`)
      }
      const places = read.columns.map(() => '?').join(', ')
      const statement = `INSERT INTO ${quoted(read.table)} (${read.columns.map(quoted).join(', ')}) VALUES (${places})`
      for (const row of read.rows) sql.exec(statement, ...row)
    }
    for (const { id, sql: statements } of migrations) if (!ran.has(id)) sql.exec(statements)
    const done = new Set(migrations.map(({ id }) => id))
    for (const owner of owners) if (owner.isOnDemand) recordMigrations(storage, owner.migrations, done)
  }

  /** Whether the rows fit, without keeping them: who sends a file hears that before anything has become of it. */
  const rehearse = (staged: Staged) => {
    const undone = new Error('undone')
    try {
      storage.transactionSync(() => {
        replay(staged)
        throw undone
      })
    } catch (error) {
      if (error === undone) return
      log('import_refused', { error: error instanceof Error ? error.message : String(error) })
      throw invalid('its rows do not fit')
    }
  }

  return {
    drop,
    uses: (table) => [...files.values()].some((staged) => staged.table === table),
    giveUp(before) {
      for (const [id, { heardAt }] of files) if (heardAt < before) drop(id)
    },
    async stage(stream) {
      const reader = stream.getReader()
      let id: string | null = null
      try {
        id = begin()
        await receive(id, reader)
        const staged = find(id)
        if (staged.header === null) throw invalid('it has no header')
        if (!isEmpty(sql, owners)) throw exists()
        rehearse(staged)
        return { id, room: staged.header.room }
      } catch (error) {
        if (id !== null) drop(id)
        await discard(reader).catch(() => {})
        throw error
      }
    },
    commit(id) {
      const staged = find(id)
      storage.transactionSync(() => {
        if (!isEmpty(sql, owners)) throw exists()
        replay(staged)
      })
    },
  }
}
