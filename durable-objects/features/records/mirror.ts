/** Copies of records for Postgres: a piece for each key, with its history. Owns table `records_copy`, which says what Postgres has. */
import type { MirrorSource, Sql } from '../../room/feature.ts'
import type { StoredVersion, Versions } from './versions.ts'

interface Whole {
  /** The last version of one that was removed; 0 for none. */
  readonly gone: number
  readonly versions: readonly StoredVersion[]
}

const kind = 'records'
const utf8 = new TextEncoder()

export const createRecordMirror = (sql: Sql, versions: Versions): MirrorSource => {
  /** Versions rise for ever, also through a removal, which is a change of its own. */
  const sequenceOf = (key: string): number => {
    const newest = versions.newest(key)
    return newest > 0 ? newest * 2 : versions.gone(key) * 2 + 1
  }
  const confirm = (key: string, sequence: number) =>
    void sql.exec(
      'INSERT INTO records_copy VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET sequence = MAX(sequence, excluded.sequence)',
      key,
      sequence,
    )
  return {
    kind,
    changed: () =>
      sql
        .exec<{ key: string }>(
          `SELECT key FROM (
             SELECT key, version * 2 AS sequence FROM records_head
             UNION ALL SELECT key, version * 2 + 1 FROM records_gone WHERE key NOT IN (SELECT key FROM records_head)
           ) AS one WHERE sequence > COALESCE((SELECT sequence FROM records_copy WHERE records_copy.key = one.key), 0)`,
        )
        .toArray()
        .map(({ key }) => key),
    read(key) {
      const whole: Whole = { gone: versions.gone(key), versions: versions.all(key) }
      return { kind, key, sequence: sequenceOf(key), bytes: utf8.encode(JSON.stringify(whole)) }
    },
    confirm: ({ key, sequence }) => confirm(key, sequence),
    restore({ key, sequence, bytes }) {
      if (sequenceOf(key) >= sequence) return
      const { gone, versions: all } = JSON.parse(new TextDecoder().decode(bytes)) as Whole
      versions.setGone(key, gone)
      for (const version of all) if (versions.find(key, version.version) === null) versions.add(version)
      confirm(key, sequence)
    },
  }
}
