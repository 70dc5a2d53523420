/** What the server's package takes and answers is read off the API: what it does not know does not compile. */
import { type Schemas, SyncForge } from '@syncforge/server'

declare const syncforge: SyncForge

const { rooms, nextCursor } = await syncforge.get('/rooms', { query: { limit: 3 } })
rooms satisfies readonly Schemas['Room'][]
nextCursor satisfies string | null
;(await syncforge.post('/rooms', { body: { id: 'a' } })) satisfies Schemas['Room']
;(await syncforge.delete('/rooms/{roomId}', { path: { roomId: 'a' } })) satisfies undefined
;(await syncforge.get('/rooms/{roomId}/export', { path: { roomId: 'a' } })) satisfies ReadableStream<Uint8Array>
await syncforge.post('/rooms/{roomId}/import', {
  path: { roomId: 'a' },
  body: Uint8Array.of(1),
  contentType: 'application/vnd.syncforge.room',
})
await syncforge.post('/rooms/{roomId}/participants/{userId}/kick', { path: { roomId: 'a', userId: 'u' } })
;(await syncforge.signRoomToken({ userId: 'a', rooms: { 'a*': ['moderate'] } })).token satisfies string

// @ts-expect-error there is no such route
await syncforge.get('/nothing')
// @ts-expect-error this route has no such method
await syncforge.delete('/rooms')
// @ts-expect-error which room?
await syncforge.get('/rooms/{roomId}')
// @ts-expect-error there is no such field
await syncforge.post('/rooms', { body: { ident: 'a' } })
// @ts-expect-error there is no such filter
await syncforge.get('/rooms', { query: { colour: 'red' } })
// @ts-expect-error what kind of bytes?
await syncforge.post('/rooms/{roomId}/import', { path: { roomId: 'a' }, body: Uint8Array.of(1) })
// @ts-expect-error there is no such right
await syncforge.signRoomToken({ userId: 'a', rooms: { a: ['own'] } })
// @ts-expect-error a key is needed
new SyncForge({ endpoint: 'https://sync.example.com' })
