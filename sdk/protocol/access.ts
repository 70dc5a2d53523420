/** Access levels: ordered, each includes the ones before it. Nothing else in the wire decides rights. */

export const accessLevels = ['read', 'comment', 'write', 'moderate'] as const

export type Access = (typeof accessLevels)[number]

/** Whether somebody who holds `held` may do what needs `needed`. */
export const allows = (held: Access, needed: Access): boolean =>
  accessLevels.indexOf(held) >= accessLevels.indexOf(needed)

/** The highest of the given levels, or `null` for none. */
export const highestAccess = (levels: readonly Access[]): Access | null =>
  accessLevels.findLast((level) => levels.includes(level)) ?? null
