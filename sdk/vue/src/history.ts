/** The past of a document. */
import type { SyncForgeError, Version } from '@syncforge/client'
import { type MaybeRefOrGetter, type ShallowRef, shallowRef, toRaw, toValue } from 'vue'
import { type AnyRoom, type RoomSource, whileJoined } from './store.ts'

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
  const now = (): AnyRoom => toRaw(toValue(room))
  const joined = () => {
    const found = now()
    if (!found) throw new Error('The room is not joined yet')
    return found
  }
  const refresh = async (): Promise<void> => {
    const from = now()
    if (!from) return
    try {
      const versions = await from.versions.list(toValue(document))
      if (from === now()) state.value = { versions, isLoading: false, error: null }
    } catch (error) {
      if (from === now()) state.value = { ...state.value, isLoading: false, error: error as SyncForgeError }
    }
  }
  whileJoined(
    room,
    () => {
      void refresh()
      return () => {}
    },
    () => {
      state.value = unknownPast
    },
  )
  return {
    state: state as Readonly<ShallowRef<Past>>,
    refresh,
    async create(name: string): Promise<Version> {
      const version = await joined().versions.create(name, toValue(document))
      await refresh()
      return version
    },
    async restore(id: string): Promise<void> {
      await joined().versions.restore(id)
      await refresh()
    },
  }
}
