// Owns the document that a Lexical editor looks at. Its binding shows what it sees arrive and nothing that was there before, so that the editor
// gets a document of its own, which is filled when the editor has begun to look and follows the room's from then on, both ways.
import * as Y from 'yjs'

export const createTwin = (shared: Y.Doc, clientId: number) => {
  const twin = new Y.Doc()
  // Carets are known by the number of who wrote: the editor writes under that of the awareness, and no two documents write under one.
  shared.clientID = twin.clientID
  twin.clientID = clientId
  const toTwin = (update: Uint8Array, origin: unknown) => {
    if (origin !== twin) Y.applyUpdate(twin, update, shared)
  }
  const toShared = (update: Uint8Array, origin: unknown) => {
    if (origin !== shared) Y.applyUpdate(shared, update, twin)
  }
  const end = () => {
    shared.off('update', toTwin)
    twin.off('update', toShared)
  }
  return {
    doc: twin,
    begin() {
      end()
      // What was written under the number before, by an earlier editor, is no sign of somebody else who has it.
      twin.clientID = 0
      Y.applyUpdate(twin, Y.encodeStateAsUpdate(shared), shared)
      twin.clientID = clientId
      shared.on('update', toTwin)
      twin.on('update', toShared)
    },
    end,
  }
}
