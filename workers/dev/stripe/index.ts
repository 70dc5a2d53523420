/** What answers instead of Stripe in development: its API below /v1, its pages below /dev/stripe. */
import type { Env } from './stripe-account.ts'

export { StripeAccount } from './stripe-account.ts'

export default {
  fetch: (request, env) => env.ACCOUNT.getByName('account').fetch(request),
} satisfies ExportedHandler<Env>
