/** How often an address, an account or a session may try what guards a password, a code or a mailbox: counted exactly, before accounts hear of it. */
import { RoomError } from '@syncforge/protocol/errors'
import type { Env } from '../../bindings/env.ts'
import { networkOf } from '../auth/networks.ts'
import { sessionCookie, signedCookie } from '../auth/session.ts'
import { consume, rateLimited, type Subject } from './windows.ts'

const quarter = 15 * 60_000
const hour = 60 * 60_000

/** Whose share it is besides the address's: of the account that is named, or of the session and the challenge in the cookies. */
interface Guard {
  readonly name: string
  readonly per: 'email' | 'cookie'
  readonly windowMs: number
  readonly max: number
}

const signIn: Guard = { name: 'sign-in', per: 'email', windowMs: quarter, max: 20 }
/** Each may send a mail. */
const mail: Guard = { name: 'mail', per: 'email', windowMs: hour, max: 10 }
const code: Guard = { name: 'code', per: 'cookie', windowMs: quarter, max: 20 }
const password: Guard = { name: 'password', per: 'cookie', windowMs: quarter, max: 20 }

const guards: Readonly<Record<string, Guard>> = {
  '/sign-in/email': signIn,
  '/sign-up/email': mail,
  '/request-password-reset': mail,
  '/send-verification-email': mail,
  '/change-email': { name: 'mail', per: 'cookie', windowMs: hour, max: 10 },
  // Nothing names whose these are: the address's share is the only one.
  '/reset-password': code,
  '/sign-in/social': code,
  '/two-factor/verify-totp': code,
  '/two-factor/verify-backup-code': code,
  '/two-factor/enable': password,
  '/two-factor/disable': password,
  '/two-factor/get-totp-uri': password,
  '/two-factor/generate-backup-codes': password,
  '/verify-password': password,
  '/change-password': password,
  '/organization/invite-member': { name: 'invitations', per: 'cookie', windowMs: hour, max: 100 },
}

/** Of all of these together: an office behind one address signs in in the morning. */
const addressMax = 100

/** The account that a body names, as better-auth finds it. */
const emailIn = (body: string): string => {
  try {
    const { email } = JSON.parse(body) as { readonly email?: unknown }
    return typeof email === 'string' ? email.toLowerCase() : ''
  } catch {
    throw new RoomError('VALIDATION_ERROR', 'The body has to be JSON')
  }
}

/** Nobody's where no cookie tells: one that accounts have not signed names nobody. */
const ownSubjects = async (
  { per }: Guard,
  env: Env,
  request: Request,
  readBody: () => Promise<string>,
): Promise<Subject[]> => {
  if (per === 'email') return [['account', emailIn(await readBody())]]
  // Both, because a session that has ended is still signed, and then it is the challenge that accounts go by.
  const held = await Promise.all(
    [sessionCookie, 'syncforge.two_factor'].map((name) => signedCookie(env, request, name)),
  )
  return held.flatMap((id): Subject[] => (id === undefined ? [] : [['account', id]]))
}

/** Each account that is counted is an object on the disk, made in the thread that serves rooms: a crowd is turned away before that. */
const inFlightMax = 40
let inFlight = 0

const count = async (
  env: Env,
  guard: Guard,
  address: string,
  request: Request,
  readBody: () => Promise<string>,
): Promise<void> => {
  const own = await ownSubjects(guard, env, request, readBody)
  const perAddress = { windowMs: quarter, max: Number(env.SIGN_INS_PER_ADDRESS || addressMax) }
  const counts: readonly [Subject, string, { windowMs: number; max: number }][] = [
    [['address', networkOf(address)], 'accounts', perAddress],
    ...own.map((subject): [Subject, string, Guard] => [subject, guard.name, guard]),
  ]
  for (const [subject, name, { windowMs, max }] of counts) {
    const told = await consume(env, subject, name, { windowMs, max })
    if (!told.allowed) throw rateLimited(told, { windowMs, max })
  }
}

export interface Attempt {
  /** Below /api/auth. */
  readonly path: string
  /** The network address of the caller. */
  readonly address: string
  readonly request: Request
  readBody(): Promise<string>
}

/**
 * Runs `work` if there is room for it, by every count.
 *
 * @throws RoomError RATE_LIMITED, with when there is room again
 */
export const withinLimits = async <T>(
  env: Env,
  { path, address, request, readBody }: Attempt,
  work: () => Promise<T>,
): Promise<T> => {
  const guard = request.method === 'POST' ? guards[path] : undefined
  if (!guard) return work()
  if (inFlight >= inFlightMax) {
    throw new RoomError('RATE_LIMITED', 'Too many people sign in at this moment', { retryAfterMs: 2_000 })
  }
  inFlight += 1
  try {
    await count(env, guard, address, request, readBody)
    return await work()
  } finally {
    inFlight -= 1
  }
}
