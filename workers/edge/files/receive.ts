/** Takes the bytes of a file that a room expects: piece by piece into the store, bounded while they come (rules AT1, AT3, AT7). */
import type { Attachment } from '@syncforge/protocol/attachments'
import { RoomError } from '@syncforge/protocol/errors'
import { randomText } from '@syncforge/protocol/ids'
import { limits } from '@syncforge/protocol/limits'
import type { FileGrant } from '../../../durable-objects/room/files/address.ts'
import type { Env } from '../../bindings/env.ts'
import type { FileStore } from '../../bindings/files/file-store.ts'
import { fileStore } from '../../bindings/files/store.ts'
import { organizationObject } from '../../bindings/organization.ts'
import { roomObject } from '../../bindings/room.ts'
import { replyOf } from '../problem.ts'
import { type KeepAlive, lookUpOrganization, lookUpRoom, requireFound, requireOpen } from '../records.ts'
import { addressOf, reach } from '../rooms.ts'
import { lookedAt, typeOf } from './kind.ts'

/** Of one that is refused so much is still read: a caller in the middle of sending would see a reset instead of the reason. */
const discardMaxBytes = limits.attachmentMaxBytes

type Reader = ReadableStreamDefaultReader<Uint8Array>

const otherLength = (bytes: number) =>
  new RoomError('VALIDATION_ERROR', `The file does not have the ${bytes} bytes that were said`, [
    { path: 'content-length', message: `is to be ${bytes}, and as many bytes are to come` },
  ])

const discard = async (reader: Reader): Promise<void> => {
  for (let bytes = 0; bytes < discardMaxBytes; ) {
    const { done, value } = await reader.read()
    if (done) return
    bytes += value.length
  }
  await reader.cancel()
}

const join = (pieces: readonly Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

/** The first pieces, enough to see what it is. */
const beginningOf = async (reader: Reader): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = []
  let length = 0
  while (length < lookedAt) {
    const { done, value } = await reader.read()
    if (done) break
    pieces.push(value)
    length += value.length
  }
  return join(pieces)
}

/** Puts what is left of `reader` behind its beginning into the store, or nothing. */
const store = async (into: FileStore, place: string, bytes: number, beginning: Uint8Array, reader: Reader) => {
  // It fails by itself where more or fewer bytes come than were said, and whoever reads it fails with it.
  const { readable, writable } = new FixedLengthStream(bytes)
  const writer = writable.getWriter()
  const pump = async () => {
    try {
      let left = bytes - beginning.length
      if (left < 0) throw otherLength(bytes)
      await writer.write(beginning)
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        left -= value.length
        if (left < 0) throw otherLength(bytes)
        await writer.write(value)
      }
      if (left > 0) throw otherLength(bytes)
      await writer.close()
    } catch (error) {
      await writer.abort(error).catch(() => {})
      throw error
    }
  }
  const [pumped, put] = await Promise.allSettled([pump(), into.put(place, readable, bytes)])
  // The store fails when the pump does; when it fails alone, it broke what the pump was writing to.
  if (pumped.status === 'rejected' && pumped.reason instanceof RoomError) throw pumped.reason
  for (const part of [put, pumped]) if (part.status === 'rejected') throw part.reason
}

interface Sent {
  readonly body: ReadableStream<Uint8Array> | null
  readonly headers: Headers
}

/**
 * @throws RoomError VALIDATION_ERROR for other bytes or another type than were said, PAYLOAD_TOO_LARGE, LIMIT_EXCEEDED, NOT_FOUND when the room
 *   expects it no more, UNAVAILABLE
 */
export const receiveFile = async (
  { env, requestId, keepAlive }: { readonly env: Env; readonly requestId: string; readonly keepAlive: KeepAlive },
  grant: FileGrant,
  { body, headers }: Sent,
): Promise<Attachment> => {
  const { organizationId, roomId, id, bytes } = grant
  const place = `${grant.place}-${randomText(8)}`
  const reader = body?.getReader() ?? new ReadableStream<Uint8Array>({ start: (stream) => stream.close() }).getReader()
  const refuse = async (error: RoomError): Promise<never> => {
    await discard(reader).catch(() => {})
    throw error
  }
  const told = headers.get('content-length')
  if (told !== null && Number(told) > limits.attachmentMaxBytes) await refuse(tooLarge())
  if (told !== null && Number(told) !== bytes) await refuse(otherLength(bytes))
  const [organization, found] = await Promise.all([
    lookUpOrganization(env, organizationId, keepAlive),
    lookUpRoom(env, organizationId, roomId, keepAlive),
  ])
  const room = addressOf(env, requireOpen(organization), requireFound(found))
  const into = fileStore(env)
  const beginning = await beginningOf(reader)
  const type = typeOf(beginning, headers.get('content-type') ?? '')
  if (type === null)
    return refuse(
      new RoomError('VALIDATION_ERROR', 'The file is not what it says it is', [
        { path: 'content-type', message: `these bytes are no ${headers.get('content-type')}` },
      ]),
    )
  const keeper = organizationObject(env, organizationId)
  if (!(await keeper.keepFile(organizationId, place, bytes)))
    return refuse(
      new RoomError('LIMIT_EXCEEDED', 'The organization has as many bytes of files as it may have', {
        max: limits.attachmentsPerOrganizationMaxBytes,
      }),
    )
  const drop = () => keepAlive(keeper.dropFilesBelow(organizationId, [place]).catch(() => {}))
  try {
    await store(into, place, bytes, beginning, reader)
    const object = roomObject(env, organizationId, roomId)
    const answer = await reach(requestId, () => object.fileStored({ id, type, place }, room))
    const { attachment, isHere } = replyOf(answer) as { readonly attachment: Attachment; readonly isHere: boolean }
    if (!isHere) drop()
    return attachment
  } catch (error) {
    // The room does not know of it: that it is in the store is nobody's business any more.
    if (!(error instanceof RoomError) || error.code !== 'ROOM_UNAVAILABLE') drop()
    if (error instanceof RoomError) throw error
    throw new RoomError('UNAVAILABLE', 'The file could not be stored')
  }
}

export const tooLarge = () =>
  new RoomError('PAYLOAD_TOO_LARGE', `A file has at most ${limits.attachmentMaxBytes} bytes`, {
    maxBytes: limits.attachmentMaxBytes,
  })
