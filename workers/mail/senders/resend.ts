/** Sends mail through Resend's HTTP API. Tells a failure by its status alone: an answer may repeat the mail. */
import { headersOf, type SendMail } from '../mail.ts'

const timeoutMs = 10_000

export interface ResendSettings {
  readonly apiKey: string
  /** An address of a domain that Resend knows as yours, such as `SyncForge <hello@example.com>`. */
  readonly from: string
  /** Where the API answers, when it is not Resend itself. */
  readonly url?: string | undefined
}

export const resendSender =
  ({ apiKey, from, url = 'https://api.resend.com' }: ResendSettings): SendMail =>
  async (mail) => {
    const { to, subject, text, html } = mail
    const answer = await fetch(new URL('/emails', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ from, to: [to], subject, text, html, ...headersOf(mail) }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    await answer.body?.cancel()
    if (!answer.ok) throw new Error(`Resend answered with ${answer.status}`)
  }
