/** Chooses who sends mail: in development the outbox, else Resend where there is a key, else Cloudflare's binding. */
import type { Database } from '../db/client.ts'
import type { SendMail } from './mail.ts'
import { cloudflareSender, type EmailBinding } from './senders/cloudflare.ts'
import { outboxSender } from './senders/outbox.ts'
import { resendSender } from './senders/resend.ts'

export interface MailEnv {
  /** `development` keeps mail in the outbox; anything else sends it. */
  readonly SYNCFORGE_ENV?: string
  /** Who mail is from. */
  readonly MAIL_FROM?: string
  readonly RESEND_API_KEY?: string
  /** Where Resend's API answers, when it is not Resend itself. */
  readonly RESEND_URL?: string
  readonly SEND_EMAIL?: EmailBinding
}

/** Mail that nobody can send is refused when it is to be sent: all else of a server works without. */
export const openMail = (env: MailEnv, db: Database): SendMail => {
  const { MAIL_FROM: from, RESEND_API_KEY: apiKey, SEND_EMAIL: binding } = env
  if (from && apiKey) return resendSender({ apiKey, from, url: env.RESEND_URL })
  if (from && binding) return cloudflareSender(binding, from)
  if (env.SYNCFORGE_ENV === 'development') return outboxSender(db)
  return () => Promise.reject(new Error('no mail can be sent: set MAIL_FROM and RESEND_API_KEY, or bind SEND_EMAIL'))
}
