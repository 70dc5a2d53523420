/**
 * The link that confirms an address confirms no password that its owner has never seen. Whoever signs up with another's address chooses the
 * password; when the owner then opens the link in their own browser, they are asked for one of theirs first, and the stranger's is gone.
 */
import { generateRandomString } from 'better-auth/crypto'
import { jwtVerify } from 'jose'
import { pages } from '../pages.ts'
import type { HookContext } from './context.ts'

const daySeconds = 86_400
const resetMs = 3_600_000

const cookieOf = (ctx: HookContext) => ctx.context.createAuthCookie('sign_up', { maxAge: daySeconds })

/**
 * This browser has shown that it knows the password of the account. For an address that was taken already, better-auth makes up an id that is
 * nobody's: the answer looks the same, and the cookie confirms nothing.
 */
export const rememberSignUp = async (ctx: HookContext, userId: string): Promise<void> => {
  const cookie = cookieOf(ctx)
  await ctx.setSignedCookie(cookie.name, userId, ctx.context.secret, cookie.attributes)
}

/** The address that a confirming link is about; `undefined` for a wrong one, and for one that changes an address. */
const addressIn = async (token: string, secret: string): Promise<string | undefined> => {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'] })
    return typeof payload.email === 'string' && payload.updateTo === undefined ? payload.email : undefined
  } catch {
    return undefined
  }
}

/** Before a link confirms an address: leads to a new password instead, unless this browser knows the one that there is. */
export const requireKnownPassword = async (ctx: HookContext): Promise<void> => {
  const { token } = Object(ctx.query) as { readonly token?: unknown }
  const email = typeof token === 'string' ? await addressIn(token, ctx.context.secret) : undefined
  if (email === undefined) return
  const found = await ctx.context.internalAdapter.findUserByEmail(email, { includeAccounts: true })
  if (!found || found.user.emailVerified) return
  if (!found.accounts.some(({ providerId }) => providerId === 'credential')) return
  if ((await ctx.getSignedCookie(cookieOf(ctx).name, ctx.context.secret)) === found.user.id) return
  const reset = generateRandomString(24)
  await ctx.context.internalAdapter.createVerificationValue({
    identifier: `reset-password:${reset}`,
    value: found.user.id,
    expiresAt: new Date(Date.now() + resetMs),
  })
  throw ctx.redirect(`${pages.resetPassword}?token=${reset}`)
}
