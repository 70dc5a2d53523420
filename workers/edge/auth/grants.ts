/** What a token allows where: room ids, or prefixes that end in `*`. Several that match add up. */
import { type Access, highestAccess } from '@syncforge/protocol/access'
import type { Grants } from '@syncforge/protocol/room-token'

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
