'use client'
/** Owns where components find their client: one provider above them. */
import { SyncForge, type SyncForgeOptions } from '@syncforge/client'
import { createRooms, type HeldRooms } from '@syncforge/client/rooms'
import { createContext, type ReactElement, type ReactNode, useContext, useEffect, useState } from 'react'

const RoomsContext = createContext<HeldRooms | null>(null)

/** The options of a client, or a client that the app has made itself. */
export type SyncForgeProviderProps = (SyncForgeOptions | { readonly client: SyncForge }) & {
  readonly children?: ReactNode
}

interface Made {
  readonly key: unknown
  readonly rooms: HeldRooms
  closing: ReturnType<typeof setTimeout> | undefined
}

const closeAfterMs = 1_000

/** What an option is told apart by: an inline function is another one at each render, its text is not. */
const textOf = (value: unknown): unknown => (typeof value === 'function' ? String(value) : value)

/**
 * Gives the components inside it one client. Its rooms are joined by hooks and left a moment after the last component that wanted them is
 * gone. Another `apiKey`, `authEndpoint` (by its text) or `endpoint` is another client.
 *
 * @example
 * <SyncForgeProvider endpoint="wss://collab.example.com" apiKey="pk_live_…">
 *   <App />
 * </SyncForgeProvider>
 */
export const SyncForgeProvider = ({ children, ...options }: SyncForgeProviderProps): ReactElement => {
  const given = 'client' in options ? options.client : null
  const key = given ?? JSON.stringify(Object.entries(options).map(([name, value]) => [name, textOf(value)]))
  const create = (): Made => ({
    key,
    rooms: createRooms(() => ('client' in options ? options.client : new SyncForge(options))),
    closing: undefined,
  })
  const [made, make] = useState(create)
  if (made.key !== key) make(create())
  const isOwn = given === null
  useEffect(() => {
    clearTimeout(made.closing)
    return () => {
      // Effects run twice, and a page may come back: as with rooms, a moment is waited. A client that the app has made is the app's to close.
      if (isOwn) made.closing = setTimeout(made.rooms.close, closeAfterMs)
    }
  }, [made, isOwn])
  return <RoomsContext.Provider value={made.rooms}>{children}</RoomsContext.Provider>
}

/** The rooms of the nearest provider. @throws Error without one */
export const useRooms = (hook: string): HeldRooms => {
  const rooms = useContext(RoomsContext)
  if (!rooms) throw new Error(`${hook} needs a <SyncForgeProvider> above it`)
  return rooms
}

/**
 * The client of the nearest provider, for what no hook does.
 *
 * @example const client = useSyncForge()
 */
export const useSyncForge = (): SyncForge => useRooms('useSyncForge').client()
