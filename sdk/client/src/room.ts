/** Owns the room as customers see it: puts session and features together. Refuses any logic of its own, and knows no feature by name. */
import type { Access } from '@syncforge/protocol/access'
import type { Self, Status } from './connection/link.ts'
import { createSession, type SessionPlan } from './connection/session.ts'
import type { SyncForgeError } from './errors.ts'
import type { WithBroadcast } from './features/broadcast.ts'
import type { FeatureContext } from './features/feature.ts'
import { openFeatures, type RoomOfFeatures } from './features/index.ts'
import type { Presence } from './features/presence/presence.ts'
import { readOnly, type Store } from './store.ts'
import type { DeclaredEvents, DeclaredPresence, DeclaredUserInfo } from './types.ts'

/**
 * A room that was joined. It survives lost connections by itself: `status` and `sync` tell.
 *
 * @example
 * const room = await client.joinRoom('plans', { userInfo: { name: 'Ada' } })
 * const text = room.getDocument().getText('content')
 * text.insert(0, 'Hello')
 * await room.flush() // durable
 * room.leave()
 */
export interface Room<P = DeclaredPresence, I = DeclaredUserInfo, E = DeclaredEvents>
  extends Omit<RoomOfFeatures, 'presence' | keyof WithBroadcast>,
    WithBroadcast<E> {
  readonly presence: Presence<P, I>
  readonly id: string
  /**
   * Who I am here: `{ connectionId, userId, userInfo, verified, access }`. In a room joined with `offline` that has not answered yet it
   * is who I was there the last time, with an empty `connectionId`; on the first visit who `joinRoom` was told, with `write`.
   */
  readonly self: Self
  /** The same as a store: my access, and my `connectionId`, may change. @example room.me.subscribe(({ userInfo }) => (badge.textContent = userInfo.name)) */
  readonly me: Store<Self>
  /** @example room.status.subscribe((status) => banner.toggle(status !== 'connected')) */
  readonly status: Store<Status>
  /** What I may do here: `read`, `comment`, `write` or `moderate`. It may change at any time. @example room.access.subscribe((access) => toolbar.toggle(access === 'write')) */
  readonly access: Store<Access>
  /**
   * Says goodbye: others see me leave at once. Documents stay readable and keep what they hold. Edits that were made
   * offline and not sent yet stay on this side: `await room.flush()` first where that matters. When the same client
   * joined the room several times, each join leaves once, and the room is left with the last of them.
   *
   * @example room.leave()
   */
  leave(): void
}

export interface RoomPlan extends SessionPlan, Omit<FeatureContext, 'link' | 'roomId'> {
  readonly id: string
}

export interface OpenRoom {
  readonly status: Store<Status>
  /** Whether closing the page would take work along that the room does not have. */
  readonly unsaved: readonly Store<boolean>[]
  /** The room for one of those who joined it, with a `leave` of their own. */
  hold(leave: () => void): Room
  /** Resolves with the first welcome, or without one where the room is kept here. */
  start(): Promise<void>
  close(error?: SyncForgeError): void
}

export const openRoom = (plan: RoomPlan): OpenRoom => {
  const session = createSession(plan)
  const features = openFeatures({ ...plan, link: session, roomId: plan.id })
  for (const { listener } of features) if (listener) session.attach(listener)

  return {
    status: session.status,
    unsaved: features.flatMap(({ unsaved }) => unsaved ?? []),
    start: session.start,
    close: session.close,
    hold: (leave) =>
      Object.assign(
        {
          id: plan.id,
          get self() {
            return session.self.get() as Self
          },
          me: readOnly(session.self as Store<Self>),
          status: readOnly(session.status),
          access: readOnly(session.access),
          leave,
        },
        ...features.map(({ room }) => room),
      ),
  }
}
