/** Where threads belong in documents: takes anchors, and follows their words through every edit. Rules AN1–AN5 are in the contract. */
import type { FlatText, TextStore } from '@syncforge/protocol/anchors'
import type { Anchor, AnchorInput, comments as contract, RangeAnchor } from '@syncforge/protocol/comments'
import type { Announcement, ContentWatcher, RoomContext } from '../../../room/feature.ts'
import { isOpen, type Threads } from '../threads.ts'
import { createFollowed, type Edit } from './follow.ts'
import { heal } from './heal.ts'
import { flatRoot, type Placed, place } from './place.ts'
import { type AnchorRows, createAnchorRows } from './rows.ts'

type Point = Extract<AnchorInput, { readonly x: number }>
/** An anchor that was checked. */
export type Checked = Point | Placed | null

const quoteMaxLength = 1_000
/** Of those that lost their words so many are looked for in one edit. */
const waitingMax = 100

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
  const stored = createAnchorRows(room)
  const followed = createFollowed(room, stored)

  const changed = (document: string, edits: readonly Edit[]): readonly Announcement<typeof contract>[] => {
    const doc = room.contents.open(document)
    if (doc === null) return []
    const inserted = edits.flatMap((edit) => edit.inserted)
    const taken = new Map(edits.flatMap((edit) => [...edit.taken]))
    const flats = new Map<string, FlatText | null>()
    const flatOf = (root: string) => {
      if (!flats.has(root)) flats.set(root, flatRoot(doc, root))
      return flats.get(root) ?? null
    }
    // Yjs knows its own structs better than the shapes that are read of them.
    const store = doc.store as unknown as TextStore
    const lost = [...taken].flatMap(([thread, around]) => {
      const anchor = followed.find(document, thread)
      return anchor === undefined ? [] : [{ anchor: { ...anchor, ...around }, isLater: false }]
    })
    const later =
      inserted.length === 0
        ? []
        : followed
            .waiting(document)
            .filter(({ thread }) => !taken.has(thread))
            .slice(0, waitingMax)
            .map((anchor) => ({ anchor, isLater: true }))
    return [...lost, ...later].flatMap(({ anchor, isLater }): Announcement<typeof contract>[] => {
      const flat = flatOf(anchor.root)
      const healed = flat === null ? null : heal(anchor, { store, flat, inserted }, isLater)
      const head = healed === null ? null : (threads.find(anchor.thread)?.head ?? null)
      if (healed === null || head === null || head.anchor === null || !('runs' in head.anchor)) return []
      followed.put(healed)
      const range: RangeAnchor = { ...head.anchor, runs: [...healed.runs], state: healed.state }
      const thread = { ...head, anchor: range }
      threads.put(thread)
      room.mirrorLater()
      const body = threads.change(thread, isOpen(head))
      return [{ to: 'everyone', event: { type: 'threads.changed', body } }]
    })
  }

  return {
    check(given) {
      if (given === null || 'x' in given) return given
      return place(room.contents, given)
    },
    take(thread, checked) {
      if (checked === null || 'x' in checked) {
        if (room.hasTables()) followed.drop(thread)
        return checked
      }
      const { document, root, runs, words } = checked
      followed.put({ ...checked, thread, state: 'anchored' })
      return { document, root, runs: [...runs], quote: words.slice(0, quoteMaxLength), state: 'anchored' }
    },
    drop: followed.drop,
    rows: { ...stored, put: followed.put },
    watcher: {
      look: followed.look,
      changed: (document, looks) => changed(document, looks as readonly Edit[]),
    },
    forget: followed.forget,
  }
}
