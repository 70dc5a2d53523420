/** What the rights inside a room are called. */
export const accessLevelWords = {
  read: 'reads',
  comment: 'comments',
  write: 'writes',
  moderate: 'moderates',
} as const
