'use client'
import type { SyncForgeBranding } from '@syncforge/ui'
import '@syncforge/ui/branding'
import { type Heard, wrap } from '../base/wrap.tsx'

/**
 * Gives its children the organization's colour, and shows its logo with `logo`.
 *
 * @example <Branding endpoint="wss://collab.example.com" apiKey="pk_live_…" logo><Board /></Branding>
 */
export const Branding = wrap<
  SyncForgeBranding,
  'endpoint' | 'apiKey' | 'logo',
  { onBranded: Heard<'syncforge-branded'> }
>('syncforge-branding', ['endpoint', 'apiKey', 'logo'], { onBranded: 'syncforge-branded' })
