/** Owns the configuration of better-auth: one static instance per isolate. What it leaves out is in hooks/. */

import { waitUntil } from 'cloudflare:workers'
import { createId, type IdPrefix } from '@syncforge/protocol/ids'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { betterAuth } from 'better-auth/minimal'
import { accounts, people, sessions, verifications } from '../db/schema/people.ts'
import { log, withoutParameters } from '../log.ts'
import { existsLetter, resetLetter, verifyLetter } from '../mail/letters.ts'
import { openMail } from '../mail/open.ts'
import { openDatabase } from './database.ts'
import type { Env } from './env.ts'

const day = 86_400

/** Ids of rows that people or programs meet; others get one of the same kind. */
const prefixes: Readonly<Record<string, IdPrefix>> = {
  user: 'usr',
  session: 'ses',
  account: 'acc',
  organization: 'org',
  member: 'mem',
  invitation: 'inv',
  twoFactor: 'tfa',
}

/** The names of this machine: a page under one of them is another origin than under the next. */
const loopback = ['localhost', '127.0.0.1', '[::1]'].flatMap((name) => [name, `${name}:*`])

const addressOf = ({ PUBLIC_URL: url }: Env) => ({
  baseURL: url ?? { allowedHosts: loopback, protocol: 'http' as const, fallback: 'http://localhost' },
  isSecure: url?.startsWith('https:') ?? false,
})

export const createAuth = (env: Env) => {
  const db = openDatabase(env.DATABASE_URL, env.NEON_ENDPOINT)
  const send = openMail(env, db)
  const { baseURL, isSecure } = addressOf(env)
  const originOf = (url: string) => new URL(url).origin
  return betterAuth({
    appName: 'SyncForge',
    baseURL,
    basePath: '/api/auth',
    secret: env.AUTH_SECRET,
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: { user: people, session: sessions, account: accounts, verification: verifications },
    }),
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      autoSignIn: false,
      minPasswordLength: 10,
      maxPasswordLength: 256,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, url }) => send(resetLetter({ to: user.email, url })),
      onExistingUserSignUp: async ({ user }, request) =>
        send(existsLetter({ to: user.email, url: `${originOf(request?.url ?? '')}/dashboard/sign-in` })),
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      autoSignInAfterVerification: true,
      expiresIn: day,
      sendVerificationEmail: ({ user, url }) => send(verifyLetter({ to: user.email, url })),
    },
    session: { expiresIn: 7 * day, updateAge: day, freshAge: 0, cookieCache: { enabled: false } },
    verification: { storeIdentifier: 'hashed' },
    account: { encryptOAuthTokens: true },
    // Exact ones, by address and by account, stand before this worker.
    rateLimit: { enabled: false },
    // What is no refusal of its own reaches index.ts, which knows what may be told.
    onAPIError: { errorURL: '/dashboard/error', throw: true },
    // Its arguments hold the parameters of statements: hashes, tokens, secrets. Its informational messages hold addresses.
    logger: {
      level: 'warn',
      log: (level, message) =>
        log(level === 'error' ? 'error' : 'info', { worker: 'accounts', message: withoutParameters(message) }),
    },
    advanced: {
      cookiePrefix: 'syncforge',
      // The name stays the same over TLS, so that whoever reads the cookie knows one name.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: isSecure },
      skipTrailingSlashes: true,
      ipAddress: { ipAddressHeaders: ['cf-connecting-ip'] },
      backgroundTasks: { handler: waitUntil },
      database: { generateId: ({ model }) => createId(prefixes[model] ?? 'vrf') },
    },
    telemetry: { enabled: false },
  })
}

export type Auth = ReturnType<typeof createAuth>
