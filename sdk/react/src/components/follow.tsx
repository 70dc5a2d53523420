'use client'
import type { SyncForgeFollow } from '@syncforge/ui'
import '@syncforge/ui/follow'
import { type Heard, wrap } from '../base/wrap.tsx'

/** Follows what somebody sees. @example <FollowFrame room={room} avatars><main>…</main></FollowFrame> */
export const FollowFrame = wrap<
  SyncForgeFollow,
  'room' | 'words' | 'avatars' | 'scroller' | 'viewport',
  { onFollow: Heard<'syncforge-follow'>; onViewport: Heard<'syncforge-viewport'> }
>('syncforge-follow', ['room', 'words', 'avatars', 'scroller', 'viewport'], {
  onFollow: 'syncforge-follow',
  onViewport: 'syncforge-viewport',
})
