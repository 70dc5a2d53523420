/** Ends what came by a key that has ended. */
import { RoomError } from '@syncforge/protocol/errors'
import { everyCredential } from '../admission.ts'
import type { RoomConnection } from '../connections/connection.ts'
import type { End } from './end.ts'

interface RevocationParts {
  readonly connections: readonly RoomConnection[]
  readonly end: End
}

/** Returns how many connections it met. */
export const endRevoked = (credentials: readonly string[], { connections, end }: RevocationParts): number => {
  if (credentials.includes(everyCredential)) {
    for (const connection of connections)
      end(connection, new RoomError('ORGANIZATION_DELETED', 'The organization was deleted'))
    return connections.length
  }
  const theirs = connections.filter(({ credential }) => credential !== null && credentials.includes(credential))
  for (const connection of theirs)
    end(connection, new RoomError('KEY_REVOKED', 'The key behind this connection has ended'))
  return theirs.length
}
