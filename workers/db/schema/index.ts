/** The tables, for drizzle-kit and the client. */
export { apiKeys, credentialEndings, keyUsage } from './api-keys.ts'
export { auditLog } from './audit-log.ts'
export { billing, billingNotices, stripeEvents } from './billing.ts'
export { invitations, members } from './members.ts'
export { roomCopies, roomFacts } from './mirror.ts'
export {
  acrossFillings,
  chatMessages,
  checklists,
  comments,
  commentThreads,
  feeds,
  schedules,
  textRecords,
} from './mirrored.ts'
export { organizations, peopleAddresses } from './organizations.ts'
export { outbox } from './outbox.ts'
export { accounts, people, sessions, twoFactors, verifications } from './people.ts'
export { roomRights } from './room-rights.ts'
export { rooms } from './rooms.ts'
export { tokenIssuers } from './token-issuers.ts'
export { organizationFacts, usage } from './usage.ts'
export { webhooks } from './webhooks.ts'
