/** The letters about money. */
import type { Mail } from './mail.ts'
import { shown } from './shown.ts'
import { writeMail } from './write.ts'

export interface PaymentFailedLetter {
  readonly to: string
  readonly url: string
  readonly organization: string
  readonly plan: string
  readonly amountCents: number
  readonly graceEndsAt: Date
}

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' })

export const paymentFailedLetter = ({
  to,
  url,
  organization,
  plan,
  amountCents,
  graceEndsAt,
}: PaymentFailedLetter): Mail => {
  const until = graceEndsAt.toUTCString().slice(0, 16)
  return writeMail({
    to,
    subject: `The payment for ${shown(organization)} has failed`,
    says: [
      `We could not collect ${dollars.format(amountCents / 100)} for the ${plan} plan of ${shown(organization)}.`,
      `Nothing changes until ${until}. From then on the limits of the Free plan hold; nothing is deleted.`,
    ],
    action: { label: 'Pay, or change the card', url },
    notes: ['We try again by ourselves in the next days. If it has been paid meanwhile, there is nothing to do.'],
  })
}
