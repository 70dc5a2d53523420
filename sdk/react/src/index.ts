/** SyncForge for React. Hooks that suspend stand in `@syncforge/react/suspense`. */
export * from './hooks.ts'
export { type JoinedRoom, useRoom } from './room.ts'
export { ClientSideSuspense } from './suspense.tsx'
export * from './components.tsx'
