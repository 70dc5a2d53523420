'use client'
import type { SyncForgeTyping } from '@syncforge/ui'
import '@syncforge/ui/typing'
import { wrap } from '../base/wrap.tsx'

/** Who is writing. @example <Typing room={room} /> */
export const Typing = wrap<SyncForgeTyping, 'room' | 'words' | 'presenceKey'>(
  'syncforge-typing',
  ['room', 'words', 'presenceKey'],
  {},
)
