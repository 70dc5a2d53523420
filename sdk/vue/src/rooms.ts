/** Owns where components find their client, and joining: a room is joined while a component that wants it is there, once. */
import {
  type DeclaredEvents,
  type DeclaredPresence,
  type DeclaredUserInfo,
  type JoinOptions,
  type Room,
  type Status,
  SyncForge,
  type SyncForgeError,
  type SyncForgeOptions,
} from '@syncforge/client'
import { createRooms, type HeldRooms, notYet } from '@syncforge/client/rooms'
import {
  type App,
  type ComputedRef,
  computed,
  type InjectionKey,
  inject,
  type MaybeRefOrGetter,
  markRaw,
  type Plugin,
  shallowRef,
  toValue,
  watch,
} from 'vue'
import { AbstractType, Doc } from 'yjs'

const roomsKey: InjectionKey<HeldRooms> = Symbol('syncforge')

/** The options of a client, or a client that the app has made itself. */
export type SyncForgePluginOptions = SyncForgeOptions | { readonly client: SyncForge }

/**
 * A shared type behind a proxy of Vue is another object than the one in its document: events name the wrong one, and editors break. So no
 * `reactive` or `ref` of any app on the page wraps one.
 */
const keepFromProxies = () => {
  for (const { prototype } of [Doc, AbstractType]) {
    if (!('__v_skip' in prototype)) Object.defineProperty(prototype, '__v_skip', { value: true, configurable: true })
  }
}

/**
 * Gives an app one client. Its rooms are joined by composables and left a moment after the last component that wanted them is gone.
 *
 * @example createApp(App).use(syncForge, { endpoint: 'wss://collab.example.com', apiKey: 'pk_live_…' }).mount('#app')
 */
export const syncForge: Plugin<[SyncForgePluginOptions]> = {
  install(app: App, options) {
    keepFromProxies()
    const rooms = createRooms(() => ('client' in options ? options.client : new SyncForge(options)))
    app.provide(roomsKey, rooms)
    app.onUnmount(() => {
      // A client that the app has made is the app's to close.
      if (!('client' in options)) rooms.close()
    })
  },
}

export const useRooms = (composable: string): HeldRooms => {
  const rooms = inject(roomsKey, null)
  if (!rooms) throw new Error(`${composable} needs app.use(syncForge, { endpoint, apiKey })`)
  return rooms
}

/** The client of the app, for what no composable does. @example const client = useSyncForge() */
export const useSyncForge = (): SyncForge => useRooms('useSyncForge').client()

/** A room on its way, joined or refused. */
export interface JoinedRoom<R> {
  /** `null` until it is joined. */
  readonly room: ComputedRef<R | null>
  readonly status: ComputedRef<Status>
  /** Why there is no room. */
  readonly error: ComputedRef<SyncForgeError | null>
}

/**
 * Joins a room for as long as the component is there; others with the same id share it. An id that changes leaves one room and joins the
 * other. On a server nothing is joined.
 *
 * @example const { room, status, error } = useRoom('plans', { userId: 'ada', userInfo: { name: 'Ada' } })
 */
export const useRoom = <P = DeclaredPresence, I = DeclaredUserInfo, E = DeclaredEvents>(
  id: MaybeRefOrGetter<string>,
  options: MaybeRefOrGetter<JoinOptions> = {},
): JoinedRoom<Room<P, I, E>> => {
  const rooms = useRooms('useRoom')
  // Shallow: what is in a room is not Vue's to watch.
  const state = shallowRef(notYet)
  if (typeof document !== 'undefined') {
    watch(
      () => rooms.find(toValue(id), toValue(options).userId),
      (held, _, onCleanup) => {
        const stop = held.subscribe((next) => {
          state.value = next
        })
        const letGo = held.hold(toValue(options))
        onCleanup(() => {
          stop()
          letGo()
        })
      },
      { immediate: true },
    )
  }
  return {
    room: computed(() => (state.value.room && markRaw(state.value.room)) as Room<P, I, E> | null),
    status: computed(() => state.value.status),
    error: computed(() => state.value.error),
  }
}
