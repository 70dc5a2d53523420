/** The pages that a person clicks instead of Stripe's. */
import { html } from '../../../html.ts'
import type { Account } from '../account.ts'
import { StripeRefusal } from '../refusal.ts'
import { checkoutPage } from './checkout.ts'
import { clockPage } from './clock.ts'
import { pageOf } from './frame.ts'
import { invoiceFile, invoicePage } from './invoice.ts'
import { portalPage } from './portal.ts'

const show = (account: Account, path: string, sent: URLSearchParams | null): Response | undefined => {
  const [kind, id = '', more] = path.split('/')
  if (path === '') return clockPage(account, sent)
  if (kind === 'checkout') return checkoutPage(account, id, sent)
  if (kind === 'portal') return portalPage(account, id, sent)
  if (kind !== 'invoices') return undefined
  return more === 'pdf' ? invoiceFile(account, id) : invoicePage(account, id, sent)
}

const nothing = () => pageOf('There is no such page', html`<p><a href="/dashboard">To the dashboard</a></p>`, 404)

/** @param path below /dev/stripe/ @param sent what a button said; nothing when the page is only looked at */
export const answerPage = (account: Account, path: string, sent: URLSearchParams | null): Response => {
  try {
    return show(account, path, sent) ?? nothing()
  } catch (error) {
    if (error instanceof StripeRefusal) return nothing()
    throw error
  }
}
