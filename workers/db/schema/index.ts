/** The tables, for drizzle-kit and the client. */
export { apiKeys } from './api-keys.ts'
export { roomCopies, roomFacts } from './mirror.ts'
export { organizations } from './organizations.ts'
export { rooms } from './rooms.ts'
