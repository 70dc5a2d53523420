'use client'
/**
 * The same hooks for React 19 and later: `useRoom` suspends until the room is joined, those of what a room has until that is there. What was refused
 * is thrown.
 */
import type { DeclaredEvents, DeclaredPresence, DeclaredUserInfo, JoinOptions, Room } from '@syncforge/client'
import { use } from 'react'
import { useRooms } from './base/rooms.tsx'
import { bailOut, suspending, useReady } from './base/suspending.ts'
import {
  activityOf,
  useActivity as useActivityNow,
  useChecklist as useChecklistNow,
  useChecklists as useChecklistsNow,
} from './checklists.ts'
import { useChat as useChatNow, useComments as useCommentsNow, useThread as useThreadNow } from './conversation.ts'
import { pastOf, useHistory as useHistoryNow } from './history.ts'
import { useInbox as useInboxNow } from './outside.ts'
import { type JoinedRoom, useHeldRoom } from './room.ts'
import { recordOf, useRecord as useRecordNow } from './work.ts'

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

/** Suspends until the newest messages are there. @example const { messages, chat } = useChat(room) */
export const useChat = suspending(useChatNow, (room) => room.chat)
/** Suspends until the threads are there, and what is unread of them. @example const { threads, unread } = useComments(room) */
export const useComments = suspending(useCommentsNow, (room) => room.comments)
/** Suspends until the threads are there. @example const { thread } = useThread(room, id) */
export const useThread = suspending(useThreadNow, (room) => room.comments)
/** Suspends until the text is there, or it is known that there is none. @example const { record, save } = useRecord(room, 'brief') */
export const useRecord = suspending(useRecordNow, (room, key) => recordOf(room, key))
/** Suspends until the lists are there. @example const { checklist } = useChecklist(room, 'launch') */
export const useChecklist = suspending(useChecklistNow, (room) => room.checklists)
/** Suspends until the lists are there. @example const { share } = useChecklists(room) */
export const useChecklists = suspending(useChecklistsNow, (room) => room.checklists)
/** Suspends until the newest entries are there. @example const { entries } = useActivity(room) */
export const useActivity = suspending(useActivityNow, (room) => activityOf(room))
/** Suspends until the versions are there; `error` says why there are none. @example const { versions } = useHistory(room) */
export const useHistory = suspending(useHistoryNow, (room, document) => pastOf(room, document))
/** Suspends until there is an inbox; `error` says why there is none. @example const { unread } = useInbox() */
export const useInbox = ((...given: Parameters<typeof useInboxNow>) => {
  const rooms = useRooms('useInbox')
  useReady(() => rooms.client().inbox)
  return useInboxNow(...given)
}) as typeof useInboxNow

export { ClientSideSuspense } from './client-side.tsx'
export * from './components/index.ts'
export * from './hooks.ts'
