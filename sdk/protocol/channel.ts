/** What a feature says of a binary channel of its: how bytes become messages, and what is told about one that is refused. */
import type { Decoder } from 'lib0/decoding'

/** `In`: what a client says. `Out`: what the room says. */
export interface ChannelCodec<In = unknown, Out = unknown> {
  /** Names the channel in the details of errors. */
  readonly name: string
  /** What follows the channel byte. Byte arrays are views of the socket's buffer. @throws on malformed input; RoomError for what may not be said */
  read(decoder: Decoder): In
  /** A whole frame, channel byte included. */
  encode(message: Out): Uint8Array
  /** What else the details of an error say, so that its sender knows which message is meant. */
  detail?(message: In): Readonly<Record<string, unknown>>
  /** Whether a sender that this message is not taken from has to synchronise anew, because later ones build on it. */
  mustArrive?(message: In): boolean
}
