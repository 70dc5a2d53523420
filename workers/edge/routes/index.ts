/** Every route of the API, in the order of its description. */
import { analytics } from './analytics/index.ts'
import { apiKeys } from './api-keys/index.ts'
import { billing } from './billing/index.ts'
import { featureRoutes } from './features/index.ts'
import { health } from './health.ts'
import { live } from './live.ts'
import { notifications } from './notifications/index.ts'
import { auditLog } from './organizations/audit-log.ts'
import { invitations } from './organizations/invitations.ts'
import { members } from './organizations/members.ts'
import { peopleAddress } from './organizations/people-address.ts'
import { received } from './organizations/received.ts'
import { organizations } from './organizations/registry.ts'
import { files } from './rooms/files.ts'
import { forks } from './rooms/fork.ts'
import { roomHealth } from './rooms/health.ts'
import { links } from './rooms/links.ts'
import { people } from './rooms/people.ts'
import { rooms } from './rooms/registry.ts'
import { shares } from './rooms/shares.ts'
import { tokenIssuers } from './token-issuers/index.ts'
import { tokens } from './tokens.ts'
import { userGrants } from './user-grants.ts'
import { deliveries } from './webhooks/deliveries.ts'
import { webhookRegistry } from './webhooks/registry.ts'

export const routes = [
  health,
  tokens,
  apiKeys,
  tokenIssuers,
  rooms,
  live,
  roomHealth,
  people,
  userGrants,
  notifications,
  links,
  shares,
  files,
  forks,
  ...featureRoutes,
  organizations,
  members,
  invitations,
  received,
  peopleAddress,
  auditLog,
  analytics,
  billing,
  webhookRegistry,
  deliveries,
] as const

/** The whole API as its routes declare it: what the dashboard knows of it. */
export type Api = (typeof routes)[number]
/** What is heard on the sockets at /api/v1/live and /api/v1/live/log. */
export type {
  LiveMessage,
  LiveMonth,
  LiveNews,
  LiveRoom,
  LiveTotals,
  LogLine,
  LogMessage,
} from '../../../durable-objects/organization/admission.ts'
export type { LivePerson } from '../../../durable-objects/room/live/target.ts'
