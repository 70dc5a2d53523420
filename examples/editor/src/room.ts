// Names the parts of the SDK that this page uses, read off the SDK itself. Declares no shape of its own.
import type { SyncForge } from '@syncforge/client'

export type Room = Awaited<ReturnType<SyncForge['joinRoom']>>
export type User = ReturnType<Room['presence']['get']>[number]
export type SmoothCursors = Parameters<Parameters<Room['cursors']['subscribeSmooth']>[0]>[0]
export type Awareness = ReturnType<Room['getAwareness']>
