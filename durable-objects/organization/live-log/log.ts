/**
 * The live log: the last lines of what happens in an organization, for whoever looks. Owns table `organization_log`.
 *
 * LL1  A line that was told twice is there once. Lines are numbered by rising numbers.
 * LL2  Of a second at most 50 refusals and errors are kept, and 500 others: a storm takes no place from who comes, who goes and what is done. One
 *      line says how many were left out.
 * LL3  Of rooms in memory nothing is written down: their lines are there while the object is awake.
 */
import { createLogBound, type LogNews, type LogReport } from '../../../telemetry/live-log.ts'
import type { Migration } from '../../actor/migrate.ts'
import type { Sql } from '../../actor/storage.ts'

/** As it is shown. */
export interface LogLine extends Omit<LogNews, 'kind' | 'id' | 'isEphemeral'> {
  readonly sequence: number
  /** `left-out`: so many lines are missing here, because there were too many. */
  readonly kind: LogNews['kind'] | 'left-out'
  readonly count?: number
}

export interface LiveLog {
  /** What is new of a report. */
  add(report: LogReport): readonly LogLine[]
  /** Whether the last join of this person that is known was written down. */
  hasKeptJoin(roomId: string | null, userId: string): boolean
  /** The lines after the one with this number, oldest first; `isWhole`: none is missing between. */
  since(sequence: number): { readonly lines: readonly LogLine[]; readonly isWhole: boolean }
}

export const logMigrations: readonly Migration[] = [
  {
    id: 'organization-log/1',
    sql: 'CREATE TABLE organization_log (sequence INTEGER PRIMARY KEY, line TEXT NOT NULL);',
  },
]

const linesMax = 1_000
/** Rows are removed so many at once. */
const slack = 100

interface Kept {
  readonly line: LogLine
  readonly id: string | null
  readonly isEphemeral: boolean
}

/** Numbers rise through every sleep, because they are made of the time. */
const perMs = 1_000

export const createLiveLog = (sql: Sql, clock: () => number): LiveLog => {
  const kept: Kept[] = sql
    .exec<{ line: string }>('SELECT line FROM organization_log ORDER BY sequence DESC LIMIT ?', linesMax)
    .toArray()
    .map(({ line }) => JSON.parse(line) as Kept)
    .reverse()
  const ids = new Set(kept.map(({ id }) => id))
  const bound = createLogBound()
  let last = kept.at(-1)?.line.sequence ?? 0
  let rows = kept.length
  let second = 0
  let leftOut = 0
  let saidIn = 0

  const prune = () => {
    if (rows <= linesMax + slack) return
    sql.exec(
      'DELETE FROM organization_log WHERE sequence <= (SELECT sequence FROM organization_log ORDER BY sequence DESC LIMIT 1 OFFSET ?)',
      linesMax,
    )
    rows = linesMax
  }

  const keep = (line: Omit<LogLine, 'sequence'>, id: string | null, isEphemeral: boolean): LogLine => {
    last = Math.max(last + 1, clock() * perMs)
    const numbered = { sequence: last, ...line }
    const held: Kept = { line: numbered, id, isEphemeral }
    kept.push(held)
    ids.add(id)
    if (kept.length > linesMax) ids.delete(kept.shift()?.id ?? null)
    if (isEphemeral) return numbered
    sql.exec('INSERT INTO organization_log VALUES (?, ?)', last, JSON.stringify(held))
    rows += 1
    prune()
    return numbered
  }

  /** Once a second: what is left out until it is over is said with what comes next. */
  const sayLeftOut = (at: number): LogLine[] => {
    if (leftOut === 0 || saidIn === second) return []
    const count = leftOut
    leftOut = 0
    saidIn = second
    const empty = { roomId: null, who: null, what: null, requestId: null }
    return [keep({ at, kind: 'left-out', ...empty, count }, null, false)]
  }

  return {
    add({ lines, leftOut: more }) {
      const now = clock()
      const thisSecond = Math.floor(now / 1_000)
      if (thisSecond !== second) bound.renew()
      second = thisSecond
      const added: LogLine[] = []
      leftOut += more
      for (const { id, isEphemeral = false, ...news } of lines) {
        if (id !== undefined && ids.has(id)) continue
        if (!bound.takes(news.kind)) leftOut += 1
        else added.push(...sayLeftOut(now), keep(news, id ?? null, isEphemeral))
      }
      added.push(...sayLeftOut(now))
      return added
    },
    hasKeptJoin: (roomId, userId) =>
      kept.findLast(({ line }) => line.kind === 'join' && line.roomId === roomId && line.who === userId)
        ?.isEphemeral === false,
    since(sequence) {
      const lines = kept.filter(({ line }) => line.sequence > sequence).map(({ line }) => line)
      const oldest = kept[0]?.line.sequence ?? 0
      return { lines, isWhole: sequence >= oldest || kept.length < linesMax }
    },
  }
}
