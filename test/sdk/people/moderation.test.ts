/** [BEY-9] [CONV-6] Rights that change while sockets are open, through REST, for the SDK and for stock Yjs clients. */
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, createToken, enter, expireToken, freshRoomId, provide, rest, textOf, until } from '../kit.ts'

const server = sharedServer()

const members = async (id: string, ...userIds: string[]) => {
  await createRoom(server, { id, access: 'private' })
  return Promise.all(
    userIds.map(async (userId) => {
      const token = await createToken(server, userId, { [id]: ['write'] })
      return enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })
    }),
  )
}
const decide = (method: string, path: string, body?: object) =>
  rest(server, path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })

test('a downgraded editor hears of it at once, and their edits reach nobody; upgraded again, what was refused waits until they send it themselves', async () => {
  const id = freshRoomId('roles')
  const [ada, bob] = await members(id, 'ada', 'bob')
  if (!ada || !bob) throw new Error('nobody')
  textOf(bob.room).insert(0, 'mine ')
  await bob.room.flush()
  const answer = await decide('PATCH', `/rooms/${id}/participants/bob`, { access: 'read' })
  expect(await answer.json()).toEqual({ connections: 1 })
  await until('bob knows', () => bob.room.access.get() === 'read')
  textOf(bob.room).insert(0, 'not yours ')
  await expect(bob.room.flush()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  textOf(ada.room).insert(0, 'ours ')
  await ada.room.flush()
  await until('bob still reads', () => textOf(bob.room).toString().includes('ours'))
  expect(textOf(ada.room).toString().length).toBe('ours mine '.length)
  await decide('PATCH', `/rooms/${id}/participants/bob`, { access: null })
  await until('bob may write again', () => bob.room.access.get() === 'write')
  textOf(ada.room).insert(0, 'later ')
  await ada.room.flush()
  await until('bob hears of it', () => textOf(bob.room).toString().includes('later'))
  expect(textOf(ada.room).toString().length).toBe('later ours mine '.length)
  for (const edits of bob.room.refused.get()) await edits.retry()
  await until('the edit arrives', () => textOf(ada.room).toString().includes('not yours'))
  expect(textOf(bob.room).toString()).toBe(textOf(ada.room).toString())
})

test('a kicked member is out for good and the others see it at once; a banned one cannot return', async () => {
  const id = freshRoomId('kick')
  const [ada, bob] = await members(id, 'ada', 'bob')
  if (!ada || !bob) throw new Error('nobody')
  await until('both are in', () => ada.room.presence.getOthers().length === 1)
  // Nothing need be said: a kick without a body removes and bans nobody.
  expect((await decide('POST', `/rooms/${id}/participants/bob/kick`)).status).toBe(200)
  await until('bob is out', () => bob.room.status.get() === 'disconnected')
  expect(bob.errors.map(({ code }) => code)).toEqual(['KICKED'])
  await until('ada is alone', () => ada.room.presence.getOthers().length === 0)
  const returned = await enter(
    server.wsUrl,
    id,
    {},
    { authEndpoint: async () => ({ token: await createToken(server, 'bob', { [id]: ['write'] }) }) },
  )
  expect(returned.room.self.userId).toBe('bob')
  await decide('POST', `/rooms/${id}/participants/bob/kick`, { ban: true })
  const token = await createToken(server, 'bob', { [id]: ['write'] })
  const join = () => enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })
  await expect(join()).rejects.toMatchObject({ code: 'BANNED' })
  await decide('DELETE', `/rooms/${id}/participants/bob/ban`)
  expect((await join()).room.self.userId).toBe('bob')
})

test('a stock Yjs client is downgraded and kicked as well', async () => {
  const id = freshRoomId('stock-roles')
  const [ada] = await members(id, 'ada')
  if (!ada) throw new Error('nobody')
  const token = await createToken(server, 'carl', { [id]: ['write'] })
  const { doc, provider } = provide(server.wsUrl, id, token)
  const closes: { code: number; reason: string }[] = []
  provider.on('closed' as never, ((close: { code: number; reason: string }) => closes.push(close)) as never)
  doc.getText('content').insert(0, 'carl ')
  await until('carl’s edit', () => textOf(ada.room).toString() === 'carl ')
  await decide('PATCH', `/rooms/${id}/participants/carl`, { access: 'read' })
  doc.getText('content').insert(0, 'refused ')
  textOf(ada.room).insert(0, 'ada ')
  await until('carl reads on', () => doc.getText('content').toString().includes('ada'))
  expect(textOf(ada.room).toString()).toBe('ada carl ')
  await decide('POST', `/rooms/${id}/participants/carl/kick`, { ban: { forMs: 60_000 } })
  await until('carl is told to stay out', () => closes.length === 1)
  expect(closes).toEqual([{ code: 4403, reason: 'BANNED' }])
})

test('a token is renewed before it ends, and nobody sees its holder leave', async () => {
  const id = freshRoomId('renew')
  const [ada] = await members(id, 'ada')
  if (!ada) throw new Error('nobody')
  let asked = 0
  const authEndpoint = async () => {
    asked += 1
    const token = await createToken(server, 'bob', { [id]: ['write'] })
    return { token: asked === 1 ? await expireToken(token, 5) : token }
  }
  const bob = await enter(server.wsUrl, id, {}, { authEndpoint })
  await until('ada sees bob', () => ada.room.presence.getOthers().length === 1)
  const seen: (readonly string[])[] = []
  ada.room.presence.subscribeOthers((others) => void seen.push(others.map(({ userId }) => userId)))
  const statuses: string[] = []
  bob.room.status.subscribe((status) => void statuses.push(status))
  const { connectionId } = bob.room.self
  await until('the second token', () => asked === 2)
  textOf(bob.room).insert(0, 'still here')
  await bob.room.flush()
  await until('ada has it', () => textOf(ada.room).toString() === 'still here')
  expect(bob.room.self.connectionId).toBe(connectionId)
  expect(seen.filter((others) => others.length === 0)).toEqual([])
  expect(statuses).toEqual(['connected'])
})
