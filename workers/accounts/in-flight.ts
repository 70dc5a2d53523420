/** Bounds how many requests wait for a password hash: each holds the only thread for 60 ms, and who would wait for long is told so at once. */

const hashing = new Set([
  '/sign-in/email',
  '/sign-up/email',
  '/reset-password',
  '/change-password',
  '/verify-password',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/get-totp-uri',
  '/two-factor/generate-backup-codes',
])

/** About two seconds of hashes. */
const MAX = 32

let inFlight = 0

/** Runs `work` unless too many wait already. @param path below /api/auth */
export const withinBound = async <T>(path: string, work: () => Promise<T>, refused: () => T): Promise<T> => {
  if (!hashing.has(path)) return work()
  if (inFlight >= MAX) return refused()
  inFlight += 1
  try {
    return await work()
  } finally {
    inFlight -= 1
  }
}
