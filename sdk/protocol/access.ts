/** Access levels: ordered, each includes the ones before it. Nothing else in the wire decides rights. */

export const accessLevels = ['read', 'comment', 'write', 'moderate'] as const

export type Access = (typeof accessLevels)[number]

/** What can be granted in a single document, or by a link. */
export const grantedLevels = ['read', 'comment', 'write'] as const

export type GrantedAccess = (typeof grantedLevels)[number]

/** What a room gives to people without a grant. */
export const defaultAccessLevels = ['none', ...grantedLevels] as const

export type DefaultAccess = (typeof defaultAccessLevels)[number]

/** Whether somebody who holds `held` may do what needs `needed`. */
export const allows = (held: Access, needed: Access): boolean =>
  accessLevels.indexOf(held) >= accessLevels.indexOf(needed)

/** The highest of the given levels, or `null` for none. */
export const highestAccess = (levels: readonly Access[]): Access | null =>
  accessLevels.findLast((level) => levels.includes(level)) ?? null
