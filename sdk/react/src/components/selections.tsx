'use client'
import type { SyncForgeSelections } from '@syncforge/ui'
import '@syncforge/ui/selections'
import { wrap } from '../base/wrap.tsx'

/** Carets and selections of the others in fields of its children. @example <Selections room={room}><input id="title" /></Selections> */
export const Selections = wrap<SyncForgeSelections, 'room' | 'words' | 'presenceKey' | 'silent'>(
  'syncforge-selections',
  ['room', 'words', 'presenceKey', 'silent'],
  {},
)
