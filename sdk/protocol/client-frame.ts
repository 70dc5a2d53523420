/** Reads what a client says in binary: a message on the channel of some feature, or what has arrived, for the room. */
import * as decoding from 'lib0/decoding'
import { Channel } from './frames.ts'
import { channelCodecs } from './index.ts'

export type ClientFrame =
  | { readonly channel: typeof Channel.flow; readonly receivedBytes: number }
  | { readonly channel: typeof Channel.proof; readonly number: number }
  /** As the channel's codec has read it. */
  | { readonly channel: FeatureChannel; readonly message: unknown }

export type FeatureChannel = Exclude<Channel, typeof Channel.flow | typeof Channel.proof>

const read = (decoder: decoding.Decoder): ClientFrame => {
  const channel = decoding.readUint8(decoder)
  if (channel === Channel.flow) return { channel, receivedBytes: decoding.readVarUint(decoder) }
  if (channel === Channel.proof) return { channel, number: decoding.readVarUint(decoder) }
  const codec = channelCodecs.get(channel)
  if (codec === undefined) throw new RangeError(`unknown channel ${channel}`)
  // Only numbers of channels are in that table.
  return { channel: channel as FeatureChannel, message: codec.read(decoder) }
}

/** @throws RangeError on malformed input, trailing bytes included; RoomError for what may not be said */
export const decodeClientFrame = (bytes: Uint8Array): ClientFrame => {
  const decoder = decoding.createDecoder(bytes)
  const frame = read(decoder)
  if (decoding.hasContent(decoder)) throw new RangeError('bytes after the end of a frame')
  return frame
}
