/** Yjs documents as the server uses them. */
import { RoomError } from '@syncforge/protocol/errors'
import { limits } from '@syncforge/protocol/limits'
import * as Y from 'yjs'
import { WorkExceeded, withinWork } from '../sync/yjs-work.ts'

/** What is stored is read with more work than it may come to, so that what was accepted is never shut away. */
export const readingWork = { maxSteps: 2.5 * limits.documentWorkMax }

/**
 * After every change by somebody else Yjs would look through a whole text for formatting marks that have become useless, and delete them in an
 * edit of its own. Every client does that for itself; here it would cost the length of the text for every keystroke.
 */
export const createDoc = (options?: ConstructorParameters<typeof Y.Doc>[0]): Y.Doc => {
  const doc = new Y.Doc(options)
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    transaction._needFormattingCleanup = false
  })
  return doc
}

/** Applies what is stored. @throws RoomError LIMIT_EXCEEDED when that takes too much work; `doc` is of no use then */
export const applyStored = (doc: Y.Doc, updates: Iterable<Uint8Array>): void => {
  try {
    withinWork(readingWork, () => {
      doc.transact(() => {
        for (const update of updates) Y.applyUpdate(doc, update)
      })
    })
  } catch (error) {
    if (!(error instanceof WorkExceeded)) throw error
    const { bound, max } = error
    throw new RoomError('LIMIT_EXCEEDED', 'What is stored takes too much work to read', { bound, max })
  }
}
