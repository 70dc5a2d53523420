/** Carries out an organization's decision about one person: on record, and on everything that person has open in the room. */
import type { Access } from '@syncforge/protocol/access'
import { RoomError } from '@syncforge/protocol/errors'
import type { Moderation } from '../admission.ts'
import type { RoomConnection } from '../connections/connection.ts'
import { forever, type Rights } from './rights.ts'

interface ModerationParts {
  readonly connections: readonly RoomConnection[]
  readonly rights: Rights
  tell(to: RoomConnection, access: Access): void
  end(connection: RoomConnection, error: RoomError): void
}

/** Returns how many connections it met. */
export const moderate = (moderation: Moderation, { connections, rights, tell, end }: ModerationParts): number => {
  const { userId } = moderation
  const theirs = connections.filter(({ user }) => user.userId === userId)
  switch (moderation.kind) {
    case 'access':
      rights.setAccess(userId, moderation.access)
      for (const connection of theirs) {
        const access = rights.accessOf(userId, connection.granted)
        if (access === connection.access) continue
        connection.grant({ access, granted: connection.granted, expiresAt: connection.expiresAt })
        tell(connection, access)
      }
      return theirs.length
    case 'kick': {
      const { ban } = moderation
      if (ban !== undefined) rights.ban(userId, ban.until ?? forever)
      const error =
        ban === undefined
          ? new RoomError('KICKED', 'You were removed from the room')
          : new RoomError('BANNED', 'You were banned from the room', { until: ban.until })
      for (const connection of theirs) end(connection, error)
      return theirs.length
    }
    case 'unban':
      rights.ban(userId, null)
      return theirs.length
  }
}
