/** Customers, their portal and their invoices. */

import { formOf, listOf, textOf, textsOf } from '../form.ts'
import { draftInvoice, prorationLines } from '../life/invoices.ts'
import { payInvoice } from '../life/people.ts'
import { newCustomer, newPortalSession } from '../objects/customer.ts'
import { originOf } from '../pages/origin.ts'
import { refuse } from '../refusal.ts'
import { type ApiRoute, pageOf } from './route.ts'

export const customerRoutes: readonly ApiRoute[] = [
  {
    name: 'POST customers',
    takes: ['email', 'name', 'metadata'],
    run: (account, form) =>
      account.put(
        newCustomer(account.birth('cus'), {
          email: textOf(form.email) ?? null,
          name: textOf(form.name) ?? null,
          metadata: textsOf(form.metadata),
        }),
      ),
  },
  { name: 'GET customers/:id', takes: [], run: (account, _form, id) => account.find('customer', id) },
  {
    name: 'POST customers/:id',
    takes: ['email', 'name', 'metadata'],
    run(account, form, id) {
      const customer = account.find('customer', id)
      const changed = account.put({
        ...customer,
        email: textOf(form.email) ?? customer.email,
        ...(textOf(form.name) === undefined ? {} : { name: textOf(form.name) ?? null }),
      })
      account.emit('customer.updated', changed)
      return changed
    },
  },
  {
    name: 'POST billing_portal/sessions',
    takes: ['customer', 'return_url', 'configuration', 'flow_data'],
    run(account, form) {
      const returnUrl = textOf(form.return_url) ?? ''
      const pages = originOf(account, returnUrl)
      const configuration = textOf(form.configuration) ?? 'bpc_default'
      const customer = account.find('customer', form.customer).id
      return account.put(newPortalSession(account.birth('bps'), { customer, configuration, returnUrl, pages }))
    },
  },
  {
    name: 'GET invoices',
    takes: ['customer', 'status', 'subscription'],
    run(account, form) {
      const status = textOf(form.status)
      const found = account
        .all('invoice', textOf(form.customer))
        .filter((invoice) => status === undefined || invoice.status === status)
      return pageOf('invoices', found, form)
    },
  },
  { name: 'GET invoices/:id', takes: [], run: (account, _form, id) => account.find('invoice', id) },
  {
    name: 'POST invoices/:id/pay',
    takes: [],
    run(account, _form, id) {
      if (!payInvoice(account, id)) {
        refuse('Your card was declined.', { status: 402, type: 'card_error', code: 'card_declined' })
      }
      return account.find('invoice', id)
    },
  },
  {
    name: 'POST invoices/create_preview',
    takes: ['customer', 'subscription', 'subscription_details'],
    run(account, form) {
      const subscription = account.find('subscription', form.subscription)
      const details = formOf(form.subscription_details)
      const price = account.find('price', formOf(listOf(details.items)[0]).price)
      const start = Number(textOf(details.proration_date) ?? account.now())
      return draftInvoice(account, subscription, 'upcoming', prorationLines(account, subscription, price, start))
    },
  },
]
