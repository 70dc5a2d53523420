// Owns the few lines with which somebody joins this document from their own code.

/** A program that joins `room` as one more person. */
export const snippet = (
  endpoint: string,
  apiKey: string,
  room: string,
): string => `import { SyncForge } from '@syncforge/client'

const client = new SyncForge({
  endpoint: ${JSON.stringify(endpoint)},
  apiKey: ${JSON.stringify(apiKey)},
})
const room = await client.joinRoom(${JSON.stringify(room)})
const text = room.getDocument().getText('content')
text.insert(0, 'Hello from code. ')
`
