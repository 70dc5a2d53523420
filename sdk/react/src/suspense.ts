'use client'
/** The same hooks for React 19 and later, with a `useRoom` that suspends until the room is joined, and throws what it was refused with. */
import type { DeclaredEvents, DeclaredPresence, DeclaredUserInfo, JoinOptions, Room } from '@syncforge/client'
import { use } from 'react'
import { type JoinedRoom, useHeldRoom } from './room.ts'

/** Nobody is present on a server: frameworks take this digest as “render it in the browser”. */
const bailOut = () =>
  Object.assign(new Error('A room is joined in the browser: put <ClientSideSuspense> around it'), {
    digest: 'BAILOUT_TO_CLIENT_SIDE_RENDERING',
  })

/**
 * Joins a room and suspends until it is there. What the room refuses is thrown to the nearest error boundary, whose retry joins anew a
 * moment later.
 *
 * @example
 * <ErrorBoundary fallback="No way in">
 *   <ClientSideSuspense fallback="Joining…"><Plans /></ClientSideSuspense>
 * </ErrorBoundary>
 * // in Plans
 * const { room } = useRoom('plans', { userId: 'ada' }) // never null
 */
export const useRoom = <P = DeclaredPresence, I = DeclaredUserInfo, E = DeclaredEvents>(
  id: string,
  options: JoinOptions = {},
): JoinedRoom<Room<P, I, E>> => {
  const [state, held] = useHeldRoom('useRoom', id, options)
  if (typeof document === 'undefined') throw bailOut()
  // In every render: a hook that is called only sometimes is an error.
  const room = use(held.ready(options))
  return { ...state, room } as unknown as JoinedRoom<Room<P, I, E>>
}

export { ClientSideSuspense } from './client-side.tsx'
export * from './components.tsx'
export * from './hooks.ts'
