/** Every hook that takes a room, and the provider. */
export { SyncForgeProvider, type SyncForgeProviderProps, useSyncForge } from './base/rooms.tsx'
export { type Followed, type IsEqual, useStore } from './base/store.ts'
export { useAccess, useBroadcast, useEvent, useRoomInfo, useStatus, useSync } from './connection.ts'
export { useChat, useComments, useThread } from './conversation.ts'
export { useAwareness, useDocument, useUndo } from './documents.ts'
export { useInbox, useLobby } from './outside.ts'
export { useCursors, useOthers, usePresence, useSelf } from './people.ts'
export { useActivity, useChecklist, useChecklists, useHistory, useLock, useRecord } from './work.ts'
