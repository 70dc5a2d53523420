/** What Stripe refused, in the API's own words; everything else that it says is a defect or an outage. */
import { RoomError } from '@syncforge/protocol/errors'
import Stripe from 'stripe'
import { describeError, log } from '../log.ts'
import type { Answered } from './service.ts'

const { StripeCardError, StripeConnectionError, StripeAPIError, StripeRateLimitError } = Stripe.errors

const away = () => new RoomError('UNAVAILABLE', 'Stripe does not answer right now', { retryAfterMs: 2_000 })

/** @param error whatever was thrown. Told by its class: names are shortened when this is built. */
const refusalOf = (error: unknown): RoomError | undefined => {
  if (error instanceof RoomError) return error
  if (error instanceof StripeCardError) {
    const details = { decline: error.decline_code || error.code || null }
    return new RoomError(
      'PAYMENT_FAILED',
      'The payment was declined and nothing has changed. Put another card in place and try again',
      details,
    )
  }
  const isAway = [StripeConnectionError, StripeAPIError, StripeRateLimitError].some((kind) => error instanceof kind)
  return isAway ? away() : undefined
}

/** `work`'s reply, or its refusal as a value. */
export const answered = async <T>(work: () => Promise<T>): Promise<Answered<T>> => {
  try {
    return { ok: true, reply: await work() }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal === undefined || refusal.code === 'UNAVAILABLE') {
      const { requestId } = Object(error) as { readonly requestId?: unknown }
      log('error', { worker: 'billing', stripeRequest: requestId, ...describeError(error) })
    }
    const { code, message, details } =
      refusal ?? new RoomError('INTERNAL_ERROR', 'Something went wrong here. The request id helps to find it.')
    return { ok: false, error: { code, message, details } }
  }
}
