/** Owns how an app says once what its rooms carry. Types only. */
import type { Json, JsonObject, User } from '@syncforge/protocol/schemas'

/**
 * What the rooms of an app carry, declared once: `presence`, `userInfo` and `events`. Without it presence and events are any JSON.
 *
 * @example
 * declare module '@syncforge/client' {
 *   interface SyncForgeTypes {
 *     presence: { tool: 'pen' | 'eraser'; selection: string | null }
 *     userInfo: { name: string; color: string; team: string }
 *     events: { confetti: { x: number; y: number } }
 *   }
 * }
 */
// biome-ignore lint/suspicious/noEmptyInterface: apps add to it
export interface SyncForgeTypes {}

type Declared<K extends string, Otherwise> = SyncForgeTypes extends { readonly [N in K]: infer T } ? T : Otherwise

export type DeclaredPresence = Declared<'presence', JsonObject>
export type DeclaredUserInfo = Declared<'userInfo', User['userInfo']>
export type DeclaredEvents = Declared<'events', { readonly [event: string]: Json }>

/** What is sent with an event: may be left out where it is any JSON, or `null`. */
export type Sent<E, K extends keyof E> = string extends keyof E
  ? [payload?: unknown]
  : null extends E[K]
    ? [payload?: E[K]]
    : [payload: E[K]]
