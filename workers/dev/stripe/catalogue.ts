/** What is sold from the start, so that nobody has to set up a stand-in. */
import { plans } from '@syncforge/protocol/plans'
import { lookupKeyOf, productIdOf, sold } from '../../billing/products.ts'
import type { Account } from './account.ts'
import { newPrice, newProduct } from './objects/catalogue.ts'

export const stockCatalogue = (account: Account): void => {
  if (account.all('product').length > 0) return
  for (const plan of sold) {
    const { name, monthlyCents } = plans[plan]
    const birth = { id: productIdOf(plan), now: account.now() }
    const product = account.put(newProduct(birth, { name, metadata: { plan }, taxCode: null })).id
    account.put(newPrice(account.birth('price'), { product, cents: monthlyCents ?? 0, lookupKey: lookupKeyOf(plan) }))
  }
}
