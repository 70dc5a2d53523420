/** Opens a document: as the account, or by a share link as a guest of this browser. It is kept here, so that it opens without a network too. */
import { type Room, SyncForge, SyncForgeError } from '@syncforge/client'
import { getToken, type Me } from '../api.ts'
import { forgetQueues } from './queue.ts'

const endpoint = location.origin.replace(/^http/, 'ws')
const guestKey = 'converge.guest'

const guestId = (): string => {
  const kept = localStorage.getItem(guestKey)
  if (kept) return kept
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  const id = `guest-${Array.from(bytes, (byte) => byte.toString(36).padStart(2, '0')).join('')}`
  localStorage.setItem(guestKey, id)
  return id
}

export interface Opened {
  readonly client: SyncForge
  readonly room: Room
}

/** Deletes what this browser keeps of documents, in every tab. @throws SyncForgeError STORAGE_FAILED */
export const forgetDocuments = async (): Promise<void> => {
  const client = new SyncForge({ authEndpoint: getToken, endpoint })
  await client.forgetOffline()
  client.close()
  forgetQueues()
}

/** @throws SyncForgeError what the room answers */
export const openDocument = async (
  id: string,
  me: Me | null,
  link: string | null,
  onError: (error: SyncForgeError) => void,
  signal: AbortSignal,
): Promise<Opened> => {
  // Whoever is signed in and has a link shows both, and has the higher of the two.
  const authEndpoint = async () => {
    const { token } = await getToken().catch(() => {
      throw new SyncForgeError('NETWORK_ERROR', 'The server can’t be reached')
    })
    return { token: link ? `${token},${link}` : token }
  }
  const access = me ? { authEndpoint } : { apiKey: link ?? '' }
  const client = new SyncForge({ ...access, endpoint, onError, warnBeforeClose: false })
  const who = me ? { userId: me.id, userInfo: { name: me.name } } : { userId: guestId(), userInfo: { name: 'Guest' } }
  const room = await client.joinRoom(id, { ...who, offline: true, signal })
  return { client, room }
}
