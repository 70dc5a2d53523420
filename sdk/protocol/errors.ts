/** The one table of errors: code → HTTP status → close code → what a client does next. Everything else derives from it. */

/** `stop`: the same attempt will fail again. `refresh`: ask for a new token, then retry. `retry`: try again later. `fix`: change the request. */
export type Advice = 'stop' | 'refresh' | 'retry' | 'fix'

interface Row {
  readonly status: number
  /** 4400–4499 tell stock Yjs clients to stop, 4500–4599 to come back. */
  readonly close: number
  readonly advice: Advice
}

export const errors = {
  VALIDATION_ERROR: { status: 400, close: 4400, advice: 'fix' },
  MALFORMED_MESSAGE: { status: 400, close: 4400, advice: 'fix' },
  UNKNOWN_MESSAGE: { status: 400, close: 4400, advice: 'fix' },
  UNAUTHORIZED: { status: 401, close: 4401, advice: 'refresh' },
  TOKEN_EXPIRED: { status: 401, close: 4401, advice: 'refresh' },
  /** The key that a socket came by, or that signed its token, was revoked, replaced or has ended. */
  KEY_REVOKED: { status: 401, close: 4401, advice: 'refresh' },
  /** The token of an open socket has ended: come back with a new one. */
  SESSION_EXPIRED: { status: 401, close: 4501, advice: 'retry' },
  /** The card was declined, or the bank wants to see its owner. */
  PAYMENT_FAILED: { status: 402, close: 4402, advice: 'fix' },
  FORBIDDEN: { status: 403, close: 4403, advice: 'stop' },
  KICKED: { status: 403, close: 4403, advice: 'stop' },
  BANNED: { status: 403, close: 4403, advice: 'stop' },
  ROOM_FULL: { status: 403, close: 4403, advice: 'stop' },
  /** The plan has no place for it: as soon as it has, the same attempt succeeds. */
  PLAN_LIMIT_EXCEEDED: { status: 403, close: 4530, advice: 'retry' },
  LIMIT_EXCEEDED: { status: 403, close: 4403, advice: 'fix' },
  NOT_FOUND: { status: 404, close: 4404, advice: 'fix' },
  ROOM_NOT_FOUND: { status: 404, close: 4404, advice: 'stop' },
  HELLO_TIMEOUT: { status: 408, close: 4408, advice: 'fix' },
  /** Nothing was heard from this socket within the room's presence time-out. */
  PRESENCE_TIMEOUT: { status: 408, close: 4504, advice: 'retry' },
  ROOM_EXISTS: { status: 409, close: 4409, advice: 'fix' },
  /** This idempotency key was sent with another request. */
  IDEMPOTENCY_KEY_REUSED: { status: 422, close: 4422, advice: 'fix' },
  /** An organization keeps an owner. */
  LAST_OWNER: { status: 409, close: 4409, advice: 'fix' },
  /** Another organization has this short name, or it is kept for pages of ours. */
  SLUG_TAKEN: { status: 409, close: 4409, advice: 'fix' },
  /** There is a subscription already: change it, or buy none. */
  SUBSCRIPTION_EXISTS: { status: 409, close: 4409, advice: 'fix' },
  /** Nothing is subscribed that could be changed. */
  NO_SUBSCRIPTION: { status: 409, close: 4409, advice: 'fix' },
  ALREADY_MEMBER: { status: 409, close: 4409, advice: 'stop' },
  INVITATION_USED: { status: 410, close: 4410, advice: 'stop' },
  INVITATION_EXPIRED: { status: 410, close: 4410, advice: 'stop' },
  INVITATION_REVOKED: { status: 410, close: 4410, advice: 'stop' },
  /** An owner deleted it. For seven days owners can bring it back. */
  ORGANIZATION_DELETED: { status: 410, close: 4410, advice: 'stop' },
  ROOM_DELETED: { status: 410, close: 4410, advice: 'stop' },
  /** Somebody else holds the lock: its lease is in the details. */
  LOCK_HELD: { status: 409, close: 4409, advice: 'fix' },
  /** The token is not that of the lock's present holder: it has ended, or is somebody else's. */
  LOCK_LOST: { status: 409, close: 4409, advice: 'fix' },
  /** Somebody has saved meanwhile: what they wrote is in the details. */
  VERSION_CONFLICT: { status: 409, close: 4409, advice: 'fix' },
  PAYLOAD_TOO_LARGE: { status: 413, close: 4413, advice: 'fix' },
  /** The stored document needs more memory than a room may use. */
  DOCUMENT_TOO_LARGE: { status: 413, close: 4413, advice: 'stop' },
  /** An export file that is truncated, altered or from a newer server. */
  EXPORT_INVALID: { status: 400, close: 4400, advice: 'fix' },
  PROTOCOL_MISMATCH: { status: 426, close: 4426, advice: 'stop' },
  RATE_LIMITED: { status: 429, close: 4529, advice: 'retry' },
  /** This server sells nothing: it has no account at Stripe. */
  BILLING_NOT_SET_UP: { status: 501, close: 4405, advice: 'stop' },
  INTERNAL_ERROR: { status: 500, close: 4500, advice: 'retry' },
  /** What a request needs, such as the database, does not answer. */
  UNAVAILABLE: { status: 503, close: 4503, advice: 'retry' },
  ROOM_UNAVAILABLE: { status: 503, close: 4503, advice: 'retry' },
  SLOW_CONSUMER: { status: 503, close: 4508, advice: 'retry' },
} as const satisfies Record<string, Row>

export type ErrorCode = keyof typeof errors

/** `{ error, request_id }`: the same object in an HTTP response, a socket error frame and an SDK rejection. */
export interface WireError {
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly details: unknown }
  readonly request_id: string
}

/** An owner may pay for more at any time; until then most who are refused stay so. */
const planRetryMs = 30_000

/** The reason of a close: the code, and in how long to come back at the latest where that is not soon. */
export const closeReasonOf = (code: ErrorCode): string =>
  code === 'PLAN_LIMIT_EXCEEDED' ? `${code};retry-after-ms=${planRetryMs}` : code

export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === 'string' && Object.hasOwn(errors, value)

/** A refusal that is meant for the caller. Any other throw is a defect and reaches them as INTERNAL_ERROR. */
export class RoomError extends Error {
  override readonly name = 'RoomError'
  readonly code: ErrorCode
  readonly details: unknown

  constructor(code: ErrorCode, message: string, details: unknown = null) {
    super(message)
    this.code = code
    this.details = details
  }
}

export const toWireError = (error: RoomError, requestId: string): WireError => ({
  error: { code: error.code, message: error.message, details: error.details },
  request_id: requestId,
})
