/** Every hook that takes a room, and the provider. */
export { SyncForgeProvider, type SyncForgeProviderProps, useSyncForge } from './base/rooms.tsx'
export { type Followed, type IsEqual, useStore } from './base/store.ts'
export {
  type ActivityGiven,
  type ChecklistGiven,
  type ChecklistsGiven,
  useActivity,
  useChecklist,
  useChecklists,
} from './checklists.ts'
export { useAccess, useBroadcast, useEvent, useRoomInfo, useStatus, useSync } from './connection.ts'
export { type ChatGiven, useChat, useComments, useThread } from './conversation.ts'
export { useAwareness, useDocument, useUndo } from './documents.ts'
export { type HistoryGiven, useHistory } from './history.ts'
export { type InboxGiven, useInbox, useLobby } from './outside.ts'
export { type PresenceGiven, useCursors, useOthers, usePresence, useSelf } from './people.ts'
export { type LockGiven, type RecordGiven, useLock, useRecord } from './work.ts'
