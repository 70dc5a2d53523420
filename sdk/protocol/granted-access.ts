/** Which access can be granted in a single document or by a link, and given to everybody. Apart from the levels themselves, which clients load. */

/** What can be granted in a single document, or by a link. */
export const grantedLevels = ['read', 'comment', 'write'] as const

export type GrantedAccess = (typeof grantedLevels)[number]

/** What a room gives to people without a grant. */
export const defaultAccessLevels = ['none', ...grantedLevels] as const

export type DefaultAccess = (typeof defaultAccessLevels)[number]
