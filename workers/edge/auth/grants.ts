/** What a token allows where: room ids, or prefixes that end in `*`. Several that match add up. */
import { type Access, highestAccess } from '@syncforge/protocol/access'

/** Room id or prefix* → levels. */
export type Grants = Readonly<Record<string, readonly Access[]>>

/** A room id, a prefix of one with a star, or the star alone for every room. */
export const grantPattern = /^(?:\*|[A-Za-z0-9_][A-Za-z0-9_.:@~-]{0,127}\*?)$/

const matches = (pattern: string, roomId: string): boolean =>
  pattern.endsWith('*') ? roomId.startsWith(pattern.slice(0, -1)) : pattern === roomId

/**
 * The highest level that any matching pattern gives, or `null` for no right at all.
 *
 * @example accessTo({ 'doc-*': ['read'], 'doc-1': ['write'] }, 'doc-1') // 'write'
 */
export const accessTo = (grants: Grants, roomId: string): Access | null =>
  highestAccess(
    Object.entries(grants)
      .filter(([pattern]) => matches(pattern, roomId))
      .flatMap(([, levels]) => levels),
  )
