/** What rooms and documents may be called. In a file of its own, so that a page does not load how ids are made before it makes one. */

export const idPatterns = {
  /** Given by the customer. No slash (it separates the document in y-websocket addresses) and no star (it ends a pattern in tokens). */
  room: /^[A-Za-z0-9_][A-Za-z0-9_.:@~-]{0,127}$/,
  /** A named document inside a room. */
  document: /^[A-Za-z0-9_][A-Za-z0-9_.:@~/-]{0,127}$/,
} as const

export const defaultDocument = 'default'
