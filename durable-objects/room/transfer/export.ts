/**
 * Export: everything the room holds as one stream. What is sent is a copy made in one go, so that it is the room at one moment however slowly
 * it is read; the copy is dropped afterwards. Owns tables `room_carry_exp_*`.
 */
import { RoomError } from '@syncforge/protocol/errors'
import { createId } from '@syncforge/protocol/ids'
import * as encoding from 'lib0/encoding'
import { actorMigrations, migrationsOf } from '../../actor/migrate.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import { ChunkKind, createFileWriter } from './export-file.ts'
import { columnsOf, encodeRows, portableTables, quoted, type TableOwner, type Value } from './tables.ts'

/** First in the file, as JSON. */
export interface ExportHeader {
  readonly exportedAt: number
  /** How the room is registered; the room itself does not read it. */
  readonly room: unknown
  /** Ids of the migrations that had run: they say which shape the rows have. */
  readonly migrations: readonly string[]
}

/** Rows come together in chunks of about this much; a single row may be larger. */
const chunkBytes = 512 * 1024
/** Every copy costs the room its size once more. */
const copiesMax = 4

const sizeOf = (values: readonly Value[]): number =>
  values.reduce<number>((sum, value) => {
    if (value instanceof ArrayBuffer) return sum + value.byteLength + 8
    return sum + (typeof value === 'string' ? value.length * 3 : 0) + 16
  }, 0)

export interface Exports {
  /** The file. @throws RoomError RATE_LIMITED when too many are under way */
  open(room: unknown): ReadableStream<Uint8Array>
  /** Whether the copy that a table belongs to is still read. */
  uses(table: string): boolean
}

export const createExports = (storage: ActorStorage, owners: readonly TableOwner[], clock: () => number): Exports => {
  const { sql } = storage
  const underWay = new Set<string>()

  const copyOf = (prefix: string, table: string) => `${prefix}${table}`

  const copy = (prefix: string): ExportHeader['migrations'] =>
    storage.transactionSync(() => {
      for (const table of portableTables(sql, owners)) {
        sql.exec(`CREATE TABLE ${quoted(copyOf(prefix, table))} AS SELECT * FROM ${quoted(table)}`)
      }
      // Those of what is in the file: what every object has stays where it is.
      const elsewhere = new Set(actorMigrations.map(({ id }) => id))
      return [...migrationsOf(storage)].filter((id) => !elsewhere.has(id))
    })

  /** The next chunk of a table after `after`, and where it ends. */
  const readChunk = (prefix: string, table: string, columns: readonly string[], after: number) => {
    const rows: Value[][] = []
    let bytes = 0
    let last = after
    // One by one: a cursor that is left open would lock the table.
    const next = `SELECT rowid AS room_carry_row, ${columns.map(quoted).join(', ')} FROM ${quoted(copyOf(prefix, table))} WHERE rowid > ? ORDER BY rowid LIMIT 1`
    for (;;) {
      const [found] = sql.exec(next, last).toArray()
      if (found === undefined) break
      const values = columns.map((column) => found[column] ?? null)
      const size = sizeOf(values)
      if (rows.length > 0 && bytes + size > chunkBytes) break
      rows.push(values)
      bytes += size
      last = Number(found.room_carry_row)
    }
    return rows.length === 0 ? null : { rows, last }
  }

  function* chunksOf(prefix: string, header: ExportHeader, tables: readonly string[]) {
    const writer = createFileWriter()
    yield writer.start()
    yield writer.chunk(
      ChunkKind.header,
      encoding.encode((encoder) => encoding.writeVarString(encoder, JSON.stringify(header))),
    )
    for (const table of tables) {
      const columns = columnsOf(sql, copyOf(prefix, table))
      let after = 0
      for (;;) {
        const chunk = readChunk(prefix, table, columns, after)
        if (chunk === null) break
        after = chunk.last
        yield writer.chunk(ChunkKind.rows, encodeRows({ table, columns, rows: chunk.rows }))
      }
    }
    yield writer.end()
  }

  return {
    open(room) {
      if (underWay.size >= copiesMax) {
        throw new RoomError('RATE_LIMITED', 'The room is being exported several times already')
      }
      const prefix = `room_carry_${createId('exp')}_`
      const tables = portableTables(sql, owners)
      const header = { exportedAt: clock(), room, migrations: copy(prefix) }
      underWay.add(prefix)
      const chunks = chunksOf(prefix, header, tables)
      const end = () => {
        underWay.delete(prefix)
        for (const table of tables) sql.exec(`DROP TABLE IF EXISTS ${quoted(copyOf(prefix, table))}`)
      }
      return new ReadableStream({
        type: 'bytes',
        pull(controller) {
          try {
            const { done, value } = chunks.next()
            if (!done) return controller.enqueue(value)
            end()
            controller.close()
          } catch (error) {
            end()
            throw error
          }
        },
        cancel: end,
      })
    },
    uses: (table) => [...underWay].some((prefix) => table.startsWith(prefix)),
  }
}
