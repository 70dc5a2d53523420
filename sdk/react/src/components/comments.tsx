'use client'
import type { SyncForgeComments } from '@syncforge/ui'
import '@syncforge/ui/comments'
import { type Heard, wrap } from '../base/wrap.tsx'

/** All threads, with a composer for a new one. @example <Comments room={room} /> */
export const Comments = wrap<
  SyncForgeComments,
  'room' | 'words' | 'anchorId' | 'suggest',
  { onThread: Heard<'syncforge-thread'>; onError: Heard<'syncforge-error'> }
>('syncforge-comments', ['room', 'words', 'anchorId', 'suggest'], {
  onThread: 'syncforge-thread',
  onError: 'syncforge-error',
})
