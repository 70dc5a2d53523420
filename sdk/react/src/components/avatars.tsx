'use client'
import type { PresenceUser } from '@syncforge/client'
import type { SyncForgeAvatars } from '@syncforge/ui'
import '@syncforge/ui/avatars'
import { type ComponentPropsWithoutRef, forwardRef } from 'react'
import { roomOf } from '../base/room-of.ts'
import { type Heard, wrap } from '../base/wrap.tsx'

const Avatars = wrap<SyncForgeAvatars, 'room' | 'words' | 'max' | 'others', { onPerson: Heard<'syncforge-person'> }>(
  'syncforge-avatars',
  ['room', 'words', 'max', 'others'],
  { onPerson: 'syncforge-person' },
)

/**
 * Who is here, as a stack of pictures.
 *
 * @param props `room`, or `users` just as `usePresence` gave them
 * @example <PresenceAvatars room={room} max={5} />
 */
export const PresenceAvatars = forwardRef<
  SyncForgeAvatars,
  ComponentPropsWithoutRef<typeof Avatars> & {
    // biome-ignore lint/suspicious/noExplicitAny: whatever an app says that a room carries
    readonly users?: readonly PresenceUser<any, any>[] | undefined
  }
>(({ users, ...props }, ref) => <Avatars {...props} ref={ref} room={props.room ?? roomOf(users)} />)
PresenceAvatars.displayName = 'PresenceAvatars'
