/** The letters about webhooks that do not arrive. */
import type { Mail } from './mail.ts'
import { shown } from './shown.ts'
import { writeMail } from './write.ts'

export interface WebhookLetter {
  readonly to: string
  readonly organization: string
  /** Where the endpoint is: its host alone, because the rest may hold a secret. */
  readonly host: string
  readonly what: 'warning' | 'failing' | 'gone'
  /** Since when nothing has reached it. */
  readonly since: Date
  /** The page of webhooks, where it is known what it is called. */
  readonly url: string | null
}

const subjects = {
  warning: 'does not answer',
  failing: 'was turned off: it does not answer',
  gone: 'was turned off: it said that it is gone',
} as const

export const webhookLetter = ({ to, organization, host, what, since, url }: WebhookLetter): Mail =>
  writeMail({
    to,
    subject: `Your webhook at ${host} ${subjects[what]}`,
    says: [
      what === 'gone'
        ? `The webhook of ${shown(organization)} at ${host} answered 410, which says that nobody wants it any more. We send nothing there now.`
        : `Nothing has reached the webhook of ${shown(organization)} at ${host} since ${since.toUTCString().replace(/:\d\d GMT$/, ' UTC')}.`,
      what === 'warning'
        ? 'We go on trying. After three days without a single delivery it is turned off.'
        : 'What happened meanwhile waits, and is sent when somebody turns it on again.',
    ],
    ...(url === null ? {} : { action: { label: 'Look at the deliveries', url } }),
  })
