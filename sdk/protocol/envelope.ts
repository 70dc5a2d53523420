/** The JSON frames of a native socket: hello → welcome, request → reply or error, event. Text in, plain objects out. */
import type { Access } from './access.ts'
import { RoomError, type WireError } from './errors.ts'
import type { HelloInput } from './hello.ts'
import type { Snapshots } from './index.ts'
import { parseJson } from './json.ts'
import type { User } from './schemas.ts'

/** The first message of a client; hello.ts checks its body. */
export interface Hello {
  readonly type: 'hello'
  readonly body: HelloInput
}

export interface Welcome {
  readonly type: 'welcome'
  readonly body: {
    readonly self: User & { readonly connectionId: string; readonly number: number; readonly access: Access }
    readonly session: { readonly secret: string; readonly graceMs: number; readonly resumed: boolean }
    readonly room: { readonly id: string }
    readonly serverTime: number
    readonly snapshots: Snapshots
  }
}

/** `ref` is the client's own; the answer carries it back. */
export interface Request {
  readonly type: string
  readonly ref: number
  readonly body: unknown
}

export interface Reply {
  readonly type: 'reply'
  readonly ref: number
  readonly body: unknown
}

/** `ref` is missing when the fault was not in a request. */
export interface ErrorEnvelope extends WireError {
  readonly type: 'error'
  readonly ref?: number
}

export interface EventEnvelope {
  readonly type: string
  readonly body: unknown
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads a client's text frame. Checks the envelope only; bodies are the contracts' business.
 *
 * @throws RoomError MALFORMED_MESSAGE
 */
export const decodeClientEnvelope = (text: string): { hello: unknown } | { request: Request } => {
  const value = parseJson(text)
  if (!isObject(value) || typeof value.type !== 'string') {
    throw new RoomError('MALFORMED_MESSAGE', 'A message is an object with a type')
  }
  if (value.type === 'hello') return { hello: value.body }
  if (!Number.isSafeInteger(value.ref)) {
    throw new RoomError('MALFORMED_MESSAGE', 'A request carries an integer ref', { type: value.type })
  }
  return { request: { type: value.type, ref: value.ref as number, body: value.body } }
}
