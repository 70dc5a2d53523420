/** Owns the sentences for what a room refuses, so that every element says the same of the same. */

import { plainText } from '../base/safe.ts'
import type { Words } from '../base/words.ts'

/** Part of the words of each element that can be refused something. */
export const failureWords = {
  failedPlan: 'The plan of this organization has no room for more.',
  failedRight: 'You have no right to do this here.',
  failedConnection: 'There is no connection. Try again in a moment.',
  failedPace: 'That was a little too fast. Try again in a moment.',
  failedGone: 'This is not there any more.',
  failedWords: 'This cannot be sent: {reason}',
  failedOther: 'That did not work: {reason}',
} as const satisfies Words

export type FailureWord = keyof typeof failureWords

const byCode: Readonly<Record<string, FailureWord>> = {
  PLAN_LIMIT_EXCEEDED: 'failedPlan',
  FORBIDDEN: 'failedRight',
  UNAUTHORIZED: 'failedRight',
  KICKED: 'failedRight',
  BANNED: 'failedRight',
  NETWORK_ERROR: 'failedConnection',
  TIMEOUT: 'failedConnection',
  CLOSED: 'failedConnection',
  UNAVAILABLE: 'failedConnection',
  ROOM_UNAVAILABLE: 'failedConnection',
  LOAD_FAILED: 'failedConnection',
  RATE_LIMITED: 'failedPace',
  NOT_FOUND: 'failedGone',
  VALIDATION_ERROR: 'failedWords',
}

const longestReason = 200

/** Which sentence an error is said by, and what goes into it. */
export const failureOf = (
  error: unknown,
): { readonly word: FailureWord; readonly reason: string; readonly code: string } => {
  const { code = '', message = '' } = (error ?? {}) as { readonly code?: string; readonly message?: string }
  return { word: byCode[code] ?? 'failedOther', reason: plainText(message, longestReason) || code, code }
}
