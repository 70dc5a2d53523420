/** What a room's settings are called. */
export const typeWords = {
  collaboration: 'Collaboration',
  whiteboard: 'Whiteboard',
  document: 'Document',
  custom: 'Custom',
} as const

/** What people may do in a room who have no grant of their own. */
export const defaultAccessWords = {
  none: 'Nothing: only who was let in',
  read: 'Read',
  comment: 'Read and comment',
  write: 'Write',
} as const
