/** Owns one undo stack per shared type, outside any framework: whatever renders twice shares it. Loaded by bindings alone, as `@syncforge/client/undo`. */
import * as Y from 'yjs'
import { createStore, readOnly, type Store } from './store.ts'

/** A shared type in a document. */
// biome-ignore lint/suspicious/noExplicitAny: an array of anything is none of `unknown`
export type UndoScope = Y.AbstractType<any>

export interface UndoState {
  readonly canUndo: boolean
  readonly canRedo: boolean
}

export interface UndoStack {
  readonly state: Store<UndoState>
  readonly undo: () => void
  readonly redo: () => void
}

const stacks = new WeakMap<UndoScope, UndoStack>()

/**
 * The undo stack of a shared type: of what was done here without an origin, and of nobody else. It is the same on every call.
 *
 * @example
 * const { state, undo } = undoOf(room.getDocument().getArray('todos'))
 * state.subscribe(({ canUndo }) => (button.disabled = !canUndo))
 */
export const undoOf = (scope: UndoScope): UndoStack => {
  const known = stacks.get(scope)
  if (known) return known
  const manager = new Y.UndoManager(scope)
  const read = (): UndoState => ({ canUndo: manager.canUndo(), canRedo: manager.canRedo() })
  const state = createStore(read())
  const changed = () => {
    const { canUndo, canRedo } = state.get()
    if (canUndo !== manager.canUndo() || canRedo !== manager.canRedo()) state.set(read())
  }
  manager.on('stack-item-added', changed)
  manager.on('stack-item-popped', changed)
  manager.on('stack-cleared', changed)
  const stack = { state: readOnly(state), undo: () => void manager.undo(), redo: () => void manager.redo() }
  stacks.set(scope, stack)
  return stack
}
