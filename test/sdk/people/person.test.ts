/** Who claims an id is not who proves it (rules PE1–PE5): through the SDK, stock Yjs clients and REST at once. */
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, createToken, enter, freshRoomId, provide, rest, textOf, until } from '../kit.ts'

const server = sharedServer()

const prove = async (id: string, userId: string, level = 'write') => {
  const token = await createToken(server, userId, { [id]: [level] })
  return enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })
}
const claim = (id: string, userId: string) =>
  enter(server.wsUrl, id, { userId, userInfo: { name: `${userId}, they say` } })
const decide = async (method: string, path: string, body?: object) =>
  (await rest(server, path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })).text()
const show = async (id: string, userId: string) => (await rest(server, `/rooms/${id}/participants/${userId}`)).json()

test('[PE2] a right that was raised is the proven person’s, and REST shows what was decided', async () => {
  const id = freshRoomId('raised')
  await createRoom(server, { id, access: 'public' })
  expect(await show(id, 'boss')).toEqual({ userId: 'boss', access: null, documents: {}, ban: null, claimsBan: null })
  await decide('PATCH', `/rooms/${id}/participants/boss`, { access: 'moderate' })
  expect(await show(id, 'boss')).toEqual({
    userId: 'boss',
    access: 'moderate',
    documents: {},
    ban: null,
    claimsBan: null,
  })
  const [fake, boss] = [await claim(id, 'boss'), await prove(id, 'boss', 'read')]
  expect([fake.room.access.get(), fake.room.self.verified]).toEqual(['write', false])
  expect([boss.room.access.get(), boss.room.self.verified]).toEqual(['moderate', true])
  await decide('PATCH', `/rooms/${id}/participants/boss`, { access: 'read' })
  await until('both read', () => [fake, boss].every(({ room }) => room.access.get() === 'read'))
  await decide('PATCH', `/rooms/${id}/participants/boss`, { access: null })
  await until('what each came with', () => fake.room.access.get() === 'write' && boss.room.access.get() === 'read')
})

test('[PE1] [PE3] two people with one id: in presence, in the list, as authors; a stock client too', async () => {
  const id = freshRoomId('two')
  await createRoom(server, { id, access: 'public' })
  const [fake, boss] = [await claim(id, 'boss'), await prove(id, 'boss')]
  const others = ({ room }: typeof fake) =>
    room.presence.getOthers().map(({ userId, userInfo, verified }) => [userId, userInfo.name, verified])
  await until('they see each other', () => others(fake).length + others(boss).length === 2)
  expect(others(fake)).toEqual([['boss', 'boss', true]])
  expect(others(boss)).toEqual([['boss', 'boss, they say', false]])
  const { participants } = (await (await rest(server, `/rooms/${id}/participants`)).json()) as {
    participants: { userId: string; verified: boolean; connections: unknown[] }[]
  }
  // In the order in which they came.
  expect(participants.map(({ userId, verified, connections }) => [userId, verified, connections.length])).toEqual([
    ['boss', false, 1],
    ['boss', true, 1],
  ])
  textOf(boss.room).insert(0, 'I stay. ')
  await boss.room.flush()
  await until('it is there', () => textOf(fake.room).length > 0)
  textOf(fake.room).insert(8, 'I resign. ')
  await fake.room.flush()
  const stock = provide(server.wsUrl, id, await createToken(server, 'boss', { [id]: ['write'] }))
  await until('the stock client is in', () => stock.provider.synced)
  stock.text.insert(18, 'I do not.')
  await until('all have it', () => textOf(boss.room).toString().endsWith('not.'))
  const { content = [] } = await boss.room.history.blame()
  expect(content.map(({ text, by }) => [text, by?.userId, by?.name, by?.verified])).toEqual([
    ['I stay. ', 'boss', 'boss', true],
    ['I resign. ', 'boss', 'boss, they say', false],
    ['I do not.', 'boss', 'boss', true],
  ])
})

test('[PE5] an impostor can be removed and kept out without the person whose id it is', async () => {
  const id = freshRoomId('impostor')
  await createRoom(server, { id, access: 'public' })
  const [fake, boss] = [await claim(id, 'boss'), await prove(id, 'boss')]
  const kick = (body: object) => decide('POST', `/rooms/${id}/participants/boss/kick`, body)
  expect(await kick({ ban: true, verified: false })).toBe('{"connections":1}')
  await until('the impostor is out', () => fake.room.status.get() === 'disconnected')
  expect(await show(id, 'boss')).toEqual({
    userId: 'boss',
    access: null,
    documents: {},
    ban: null,
    claimsBan: { until: null },
  })
  await expect(claim(id, 'boss')).rejects.toMatchObject({ code: 'BANNED' })
  await expect(kick({ verified: true })).rejects.toThrow('VALIDATION_ERROR')
  expect(boss.room.status.get()).toBe('connected')

  const before = Date.now()
  await kick({ ban: { forMs: 60_000 } })
  await until('the person is out as well', () => boss.room.status.get() === 'disconnected')
  const { ban } = (await show(id, 'boss')) as { ban: { until: number } }
  expect(ban.until).toBeGreaterThanOrEqual(before + 60_000)
  expect(ban.until).toBeLessThanOrEqual(Date.now() + 60_000)
  for (const back of [() => claim(id, 'boss'), () => prove(id, 'boss')]) {
    await expect(back()).rejects.toMatchObject({ code: 'BANNED' })
  }
  await decide('DELETE', `/rooms/${id}/participants/boss/ban`)
  expect(await show(id, 'boss')).toEqual({ userId: 'boss', access: null, documents: {}, ban: null, claimsBan: null })
  await Promise.all([claim(id, 'boss'), prove(id, 'boss')])
})
