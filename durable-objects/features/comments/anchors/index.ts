/** Where threads belong in documents: takes anchors, and follows their words through every edit. Rules AN1–AN5 are in the contract. */
import type { Anchor, AnchorInput, comments as contract } from '@syncforge/protocol/comments'
import type { ContentWatcher, RoomContext } from '../../../room/feature.ts'
import type { Threads } from '../threads.ts'
import { type Placed, place } from './place.ts'
import { type AnchorRows, createAnchorRows } from './rows.ts'

type Point = Extract<AnchorInput, { readonly x: number }>
/** An anchor that was checked. */
export type Checked = Point | Placed | null

const quoteMaxLength = 1_000

export interface Anchors {
  /** @throws RoomError VALIDATION_ERROR for words that are not there */
  check(given: AnchorInput | null): Checked
  /** It belongs to the thread from now on, instead of what did. */
  take(thread: string, checked: Checked): Anchor | null
  drop(thread: string): void
  readonly rows: AnchorRows
  readonly watcher: ContentWatcher<typeof contract>
  forget(): void
}

export const createAnchors = (room: RoomContext, threads: Threads): Anchors => {
  const rows = createAnchorRows(room)
  return {
    check(given) {
      if (given === null || 'x' in given) return given
      return place(room.contents, given)
    },
    take(thread, checked) {
      if (checked === null || 'x' in checked) {
        if (room.hasTables()) rows.drop(thread)
        return checked
      }
      const { document, root, runs, words } = checked
      rows.put({ ...checked, thread, state: 'anchored' })
      return { document, root, runs: [...runs], quote: words.slice(0, quoteMaxLength), state: 'anchored' }
    },
    drop: rows.drop,
    rows,
    watcher: { look: () => null, changed: () => [] },
    forget: () => {},
  }
}
