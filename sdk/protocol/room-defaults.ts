/** How a new room is set up where neither its maker nor its organization says otherwise. */
import { limits } from './limits.ts'

export const roomDefaults = {
  defaultAccess: 'none',
  type: 'collaboration',
  maxParticipants: limits.defaultMaxParticipants,
  graceMs: limits.defaultGraceMs,
  presenceTimeoutMs: limits.defaultPresenceTimeoutMs,
  historyMs: limits.defaultHistoryMs,
  persistence: 'durable',
  emptyAfterMs: limits.defaultEmptyAfterMs,
} as const
