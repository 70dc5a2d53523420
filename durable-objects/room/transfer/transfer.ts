/** What leaves a room as a whole and comes into it as a whole. Keeps what that needs meanwhile from staying behind. */

import type { Log } from '../../actor/log.ts'
import type { ActorStorage } from '../../actor/storage.ts'
import { roomMigrations } from '../record/schema.ts'
import { createExports, type Exports } from './export.ts'
import { createImports, type Imports } from './import.ts'
import { quoted, type TableOwner, tablesLike } from './tables.ts'

export interface Transfer {
  readonly wakeKey: string
  readonly exports: Exports
  readonly imports: Imports
  /** Drops what nobody needs any more, and returns when to look again. */
  sweep(now: number): number | null
}

/** Who sends a file has this long until it must be put in its place. */
export const keepMs = 15 * 60_000

export const createTransfer = (
  storage: ActorStorage,
  owners: readonly TableOwner[],
  clock: () => number,
  log: Log,
): Transfer => {
  const { sql } = storage
  const exports = createExports(storage, owners, clock)
  const imports = createImports(storage, owners, roomMigrations, clock, log)
  const tables = () => tablesLike(sql, 'room_carry_*')

  // Of a life that ended in the middle.
  for (const table of tables()) sql.exec(`DROP TABLE ${quoted(table)}`)

  return {
    wakeKey: 'room.carry',
    exports,
    imports,
    sweep(now) {
      imports.giveUp(now - keepMs)
      for (const table of tables()) {
        if (!exports.uses(table) && !imports.uses(table)) sql.exec(`DROP TABLE ${quoted(table)}`)
      }
      return tables().length > 0 ? now + keepMs : null
    },
  }
}
