/** Owns what one side of a document holds and the other lacks, as far as their words tell. */
import * as Y from 'yjs'

/** An update that says nothing: no structs, no deletions. */
export const isEmptyUpdate = (update: Uint8Array) => update.length === 2 && update[0] === 0 && update[1] === 0

/** Whether `doc` holds inserts that the state vector does not know. Deletions leave no trace in a state vector. */
export const holdsMoreThan = (doc: Y.Doc, stateVector: Uint8Array): boolean => {
  const theirs = Y.decodeStateVector(stateVector)
  for (const [client, clock] of Y.decodeStateVector(Y.encodeStateVector(doc))) {
    if (clock > (theirs.get(client) ?? 0)) return true
  }
  return false
}
