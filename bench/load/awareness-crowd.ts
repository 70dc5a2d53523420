// Owns a crowd whose cursors travel through Yjs awareness, on whatever dialect the server speaks.
import { awarenessFrame, cursorState, scanAwareness } from './awareness.ts'
import type { Crowd } from './crowd.ts'
import type { Target } from './job.ts'
import { messagePrefix, YClient } from './y-client.ts'

const firstClientId = 0x20000000

export const awarenessCrowd = ({ url, dialect, room }: Target): Crowd => {
  const prefix = messagePrefix(dialect, room)
  return {
    open: (_, saw) =>
      new YClient(url, dialect, room, {
        awareness: (cursor) => scanAwareness(cursor, (client, sequence) => saw(client - firstClientId, sequence)),
      }),
    frame: (person, sequence) =>
      awarenessFrame(prefix, firstClientId + person, sequence + 1, cursorState(person, sequence)),
  }
}
