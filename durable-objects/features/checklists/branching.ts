/** Checklists on their way into a fork and back (rule CK5): lists as they are, where there is none of that name. */
import { type ChecklistItem, checklistLimits } from '@syncforge/protocol/checklists'
import type { Contract } from '@syncforge/protocol/contract'
import type { Announcement, Branching, BranchPiece } from '../../room/feature.ts'
import type { ItemStore } from './store.ts'

const utf8 = new TextEncoder()
const unchanged = { changed: false, frames: [], facts: [] }

export const createBranching = (
  store: Pick<ItemStore, 'lists' | 'of' | 'put' | 'count'>,
  changed: (item: ChecklistItem) => Announcement<Contract>,
): Branching => ({
  *known() {
    for (const key of store.lists()) yield { key, about: null, bytes: new Uint8Array() } satisfies BranchPiece
  },
  // What is asked for by name are documents.
  pack({ keys, known }) {
    function* all(): Generator<BranchPiece> {
      for (const key of store.lists()) {
        if (!known.has(key)) yield { key, about: null, bytes: utf8.encode(JSON.stringify(store.of(key))) }
      }
    }
    return keys === null ? all() : []
  },
  unpack({ key, bytes }) {
    const items = JSON.parse(new TextDecoder().decode(bytes)) as ChecklistItem[]
    const isFull = store.count() + items.length > checklistLimits.itemsPerRoom
    // One that was here, if only once, is this room's own.
    if (items.length === 0 || isFull || store.lists().includes(key)) return unchanged
    for (const item of items) store.put(item)
    return { ...unchanged, changed: true, announce: items.map(changed) }
  },
})
