'use client'
import type { SyncForgeComposer } from '@syncforge/ui'
import '@syncforge/ui/composer'
import { type Heard, wrap } from '../base/wrap.tsx'

/** Where one writes a comment. @example <Composer room={room} onSent={close} /> */
export const Composer = wrap<
  SyncForgeComposer,
  | 'room'
  | 'words'
  | 'threadId'
  | 'commentId'
  | 'anchorId'
  | 'anchor'
  | 'suggest'
  | 'label'
  | 'placeholder'
  | 'required'
  | 'cancelable',
  {
    onInput: Heard<'syncforge-input'>
    onSend: Heard<'syncforge-send'>
    onSent: Heard<'syncforge-sent'>
    onCancel: Heard<'syncforge-cancel'>
    onError: Heard<'syncforge-error'>
  }
>(
  'syncforge-composer',
  [
    'room',
    'words',
    'threadId',
    'commentId',
    'anchorId',
    'anchor',
    'suggest',
    'label',
    'placeholder',
    'required',
    'cancelable',
  ],
  {
    onInput: 'syncforge-input',
    onSend: 'syncforge-send',
    onSent: 'syncforge-sent',
    onCancel: 'syncforge-cancel',
    onError: 'syncforge-error',
  },
  [<div key="field" slot="field" suppressHydrationWarning />, <div key="list" slot="list" suppressHydrationWarning />],
)
