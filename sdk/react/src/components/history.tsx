'use client'
import type { SyncForgeHistory } from '@syncforge/ui'
import '@syncforge/ui/history'
import { type Heard, wrap } from '../base/wrap.tsx'

/** Versions, authors and replay. @example <HistoryPanel room={room} /> */
export const HistoryPanel = wrap<
  SyncForgeHistory,
  'room' | 'words' | 'document',
  {
    onRestore: Heard<'syncforge-restore'>
    onMoment: Heard<'syncforge-moment'>
    onError: Heard<'syncforge-error'>
  }
>('syncforge-history', ['room', 'words', 'document'], {
  onRestore: 'syncforge-restore',
  onMoment: 'syncforge-moment',
  onError: 'syncforge-error',
})
