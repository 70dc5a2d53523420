/** Owns tables `records_version`, `records_head` and `records_gone`: what was saved. Decides nothing but what of the past is dropped (rule RC5). */
import { limits } from '@syncforge/protocol/limits'
import type { RecordHead, TextRecord } from '@syncforge/protocol/records'
import type { Author } from '@syncforge/protocol/schemas'
import type { Sql } from '../../room/feature.ts'

export interface StoredVersion extends TextRecord {
  /** When the spell of automatic saves that it ends began. */
  readonly beganAt: number | null
}

interface VersionRow extends Record<string, SqlStorageValue> {
  key: string
  version: number
  content: string
  bytes: number
  at: number
  began_at: number | null
  user_id: string
  verified: number
  name: string
  agent: number
}

const toHead = (row: Omit<VersionRow, 'content'>): RecordHead => ({
  key: row.key as string,
  version: row.version as number,
  at: row.at as number,
  by: {
    userId: row.user_id as string,
    name: row.name as string,
    verified: row.verified === 1,
    ...(row.agent === 1 ? { agent: true } : {}),
  },
  bytes: row.bytes as number,
})

const headColumns = 'key, version, bytes, at, began_at, user_id, verified, name, agent'

export const createVersions = (sql: Sql) => {
  const selectHeads = (where: string, ...values: readonly SqlStorageValue[]): RecordHead[] =>
    sql
      .exec<VersionRow>(`SELECT ${headColumns} FROM records_version ${where}`, ...values)
      .toArray()
      .map(toHead)
  const find = (key: string, version: number): StoredVersion | null => {
    const [row] = sql
      .exec<VersionRow>('SELECT * FROM records_version WHERE key = ? AND version = ?', key, version)
      .toArray()
    return row === undefined ? null : { ...toHead(row), content: row.content, beganAt: row.began_at }
  }
  const newest = (key: string): number =>
    sql.exec<{ version: number }>('SELECT version FROM records_head WHERE key = ?', key).toArray()[0]?.version ?? 0

  /** Counts what is there of a record, and drops the oldest past the bounds. */
  const settle = (key: string, version: number): void => {
    const kept = selectHeads('WHERE key = ? ORDER BY version DESC', key)
    let [bytes, versions] = [0, 0]
    for (const head of kept) {
      const fits = versions < limits.recordVersionsMax && bytes + head.bytes <= limits.recordHistoryMaxBytes
      if (versions > 0 && !fits) break
      bytes += head.bytes
      versions += 1
    }
    const oldest = kept[versions - 1]?.version ?? version
    if (versions < kept.length) sql.exec('DELETE FROM records_version WHERE key = ? AND version < ?', key, oldest)
    sql.exec('INSERT OR REPLACE INTO records_head VALUES (?, ?, ?, ?)', key, version, bytes, versions)
  }

  return {
    find,
    newest,
    current(key: string): StoredVersion | null {
      const version = newest(key)
      return version === 0 ? null : find(key, version)
    },
    heads: (): RecordHead[] =>
      selectHeads('WHERE (key, version) IN (SELECT key, version FROM records_head) ORDER BY key'),
    page: (key: string, before: number, limit: number): RecordHead[] =>
      selectHeads('WHERE key = ? AND version < ? ORDER BY version DESC LIMIT ?', key, before, limit),
    all: (key: string): StoredVersion[] =>
      selectHeads('WHERE key = ? ORDER BY version', key).flatMap(({ version }) => find(key, version) ?? []),
    count: (): number => sql.exec<{ n: number }>('SELECT COUNT(*) AS n FROM records_head').toArray()[0]?.n ?? 0,
    totalBytes: (): number =>
      sql.exec<{ n: number | null }>('SELECT SUM(bytes) AS n FROM records_head').toArray()[0]?.n ?? 0,
    add({ key, version, content, bytes, at, beganAt, by }: StoredVersion): void {
      sql.exec(
        'INSERT INTO records_version (key, version, content, bytes, at, began_at, user_id, verified, name, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        key,
        version,
        content,
        bytes,
        at,
        beganAt,
        by.userId,
        by.verified ? 1 : 0,
        by.name,
        by.agent ? 1 : 0,
      )
      settle(key, version)
    },
    drop: (key: string, version: number): void =>
      void sql.exec('DELETE FROM records_version WHERE key = ? AND version = ?', key, version),
    /** The last version of one that was removed; 0 for none. */
    gone: (key: string): number =>
      sql.exec<{ version: number }>('SELECT version FROM records_gone WHERE key = ?', key).toArray()[0]?.version ?? 0,
    setGone: (key: string, version: number): void => {
      if (version > 0) sql.exec('INSERT OR REPLACE INTO records_gone VALUES (?, ?)', key, version)
    },
    remove(key: string): void {
      sql.exec('INSERT OR REPLACE INTO records_gone VALUES (?, ?)', key, newest(key))
      sql.exec('DELETE FROM records_version WHERE key = ?', key)
      sql.exec('DELETE FROM records_head WHERE key = ?', key)
    },
  }
}

export type Versions = ReturnType<typeof createVersions>

/** Names a save for ever, in whatever room it is. */
export const stampOf = ({ version, at, by }: { version: number; at: number; by: Author }): string =>
  JSON.stringify([version, at, by.userId, by.verified])
