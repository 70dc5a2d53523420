/** What of a room's rows goes along when it is carried elsewhere: those of its features, and what was decided about people. Not its
 * identity, sockets, wake-ups and outbox: they belong to the place, not to the content. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Migration } from '../../actor/migrate.ts'
import type { Sql } from '../../actor/storage.ts'

/** A feature's share of the room's tables. */
export interface TableOwner {
  readonly name: string
  readonly migrations: readonly Migration[]
  /** The tables are there once something was written. */
  readonly isOnDemand: boolean
  /** Tables about this room alone. */
  readonly localTables: readonly string[]
}

export type Value = SqlStorageValue

export interface TableRows {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly Value[])[]
}

/** Where a room comes from is no content of it. */
export const lineageTable = 'room_lineage'
const shellTables = ['room_rights', lineageTable]

/** For identifiers, which cannot be bound. */
export const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`

export const tablesLike = (sql: Sql, pattern: string): readonly string[] =>
  sql
    .exec<{ name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB ? ORDER BY name",
      pattern,
    )
    .toArray()
    .map(({ name }) => name)

export const featureTables = (sql: Sql, owners: readonly TableOwner[]): readonly string[] =>
  owners.flatMap(({ name }) => tablesLike(sql, `${name}_*`))

export const portableTables = (sql: Sql, owners: readonly TableOwner[]): readonly string[] => {
  const local = new Set(owners.flatMap(({ localTables }) => localTables))
  return [...featureTables(sql, owners).filter((table) => !local.has(table)), ...shellTables]
}

export const columnsOf = (sql: Sql, table: string): readonly string[] =>
  sql
    .exec<{ name: string }>(`PRAGMA table_info(${quoted(table)})`)
    .toArray()
    .map(({ name }) => name)

/** Nobody has ever written anything. */
export const isEmpty = (sql: Sql, owners: readonly TableOwner[]): boolean =>
  portableTables(sql, owners).every(
    (table) => table === lineageTable || sql.exec(`SELECT 1 FROM ${quoted(table)} LIMIT 1`).toArray().length === 0,
  )

export const encodeRows = ({ table, columns, rows }: TableRows): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarString(encoder, table)
    encoding.writeVarUint(encoder, columns.length)
    for (const column of columns) encoding.writeVarString(encoder, column)
    encoding.writeVarUint(encoder, rows.length)
    for (const value of rows.flat())
      encoding.writeAny(encoder, value instanceof ArrayBuffer ? new Uint8Array(value) : value)
  })

const toValue = (value: unknown): Value => {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value
  if (value instanceof Uint8Array) return value.slice().buffer
  throw new Error(`a value of type ${typeof value}`)
}

/** @throws Error when the bytes are not what {@link encodeRows} makes */
export const decodeRows = (bytes: Uint8Array): TableRows => {
  const decoder = decoding.createDecoder(bytes)
  const table = decoding.readVarString(decoder)
  const readMany = <T>(count: number, read: () => T): T[] => {
    if (count > bytes.length) throw new Error('more than there is')
    return Array.from({ length: count }, read)
  }
  const columns = readMany(decoding.readVarUint(decoder), () => decoding.readVarString(decoder))
  const rows = readMany(decoding.readVarUint(decoder), () => columns.map(() => toValue(decoding.readAny(decoder))))
  if (decoding.hasContent(decoder)) throw new Error('something follows the rows')
  return { table, columns, rows }
}
