/** SyncForge for React. Hooks that suspend stand in `@syncforge/react/suspense`. */

export { ClientSideSuspense } from './client-side.tsx'
export * from './components/index.ts'
export * from './hooks.ts'
export { type JoinedRoom, useRoom } from './room.ts'
