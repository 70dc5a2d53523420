/** Documents of a room, for any Yjs editor binding, and undo of what I did. */
import type { Room } from '@syncforge/client'
import { type UndoScope, type UndoState, undoOf } from '@syncforge/client/undo'
import { type ComputedRef, computed, type MaybeRefOrGetter, markRaw, shallowRef, toRaw, toValue, watch } from 'vue'
import type { Doc } from 'yjs'
import { now, type RoomSource, type Shown } from './store.ts'

/** The room's Yjs document, which Vue must not wrap. @example const doc = useDocument(room, () => props.name) */
export const useDocument = (room: RoomSource, name?: MaybeRefOrGetter<string | undefined>): ComputedRef<Doc | null> =>
  computed(() => {
    const doc = now(room)?.getDocument(toValue(name))
    return doc ? markRaw(doc) : null
  })

/** Carets and selections for an editor binding. @example const awareness = useAwareness(room) */
export const useAwareness = (
  room: RoomSource,
  name?: MaybeRefOrGetter<string | undefined>,
): ComputedRef<ReturnType<Room['getAwareness']> | null> =>
  computed(() => {
    const awareness = now(room)?.getAwareness(toValue(name))
    return awareness ? markRaw(awareness) : null
  })

const nothingToUndo: UndoState = { canUndo: false, canRedo: false }

/** Undo and redo of what I did in a shared type. @example const { state, undo } = useUndo(() => doc.value?.getArray('todos')) */
export const useUndo = (
  scope: MaybeRefOrGetter<UndoScope | null | undefined>,
): { readonly state: Shown<UndoState>; readonly undo: () => void; readonly redo: () => void } => {
  const state = shallowRef(nothingToUndo)
  const stack = () => {
    const type = toRaw(toValue(scope))
    return type ? undoOf(type) : null
  }
  watch(
    stack,
    (found, _, onCleanup) => {
      state.value = nothingToUndo
      const stop = found?.state.subscribe((next) => {
        state.value = next
      })
      if (stop) onCleanup(stop)
    },
    { immediate: true },
  )
  return { state, undo: () => stack()?.undo(), redo: () => stack()?.redo() }
}
