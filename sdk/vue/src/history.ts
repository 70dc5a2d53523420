/** The past of a document. */
import type { SyncForgeError, Version } from '@syncforge/client'
import { type MaybeRefOrGetter, shallowRef, toValue } from 'vue'
import { joined, now, type RoomSource, type Shown, whileJoined } from './store.ts'

interface Past {
  readonly versions: readonly Version[]
  readonly isLoading: boolean
  readonly error: SyncForgeError | null
}

const unknownPast: Past = { versions: [], isLoading: true, error: null }

/**
 * The versions of a document, newest first, and the calls. The list is read when the room is joined, and anew by `refresh`.
 *
 * @param document without it, the document `default`
 * @example
 * const { state, create, restore } = useHistory(room)
 * await create('Before the rewrite')
 */
export const useHistory = (room: RoomSource, document?: MaybeRefOrGetter<string | undefined>) => {
  const state = shallowRef(unknownPast)
  let asked = 0
  const refresh = async (): Promise<void> => {
    const from = now(room)
    if (!from) return
    asked += 1
    const mine = asked
    let next: Past
    try {
      next = { versions: await from.versions.list(toValue(document)), isLoading: false, error: null }
    } catch (error) {
      next = { ...state.value, isLoading: false, error: error as SyncForgeError }
    }
    // Of two questions the later one's answer counts, and none of another room or document.
    if (mine === asked) state.value = next
  }
  whileJoined(
    room,
    () => {
      void refresh()
      return () => {}
    },
    () => {
      asked += 1
      state.value = unknownPast
    },
    document,
  )
  return {
    state: state as Shown<Past>,
    refresh,
    async create(name: string): Promise<Version> {
      const version = await joined(room).versions.create(name, toValue(document))
      await refresh()
      return version
    },
    async restore(id: string): Promise<void> {
      await joined(room).versions.restore(id)
      await refresh()
    },
  }
}
