/** SyncForge for Vue. */
export * from './components.ts'
export * from './composables.ts'
export { useHistory } from './history.ts'
export { useInbox, useLobby } from './outside.ts'
export { type JoinedRoom, type SyncForgePluginOptions, syncForge, useRoom, useSyncForge } from './rooms.ts'
export type { AnyRoom, RoomSource } from './store.ts'
