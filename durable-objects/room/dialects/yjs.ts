/**
 * The y-websocket dialect, as stock Yjs providers speak it: a varint message type, then y-protocols' sync, awareness or auth
 * message. A connection is about one document. A message of a kind that is not spoken here is passed over, as stock clients and servers do;
 * one that cannot be read ends the connection: the format has no error message but "permission denied".
 *
 * Message numbers: y-websocket's README and y-protocols' PROTOCOL.md.
 */

import type { ServerFrame } from '@syncforge/protocol/contract'
import type { documents } from '@syncforge/protocol/document'
import { DocumentKind } from '@syncforge/protocol/document-frames'
import { RoomError } from '@syncforge/protocol/errors'
import { Channel } from '@syncforge/protocol/frames'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Dialect, Incoming, Outgoing } from './dialect.ts'

const messageSync = 0
const messageAwareness = 1
const messageAuth = 2

const syncStep1 = 0
const syncStep2 = 1
const syncUpdate = 2

const permissionDenied = 0

const nothing = { kind: 'nothing' } as const

const decodeSync = (decoder: decoding.Decoder, name: string): Incoming => {
  const kind = decoding.readVarUint(decoder)
  if (kind > syncUpdate) return nothing
  const payload = decoding.readVarUint8Array(decoder)
  if (kind === syncStep1) {
    const message = { kind: DocumentKind.step1, name, stateVector: payload } as const
    return { kind: 'frame', frame: { channel: Channel.document, message } }
  }
  return {
    kind: 'frame',
    // Stock clients send step 2 for one reason only: the room sent step 1.
    ...(kind === syncStep2 ? { answers: true } : {}),
    frame: { channel: Channel.document, message: { kind: DocumentKind.update, name, seq: 0, update: payload } },
  }
}

const decodeMessage = (decoder: decoding.Decoder, name: string): Incoming => {
  const type = decoding.readVarUint(decoder)
  switch (type) {
    case messageSync:
      return decodeSync(decoder, name)
    case messageAwareness:
      return {
        kind: 'frame',
        frame: { channel: Channel.awareness, message: { name, update: decoding.readVarUint8Array(decoder) } },
      }
    // The states that a query asks for were sent with the answer to step 1 and have been kept current since.
    default:
      return nothing
  }
}

const encodeBytes = (type: number, kind: number | null, bytes: Uint8Array) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, type)
    if (kind !== null) encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint8Array(encoder, bytes)
  })

const encodeDenied = (reason: string) =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, messageAuth)
    encoding.writeVarUint(encoder, permissionDenied)
    encoding.writeVarString(encoder, reason)
  })

const encodeFrame = (announced: Extract<Outgoing, { kind: 'frame' }>['frame']): Uint8Array | null => {
  // The one dialect that speaks a feature's language: what is on these channels is what their contract says.
  const frame = announced as ServerFrame<typeof documents>
  if (frame.channel === Channel.awareness) return encodeBytes(messageAwareness, null, frame.message.update)
  if (frame.channel !== Channel.document) return null
  const { message } = frame
  switch (message.kind) {
    case DocumentKind.step1:
      return encodeBytes(messageSync, syncStep1, message.stateVector)
    case DocumentKind.step2:
      return encodeBytes(messageSync, syncStep2, message.update)
    case DocumentKind.update:
      return encodeBytes(messageSync, syncUpdate, message.update)
    case DocumentKind.refused:
      return encodeDenied(message.code)
    case DocumentKind.ack:
      return null
  }
}

const noAwareness = encodeBytes(messageAwareness, null, Uint8Array.of(0))

export const yjs: Dialect = {
  closesOnError: true,
  saysHello: false,
  resumesBySecret: false,
  sendsPings: false,
  leavesWithoutCode: true,
  decode(message, document) {
    // Heartbeats of providers that are not y-websocket's.
    if (typeof message === 'string') return nothing
    try {
      return decodeMessage(decoding.createDecoder(new Uint8Array(message)), document)
    } catch (cause) {
      throw new RoomError('MALFORMED_MESSAGE', `The message cannot be read: ${(cause as Error).message}`)
    }
  },
  encode(outgoing) {
    if (outgoing.kind === 'frame') return encodeFrame(outgoing.frame)
    // Stock clients reconnect after 30 s without a message, and whoever may not publish awareness hears no echo of it.
    return outgoing.kind === 'error' ? noAwareness : null
  },
  pack: (entries) => entries,
  isMark: (message) => message[0] === messageSync && message[1] === syncStep1,
}
