/** Lobbies beside real rooms: what wakes whom, what ends them, and what they never show. The rest is in the SDK's tests. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import type { LobbyRoom } from '@syncforge/protocol/lobby'
import { expect, test } from 'vitest'
import { createKeyValues } from '../../actor/key-values.ts'
import { roomObjectName } from '../../room/admission.ts'
import { actor, joinNative, roomSettings, until } from '../../test-kit.ts'
import { type LobbyAdmission, type OrganizationAdmission, organizationAdmissionHeader } from '../admission.ts'
import type { Organization } from '../organization.ts'

const freshOrganization = () => {
  const organizationId = createId('org')
  const object = () => env.ORGANIZATION.getByName(organizationId)
  const room = (roomId: string) => env.ROOM.getByName(roomObjectName(organizationId, roomId))
  return {
    organizationId,
    object,
    room,
    join: (roomId: string, userId: string) =>
      joinNative(room(roomId), {
        organizationId,
        roomId,
        user: { userId, userInfo: { name: userId }, verified: true },
        settings: roomSettings({ graceMs: 0 }),
      }),
    async look(userId: string | null, lobby: Partial<LobbyAdmission>) {
      const admission: OrganizationAdmission = {
        requestId: createId('req'),
        organizationId,
        callerId: '',
        roomId: null,
        lobby: { userId, credential: 'key_1/x', rooms: [], errors: [], ...lobby },
        expiresAt: Date.now() + 600_000,
      }
      const headers = { upgrade: 'websocket', [organizationAdmissionHeader]: JSON.stringify(admission) }
      const { webSocket: socket } = await object().fetch('http://organization/', { headers })
      if (socket === null) throw new Error('no socket')
      const rooms = new Map<string, LobbyRoom>()
      const closed: CloseEvent[] = []
      socket.addEventListener('close', (event) => void closed.push(event))
      socket.addEventListener('message', ({ data }) => {
        const { body } = JSON.parse(String(data)) as {
          body: { rooms?: LobbyRoom[]; snapshots?: { lobby: LobbyRoom[] } }
        }
        for (const each of body.rooms ?? body.snapshots?.lobby ?? []) rooms.set(each.id, each)
      })
      socket.accept()
      return { socket, rooms, closed }
    },
  }
}

const readable = (id: string) => [id, 1, 'read', true] as const
const isFlagged = (room: ReturnType<ReturnType<typeof freshOrganization>['room']>) =>
  runInDurableObject(room, (_, { storage }) => createKeyValues(storage.sql).get('lobby') === true)

test('[LO5] a room that sleeps is asked once, and again after it was awake; one that nobody looks at falls silent', async () => {
  const { object, room, join, look } = freshOrganization()
  const bob = await join('a', 'bob')
  expect((await bob.ask('chat.send', { body: 'one' })).type).toBe('reply')
  expect(await isFlagged(room('a'))).toBe(false)
  bob.socket.close(1000)
  const first = await look('ada', { rooms: [readable('a')] })
  await until(() => first.rooms.get('a')?.total === 0, 'nobody in it')
  expect(first.rooms.get('a')?.unread).toEqual({ chat: 1, comments: 0 })
  expect(await isFlagged(room('a'))).toBe(true)

  // What is kept is shown, and nobody is asked: it is another number than the room would say.
  await evictDurableObject(object())
  await runInDurableObject(object(), (_: Organization, { storage }) => {
    const kept = storage.sql.exec<{ user_id: string }>('SELECT user_id FROM organization_lobby').toArray()
    if (kept.length === 0)
      storage.sql.exec("INSERT INTO organization_lobby VALUES ('a', 1, 'ada', 'read/true', '', 9e15)")
    storage.sql.exec(`UPDATE organization_lobby SET sight = '{"mayRead":true,"unread":{"chat":99,"comments":0}}'`)
  })
  const second = await look('ada', { rooms: [readable('a')] })
  await until(() => second.rooms.get('a')?.unread?.chat === 99, 'what is kept')

  const eve = await join('a', 'eve')
  await eve.ask('chat.send', { body: 'two' })
  await until(() => second.rooms.get('a')?.unread?.chat === 2 && second.rooms.get('a')?.total === 1, 'the truth')
  await until(() => first.rooms.get('a')?.unread?.chat === 2, 'the same, to a lobby that was open before the sleep')
  for (const { socket } of [first, second]) socket.close(1000)
  await until(() => first.closed[0] && second.closed[0], 'both closed')
  await until(async () => {
    await eve.ask('chat.send', { body: 'three' })
    return !(await isFlagged(room('a')))
  }, 'silence')
})

test('[LO1] [LO7] who is banned sees nothing; a key that ends takes its lobbies along', async () => {
  const { organizationId, object, room, join, look } = freshOrganization()
  const bob = await join('a', 'bob')
  const ada = await look('ada', { rooms: [readable('a'), ['b', 1, 'default', false]] })
  // A room is shown before it has said who is in it.
  await until(() => ada.rooms.size === 2 && ada.rooms.get('a')?.total === 1, 'both')
  expect(ada.rooms.get('a')?.people.map(({ userId }) => userId)).toEqual(['bob'])
  expect(ada.rooms.get('b')).toEqual({ id: 'b', total: 0, people: [], unread: null, error: 'FORBIDDEN' })
  const address = actor({ organizationId, roomId: 'a' })
  await room('a').moderate({ kind: 'kick', userId: 'ada', claimsOnly: false, ban: { forMs: null } }, address)
  await until(() => ada.rooms.get('a')?.error === 'FORBIDDEN', 'the ban')
  expect(ada.rooms.get('a')).toMatchObject({ total: 0, people: [], unread: null })
  const other = await look('eve', { credential: 'key_2/x', rooms: [readable('a')] })
  await until(() => other.rooms.size === 1, 'the other')
  await object().revoke(['key_1/x'])
  await until(() => ada.closed[0], 'the end')
  expect(ada.closed[0]?.reason).toContain('KEY_REVOKED')
  expect(other.closed).toEqual([])
  await object().deleted()
  await until(() => other.closed[0], 'the end of all')
  bob.socket.close(1000)
})
