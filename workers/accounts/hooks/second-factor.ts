/** A code of the second factor counts once, and every way in asks for it: better-auth asks after a password alone, and takes a code for a minute and a half. */
import { APIError } from 'better-auth/api'
import { deleteSessionCookie } from 'better-auth/cookies'
import { generateRandomString } from 'better-auth/crypto'
import { pages } from '../pages.ts'
import type { HookContext } from './context.ts'

/** Longer than a code is taken: its own 30 seconds and the ones before and after. */
const usedForMs = 120_000
const challengeSeconds = 600

/** Who is about to enter a code: somebody signed in who sets the factor up, or the owner of the challenge. */
const personOf = async (ctx: HookContext, signedIn: string | undefined): Promise<string | undefined> => {
  if (signedIn !== undefined) return signedIn
  const name = ctx.context.createAuthCookie('two_factor').name
  const challenge = await ctx.getSignedCookie(name, ctx.context.secret)
  return challenge ? (await ctx.context.internalAdapter.findVerificationValue(challenge))?.value : undefined
}

/** Before a code is looked at. One insert, whose primary key decides who was first. @throws APIError CODE_ALREADY_USED */
export const takeCodeOnce = async (ctx: HookContext, signedIn: string | undefined): Promise<void> => {
  const person = await personOf(ctx, signedIn)
  // The endpoint refuses it by itself.
  if (person === undefined) return
  const isFirst = await ctx.context.internalAdapter.reserveVerificationValue({
    identifier: `totp-used:${person}:${String((ctx.body as { readonly code?: unknown }).code)}`,
    value: '1',
    expiresAt: new Date(Date.now() + usedForMs),
  })
  if (!isFirst) {
    throw new APIError('UNAUTHORIZED', {
      code: 'CODE_ALREADY_USED',
      message: 'This code was used: wait for the next one',
    })
  }
}

/** A page of this platform that a redirect led to, for after the code. */
const nextOf = (location: string | null, origin: string): string => {
  const url = location === null ? null : URL.parse(location, origin)
  return url?.origin === origin ? `?next=${encodeURIComponent(url.pathname + url.search)}` : ''
}

/**
 * After a session was made in another way than with a password, for a person with a second factor: takes it back and asks.
 *
 * @param location where the answer was to lead
 */
export const askForSecondFactor = async (ctx: HookContext, location: string | null): Promise<void> => {
  const made = ctx.context.newSession
  if (!made?.user.twoFactorEnabled) return
  const held = await ctx.getSignedCookie(ctx.context.authCookies.sessionToken.name, ctx.context.secret)
  // No new one: who was signed in already stays so.
  if (made.session.token === held) return
  deleteSessionCookie(ctx, true)
  await ctx.context.internalAdapter.deleteSession(made.session.token)
  ctx.context.setNewSession(null)
  const identifier = `2fa-${generateRandomString(20)}`
  const expiresAt = new Date(Date.now() + challengeSeconds * 1_000)
  const keep = (key: string, value: string) =>
    ctx.context.internalAdapter.createVerificationValue({ identifier: key, value, expiresAt })
  await Promise.all([keep(identifier, made.user.id), keep(`2fa-attempts-${identifier}`, '0')])
  const cookie = ctx.context.createAuthCookie('two_factor', { maxAge: challengeSeconds })
  await ctx.setSignedCookie(cookie.name, identifier, ctx.context.secret, cookie.attributes)
  throw ctx.redirect(`${pages.secondFactor}${nextOf(location, new URL(ctx.context.baseURL).origin)}`)
}
