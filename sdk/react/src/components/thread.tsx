'use client'
import type { SyncForgeThread } from '@syncforge/ui'
import '@syncforge/ui/thread'
import { type Heard, wrap } from '../base/wrap.tsx'

/** One thread of comments. @example <Thread room={room} threadId={id} /> */
export const Thread = wrap<
  SyncForgeThread,
  'room' | 'words' | 'threadId' | 'suggest',
  { onThread: Heard<'syncforge-thread'>; onError: Heard<'syncforge-error'> }
>('syncforge-thread', ['room', 'words', 'threadId', 'suggest'], {
  onThread: 'syncforge-thread',
  onError: 'syncforge-error',
})
