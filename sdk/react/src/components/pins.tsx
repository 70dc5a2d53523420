'use client'
import type { SyncForgePins } from '@syncforge/ui'
import '@syncforge/ui/pins'
import { type Heard, wrap } from '../base/wrap.tsx'

/** Comments pinned to places of the page. @example <Pins room={room} for="page" /> */
export const Pins = wrap<SyncForgePins, 'room' | 'words' | 'for' | 'suggest', { onError: Heard<'syncforge-error'> }>(
  'syncforge-pins',
  ['room', 'words', 'for', 'suggest'],
  { onError: 'syncforge-error' },
)
