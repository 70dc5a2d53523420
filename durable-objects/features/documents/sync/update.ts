/** Untrusted Yjs bytes: whether they can be read at all, before they come near a document. */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import * as Y from 'yjs'

const refuseOversized = (bytes: Uint8Array, what: string, maxBytes: number = limits.documentUpdateMaxBytes) => {
  if (bytes.length <= maxBytes) return
  throw new RoomError('PAYLOAD_TOO_LARGE', `${what} has ${bytes.length} bytes, at most ${maxBytes} are allowed`, {
    maxBytes,
  })
}

const clientsOf = (structs: ReturnType<typeof Y.decodeUpdate>['structs']): readonly number[] => {
  const [first] = structs
  if (first === undefined) return []
  return structs.length === 1 ? [first.id.client] : [...new Set(structs.map(({ id }) => id.client))]
}

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]

/** Nothing that an honest client has made refers to what the same client made later. Yjs finds out when it is too late. */
const refersAhead = (struct: Struct): boolean => {
  if (!(struct instanceof Y.Item)) return false
  const { client, clock } = struct.id
  const isAhead = (id: unknown) => id instanceof Y.ID && id.client === client && id.clock >= clock
  return isAhead(struct.origin) || isAhead(struct.rightOrigin) || isAhead(struct.parent)
}

/** Nobody deletes nothing; Yjs fails when it has to keep such a deletion for later. */
const deletesNothing = ({ clients }: ReturnType<typeof Y.decodeUpdate>['ds']): boolean =>
  [...clients.values()].some((deletions) => deletions.some(({ len }) => len < 1))

/** Nobody makes something of no length. Yjs takes it and writes it, but fails when it reads what it wrote, or looks for what comes after it. */
const isNothing = ({ length }: Struct): boolean => length < 1

/** Returns the client ids that the update has content of. @throws RoomError PAYLOAD_TOO_LARGE or MALFORMED_MESSAGE */
export const checkUpdate = (update: Uint8Array, maxBytes?: number): readonly number[] => {
  refuseOversized(update, 'The update', maxBytes)
  try {
    const { structs, ds } = Y.decodeUpdate(update)
    if (deletesNothing(ds)) throw new RangeError('a deletion of nothing')
    if (structs.some(isNothing)) throw new RangeError('a struct of no length')
    if (structs.some(refersAhead)) throw new RangeError('a struct refers to a later one')
    return clientsOf(structs)
  } catch {
    throw new RoomError('MALFORMED_MESSAGE', 'The bytes are no Yjs update')
  }
}

/** @throws RoomError PAYLOAD_TOO_LARGE or MALFORMED_MESSAGE */
export const checkStateVector = (stateVector: Uint8Array): void => {
  refuseOversized(stateVector, 'The state vector')
  try {
    Y.decodeStateVector(stateVector)
  } catch {
    throw new RoomError('MALFORMED_MESSAGE', 'The bytes are no Yjs state vector')
  }
}

/** Below this size the number of structs in an update is estimated: a small one takes about so many bytes each. */
const countedAboveBytes = 64 * 1024
const bytesPerStruct = 12

/** About how many structs an update holds: what it will take in memory depends on them more than on its bytes. */
export const countStructs = (update: Uint8Array): number =>
  update.length > countedAboveBytes ? Y.decodeUpdate(update).structs.length : Math.ceil(update.length / bytesPerStruct)

export const emptyUpdate: Uint8Array = Uint8Array.of(0, 0)

/** An update that says nothing: no structs, no deletions. */
export const isEmptyUpdate = (update: Uint8Array): boolean => update.length === 2 && update[0] === 0 && update[1] === 0
