'use client'
import type { Cursor } from '@syncforge/client'
import type { SyncForgeCursors } from '@syncforge/ui'
import '@syncforge/ui/cursors'
import { type ComponentPropsWithoutRef, forwardRef } from 'react'
import { roomOf } from '../base/room-of.ts'
import { wrap } from '../base/wrap.tsx'

const Cursors = wrap<SyncForgeCursors, 'room' | 'words' | 'unit' | 'anchor' | 'silent' | 'view' | 'idleAfterMs'>(
  'syncforge-cursors',
  ['room', 'words', 'unit', 'anchor', 'silent', 'view', 'idleAfterMs'],
  {},
)

/**
 * Draws where the others point, over its children, and says where I do.
 *
 * @param props `room`, or `cursors` just as `useCursors` gave them
 * @example <CursorLayer room={room}><Board /></CursorLayer>
 */
export const CursorLayer = forwardRef<
  SyncForgeCursors,
  ComponentPropsWithoutRef<typeof Cursors> & { readonly cursors?: ReadonlyMap<string, Cursor> | undefined }
>(({ cursors, ...props }, ref) => <Cursors {...props} ref={ref} room={props.room ?? roomOf(cursors)} />)
CursorLayer.displayName = 'CursorLayer'
