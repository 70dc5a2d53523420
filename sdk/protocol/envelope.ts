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
    readonly self: User & { readonly connectionId: string; readonly number: number } & Held
    readonly session: {
      readonly secret: string
      readonly graceMs: number
      readonly resumed: boolean
      /** Ask for a sign of life this often, in milliseconds, whatever else is heard. */
      readonly heartbeatMs: number
      /** When the token ends and the socket with it, in milliseconds since epoch; `null` for a key. */
      readonly expiresAt: number | null
      readonly pace: SessionPace
    }
    readonly room: {
      readonly id: string
      /**
       * Which life of the room this is: another one after the room was deleted and made anew. What a client holds of an earlier life
       * must not be merged into it. `null` for a room that its clients refill.
       */
      readonly generation: string | null
    }
    readonly serverTime: number
    readonly snapshots: Snapshots
  }
}

/** What a client may do. */
export interface Held {
  readonly access: Access
  /** Documents in which that is something else; left out for none. */
  readonly documents?: Readonly<Record<string, Access>>
}

/** How fast the room wants its clients, as of now. */
export interface SessionPace {
  /** At most one sample of each kind (cursor, presence, awareness, edits of one document) per so many milliseconds. */
  readonly sendIntervalMs: number
  /** After a lost connection: wait a random time up to this before the first attempt. */
  readonly returnWithinMs: number
}

/** Events about the client's own stay; no feature's. */
export interface SessionEvents {
  'session.paced': SessionPace
  /** Why the room closes the socket in this moment, more exactly than a close reason can tell. */
  'session.ended': WireError
  /** Rights were changed while the socket is open. */
  'session.changed': Held
}

/** `ref` is the client's own; the answer carries it back. */
export interface Request {
  readonly type: string
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
