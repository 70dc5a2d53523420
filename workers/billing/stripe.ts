/** Opens Stripe's own client with time-outs that a person who waits can bear. */
import Stripe from 'stripe'

/** What can be asked like Stripe's API. */
export type AskStripe = (url: string, init: RequestInit) => Promise<Response>

const timeoutMs = 10_000

/** @param ask instead of the network: what stands in for Stripe */
export const openStripe = (key: string, ask?: AskStripe): Stripe =>
  new Stripe(key, {
    // Its other client hangs in workerd. It asks with an address as text.
    httpClient: Stripe.createFetchHttpClient(ask as typeof fetch | undefined),
    timeout: timeoutMs,
    maxNetworkRetries: 2,
    telemetry: false,
    appInfo: { name: 'SyncForge' },
  })

/** Whether Stripe says that there is no such thing. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing'
