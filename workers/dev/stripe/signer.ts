/** Stripe's own client, for the way in which it signs. It asks nobody anything. */
import Stripe from 'stripe'

export const signer = new Stripe('sk_test_stand_in', { httpClient: Stripe.createFetchHttpClient() })
