/** What is done before and after every request of better-auth: a table of contents of the rules that it leaves out. */
import { createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import type { Database } from '../../db/client.ts'
import { requestState } from '../request-state.ts'
import { requireKnownBody } from './bodies.ts'
import { refuseDeleted, withoutDeleted } from './deleted.ts'
import type { Notices } from './notices.ts'
import { noticeOf } from './notices.ts'
import { requireOwnPages } from './own-pages.ts'
import { askForSecondFactor, takeCodeOnce } from './second-factor.ts'
import { rememberSignUp, requireKnownPassword } from './sign-up.ts'

/** Their rows are in the audit log, or their code must be told from another's. */
const needsActor = (path: string): boolean => path.startsWith('/organization/') || path === '/two-factor/verify-totp'

export const beforeWith = (db: Database) =>
  createAuthMiddleware(async (ctx) => {
    const { path } = ctx
    if (ctx.method === 'POST') requireKnownBody(path, ctx.body)
    requireOwnPages(new URL(ctx.context.baseURL).origin, ctx.query, ctx.body)
    if (path === '/verify-email') await requireKnownPassword(ctx)
    if (!needsActor(path)) return
    // Kept in the context: the endpoint does not ask again.
    const session = await getSessionFromCtx(ctx)
    const state = requestState.getStore()
    if (state && session) state.actor = session.user.id
    if (path === '/two-factor/verify-totp') await takeCodeOnce(ctx, session?.user.id)
    if (session && path.startsWith('/organization/')) {
      const { activeOrganizationId } = session.session as { readonly activeOrganizationId?: unknown }
      await refuseDeleted(ctx, db, activeOrganizationId)
    }
  })

/** A refusal or a redirect is thrown, and stands here as what was returned. */
const told = (returned: unknown) => {
  const { statusCode, headers, body } = Object(returned) as {
    readonly statusCode?: number
    readonly headers?: HeadersInit
    readonly body?: { readonly code?: string }
  }
  return { status: statusCode ?? 200, code: body?.code, location: new Headers(headers).get('location') }
}

const listsOrganizations: ReadonlySet<string> = new Set(['/organization/list', '/organization/list-user-invitations'])

export const afterWith = (db: Database, notices: Notices) =>
  createAuthMiddleware(async (ctx) => {
    const { path } = ctx
    const { returned } = ctx.context
    const { status, code, location } = told(returned)
    if (path === '/callback/:id' || path === '/verify-email') await askForSecondFactor(ctx, location)
    if (path === '/sign-up/email' && status === 200) {
      await rememberSignUp(ctx, (returned as { readonly user: { readonly id: string } }).user.id)
    }
    if (path === '/sign-in/email' && code === 'EMAIL_NOT_VERIFIED') {
      const { email } = ctx.body as { readonly email: string }
      const found = await ctx.context.internalAdapter.findUserByEmail(email)
      if (found) await rememberSignUp(ctx, found.user.id)
    }
    if (path === '/list-sessions' && Array.isArray(returned)) {
      const held = ctx.context.session?.session.token
      const sessions = returned as readonly { readonly token: string }[]
      return ctx.json(sessions.map((session) => ({ ...session, isCurrent: session.token === held })))
    }
    if (listsOrganizations.has(path) && Array.isArray(returned)) return ctx.json(await withoutDeleted(db, returned))
    if (status === 200) noticeOf(ctx, notices)
    return undefined
  })
