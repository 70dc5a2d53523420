/** The code that a new customer runs first, with their own key in it. */

interface SnippetParts {
  readonly apiKey: string
  readonly endpoint: string
  readonly roomId: string
}

/** Where sockets of this place are. @example endpointOf('https://forge.example') // 'wss://forge.example' */
export const endpointOf = (origin: string): string => origin.replace(/^http/, 'ws')

/** test/browser/dashboard/dashboard.test.ts runs it as it is written. */
export const snippetOf = ({ apiKey, endpoint, roomId }: SnippetParts): string =>
  `import { SyncForge } from '@syncforge/client'

const client = new SyncForge({
  apiKey: '${apiKey}',
  endpoint: '${endpoint}',
})

const room = await client.joinRoom('${roomId}', {
  userInfo: { name: 'Ada' },
})

room.presence.subscribe((people) => {
  console.log('Here:', people.map(({ userInfo }) => userInfo.name))
})
`

/** A page of the dashboard that runs the snippet. What follows the # is never sent to a server. */
export const tryAddress = ({ apiKey, roomId }: Pick<SnippetParts, 'apiKey' | 'roomId'>): string =>
  `/dashboard/try#${new URLSearchParams({ key: apiKey, room: roomId })}`
