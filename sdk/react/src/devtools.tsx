'use client'
/** The devtools of `@syncforge/ui` as a component. Apart from the others, so that an app leaves it out of what it ships. */
import type { SyncForgeDevtools } from '@syncforge/ui/devtools'
import '@syncforge/ui/devtools'
import { wrap } from './base/wrap.tsx'

/** People, documents, frames and a worse network, for whoever builds the app. @example {isDevelopment && <Devtools room={room} />} */
export const Devtools = wrap<SyncForgeDevtools, 'room' | 'words' | 'open'>(
  'syncforge-devtools',
  ['room', 'words', 'open'],
  {},
)
