/** Rows of anchors in documents: the ids that they stand on, and the words, one character for each id. */
import type { Run } from '@syncforge/protocol/anchors'
import { anchorStates, type RangeAnchor } from '@syncforge/protocol/comments'
import type { RoomContext } from '../../../room/feature.ts'
import type { Placed } from './place.ts'

export interface KeptAnchor extends Placed {
  readonly thread: string
  readonly state: RangeAnchor['state']
}

export interface AnchorRows {
  find(thread: string): KeptAnchor | null
  of(document: string): KeptAnchor[]
  put(anchor: KeptAnchor): void
  drop(thread: string): void
}

type Row = {
  thread: string
  document: string
  root: string
  runs: string
  words: string
  before: string
  after: string
  state: number
}

const toAnchor = (row: Row): KeptAnchor => ({
  ...row,
  runs: JSON.parse(row.runs) as Run[],
  state: anchorStates[row.state] ?? 'orphaned',
})

export const createAnchorRows = ({ sql, hasTables }: Pick<RoomContext, 'sql' | 'hasTables'>): AnchorRows => {
  const select = (where: string, value: string) =>
    hasTables() ? sql.exec<Row>(`SELECT * FROM comments_anchor WHERE ${where} = ?`, value).toArray().map(toAnchor) : []
  return {
    find: (thread) => select('thread', thread)[0] ?? null,
    of: (document) => select('document', document),
    put({ thread, document, root, runs, words, before, after, state }) {
      sql.exec(
        'INSERT OR REPLACE INTO comments_anchor VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        thread,
        document,
        root,
        JSON.stringify(runs),
        words,
        before,
        after,
        anchorStates.indexOf(state),
      )
    },
    drop: (thread) => void sql.exec('DELETE FROM comments_anchor WHERE thread = ?', thread),
  }
}
