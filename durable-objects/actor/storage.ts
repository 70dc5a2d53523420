/** Where an object keeps its rows: what it may ask of a database, on disk or in memory. */
import type { Transactions } from './transactions.ts'

/** What a query found, read to its end. */
export interface Rows<T> extends Iterable<T> {
  toArray(): T[]
  /** @throws Error unless there is exactly one */
  one(): T
}

/** The share of the platform's `SqlStorage` that objects use. */
export interface Sql {
  /** Runs one statement with its values, or several without any. Blobs come back as ArrayBuffer. */
  exec<T extends Record<string, SqlStorageValue>>(
    query: string,
    ...bindings: readonly (SqlStorageValue | Uint8Array)[]
  ): Rows<T>
}

export interface ActorStorage extends Transactions {
  readonly persistence: 'durable' | 'memory'
  readonly sql: Sql
  /** The one alarm: a later call moves it. */
  setAlarm(at: number): void
  deleteAlarm(): void
  /** Forgets every row and the alarm. What is in memory cannot be used afterwards. */
  erase(): Promise<void>
}
