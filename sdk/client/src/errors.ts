/** The one error of the SDK, and how faults that come from elsewhere become one. Decides nothing about retries. */
import type { ErrorCode, errors, WireError } from '@syncforge/protocol/errors'

/**
 * What a server may answer, and what arises here: no way to the room, an answer that never came, a room that was left, a join given up by its signal, a room that was
 * deleted and made anew while this client was away, a browser that does not keep what it should, a part of the SDK that could not be loaded.
 */
export type SyncForgeErrorCode =
  | ErrorCode
  | 'NETWORK_ERROR'
  | 'TIMEOUT'
  | 'CLOSED'
  | 'ABORTED'
  | 'ROOM_REPLACED'
  | 'STORAGE_FAILED'
  | 'LOAD_FAILED'

/**
 * Everything the SDK rejects, throws or hands to `onError`.
 *
 * `code` is stable and meant for programs, `message` for people; `requestId` finds the request in the server's log and
 * is `null` when the fault was found on this side; `details` depends on the code.
 *
 * @example
 * try {
 *   await client.joinRoom('plans')
 * } catch (error) {
 *   if (error instanceof SyncForgeError && error.code === 'ROOM_FULL') showWaitingRoom()
 * }
 */
export class SyncForgeError extends Error {
  override readonly name = 'SyncForgeError'
  declare readonly code: SyncForgeErrorCode
  declare readonly requestId: string | null
  declare readonly details: unknown

  constructor(code: SyncForgeErrorCode, message: string, requestId: string | null = null, details: unknown = null) {
    super(message)
    this.code = code
    this.requestId = requestId
    this.details = details
  }
}

export const fromWire = ({ error, request_id }: WireError): SyncForgeError =>
  new SyncForgeError(error.code, error.message, request_id, error.details)

type RetryCode = { [C in ErrorCode]: (typeof errors)[C]['advice'] extends 'retry' ? C : never }[ErrorCode]

/** The part of the table of errors that a client acts on; the compiler holds it to the table. */
const retryCodes: { readonly [C in RetryCode | 'NETWORK_ERROR' | 'TIMEOUT' | 'LOAD_FAILED']: true } = {
  NETWORK_ERROR: true,
  TIMEOUT: true,
  LOAD_FAILED: true,
  SESSION_EXPIRED: true,
  PRESENCE_TIMEOUT: true,
  RATE_LIMITED: true,
  PLAN_LIMIT_EXCEEDED: true,
  INTERNAL_ERROR: true,
  UNAVAILABLE: true,
  ROOM_UNAVAILABLE: true,
  SLOW_CONSUMER: true,
}

/** Whether the same may succeed later. */
export const mayRetry = ({ code }: SyncForgeError): boolean => code in retryCodes

/** Passes a SyncForgeError through; anything else becomes one with the given code. */
export const asSyncForgeError = (thrown: unknown, code: SyncForgeErrorCode): SyncForgeError =>
  thrown instanceof SyncForgeError
    ? thrown
    : new SyncForgeError(code, thrown instanceof Error ? thrown.message : String(thrown))

export const invalid = (message: string): SyncForgeError => new SyncForgeError('VALIDATION_ERROR', message)

export const roomClosed = (): SyncForgeError => new SyncForgeError('CLOSED', 'The room was left')

export const joinAborted = (): SyncForgeError => new SyncForgeError('ABORTED', 'The join was given up')

export const roomReplaced = (): SyncForgeError =>
  new SyncForgeError('ROOM_REPLACED', 'The room was deleted and made anew: nothing is merged')
