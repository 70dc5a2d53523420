/** Yjs documents as the server uses them. */
import * as Y from 'yjs'

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
