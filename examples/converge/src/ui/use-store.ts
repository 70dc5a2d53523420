/** Reads a store of the SDK in React: a snapshot is the same object until it changes. */
import type { Store } from '@syncforge/client'
import { useSyncExternalStore } from 'react'

export const useStore = <T>(store: Store<T>): T => useSyncExternalStore(store.subscribe, store.get)
