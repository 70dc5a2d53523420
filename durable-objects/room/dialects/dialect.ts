/** A dialect: one wire format that a connection speaks. Bytes in become requests and frames, entries become messages out. */

import type { ClientFrame, FeatureChannel } from '@syncforge/protocol/client-frame'
import type { Contract, ServerFrame } from '@syncforge/protocol/contract'
import type { Request } from '@syncforge/protocol/envelope'
import type { RoomError } from '@syncforge/protocol/errors'

/** A message on a feature's channel. */
export type FeatureFrame = Extract<ClientFrame, { channel: FeatureChannel }>

export type Incoming =
  | { readonly kind: 'hello'; readonly body: unknown }
  | { readonly kind: 'request'; readonly request: Request }
  /** `answers`: it answers a mark, and so confirms what was sent before that. */
  | { readonly kind: 'frame'; readonly frame: FeatureFrame; readonly answers?: true }
  /** So many bytes of what the room sent have arrived. */
  | { readonly kind: 'received'; readonly bytes: number }
  /** A number that was sent to be sent back: what was sent before it has arrived. */
  | { readonly kind: 'proof'; readonly number: number }
  /** Understood, and nothing to do. */
  | { readonly kind: 'nothing' }

/** What the room has to say, before it has bytes. */
export type Outgoing =
  | { readonly kind: 'event'; readonly type: string; readonly body: unknown; readonly origin: number }
  | { readonly kind: 'reply'; readonly ref: number; readonly body: unknown }
  | { readonly kind: 'error'; readonly error: RoomError; readonly ref: number | null; readonly requestId: string }
  | { readonly kind: 'frame'; readonly frame: ServerFrame<Contract>; readonly origin: number }

export interface Dialect {
  /** @throws RoomError for anything it does not understand */
  decode(message: string | ArrayBuffer, document: string): Incoming
  /** The bytes of one entry, or `null` when this dialect has no word for it. */
  encode(outgoing: Outgoing): Uint8Array | null
  /** Turns the entries of one tick into as few WebSocket messages as the format allows. */
  pack(entries: readonly Uint8Array[]): readonly Uint8Array[]
  /** Where clients send no receipts: whether they answer this message, so that the answer confirms what was sent before it. */
  isMark?(message: Uint8Array): boolean
  /** Where clients send receipts, which can be made up: a message that they send back when they read it. */
  proof?(number: number): Uint8Array
  /** Whether a message that was not understood ends the connection. */
  readonly closesOnError: boolean
  /** Whether a client says hello before it is somebody; otherwise its admission says it all. */
  readonly saysHello: boolean
  /** Whether the client keeps a secret with which it takes its own place again; otherwise its token says whose place it takes. */
  readonly resumesBySecret: boolean
  /** Whether the client sends pings, which the runtime remembers while the room sleeps. */
  readonly sendsPings: boolean
  /** Whether a client that goes on purpose may close its socket without a code. */
  readonly leavesWithoutCode: boolean
}
