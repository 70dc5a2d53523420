'use client'
/** Documents of a room, for any Yjs editor binding, and undo of what I did. */
import type { Room } from '@syncforge/client'
import { type UndoScope, type UndoState, undoOf } from '@syncforge/client/undo'
import { useMemo } from 'react'
import type { Doc } from 'yjs'
import type { AnyRoom } from './base/any-room.ts'
import { useStore } from './base/store.ts'

/**
 * The room's Yjs document of that name: the same object until the room is another one, `null` while there is none.
 *
 * @example const doc = useDocument(room)
 */
export const useDocument = (room: AnyRoom, name?: string): Doc | null =>
  useMemo(() => room?.getDocument(name) ?? null, [room, name])

/** Carets and selections for an editor binding. @example const awareness = useAwareness(room) */
export const useAwareness = (room: AnyRoom, name?: string): ReturnType<Room['getAwareness']> | null =>
  useMemo(() => room?.getAwareness(name) ?? null, [room, name])

const nothingToUndo: UndoState = { canUndo: false, canRedo: false }
const nothing = () => {}

/**
 * Undo and redo of what I did in a shared type; one stack per type, however many components use it. Edits of an editor binding are on it
 * when their origin is tracked by the binding's own undo; those made without an origin always are.
 *
 * @example
 * const doc = useDocument(room)
 * const { canUndo, undo } = useUndo(doc?.getArray('todos'))
 * <button disabled={!canUndo} onClick={undo}>Undo</button>
 */
export const useUndo = (
  scope: UndoScope | null | undefined,
): UndoState & { readonly undo: () => void; readonly redo: () => void } => {
  const stack = scope ? undoOf(scope) : null
  const state = useStore<UndoState>(stack?.state ?? null, nothingToUndo)
  return { ...state, undo: stack?.undo ?? nothing, redo: stack?.redo ?? nothing }
}
