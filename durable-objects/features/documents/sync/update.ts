/** Untrusted Yjs bytes: whether they can be read at all and what is in them, before they come near a document. */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import * as Y from 'yjs'
import { looksLikeV2, ScanExceeded, scanUpdate, type UpdateContent } from './scan-update.ts'

const refuseOversized = (bytes: Uint8Array, what: string, maxBytes: number) => {
  if (bytes.length <= maxBytes) return
  throw new RoomError('PAYLOAD_TOO_LARGE', `${what} has ${bytes.length} bytes, at most ${maxBytes} are allowed`, {
    maxBytes,
  })
}

const scanBounds = {
  memoryBytes: limits.documentMemoryMaxBytes,
  clients: limits.documentClientsMax,
  roots: limits.documentRootsMax,
}

/**
 * What the update holds, counted before any of it is made.
 *
 * @throws RoomError PAYLOAD_TOO_LARGE; MALFORMED_MESSAGE, with `details.format` when it is in Yjs's version 2 encoding; LIMIT_EXCEEDED or
 * DOCUMENT_TOO_LARGE when it holds more than any document may
 */
export const checkUpdate = (update: Uint8Array, maxBytes: number = limits.documentUpdateMaxBytes): UpdateContent => {
  refuseOversized(update, 'The update', maxBytes)
  try {
    return scanUpdate(update, scanBounds)
  } catch (error) {
    if (error instanceof ScanExceeded) throw tooMuch(error)
    if (!looksLikeV2(update)) throw new RoomError('MALFORMED_MESSAGE', 'The bytes are no Yjs update')
    const what = 'The update is in Yjs’s version 2 encoding: send what encodeStateAsUpdate makes, without V2'
    throw new RoomError('MALFORMED_MESSAGE', what, { format: 'yjs-v2', expected: 'yjs-v1' })
  }
}

const tooMuch = ({ bound, max }: ScanExceeded): RoomError =>
  bound !== 'memoryBytes'
    ? new RoomError('LIMIT_EXCEEDED', `The update has more than ${max} ${bound}`, { bound, max })
    : new RoomError('DOCUMENT_TOO_LARGE', `The update would take more than ${max} bytes of memory`, {
        bound: 'memoryBytes',
        maxMemoryBytes: max,
      })

/** @throws RoomError PAYLOAD_TOO_LARGE, MALFORMED_MESSAGE or LIMIT_EXCEEDED */
export const checkStateVector = (stateVector: Uint8Array): void => {
  refuseOversized(stateVector, 'The state vector', limits.stateVectorMaxBytes)
  try {
    Y.decodeStateVector(stateVector)
  } catch {
    throw new RoomError('MALFORMED_MESSAGE', 'The bytes are no Yjs state vector')
  }
}

export const emptyUpdate: Uint8Array = Uint8Array.of(0, 0)

/** An update that says nothing: no structs, no deletions. */
export const isEmptyUpdate = (update: Uint8Array): boolean => update.length === 2 && update[0] === 0 && update[1] === 0
