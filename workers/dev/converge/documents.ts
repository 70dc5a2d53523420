/** The documents of an account: rooms that it owns, and rooms in which it was given something. */
import type { SyncForge } from '@syncforge/server'
import type { Me } from './account.ts'

export interface Entry {
  readonly id: string
  readonly name: string
  readonly role: 'owner' | 'editor' | 'viewer'
  /** Milliseconds since 1970. */
  readonly at: number
}

const app = 'converge'
const pageMax = 100

/** A room of this app that is mine, or `null`. */
export const findOwned = async (syncforge: SyncForge, me: Me, roomId: string) => {
  const room = await syncforge.get('/rooms/{roomId}', { path: { roomId } })
  return room.ownerId === me.id && room.metadata.app === app ? room : null
}

/** What was granted is told to the list a few seconds later. The newest hundred of each. */
export const listDocuments = async (syncforge: SyncForge, me: Me): Promise<readonly Entry[]> => {
  const metadata = JSON.stringify({ app, owner: me.id })
  const [owned, granted] = await Promise.all([
    syncforge.get('/rooms', { query: { metadata, limit: pageMax } }),
    syncforge.get('/users/{userId}/grants', { path: { userId: me.id }, query: { limit: pageMax } }),
  ])
  const own = owned.rooms.map(
    ({ id, name, createdAt }): Entry => ({ id, name: name ?? id, role: 'owner', at: createdAt }),
  )
  const shared = await Promise.all(
    granted.grants.map(async ({ roomId, access }): Promise<readonly Entry[]> => {
      // A room that was deleted since, or that is another app's, is none of these.
      const room = await syncforge.get('/rooms/{roomId}', { path: { roomId } }).catch(() => null)
      if (!room || room.metadata.app !== app || room.ownerId === me.id || access === null) return []
      const role = access === 'write' || access === 'moderate' ? 'editor' : 'viewer'
      return [{ id: roomId, name: room.name ?? roomId, role, at: room.createdAt }]
    }),
  )
  return [...own, ...shared.flat()]
}

export const createDocument = async (
  syncforge: SyncForge,
  me: Me,
  { name }: Record<string, unknown>,
): Promise<Entry> => {
  if (typeof name !== 'string' || name.trim() === '') throw new Error('name: a text')
  const metadata = { app, owner: me.id }
  const room = await syncforge.post('/rooms', {
    body: { name: name.trim(), access: 'private', type: 'document', ownerId: me.id, metadata },
  })
  return { id: room.id, name: room.name ?? room.id, role: 'owner', at: room.createdAt }
}
