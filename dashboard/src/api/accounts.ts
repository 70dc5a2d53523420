/** Accounts as the dashboard calls them: the stock client, its refusals as our one kind of error. */
import { createAuthClient } from 'better-auth/client'
import { twoFactorClient } from 'better-auth/client/plugins'
import { Problem, problemOf, unreachable } from './problem.ts'

export const accounts = createAuthClient({ plugins: [twoFactorClient()] })

interface Answer<T> {
  readonly data: T | null
  readonly error: {
    readonly status: number
    readonly code?: string | undefined
    readonly message?: string | undefined
  } | null
}

/**
 * What accounts answered.
 *
 * @throws Problem for a refusal
 * @example await told(accounts.signIn.email({ email, password }))
 */
export const told = async <T>(answer: Promise<Answer<T>>): Promise<T> => {
  const { data, error } = await answer.catch((reason: unknown) => {
    if (reason instanceof TypeError) throw unreachable()
    throw reason
  })
  if (error) {
    if (error.status === 0) throw unreachable()
    throw problemOf(error.status, error, new Headers())
  }
  return data as T
}

/** Words for the refusals that a person meets while signing in; the server's own for all others. */
const words: Readonly<Record<string, string>> = {
  INVALID_EMAIL_OR_PASSWORD: 'That e-mail and password do not belong together.',
  EMAIL_NOT_VERIFIED: 'Confirm your e-mail address first: we have just sent you a new link.',
  PASSWORD_TOO_SHORT: 'The password is too short: ten characters or more.',
  PASSWORD_TOO_LONG: 'The password is too long: 256 characters or fewer.',
  INVALID_PASSWORD: 'That is not your password.',
  INVALID_CODE: 'That code is not right. Codes change every 30 seconds.',
  INVALID_TWO_FACTOR_CODE: 'That code is not right. Codes change every 30 seconds.',
  INVALID_BACKUP_CODE: 'That recovery code is not right, or was used before.',
  CODE_ALREADY_USED: 'That code was used already: wait for the next one.',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'Too many wrong codes. Sign in again.',
  INVALID_TWO_FACTOR_COOKIE: 'That took too long. Sign in again.',
  INVALID_TOKEN: 'This link has expired or was used already.',
  RATE_LIMITED: 'Too many tries. Wait a moment and try again.',
}

/** The same refusal in words of ours where we have some. */
export const inWords = (problem: Problem): Problem => {
  const message = words[problem.code]
  return message === undefined ? problem : new Problem({ ...problem, message })
}
