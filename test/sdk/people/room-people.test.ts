/** What a room is called and is for, and what moderators decide in it, with real clients. Rules RI1, RI2, MO1–MO3 and SU1–SU3. */
import { expect, test } from 'vitest'
import { developmentOrganization, headersOf } from '../../kit/members.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { createToken, enter, freshRoomId, rest, until } from '../kit.ts'

const server = sharedServer()

const createRoom = async (body: object = {}): Promise<string> => {
  const id = freshRoomId('people')
  const made = await rest(server, '/rooms', { method: 'POST', body: JSON.stringify({ id, access: 'public', ...body }) })
  expect(made.status).toBe(201)
  return id
}
const change = (id: string, body: object) =>
  rest(server, `/rooms/${id}`, { method: 'PATCH', body: JSON.stringify(body) })

const enterAs = (id: string, userId: string, level: 'write' | 'moderate') =>
  enter(
    server.wsUrl,
    id,
    {},
    { authEndpoint: async () => ({ token: await createToken(server, userId, { [id]: [level] }) }) },
  )

test('[RI1] what the room is for is there with the first word, and follows what is changed by REST', async () => {
  const metadata = { plan: { rows: 3 }, words: 'x'.repeat(15_000) }
  const id = await createRoom({ name: 'Plans', type: 'whiteboard', metadata, maxParticipants: 7 })
  const { room } = await enter(server.wsUrl, id)
  expect(room.info.get()).toEqual({ name: 'Plans', type: 'whiteboard', metadata, maxParticipants: 7 })
  const heard: unknown[] = []
  room.info.subscribe(({ name, maxParticipants }) => heard.push([name, maxParticipants]))
  expect((await change(id, { name: 'Plans for spring' })).status).toBe(200)
  await until('the name', () => heard.length === 2)
  expect((await change(id, { maxParticipants: 9, metadata: {} })).status).toBe(200)
  await until('the bound', () => heard.length === 3)
  // What is no part of it is nobody's news.
  expect((await change(id, { graceMs: 1_000 })).status).toBe(200)
  expect((await change(id, { type: 'custom' })).status).toBe(200)
  await until('the type', () => heard.length === 4)
  expect(heard).toEqual([
    ['Plans', 7],
    ['Plans for spring', 7],
    ['Plans for spring', 9],
    ['Plans for spring', 9],
  ])
  const late = await enter(server.wsUrl, id)
  expect(late.room.info.get()).toEqual({ name: 'Plans for spring', type: 'custom', metadata: {}, maxParticipants: 9 })
})

test('[RI1] a room that was made by joining it has a name of nobody', async () => {
  const { room } = await enter(server.wsUrl, freshRoomId('people'))
  expect(room.info.get()).toEqual({ name: null, type: 'collaboration', metadata: {}, maxParticipants: 100 })
})

test('[RI2] nobody changes it from inside', async () => {
  const id = await createRoom({ name: 'mine' })
  const { room } = await enterAs(id, 'mod', 'moderate')
  expect('set' in room.info).toBe(false)
})

test('[MO1] [MO2] a moderator kicks, bans, lets in again and lowers, as REST sees it as well', async () => {
  const id = await createRoom()
  const [mod, ada, bob] = [
    await enterAs(id, 'mod', 'moderate'),
    await enterAs(id, 'ada', 'write'),
    await enterAs(id, 'bob', 'write'),
  ]
  const { people } = mod.room
  const decided = async (userId: string) => (await rest(server, `/rooms/${id}/participants/${userId}`)).json()

  expect(await people.setAccess('ada', 'read')).toEqual({ connections: 1 })
  await until('the lower access', () => ada.room.access.get() === 'read')
  expect(await decided('ada')).toMatchObject({ access: 'read', ban: null })
  expect(await people.setAccess('ada', null)).toEqual({ connections: 1 })
  await until('the token again', () => ada.room.access.get() === 'write')

  expect(await people.kick('ada')).toEqual({ connections: 1 })
  await until('the kick', () => ada.room.status.get() === 'disconnected')
  expect(ada.errors.map(({ code }) => code)).toContain('KICKED')
  const again = await enterAs(id, 'ada', 'write')

  expect(await people.ban('ada', { forMs: 60_000 })).toEqual({ connections: 1 })
  await until('the ban', () => again.room.status.get() === 'disconnected')
  await expect(enterAs(id, 'ada', 'write')).rejects.toMatchObject({ code: 'BANNED' })
  const { ban } = (await decided('ada')) as { ban: { until: number } }
  expect(ban.until).toBeGreaterThan(Date.now() + 50_000)
  expect(await people.unban('ada')).toEqual({ connections: 0 })
  expect((await enterAs(id, 'ada', 'write')).room.self.userId).toBe('ada')

  expect(await people.ban('bob')).toEqual({ connections: 1 })
  await until('the ban', () => bob.room.status.get() === 'disconnected')
  expect(await decided('bob')).toMatchObject({ ban: { until: null } })
  expect(await people.kick('nobody')).toEqual({ connections: 0 })
})

test('[MO1] whom a moderator kicks is in the audit log as by REST, once each, whoever asks', async () => {
  const id = await createRoom()
  const [mod, ada] = [await enterAs(id, 'mod', 'moderate'), await enterAs(id, 'ada', 'write')]
  expect(await mod.room.people.kick('ada')).toEqual({ connections: 1 })
  await until('the kick', () => ada.room.status.get() === 'disconnected')
  expect((await rest(server, `/rooms/${id}/participants/troll/kick`, { method: 'POST' })).status).toBe(200)
  await mod.room.people.ban('troll')
  const headers = await headersOf(server, 'owner')
  const entries = async (query: string) => {
    const path = `/api/v1/organizations/${developmentOrganization}/audit-log?${query}`
    const answer = await fetch(`${server.url}${path}`, { headers })
    return ((await answer.json()) as { entries: Entry[] }).entries
  }
  interface Entry {
    readonly actor: { readonly id: string } | null
    readonly address: string | null
    readonly after: object | null
  }
  const kicks = () => entries(`act=rooms.kick&subject=${id}`)
  await expect.poll(async () => (await kicks()).length, { timeout: 20_000 }).toBe(3)
  // Those by REST are written with the act, those by a socket follow.
  const found = await kicks()
  expect(found.filter(({ address }) => address === null)).toMatchObject([
    { actor: { id: 'mod' }, after: { userId: 'troll', claimsOnly: false, connections: 0 } },
    { actor: { id: 'mod' }, after: { userId: 'ada', claimsOnly: false, connections: 1 } },
  ])
  expect(found.filter(({ address }) => address !== null)).toMatchObject([
    { address: '127.0.0.1', after: { userId: 'troll', claimsOnly: false } },
  ])
})

test('[MO3] single documents have levels of their own, and what was decided is listed page by page', async () => {
  const id = await createRoom()
  const [mod, ada] = [await enterAs(id, 'mod', 'moderate'), await enterAs(id, 'ada', 'write')]
  const { people } = mod.room
  expect(await people.grants()).toEqual({ grants: [], next: null })
  expect(await people.setAccess('ada', 'read', { notes: 'write' })).toEqual({ connections: 1 })
  await until('the lower access', () => ada.room.access.get() === 'read')
  ada.room.getDocument('notes').getText('content').insert(0, 'still mine')
  await ada.room.flush()
  await people.setAccess('ada', undefined, { plan: 'comment', notes: null })
  const nobody = { ban: null, claimsBan: null }
  const adas = { userId: 'ada', access: 'read', documents: { plan: 'comment' }, ...nobody }
  expect(await people.grants()).toEqual({ grants: [adas], next: null })

  await people.ban('zoe', { forMs: 60_000 })
  await people.setAccess('bob', 'comment')
  expect(await people.grants({ limit: 2 })).toEqual({
    grants: [adas, { userId: 'bob', access: 'comment', documents: {}, ...nobody }],
    next: 'bob',
  })
  expect(await people.grants({ limit: 2, after: 'bob' })).toMatchObject({
    grants: [{ userId: 'zoe', access: null, ban: { until: expect.any(Number) } }],
    next: null,
  })
  await people.setAccess('ada', null, { plan: null })
  expect((await people.grants()).grants.map(({ userId }) => userId)).toEqual(['bob', 'zoe'])

  await expect(ada.room.people.grants()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(ada.room.people.setAccess('ada', undefined, { plan: 'write' })).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
  for (const wrong of [{ plan: 'moderate' }, { 'no name?': 'read' }])
    await expect(people.setAccess('ada', 'read', wrong as { plan: 'read' })).rejects.toMatchObject({
      code: 'VALIDATION_ERROR',
    })
  await expect(people.grants({ limit: 0 })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
})

test('[MO1] nobody else does, and a wrong id or level is refused', async () => {
  const id = await createRoom()
  const [mod, ada] = [await enterAs(id, 'mod', 'moderate'), await enterAs(id, 'ada', 'write')]
  const guest = await enter(server.wsUrl, id, { userId: 'guest' })
  for (const { people } of [ada.room, guest.room]) {
    await expect(people.kick('mod')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(people.ban('mod')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(people.setAccess('ada', 'moderate')).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(people.unban('mod')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  const { people } = mod.room
  await expect(people.kick('')).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  await expect(people.setAccess('ada', 'own' as 'read')).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  await expect(people.ban('ada', { forMs: 1 })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  expect([mod, ada, guest].map(({ room }) => room.status.get())).toEqual(['connected', 'connected', 'connected'])
})

test('[SU1] [SU2] [SU3] whom one may mean: who is here first, then to whom something was granted; not for readers', async () => {
  const id = await createRoom()
  const [mod, ada] = [await enterAs(id, 'mod', 'moderate'), await enterAs(id, 'ada', 'write')]
  await enter(server.wsUrl, id, { userId: 'guest', userInfo: { name: 'Grace' } })
  expect(await mod.room.people.setAccess('grant', 'write')).toEqual({ connections: 0 })
  await mod.room.people.setAccess('gus@example.com', 'write')
  expect(await ada.room.people.suggest('gr')).toEqual([
    { userId: 'guest', verified: false, name: 'Grace', isHere: true },
    { userId: 'grant', verified: true, name: 'grant', isHere: false },
  ])
  expect(await ada.room.people.suggest('g', { limit: 1 })).toHaveLength(1)
  expect((await ada.room.people.suggest()).map(({ userId }) => userId)).toEqual(['guest', 'mod', 'grant'])
  expect((await mod.room.people.suggest('gus')).map(({ userId }) => userId)).toEqual(['gus@example.com'])
  await mod.room.people.setAccess('ada', 'read')
  await until('the lower access', () => ada.room.access.get() === 'read')
  await expect(ada.room.people.suggest('g')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(mod.room.people.suggest('x'.repeat(65))).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
})
