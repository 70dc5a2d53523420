/**
 * Owns tables `organization_file*`: how many bytes of files all rooms have together (rule AT7), and which are to be erased. A room that is gone
 * cannot see to that itself: what is to be erased waits here until the store has done it.
 */
import { limits } from '@syncforge/protocol/limits'
import { createRepeatedCall, type RepeatedCall } from '../../actor/calls.ts'
import type { Log } from '../../actor/log.ts'
import type { Sql } from '../../actor/storage.ts'
import type { Wakeups } from '../../actor/wakeups.ts'
import type { FileStore } from './target.ts'

/** In a transaction. */
export interface FileLedger {
  /** `false`: there is no place for so many bytes. */
  keep(place: string, bytes: number): boolean
  dropBelow(places: readonly string[]): void
  /** Whether the store has still to erase some. */
  isErasing(): boolean
  readonly erasing: RepeatedCall
}

interface LedgerParts {
  readonly sql: Sql
  readonly wakeups: Pick<Wakeups, 'wakeAt'>
  readonly target: FileStore | undefined
  clock(): number
  readonly log: Log
}

const erasedAtOnce = 500
const retryFirstMs = 30_000
const retryMaxMs = 600_000

export const createFileLedger = ({ sql, target, ...parts }: LedgerParts): FileLedger => {
  const total = (): number =>
    sql.exec<{ bytes: number }>('SELECT bytes FROM organization_file_total').toArray()[0]?.bytes ?? 0
  const count = (bytes: number) =>
    void sql.exec('INSERT OR REPLACE INTO organization_file_total VALUES (1, ?)', Math.max(0, total() + bytes))

  const doomed = (): string[] =>
    sql
      .exec<{ place: string }>('SELECT place FROM organization_file WHERE doomed = 1 LIMIT ?', erasedAtOnce)
      .toArray()
      .map(({ place }) => place)

  const erase = async (): Promise<void> => {
    const places = doomed()
    if (places.length === 0) return
    await target?.remove(places)
    for (const place of places) sql.exec('DELETE FROM organization_file WHERE place = ? AND doomed = 1', place)
  }

  const erasing = createRepeatedCall({
    ...parts,
    wakeKey: 'files.erasing',
    call: erase,
    isOvertaken: () => doomed().length > 0,
    retryFirstMs,
    retryMaxMs,
  })

  return {
    keep(place, bytes) {
      const [known] = sql
        .exec<{ bytes: number; doomed: number }>('SELECT bytes, doomed FROM organization_file WHERE place = ?', place)
        .toArray()
      if (known !== undefined) return known.doomed === 0
      if (total() + bytes > limits.attachmentsPerOrganizationMaxBytes) return false
      sql.exec('INSERT INTO organization_file (place, bytes) VALUES (?, ?)', place, bytes)
      count(bytes)
      return true
    },
    dropBelow(places) {
      for (const place of places) {
        const gone = sql
          .exec<{ bytes: number }>(
            'UPDATE organization_file SET doomed = 1 WHERE place >= ? AND place < ? AND doomed = 0 RETURNING bytes',
            place,
            `${place}\u{10ffff}`,
          )
          .toArray()
        if (gone.length === 0) continue
        count(-gone.reduce((sum, { bytes }) => sum + bytes, 0))
        erasing.soon()
      }
    },
    isErasing: () => doomed().length > 0,
    erasing,
  }
}
