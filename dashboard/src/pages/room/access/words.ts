/** Rights in a room as people choose them and read them. */

/** What can be given by a link, and in a single document. */
export const grantedChoices = [
  ['write', 'Write'],
  ['comment', 'Read and comment'],
  ['read', 'Read'],
] as const

export const accessChoices = [...grantedChoices, ['moderate', 'Moderate']] as const

export type Granted = (typeof grantedChoices)[number][0]
export type Access = (typeof accessChoices)[number][0]
