/** A dialect: one wire format that a connection speaks. Bytes in become requests and frames, entries become messages out. */

import type { Request } from '@syncforge/protocol/envelope'
import type { RoomError } from '@syncforge/protocol/errors'
import type { ClientFrame, ServerFrame } from '@syncforge/protocol/frames'

export type Incoming =
  | { readonly kind: 'hello'; readonly body: unknown }
  | { readonly kind: 'request'; readonly request: Request }
  /** `answers`: it answers a mark, and so confirms what was sent before that. */
  | { readonly kind: 'frame'; readonly frame: ClientFrame; readonly answers?: true }
  /** So many bytes of what the room sent have arrived. */
  | { readonly kind: 'received'; readonly bytes: number }
  /** Understood, and nothing to do. */
  | { readonly kind: 'nothing' }

/** What the room has to say, before it has bytes. */
export type Outgoing =
  | { readonly kind: 'event'; readonly type: string; readonly body: unknown; readonly origin: number }
  | { readonly kind: 'reply'; readonly ref: number; readonly body: unknown }
  | { readonly kind: 'error'; readonly error: RoomError; readonly ref: number | null; readonly requestId: string }
  | { readonly kind: 'frame'; readonly frame: ServerFrame; readonly origin: number }

export interface Dialect {
  /** @throws RoomError for anything it does not understand */
  decode(message: string | ArrayBuffer, document: string): Incoming
  /** The bytes of one entry, or `null` when this dialect has no word for it. */
  encode(outgoing: Outgoing): Uint8Array | null
  /** Turns the entries of one tick into as few WebSocket messages as the format allows. */
  pack(entries: readonly Uint8Array[]): readonly Uint8Array[]
  /** Where clients send no receipts: whether they answer this message, so that the answer confirms what was sent before it. */
  isMark?(message: Uint8Array): boolean
  /** Whether a message that was not understood ends the connection. */
  readonly closesOnError: boolean
}
