/** Who a document is shared with, and how an owner changes it. Whether somebody is the owner was decided before. */
import type { SyncForge } from '@syncforge/server'

const levels = { editor: 'write', viewer: 'read' } as const
type Role = keyof typeof levels

const roleOf = (value: unknown): Role => {
  if (value !== 'editor' && value !== 'viewer') throw new Error('role: editor or viewer')
  return value
}
const toRole = (access: string | null): Role => (access === 'write' || access === 'moderate' ? 'editor' : 'viewer')

export interface Sharing {
  readonly people: readonly { readonly userId: string; readonly name: string; readonly role: Role }[]
  /** Invited by e-mail, and not here yet. */
  readonly invited: readonly { readonly id: string; readonly email: string; readonly role: Role }[]
  readonly links: readonly { readonly id: string; readonly role: Role }[]
}

export const listSharing = async (syncforge: SyncForge, roomId: string): Promise<Sharing> => {
  const path = { roomId }
  const [{ grants }, { shares }, { links }, { participants }] = await Promise.all([
    syncforge.get('/rooms/{roomId}/grants', { path }),
    syncforge.get('/rooms/{roomId}/shares', { path }),
    syncforge.get('/rooms/{roomId}/links', { path }),
    syncforge.get('/rooms/{roomId}/participants', { path }),
  ])
  const names = new Map(participants.map(({ userId, userInfo }) => [userId, String(userInfo.name ?? userId)]))
  return {
    people: grants.flatMap(({ userId, access }) =>
      access === null ? [] : [{ userId, name: names.get(userId) ?? userId, role: toRole(access) }],
    ),
    invited: shares.map(({ id, email, access }) => ({ id, email, role: toRole(access) })),
    links: links.map(({ id, access }) => ({ id, role: toRole(access) })),
  }
}

interface Change {
  readonly id: string
  readonly page: string
  readonly what: string
  readonly role?: unknown
  readonly email?: unknown
  readonly userId?: unknown
  readonly linkId?: unknown
}

const textOf = (value: unknown, name: string): string => {
  if (typeof value !== 'string') throw new Error(`${name}: a text`)
  return value
}

export const changeSharing = async (syncforge: SyncForge, change: Change): Promise<{ readonly url?: string }> => {
  const { id: roomId, page, what } = change
  if (what === 'invite') {
    const body = { email: textOf(change.email, 'email'), access: levels[roleOf(change.role)], page }
    await syncforge.post('/rooms/{roomId}/shares', { path: { roomId }, body })
    return {}
  }
  if (what === 'link') {
    const body = { access: levels[roleOf(change.role)], page }
    const { url } = await syncforge.post('/rooms/{roomId}/links', { path: { roomId }, body })
    return { url }
  }
  if (what === 'unlink') {
    const path = { roomId, linkId: textOf(change.linkId, 'linkId') }
    await syncforge.delete('/rooms/{roomId}/links/{linkId}', { path })
    return {}
  }
  if (what === 'role') {
    const path = { roomId, userId: textOf(change.userId, 'userId') }
    // `null` takes back what was given: the room is private, so nothing is left.
    const access = change.role === null ? null : levels[roleOf(change.role)]
    await syncforge.patch('/rooms/{roomId}/participants/{userId}', { path, body: { access } })
    return {}
  }
  throw new Error('There is no such change')
}
