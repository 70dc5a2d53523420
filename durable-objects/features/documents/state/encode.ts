/** What is sent and stored of a document: with and without the edits that wait for edits before them. */
import * as Y from 'yjs'

/** Whether `copy` has all that `doc` has. It may have more: what waits in one for its parents can find its place in a fresh copy. */
export const covers = (copy: Y.Doc, doc: Y.Doc): boolean => {
  const clocks = Y.decodeStateVector(Y.encodeStateVector(copy))
  return [...Y.decodeStateVector(Y.encodeStateVector(doc))].every(
    ([client, clock]) => (clocks.get(client) ?? 0) >= clock,
  )
}

/** Yjs adds what it cannot place yet to every answer; a joiner could do as little with it (it would ask for ever). */
export const encodeIntegrated = (doc: Y.Doc, stateVector?: Uint8Array): Uint8Array => {
  const { pendingStructs, pendingDs } = doc.store
  doc.store.pendingStructs = null
  doc.store.pendingDs = null
  try {
    return Y.encodeStateAsUpdate(doc, stateVector)
  } finally {
    doc.store.pendingStructs = pendingStructs
    doc.store.pendingDs = pendingDs
  }
}

/**
 * Everything, with what waits for its parents: of that only what is not there yet. Yjs would add all of it, and what it says about content
 * that is there could take the place of what is.
 */
export const encodeWhole = (doc: Y.Doc): Uint8Array => {
  const { pendingStructs, pendingDs } = doc.store
  const integrated = encodeIntegrated(doc)
  if (pendingStructs === null && pendingDs === null) return integrated
  const parts = [integrated]
  if (pendingStructs !== null) {
    const missing = Y.diffUpdateV2(pendingStructs.update, Y.encodeStateVector(doc))
    parts.push(Y.convertUpdateFormatV2ToV1(missing))
  }
  if (pendingDs !== null) parts.push(Y.convertUpdateFormatV2ToV1(pendingDs))
  return Y.mergeUpdates(parts)
}

/** Bytes of the edits that wait for edits before them. */
export const waitingBytesOf = ({ store }: Y.Doc): number =>
  (store.pendingStructs?.update.length ?? 0) + (store.pendingDs?.length ?? 0)
