/** Sessions of the checkout. */

import { formOf, listOf, textOf, textsOf } from '../form.ts'
import { newCheckout } from '../objects/checkout.ts'
import { originOf } from '../pages/origin.ts'
import { refuse } from '../refusal.ts'
import type { ApiRoute } from './route.ts'

export const checkoutRoutes: readonly ApiRoute[] = [
  {
    name: 'POST checkout/sessions',
    takes: [
      'mode',
      'customer',
      'client_reference_id',
      'line_items',
      'success_url',
      'cancel_url',
      'automatic_tax',
      'tax_id_collection',
      'billing_address_collection',
      'customer_update',
      'subscription_data',
    ],
    run(account, form) {
      const customer = account.find('customer', form.customer)
      const update = formOf(form.customer_update)
      if (formOf(form.automatic_tax).enabled === 'true' && !customer.address && update.address !== 'auto') {
        refuse('Automatic tax calculation in Checkout requires a valid address on the Customer.', {
          code: 'customer_tax_location_invalid',
        })
      }
      if (formOf(form.tax_id_collection).enabled === 'true' && update.name !== 'auto') {
        refuse('Tax ID collection requires updating business name on the customer.')
      }
      const successUrl = textOf(form.success_url) ?? ''
      return account.put(
        newCheckout(account.birth('cs_test'), {
          customer: customer.id,
          price: account.find('price', formOf(listOf(form.line_items)[0]).price),
          reference: textOf(form.client_reference_id) ?? null,
          metadata: textsOf(formOf(form.subscription_data).metadata),
          successUrl,
          cancelUrl: textOf(form.cancel_url) ?? null,
          pages: originOf(account, successUrl),
        }),
      )
    },
  },
  { name: 'GET checkout/sessions/:id', takes: [], run: (account, _form, id) => account.find('checkout.session', id) },
  {
    name: 'POST checkout/sessions/:id/expire',
    takes: [],
    run(account, _form, id) {
      const session = account.find('checkout.session', id)
      if (session.status !== 'open') refuse('Only Checkout Sessions with a status in ["open"] can be expired.')
      const expired = account.put({ ...session, status: 'expired' as const, url: null })
      account.emit('checkout.session.expired', expired)
      return expired
    },
  },
]
