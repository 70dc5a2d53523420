/** Carries out an organization's decision about one user id (rules PE2, PE5): on record, and on everything that is open in the room under it. */
import type { Access } from '@syncforge/protocol/access'
import { RoomError } from '@syncforge/protocol/errors'
import type { Moderation } from '../admission.ts'
import type { RoomConnection } from '../connections/connection.ts'
import { endOf, type Rights } from '../record/rights.ts'

interface ModerationParts {
  readonly connections: readonly RoomConnection[]
  readonly rights: Rights
  readonly now: number
  tell(to: RoomConnection, access: Access): void
  end(connection: RoomConnection, error: RoomError): void
}

/** Returns how many connections it met. */
export const moderate = (moderation: Moderation, { connections, rights, now, tell, end }: ModerationParts): number => {
  const { userId } = moderation
  const claimsOnly = moderation.kind === 'kick' && moderation.claimsOnly
  const theirs = connections.filter(({ user }) => user.userId === userId && !(claimsOnly && user.verified))
  switch (moderation.kind) {
    case 'access':
      rights.setAccess(userId, moderation.access)
      for (const connection of theirs) {
        const access = rights.accessOf(connection.user, connection.granted)
        if (access === connection.access) continue
        connection.grant({ access })
        tell(connection, access)
      }
      return theirs.length
    case 'kick': {
      const ban = moderation.ban && { at: now, forMs: moderation.ban.forMs }
      if (ban !== undefined) rights.ban(userId, ban, moderation.claimsOnly)
      const error =
        ban === undefined
          ? new RoomError('KICKED', 'You were removed from the room')
          : new RoomError('BANNED', 'You were banned from the room', { until: endOf(ban) })
      for (const connection of theirs) end(connection, error)
      return theirs.length
    }
    case 'unban':
      rights.unban(userId)
      return theirs.length
  }
}
