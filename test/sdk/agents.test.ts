/** An agent as people in the room see it: shown by REST, marked as such, gone when its time is over. */
import { expect, test } from 'vitest'
import { sharedServer } from '../kit/shared-server.ts'
import { createRoom, enter, freshRoomId, rest, until } from './kit.ts'

const server = sharedServer()

test('[PR10] an agent that a server shows is among the others with presence and cursor, marked, until it goes', async () => {
  const id = freshRoomId('agents')
  await createRoom(server, { id, access: 'public' })
  const { room } = await enter(server.wsUrl, id, { userId: 'ada' })
  const show = (json: object) =>
    rest(server, `/rooms/${id}/agents/proofreader`, { method: 'PUT', body: JSON.stringify(json) })
  const shown = await (await show({ userInfo: { name: 'Proofreader' }, presence: { status: 'reading' } })).json()
  expect(shown).toMatchObject({ connectionId: expect.any(String), expiresAt: expect.any(Number) })
  await until('the agent', () => room.presence.getOthers().length === 1)
  expect(room.presence.getOthers()[0]).toMatchObject({
    userId: 'proofreader',
    verified: true,
    agent: true,
    userInfo: { name: 'Proofreader' },
    presence: { status: 'reading' },
    connections: [{ agent: true }],
  })
  expect(room.presence.get().find(({ userId }) => userId === 'ada')?.agent).toBeUndefined()
  await show({ userInfo: { name: 'Proofreader' }, cursor: { x: 3, y: 4, anchor: 'page-1' } })
  await until('its cursor', () => room.cursors.get().size === 1)
  expect([...room.cursors.get().values()]).toMatchObject([
    { x: 3, y: 4, anchor: 'page-1', user: { userId: 'proofreader' } },
  ])
  const { participants } = (await (await rest(server, `/rooms/${id}/participants`)).json()) as {
    participants: readonly { userId: string; connections: readonly { agent?: true; presence: object }[] }[]
  }
  expect(participants.map(({ userId, connections }) => [userId, connections[0]?.agent])).toEqual([
    ['ada', undefined],
    ['proofreader', true],
  ])
  expect(participants[1]?.connections[0]?.presence).toEqual({ status: 'reading' })
  await rest(server, `/rooms/${id}/agents/proofreader`, { method: 'DELETE' })
  await until('its end', () => room.presence.getOthers().length === 0)
  expect(room.cursors.get().size).toBe(0)
  await expect(show({ ttlMs: 1 })).rejects.toThrow(/VALIDATION_ERROR/)
  await expect(show({ presence: { x: 'y'.repeat(70_000) } })).rejects.toThrow(/PAYLOAD_TOO_LARGE/)
})
