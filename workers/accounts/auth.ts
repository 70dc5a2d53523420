/** Owns the configuration of better-auth: one static instance per isolate. What it leaves out is in hooks/. */

import { waitUntil } from 'cloudflare:workers'
import { createId, type IdPrefix } from '@syncforge/protocol/ids'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { APIError } from 'better-auth/api'
import { betterAuth } from 'better-auth/minimal'
import { organization } from 'better-auth/plugins/organization'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { eq } from 'drizzle-orm'
import { decodeJwt } from 'jose'
import { reasonToExpect } from '../db/queries/people.ts'
import { invitations, members } from '../db/schema/members.ts'
import { organizations } from '../db/schema/organizations.ts'
import { accounts, people, sessions, twoFactors, verifications } from '../db/schema/people.ts'
import { log, withoutParameters } from '../log.ts'
import {
  changeEmailLetter,
  confirmNewEmailLetter,
  existsLetter,
  invitationLetter,
  passwordChangedLetter,
  resetLetter,
  verifyLetter,
} from '../mail/letters.ts'
import { openMail } from '../mail/open.ts'
import { openAccounts } from './database.ts'
import type { Env } from './env.ts'
import { afterWith, beforeWith } from './hooks/index.ts'
import { sendLater } from './hooks/notices.ts'
import { pages } from './pages.ts'
import { providersOf } from './providers.ts'
import { accessControl, pluginRoles } from './roles.ts'

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

/** For a request that names no host of ours: it is refused later, as one from another origin. */
const fallback = 'http://localhost'

/** Deleting has a grace period and is the platform's own; tokens of other services stay here; codes by mail are not offered. */
const disabledPaths = [
  '/organization/delete',
  '/update-session',
  '/delete-user',
  '/delete-user/callback',
  '/refresh-token',
  '/get-access-token',
  '/account-info',
  '/two-factor/send-otp',
  '/two-factor/verify-otp',
]

/** Whether a confirming link is about another address than the account has so far. */
const isChange = (token: string): boolean => decodeJwt(token).updateTo !== undefined

export const createAuth = (env: Env) => {
  const db = openAccounts(env)
  const send = openMail(env, db)
  const { PUBLIC_URL: url } = env
  /** A page of ours, at the address that the caller came to. */
  const pageAt = (page: string, request: Request | undefined) => new URL(page, url ?? request?.url ?? fallback).href
  /** A sign-up is answered as if it had been made; who comes from a provider is told, by better-auth's own word for it. */
  const requireExpected = async <U extends { readonly email: string }>(user: U) => {
    if (env.SIGN_UP === 'open') return
    const reason = await reasonToExpect(db, user.email)
    if (reason === null) {
      throw new APIError('FORBIDDEN', { code: 'signup_disabled', message: 'This place takes invited people only' })
    }
    // Others may be on their way as well: which of them is let in, the database says when they confirm their address.
    return { data: { ...user, isUninvited: reason === 'first' } }
  }
  return betterAuth({
    appName: 'SyncForge',
    baseURL: url ?? { allowedHosts: loopback, protocol: 'http', fallback },
    basePath: '/api/auth',
    secret: env.AUTH_SECRET,
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: {
        user: people,
        session: sessions,
        account: accounts,
        verification: verifications,
        twoFactor: twoFactors,
        organization: organizations,
        member: members,
        invitation: invitations,
      },
    }),
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      autoSignIn: false,
      minPasswordLength: 10,
      maxPasswordLength: 256,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, url: link }) => send(resetLetter({ to: user.email, url: link })),
      onExistingUserSignUp: ({ user }, request) =>
        send(existsLetter({ to: user.email, url: pageAt(pages.signIn, request) })),
      // The link came by mail: it has confirmed the address as well.
      onPasswordReset: async ({ user }, request) => {
        if (!user.emailVerified) await db.update(people).set({ emailVerified: true }).where(eq(people.id, user.id))
        sendLater(send(passwordChangedLetter({ to: user.email, url: pageAt(pages.forgotPassword, request) })))
      },
    },
    emailVerification: {
      sendOnSignUp: true,
      sendOnSignIn: true,
      autoSignInAfterVerification: true,
      expiresIn: day,
      sendVerificationEmail: ({ user, url: link, token }) =>
        send((isChange(token) ? confirmNewEmailLetter : verifyLetter)({ to: user.email, url: link })),
    },
    user: {
      additionalFields: { isUninvited: { type: 'boolean', input: false, returned: false, required: false } },
      changeEmail: {
        enabled: true,
        sendChangeEmailConfirmation: ({ user, newEmail, url: link }) =>
          send(changeEmailLetter({ to: user.email, newEmail, url: link })),
      },
    },
    socialProviders: providersOf(env),
    session: { expiresIn: 7 * day, updateAge: day, freshAge: 0, cookieCache: { enabled: false } },
    verification: { storeIdentifier: 'hashed' },
    account: { encryptOAuthTokens: true, accountLinking: { enabled: true, trustedProviders: ['google', 'github'] } },
    // Exact ones, by address and by account, stand before this worker.
    rateLimit: { enabled: false },
    // What is no refusal of its own reaches index.ts, which knows what may be told.
    onAPIError: { errorURL: pages.error, throw: true },
    // Its arguments hold the parameters of statements: hashes, tokens, secrets. Its informational messages hold addresses.
    logger: {
      level: 'error',
      log: (level, message) =>
        log(level === 'error' ? 'error' : 'info', { worker: 'accounts', message: withoutParameters(message) }),
    },
    advanced: {
      cookiePrefix: 'syncforge',
      // The name stays the same over TLS, so that whoever reads the cookie knows one name.
      useSecureCookies: false,
      defaultCookieAttributes: { secure: url?.startsWith('https:') ?? false },
      skipTrailingSlashes: true,
      ipAddress: { ipAddressHeaders: ['cf-connecting-ip'] },
      backgroundTasks: { handler: waitUntil },
      database: { generateId: ({ model }) => createId(prefixes[model] ?? 'vrf') },
    },
    telemetry: { enabled: false },
    disabledPaths,
    databaseHooks: { user: { create: { before: requireExpected } } },
    hooks: { before: beforeWith(db), after: afterWith(db, { send }) },
    plugins: [
      organization({
        ac: accessControl,
        roles: pluginRoles,
        creatorRole: 'owner',
        membershipLimit: 10_000,
        invitationExpiresIn: 7 * day,
        requireEmailVerificationOnInvitation: true,
        cancelPendingInvitationsOnReInvite: true,
        disableOrganizationDeletion: true,
        sendInvitationEmail: ({ id, email, role, organization: { name }, inviter, invitation }, request) =>
          send(
            invitationLetter({
              to: email,
              url: pageAt(pages.invitation(id), request),
              organization: name,
              inviter: inviter.user.name,
              role,
              expiresAt: invitation.expiresAt,
            }),
          ),
      }),
      twoFactor({ issuer: 'SyncForge', allowPasswordless: true }),
    ],
  })
}

export type Auth = ReturnType<typeof createAuth>
