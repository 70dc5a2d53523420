/** The tables, for drizzle-kit and the client. */
export { apiKeys, keyUsage } from './api-keys.ts'
export { auditLog } from './audit-log.ts'
export { invitations, members } from './members.ts'
export { roomCopies, roomFacts } from './mirror.ts'
export { organizations } from './organizations.ts'
export { accounts, people, sessions, twoFactors, verifications } from './people.ts'
export { rooms } from './rooms.ts'
