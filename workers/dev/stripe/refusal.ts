/** How Stripe says no. Without its `error` object the client would take an answer for a success, whatever its status. */

interface More {
  readonly status?: number
  readonly type?: 'invalid_request_error' | 'card_error' | 'idempotency_error'
  readonly code?: string
  readonly param?: string
}

export class StripeRefusal extends Error {
  readonly status: number
  readonly body: object

  constructor(message: string, { status = 400, type = 'invalid_request_error', code, param }: More = {}) {
    super(message)
    this.status = status
    this.body = { error: { type, message, ...(code ? { code } : {}), ...(param ? { param } : {}) } }
  }
}

/** @throws StripeRefusal always */
export const refuse = (message: string, more?: More): never => {
  throw new StripeRefusal(message, more)
}
