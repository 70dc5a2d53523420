/** The native dialect: JSON envelopes and binary channels of `@syncforge/protocol`, one packed message per tick. */

import { channelCodecs } from '@syncforge/protocol'
import { decodeClientFrame } from '@syncforge/protocol/client-frame'
import { decodeClientEnvelope } from '@syncforge/protocol/envelope'
import { RoomError, toWireError } from '@syncforge/protocol/errors'
import { Channel, encodeJsonFrame, encodePack, encodePackEntry, encodeProof } from '@syncforge/protocol/frames'
import type { Dialect, Incoming, Outgoing } from './dialect.ts'

const decodeFrame = (message: ArrayBuffer): Incoming => {
  const bytes = new Uint8Array(message)
  try {
    const frame = decodeClientFrame(bytes)
    if (frame.channel === Channel.flow) return { kind: 'received', bytes: frame.receivedBytes }
    if (frame.channel === Channel.proof) return { kind: 'proof', number: frame.number }
    return { kind: 'frame', frame }
  } catch (cause) {
    const channel = bytes[0] ?? null
    if (cause instanceof RoomError) {
      throw new RoomError(cause.code, cause.message, { channel: channelCodecs.get(channel ?? -1)?.name ?? channel })
    }
    throw new RoomError('MALFORMED_MESSAGE', `The binary frame cannot be read: ${(cause as Error).message}`, {
      channel,
    })
  }
}

const encodeFrame = ({ channel, message }: Extract<Outgoing, { kind: 'frame' }>['frame']): Uint8Array => {
  const codec = channelCodecs.get(channel)
  if (codec === undefined) throw new Error(`no contract lists channel ${channel}`)
  return codec.encode(message)
}

/** A large entry travels alone, so that its bytes are the same for everyone whatever else each of them is told. */
const aloneAboveBytes = 64 * 1024
const packedAlone = new WeakMap<Uint8Array, Uint8Array>()
const packAlone = (entry: Uint8Array): Uint8Array => {
  const known = packedAlone.get(entry) ?? encodePack([entry])
  packedAlone.set(entry, known)
  return known
}

const toEnvelope = (outgoing: Exclude<Outgoing, { kind: 'frame' }>): object => {
  switch (outgoing.kind) {
    case 'event':
      return { type: outgoing.type, body: outgoing.body }
    case 'reply':
      return { type: 'reply', ref: outgoing.ref, body: outgoing.body }
    case 'error':
      return {
        type: 'error',
        ...(outgoing.ref === null ? {} : { ref: outgoing.ref }),
        ...toWireError(outgoing.error, outgoing.requestId),
      }
  }
}

export const native: Dialect = {
  closesOnError: false,
  saysHello: true,
  resumesBySecret: true,
  sendsPings: true,
  leavesWithoutCode: false,
  decode(message): Incoming {
    if (typeof message !== 'string') return decodeFrame(message)
    // The automatic answer covers "ping" while the room sleeps; a ping that reaches us needs nothing more.
    if (message === 'ping') return { kind: 'nothing' }
    const envelope = decodeClientEnvelope(message)
    return 'hello' in envelope
      ? { kind: 'hello', body: envelope.hello }
      : { kind: 'request', request: envelope.request }
  },
  encode: (outgoing) =>
    outgoing.kind === 'frame'
      ? encodePackEntry({ origin: outgoing.origin, frame: encodeFrame(outgoing.frame) })
      : encodePackEntry({
          origin: outgoing.kind === 'event' ? outgoing.origin : 0,
          frame: encodeJsonFrame(toEnvelope(outgoing)),
        }),
  proof: (number) => encodePack([encodePackEntry({ origin: 0, frame: encodeProof(number) })]),
  pack(entries) {
    const together = entries.filter((entry) => entry.length <= aloneAboveBytes)
    const alone = entries.filter((entry) => entry.length > aloneAboveBytes).map(packAlone)
    return together.length === 0 ? alone : [...alone, encodePack(together)]
  },
}
