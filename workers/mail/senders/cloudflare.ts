/** Sends mail through Cloudflare's own binding. */
import { headersOf, type SendMail } from '../mail.ts'

/** What is used of the `send_email` binding. */
export interface EmailBinding {
  send(message: {
    readonly from: string
    readonly to: string
    readonly subject: string
    readonly text: string
    readonly html: string
    readonly headers?: Readonly<Record<string, string>>
  }): Promise<unknown>
}

/** @param from an address of a domain whose mail the account may send */
export const cloudflareSender =
  (binding: EmailBinding, from: string): SendMail =>
  async (mail) => {
    const { to, subject, text, html } = mail
    await binding.send({ from, to, subject, text, html, ...headersOf(mail) })
  }
