/** Answers that must not tell by their time what they found: they come at the next whole step after the question, whatever it took. */

const stepMs = 250

/** Above all: whether there is an account with an address. */
const paced = new Set(['/sign-up/email', '/sign-in/email', '/request-password-reset', '/change-email'])

/** How long an answer still waits. @example waitOf('/sign-up/email', 60) // 190 */
export const waitOf = (path: string, tookMs: number): number => (paced.has(path) ? stepMs - (tookMs % stepMs) : 0)
