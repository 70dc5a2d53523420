/** An agent as people in the room see it: shown by REST, marked as such, gone when its time is over. */
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, createToken, enter, freshRoomId, rest, until } from '../kit.ts'

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

test('[PR10] a comment, a message and a notification of an agent that is shown carry its mark', async () => {
  const id = freshRoomId('agents')
  await createRoom(server, { id, access: 'private' })
  const userId = `ada-${id}`
  const token = await createToken(server, userId, { [id]: ['comment'] })
  const { room, client } = await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })
  room.comments.subscribe(() => {})
  const put = { method: 'PUT', body: JSON.stringify({ userInfo: { name: 'Proofreader' } }) }
  await rest(server, `/rooms/${id}/agents/proofreader`, put)
  const say = async (as: string) => {
    const said = { userId: as, userInfo: { name: as }, body: `<@${userId}> a word is missing` }
    const answer = await rest(server, `/rooms/${id}/comments`, { method: 'POST', body: JSON.stringify(said) })
    return ((await answer.json()) as { comment: { author: object } }).comment.author
  }
  expect(await say('proofreader')).toMatchObject({ userId: 'proofreader', agent: true })
  expect(await say('person')).not.toHaveProperty('agent')
  const message = { userId: 'proofreader', userInfo: { name: 'proofreader' }, body: 'done' }
  await rest(server, `/rooms/${id}/chat`, { method: 'POST', body: JSON.stringify(message) })
  expect((await room.chat.history()).messages).toMatchObject([{ by: { userId: 'proofreader', agent: true } }])
  await until('both', () => room.comments.get().length === 2)
  expect(room.comments.get().map(({ author }) => [author.userId, author.agent])).toEqual([
    ['person', undefined],
    ['proofreader', true],
  ])
  await expect
    .poll(async () => (await client.inbox.list()).notifications.map(({ actors }) => actors), { timeout: 10_000 })
    .toEqual([[{ userId: 'person', name: 'person' }], [{ userId: 'proofreader', name: 'proofreader', agent: true }]])
})

test('[RC8] [LK9] what an agent saves and what it holds is marked, for who is there, by REST, in the history and in an export', async () => {
  const id = freshRoomId('agents')
  await createRoom(server, { id, access: 'public' })
  const { room } = await enter(server.wsUrl, id, { userId: 'ada' })
  room.locks.subscribe(() => {})
  const post = async (path: string, method: string, body: object) =>
    (await (await rest(server, `/rooms/${id}${path}`, { method, body: JSON.stringify(body) })).json()) as {
      by: object
      token: number
    }
  const read = async (path: string, of = id) => (await rest(server, `/rooms/${of}${path}`)).json()
  await post('/agents/proofreader', 'PUT', { userInfo: { name: 'Proofreader' } })
  const agent = { userId: 'proofreader', name: 'Proofreader', verified: true, agent: true }
  const person = { userId: 'person', name: 'Person', verified: true }
  const as = ({ userId, name }: { userId: string; name: string }) => ({ userId, userInfo: { name } })

  expect(await post('/locks', 'POST', { ...as(agent), key: 'brief' })).toMatchObject({ by: agent })
  expect((await post('/locks', 'POST', { ...as(person), key: 'goals' })).by).toEqual(person)
  await until('both locks', () => room.locks.get().length === 2)
  const holders = [
    ['brief', agent],
    ['goals', person],
  ]
  expect(room.locks.get().map(({ key, by }) => [key, by])).toEqual(holders)
  const { locks } = (await read('/locks')) as { locks: readonly { key: string; by: object }[] }
  expect(locks.map(({ key, by }) => [key, by])).toEqual(holders)
  await expect(room.locks.acquire('brief')).rejects.toMatchObject({ details: { lease: { by: agent } } })

  expect((await post('/records/brief', 'PUT', { ...as(agent), content: 'one', expectedVersion: 0 })).by).toEqual(agent)
  expect((await post('/records/brief', 'PUT', { ...as(person), content: 'two', expectedVersion: 1 })).by).toEqual(
    person,
  )
  await post('/records/goals', 'PUT', { ...as(agent), content: 'three', expectedVersion: 0 })
  await expect.poll(async () => (await room.records.get('goals'))?.by).toEqual(agent)
  // For good, whether it is still shown or not.
  await rest(server, `/rooms/${id}/agents/proofreader`, { method: 'DELETE' })
  const authors = async () => (await room.records.history('brief')).versions.map(({ by }) => by)
  expect(await authors()).toEqual([person, agent])
  expect((await room.records.version('brief', 1)).by).toEqual(agent)
  expect(await read('/records/goals')).toMatchObject({ by: agent })
  const again = { ...as(agent), content: 'four', expectedVersion: 1 }
  expect((await post('/records/goals', 'PUT', again)).by).not.toHaveProperty('agent')

  const copy = freshRoomId('agents-copy')
  const file = await (await rest(server, `/rooms/${id}/export`)).arrayBuffer()
  const headers = { 'content-type': 'application/vnd.syncforge.room' }
  await rest(server, `/rooms/${copy}/import`, { method: 'POST', body: file, headers })
  expect(await read('/records/brief/versions/1', copy)).toMatchObject({ by: agent })
})
