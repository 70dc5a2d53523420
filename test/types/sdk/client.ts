// What the compiler lets a customer write with the client, and what it refuses.
import {
  type DocumentFill,
  type DocumentSize,
  type Room,
  SyncForge,
  SyncForgeError,
  type Unsubscribe,
} from '@syncforge/client'
import type * as Y from 'yjs'

const client = new SyncForge({ apiKey: 'pk_dev_syncforge', endpoint: 'ws://127.0.0.1:8787' })
export const withTokens = new SyncForge({
  authEndpoint: async () => ({ token: 'token' }),
  endpoint: 'wss://example.com',
})

export const joined: Promise<Room> = client.joinRoom('plans', { userId: 'ada', userInfo: { name: 'Ada', team: 7 } })

export const keptHere: Promise<Room> = client.joinRoom('plans', { userId: 'ada', offline: true })
export const forgotten: Promise<void> = client.forgetOffline()
export const careful = new SyncForge({
  apiKey: 'pk_dev_syncforge',
  endpoint: 'ws://127.0.0.1:8787',
  warnBeforeClose: true,
})
export const givenUp: Promise<Room> = client.joinRoom('plans', { signal: new AbortController().signal })
export const equipped = new SyncForge({ apiKey: 'pk_dev_syncforge', endpoint: 'ws://127.0.0.1:8787', WebSocket })
// @ts-expect-error a WebSocket is a class of sockets
export const unequipped = new SyncForge({ apiKey: 'pk', endpoint: 'ws://127.0.0.1:8787', WebSocket: 'ws' })
// @ts-expect-error offline is a switch
void client.joinRoom('plans', { userId: 'ada', offline: 'yes' })

export const use = async (room: Room): Promise<void> => {
  const document: Y.Doc = room.getDocument()
  document.getText('content').insert(0, 'Hello')
  const saved: 'synchronizing' | 'saved' | 'offline' | 'refused' = room.sync.get()
  for (const { document: name, error, retry, discard } of room.refused.get()) {
    const code: string = error.code
    const fresh: Y.Doc = discard()
    retry()
    console.error(name, code, fresh.guid)
  }
  const lease = await room.locks.acquire('budget', { ttlMs: 60_000, wait: true })
  const token: number = lease.token
  await room.locks.renew('budget')
  await room.locks.release(lease)
  room.locks.subscribe((leases) =>
    console.error(
      token,
      leases.map(({ by }) => by.name),
    ),
  )
  const { id, mentions } = await room.chat.send({ body: 'Hello' })
  await room.chat.edit(id, { body: mentions.join() })
  // @ts-expect-error what is read is said by the id of a message
  await room.chat.markRead(7)
  // @ts-expect-error a time is a number
  await room.locks.acquire('budget', { ttlMs: '1 h' })
  // @ts-expect-error what was refused is read, not set
  room.refused.set([])
  const status: 'connecting' | 'connected' | 'reconnecting' | 'disconnected' = room.status.get()
  const stop: Unsubscribe = room.cursors.subscribe((cursors) => {
    for (const [connectionId, { user, x, y }] of cursors) console.error(connectionId, user.userInfo.name, x + y)
  })
  room.cursors.subscribeSmooth((cursors) => {
    for (const { x, anchor, opacity, way } of cursors.values())
      console.error(x, anchor?.length, opacity, way.from.anchor)
  })
  const size: DocumentSize = await room.documentSize()
  const { is, max } = size.bytes
  const listener = ({ document: of, bound, share }: DocumentFill) =>
    console.error(of, bound === 'memoryBytes', share * is)
  const stopListening: Unsubscribe = room.onDocumentFilled(listener, 'notes')
  stopListening()
  console.error(max, size.share)
  // @ts-expect-error a document has a name
  await room.documentSize(7)
  // @ts-expect-error there is no such bound
  room.onDocumentFilled(({ bound }) => bound === 'pages')
  // @ts-expect-error a size is read, not set
  size.bytes.max = Number.POSITIVE_INFINITY
  room.cursors.watch({ anchor: 'page-2' })
  room.cursors.watch({ area: { x: 0, y: 0, width: 10, height: 10 } })
  room.cursors.watch(null)
  // @ts-expect-error an area has four numbers
  room.cursors.watch({ area: { x: 0, y: 0 } })
  room.presence.setActivity('auto')
  // @ts-expect-error nobody is asleep
  room.presence.setActivity('asleep')
  const [lastLeft] = await room.presence.recentlyLeft()
  console.error(lastLeft?.userInfo.name, lastLeft?.leftAt)
  room.cursors.update({ x: 1, y: 2 })
  room.presence.update({ status: 'busy' })
  await room.broadcast('confetti', { x: 1 })
  await room.flush()
  stop()
  room.leave()
  console.error(saved, status)

  // @ts-expect-error a pointer has two coordinates
  room.cursors.update({ x: 1 })
  for (const other of room.presence.getOthers()) {
    // @ts-expect-error others' presence is theirs to change
    other.presence = {}
  }
  // @ts-expect-error a status is read, not set
  room.status.set('connected')
  // @ts-expect-error there is no such status
  room.status.subscribe((next) => next === 'paused')
  // @ts-expect-error an event has a name
  await room.broadcast({ x: 1 })
}

export const refusal = (error: unknown): string | null | undefined => {
  if (!(error instanceof SyncForgeError)) return undefined
  // @ts-expect-error there is no such code
  if (error.code === 'SOMETHING_WENT_WRONG') return undefined
  return error.code === 'ROOM_FULL' ? error.requestId : error.message
}

// @ts-expect-error the client must know where the server is
export const nowhere = new SyncForge({ apiKey: 'pk_dev_syncforge' })
// @ts-expect-error a room has an id
export const nameless = client.joinRoom({ userId: 'ada' })
