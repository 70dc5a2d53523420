import type { Room } from '@syncforge/client'

/** A room, whatever an app says that it carries; `null` while it is not joined. */
// biome-ignore lint/suspicious/noExplicitAny: whatever an app says
export type AnyRoom = Room<any, any, any> | null | undefined
