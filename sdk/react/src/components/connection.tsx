'use client'
import type { SyncForgeConnection } from '@syncforge/ui'
import '@syncforge/ui/connection'
import { wrap } from '../base/wrap.tsx'

/** Whether the line holds and what is saved. @example <ConnectionState room={room} /> */
export const ConnectionState = wrap<SyncForgeConnection, 'room' | 'words'>(
  'syncforge-connection',
  ['room', 'words'],
  {},
)
