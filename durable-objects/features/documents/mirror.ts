/** The documents' copies for Postgres: one piece per document, its whole state. */
import { RoomError } from '@syncforge/protocol/errors'
import type { MirrorSource } from '../../room/feature.ts'
import type { OpenDocuments } from './state/open-documents.ts'
import type { DocumentStore } from './state/store.ts'
import { toMemoryUnits } from './state/usage.ts'
import { memoryOfState } from './sync/scan-update.ts'

export const createDocumentMirror = (store: DocumentStore, library: OpenDocuments): MirrorSource => ({
  kind: 'document',
  changed: () => store.unmirrored().map(({ name }) => name),
  read(name) {
    const changed = store.unmirrored().find((document) => document.name === name)
    if (changed === undefined) return null
    try {
      const document = library.open(name)
      if (document === null) return null
      return { kind: 'document', key: name, sequence: changed.sequence, bytes: document.encodeWhole() }
    } catch (error) {
      // A document that cannot be loaded must not replace its good copy.
      if (error instanceof RoomError) return null
      throw error
    }
  },
  confirm: ({ key, sequence }) => store.confirmMirrored(key, sequence),
  restore({ key, sequence, bytes, at }) {
    // An earlier attempt got as far as this before it broke off.
    if (store.find(key) !== null) return
    store.continueAfter(sequence)
    const { id } = store.create(key, at)
    // As one edit by nobody: what it was made of is not in the copy.
    const newest = store.append(id, bytes, { structs: toMemoryUnits(memoryOfState(bytes)), at, authors: '' })
    store.confirmMirrored(key, newest)
  },
})
