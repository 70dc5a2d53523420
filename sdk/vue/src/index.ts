/** SyncForge for Vue. */
export * from './components.ts'
export * from './composables.ts'
export { type JoinedRoom, type SyncForgePluginOptions, syncForge, useRoom, useSyncForge } from './rooms.ts'
export type { AnyRoom, RoomSource } from './store.ts'
