import type { Store } from '@syncforge/client'
import { useSyncExternalStore } from 'react'

/** The value of one of the room's stores, now and after every change. */
export const useStore = <T>({ get, subscribe }: Store<T>): T => useSyncExternalStore(subscribe, get)
