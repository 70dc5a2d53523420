/** The portal's page: the card, the subscription, the invoices, and the clock, which Stripe's own has not. */
import type Stripe from 'stripe'
import { html } from '../../../html.ts'
import type { Account } from '../account.ts'
import { cardOf, cards } from '../life/cards.ts'
import { setCard } from '../life/people.ts'
import { changeSubscription, itemOf, releaseSchedule } from '../life/subscriptions.ts'
import { clockControls, moveBy } from './clock.ts'
import { button, dayOf, dollarsOf, leadTo, pageOf } from './frame.ts'

const livingOf = (account: Account, customer: string): Stripe.Subscription | undefined =>
  account.all('subscription', customer).find(({ status }) => status === 'active' || status === 'past_due')

const subscriptionPart = (subscription: Stripe.Subscription | undefined) => {
  if (!subscription) return html`<p>Nothing is subscribed.</p>`
  const { price, current_period_end } = itemOf(subscription)
  const ends = subscription.cancel_at_period_end
  return html`<p>${dollarsOf(price.unit_amount ?? 0)} a month, ${subscription.status.replace('_', ' ')}; ${ends ? 'ends' : 'renews'} ${dayOf(current_period_end)}.</p>
${ends ? button('Keep the subscription', '', { act: 'keep' }) : button('Cancel at the end of the period', '', { act: 'cancel' })}`
}

const show = (account: Account, session: Stripe.BillingPortal.Session): Response => {
  const customer = String(session.customer)
  const isGood = cardOf(account.find('customer', customer)) === cards.good
  const invoices = account.all('invoice', customer)
  return pageOf(
    'Your subscription',
    html`<p><a href="${session.return_url ?? '/dashboard'}">Back to SyncForge</a></p>
<h2>Subscription</h2>${subscriptionPart(livingOf(account, customer))}
<h2>Card</h2><p>${isGood ? 'The card in place works.' : 'The card in place is declined from now on.'}</p>
${button('Put a good card in place', '', { act: 'good-card' }, !isGood)}${button('Put a failing card in place', '', { act: 'failing-card' })}
<h2>Invoices</h2><ul>${invoices.map(
      ({ id, number, status, total }) =>
        html`<li><a href="${account.pages()}/invoices/${id}">${number ?? id}</a>: ${dollarsOf(total)}, ${status ?? ''}</li>`,
    )}</ul>${clockControls(account)}`,
  )
}

const cancel = (account: Account, subscription: Stripe.Subscription, isEnding: boolean): void => {
  if (subscription.schedule !== null) releaseSchedule(account, String(subscription.schedule))
  changeSubscription(account, subscription, {
    schedule: null,
    cancel_at_period_end: isEnding,
    cancel_at: isEnding ? itemOf(subscription).current_period_end : null,
    canceled_at: isEnding ? account.now() : null,
  })
}

const act = (account: Account, customer: string, sent: URLSearchParams): void => {
  const subscription = livingOf(account, customer)
  const name = sent.get('act')
  if (name === 'good-card' || name === 'failing-card') {
    setCard(account, customer, name === 'good-card' ? 'good' : 'failing')
  } else if (subscription && (name === 'cancel' || name === 'keep')) cancel(account, subscription, name === 'cancel')
  else moveBy(account, sent, customer)
}

export const portalPage = (account: Account, id: string, sent: URLSearchParams | null): Response => {
  const session = account.find('billing_portal.session', id)
  if (sent === null) return show(account, session)
  act(account, String(session.customer), sent)
  return leadTo(`${account.pages()}/portal/${id}`)
}
