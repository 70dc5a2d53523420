/** Tells people by mail what was changed about how they sign in. A mail that cannot be sent undoes nothing. */
import { waitUntil } from 'cloudflare:workers'
import { describeError, log } from '../../log.ts'
import { passwordChangedLetter, secondFactorLetter } from '../../mail/letters.ts'
import type { SendMail } from '../../mail/mail.ts'
import { pages } from '../pages.ts'
import type { HookContext } from './context.ts'

export interface Notices {
  readonly send: SendMail
}

/** Sends it after the answer. */
export const sendLater = (mail: Promise<void>): void => {
  waitUntil(
    mail.catch((error: unknown) => log('error', { worker: 'accounts', mail: 'not sent', ...describeError(error) })),
  )
}

/** After a request that was not refused. */
export const noticeOf = (ctx: HookContext, { send }: Notices): void => {
  const before = ctx.context.session?.user
  if (!before) return
  const at = (page: string) => new URL(page, ctx.context.baseURL).href
  const to = before.email
  if (ctx.path === '/change-password') {
    sendLater(send(passwordChangedLetter({ to, url: at(pages.forgotPassword) })))
  }
  // Before it was asked for, the factor was off: this code turned it on.
  if (ctx.path === '/two-factor/verify-totp' && before.twoFactorEnabled === false) {
    sendLater(send(secondFactorLetter({ to, url: at(pages.security), isOn: true })))
  }
  if (ctx.path === '/two-factor/disable') {
    sendLater(send(secondFactorLetter({ to, url: at(pages.security), isOn: false })))
  }
}
