/** The pages of an organization, as the side and the palette list them. */

import type { Right } from '@syncforge/protocol/rights'
import {
  Activity,
  Building2,
  ChartColumn,
  CreditCard,
  DoorOpen,
  KeyRound,
  Radio,
  ScrollText,
  ShieldCheck,
  Users,
  Webhook,
} from 'lucide-react'

export const organizationPages = [
  { to: '/orgs/$slug', words: 'Overview', Icon: Activity, right: 'organization:read' },
  { to: '/orgs/$slug/rooms', words: 'Rooms', Icon: DoorOpen, right: 'rooms:read' },
  { to: '/orgs/$slug/usage', words: 'Usage', Icon: ChartColumn, right: 'analytics:read' },
  { to: '/orgs/$slug/live-log', words: 'Live log', Icon: Radio, right: 'analytics:read' },
] as const satisfies readonly { to: string; words: string; Icon: typeof Activity; right: Right }[]

export const managementPages = [
  { to: '/orgs/$slug/keys', words: 'API keys', Icon: KeyRound, right: 'keys:read' },
  { to: '/orgs/$slug/token-issuers', words: 'Token issuers', Icon: ShieldCheck, right: 'organization:read' },
  { to: '/orgs/$slug/webhooks', words: 'Webhooks', Icon: Webhook, right: 'webhooks:read' },
  { to: '/orgs/$slug/members', words: 'Members', Icon: Users, right: 'members:read' },
  { to: '/orgs/$slug/audit-log', words: 'Audit log', Icon: ScrollText, right: 'audit:read' },
  { to: '/orgs/$slug/billing', words: 'Billing', Icon: CreditCard, right: 'billing:read' },
  { to: '/orgs/$slug/settings', words: 'Settings', Icon: Building2, right: 'organization:read' },
] as const satisfies readonly { to: string; words: string; Icon: typeof Activity; right: Right }[]
