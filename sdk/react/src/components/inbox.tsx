'use client'
import type { SyncForgeInbox } from '@syncforge/ui'
import '@syncforge/ui/inbox'
import { type Heard, wrap } from '../base/wrap.tsx'

/** What the person is told. @example <InboxBell inbox={useInbox().inbox} onNotification={open} /> */
export const InboxBell = wrap<
  SyncForgeInbox,
  'inbox' | 'words' | 'inline',
  { onNotification: Heard<'syncforge-notification'> }
>('syncforge-inbox', ['inbox', 'words', 'inline'], { onNotification: 'syncforge-notification' })
