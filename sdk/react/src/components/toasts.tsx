'use client'
import type { SyncForgeToasts } from '@syncforge/ui'
import '@syncforge/ui/toasts'
import { wrap } from '../base/wrap.tsx'

/** Notices that go by themselves. @example <Toasts room={room} people connection /> */
export const Toasts = wrap<SyncForgeToasts, 'room' | 'words' | 'people' | 'connection'>(
  'syncforge-toasts',
  ['room', 'words', 'people', 'connection'],
  {},
)
