/** The account's clock on a page, and the ways to move it. */
import { type Html, html } from '../../../html.ts'
import type { Account } from '../account.ts'
import { moveClock } from '../life/clock.ts'
import { itemOf } from '../life/subscriptions.ts'
import { button, dayOf, leadTo, pageOf } from './frame.ts'

const daySeconds = 86_400
/** A renewal's invoice is a draft for an hour. */
const afterRenewalSeconds = 2 * 3_600

/** @param customer of this one alone */
const nextRenewal = (account: Account, customer: string | undefined): number | undefined => {
  const alive = account
    .all('subscription', customer)
    .filter(({ status }) => status === 'active' || status === 'past_due')
  const ends = alive.map((one) => itemOf(one).current_period_end)
  return ends.length === 0 ? undefined : Math.min(...ends)
}

export const clockControls = (account: Account): Html => html`<h2>Clock</h2>
<p>It is ${dayOf(account.now())} UTC at the stand-in.</p>
${button('One day later', '', { move: 'day' })}${button('To the renewal', '', { move: 'renewal' })}`

/** @param customer whose renewal is meant; the first of anybody's when left out */
export const moveBy = (account: Account, sent: URLSearchParams, customer?: string): void => {
  const move = sent.get('move')
  const renewal = nextRenewal(account, customer)
  if (move === 'day') moveClock(account, account.now() + daySeconds)
  if (move === 'renewal' && renewal !== undefined) moveClock(account, renewal + afterRenewalSeconds)
}

export const clockPage = (account: Account, sent: URLSearchParams | null): Response => {
  if (sent !== null) {
    moveBy(account, sent)
    return leadTo(account.pages())
  }
  const customers = account.all('customer')
  return pageOf(
    'Clock',
    html`${clockControls(account)}<h2>Customers</h2><ul>${customers.map(
      ({ id, name, email }) => html`<li>${name ?? id}${email ? `, ${email}` : ''}</li>`,
    )}</ul>`,
  )
}
