/** The one error of this package, and how what a server answered becomes one. */
import type { ErrorCode, WireError } from '@syncforge/protocol/errors'

/** What the API may answer, and what arises here: no way to it, and an answer that did not come in time. */
export type SyncForgeErrorCode = ErrorCode | 'NETWORK_ERROR' | 'TIMEOUT'

/**
 * Everything that this package rejects with, except the reason of a signal that was aborted.
 *
 * `code` is stable and meant for programs, `message` for people. `status` is that of the answer and `requestId` finds the request in the server's
 * log; both are `null` when the fault was found on this side. `details` depends on the code.
 *
 * @example
 * try {
 *   await syncforge.get('/rooms/{roomId}', { path: { roomId: 'plans' } })
 * } catch (error) {
 *   if (error instanceof SyncForgeError && error.code === 'ROOM_NOT_FOUND') await createRoom()
 *   else throw error
 * }
 */
export class SyncForgeError extends Error {
  override readonly name = 'SyncForgeError'
  readonly code: SyncForgeErrorCode
  readonly status: number | null
  readonly requestId: string | null
  readonly details: unknown

  constructor(
    code: SyncForgeErrorCode,
    message: string,
    {
      status = null,
      requestId = null,
      details = null,
      cause,
    }: {
      readonly status?: number | null
      readonly requestId?: string | null
      readonly details?: unknown
      readonly cause?: unknown
    } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.status = status
    this.requestId = requestId
    this.details = details
  }
}

const isEnvelope = (value: unknown): value is WireError => {
  const { error } = Object(value) as { readonly error?: unknown }
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown }
  return typeof code === 'string' && typeof message === 'string'
}

/** An answer that refuses. One that is not the API's own, such as that of a proxy before it, is told by its status. */
export const refusalOf = async (response: Response): Promise<SyncForgeError> => {
  const { status, statusText } = response
  const body: unknown = await response.json().catch(() => null)
  if (isEnvelope(body)) {
    const { error, request_id: requestId } = body
    return new SyncForgeError(error.code, error.message, { status, requestId, details: error.details })
  }
  const requestId = response.headers.get('x-request-id')
  return new SyncForgeError('NETWORK_ERROR', `Something that is not the API answered ${status} ${statusText}`.trim(), {
    status,
    requestId,
  })
}

/** A mistake in what the caller gave, found before anything was sent. */
export const invalid = (message: string): SyncForgeError => new SyncForgeError('VALIDATION_ERROR', message)
