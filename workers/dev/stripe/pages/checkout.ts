/** The checkout's page: two cards, one of which is declined. */

import { plans } from '@syncforge/protocol/plans'
import { planOfProduct } from '../../../billing/products.ts'
import { html } from '../../../html.ts'
import type { Account } from '../account.ts'
import { payCheckout } from '../life/people.ts'
import { button, dollarsOf, leadTo, pageOf } from './frame.ts'

const showCheckout = (account: Account, id: string, isDeclined: boolean): Response => {
  const session = account.find('checkout.session', id)
  const back = html`<p><a href="${session.cancel_url ?? '/dashboard'}">Back</a></p>`
  if (session.status !== 'open') {
    const words = session.status === 'complete' ? 'This was paid already.' : 'This checkout has expired: begin anew.'
    return pageOf('Checkout', html`<p>${words}</p>${back}`)
  }
  const price = account.find('price', session.metadata?.price)
  const plan = planOfProduct(String(price.product))
  const told = isDeclined ? html`<p role="alert">The card was declined. Nothing was paid.</p>` : ''
  return pageOf(
    'Checkout',
    html`<p>${plan ? plans[plan].name : String(price.product)}: ${dollarsOf(price.unit_amount ?? 0)} a month, and tax.</p>
${told}<p>${button('Pay with a good card', '', { card: 'good' }, true)}${button('Pay with a card that is declined', '', { card: 'failing' })}</p>${back}`,
  )
}

/** @param sent what a button said; nothing when the page is only looked at */
export const checkoutPage = (account: Account, id: string, sent: URLSearchParams | null): Response => {
  if (sent === null) return showCheckout(account, id, false)
  const outcome = payCheckout(account, id, sent.get('card') === 'good' ? 'good' : 'failing')
  if (outcome !== 'paid') return showCheckout(account, id, outcome === 'declined')
  const { success_url } = account.find('checkout.session', id)
  return leadTo((success_url ?? '/dashboard').replace('{CHECKOUT_SESSION_ID}', id))
}
