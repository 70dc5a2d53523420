/** Chat, locks and records by REST, in people's names: what sockets hear of it, and what is refused. */
import { expect, test } from 'vitest'
import { otherOrganization } from '../../kit/database.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, createToken, enter, freshRoomId, until } from '../../sdk/kit.ts'
import { type Call, call, codeOf } from '../call.ts'

const server = sharedServer()

const freshRoom = async () => {
  const id = freshRoomId('rest')
  await createRoom(server, { id, access: 'private' })
  return id
}
const comeIn = async (id: string, userId: string) => {
  const token = await createToken(server, userId, { [id]: ['write'] })
  return (await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })).room
}
const at =
  (room: string) =>
  (path: string, method: string, json?: unknown, more: Call = {}) =>
    call(server, `/api/v1/rooms/${room}${path}`, { method, ...(json === undefined ? {} : { json }), ...more })

test('[CH1] [CH3] somebody chats by REST: sockets hear it as theirs, and only they change it', async () => {
  const id = await freshRoom()
  const ask = at(id)
  const ada = await comeIn(id, 'ada')
  ada.chat.subscribe(() => {})
  const headers = { 'idempotency-key': `chat-${id}` }
  const words = { userId: 'remote', userInfo: { name: 'Remote' }, body: 'from afar' }
  const sent = await ask('/chat', 'POST', words, { headers })
  expect(sent).toMatchObject({ status: 201, body: { body: 'from afar', by: { userId: 'remote', verified: true } } })
  expect((await ask('/chat', 'POST', words, { headers })).body).toEqual(sent.body)
  await until('ada hears it', () => ada.chat.get().messages[0]?.body === 'from afar')
  const message = (sent.body as { id: string }).id
  expect(codeOf(await ask(`/chat/${message}`, 'PATCH', { userId: 'eve', body: 'mine' }))).toBe('FORBIDDEN')
  expect(await ask(`/chat/${message}`, 'PATCH', { userId: 'remote', body: 'from nearby' })).toMatchObject({
    status: 200,
  })
  expect((await ask(`/chat/${message}/reactions`, 'POST', { userId: 'remote', emoji: '👍' })).status).toBe(204)
  const mine = await ada.chat.send({ body: 'hello' })
  expect((await ask('/chat/read', 'POST', { userId: 'remote' })).body).toEqual({ last: 2, read: 2, unread: 0 })
  const page = await ask('/chat?limit=1', 'GET')
  expect(page.body).toMatchObject({ messages: [{ body: 'hello' }], hasMore: true })
  expect((await ask(`/chat?before=${mine.id}`, 'GET')).body).toMatchObject({
    messages: [{ body: 'from nearby', reactions: [{ emoji: '👍', by: [{ userId: 'remote' }] }] }],
    hasMore: false,
  })
  expect(codeOf(await ask(`/chat/${mine.id}?userId=remote`, 'DELETE'))).toBe('FORBIDDEN')
  for (const one of [`/chat/${mine.id}`, `/chat/${message}?userId=remote`]) {
    expect((await ask(one, 'DELETE')).status).toBe(204)
  }
  await until('both are gone', () => ada.chat.get().messages.every(({ isRemoved }) => isRemoved))
  expect(codeOf(await ask('/chat', 'POST', { userId: 'remote', body: ' ' }))).toBe('VALIDATION_ERROR')
  expect(codeOf(await ask('/chat', 'POST', { body: 'nobody’s' }))).toBe('VALIDATION_ERROR')
  expect(codeOf(await ask('/chat', 'GET', undefined, { key: otherOrganization.secret }))).toBe('ROOM_NOT_FOUND')
})

test('[LK1] [LK3] [LK5] somebody holds a lock by REST until they give it back, or it is taken', async () => {
  const id = await freshRoom()
  const ask = at(id)
  const ada = await comeIn(id, 'ada')
  ada.locks.subscribe(() => {})
  const held = await ask('/locks', 'POST', { userId: 'remote', key: 'plan/budget', ttlMs: 60_000 })
  expect(held).toMatchObject({
    status: 201,
    body: { key: 'plan/budget', by: { userId: 'remote' }, connectionId: null },
  })
  await until('ada sees it', () => ada.locks.get()[0]?.by.userId === 'remote')
  const { token, expiresAt } = held.body as { token: number; expiresAt: number }
  expect(codeOf(await ask('/locks', 'POST', { userId: 'bob', key: 'plan/budget' }))).toBe('LOCK_HELD')
  const path = `/locks/${encodeURIComponent('plan/budget')}`
  const renewed = await ask(path, 'PATCH', { userId: 'remote', token, ttlMs: 120_000 })
  expect((renewed.body as { expiresAt: number }).expiresAt).toBeGreaterThan(expiresAt)
  expect(codeOf(await ask(path, 'PATCH', { userId: 'bob', token }))).toBe('LOCK_LOST')
  const stolen = await ask('/locks', 'POST', { userId: 'boss', key: 'plan/budget', steal: true })
  expect((stolen.body as { token: number }).token).toBeGreaterThan(token)
  expect(codeOf(await ask(`${path}?userId=remote&token=${token}`, 'DELETE'))).toBe('LOCK_LOST')
  const { token: own } = stolen.body as { token: number }
  expect((await ask(`${path}?userId=boss&token=${own}`, 'DELETE')).status).toBe(204)
  expect((await ask('/locks', 'GET')).body).toEqual({ locks: [] })
  expect(codeOf(await ask('/locks', 'POST', { userId: 'bob', key: 'x', ttlMs: 1e12 }))).toBe('VALIDATION_ERROR')
})

test('[RC1] [RC3] [RC6] somebody saves a record by REST on the version that they have seen', async () => {
  const id = await freshRoom()
  const ask = at(id)
  const ada = await comeIn(id, 'ada')
  const path = '/records/brief'
  const save = (expectedVersion: number, content: string, more: object = {}) =>
    ask(path, 'PUT', { userId: 'remote', content, expectedVersion, ...more })
  expect(await save(0, 'one')).toMatchObject({ status: 200, body: { version: 1, by: { userId: 'remote' } } })
  expect(await ada.records.get('brief')).toMatchObject({ content: 'one' })
  await ada.records.save('brief', 'two', { expectedVersion: 1 })
  const late = await save(1, 'late')
  expect([codeOf(late), late.body]).toMatchObject([
    'VERSION_CONFLICT',
    { error: { details: { current: { content: 'two' } } } },
  ])
  expect(codeOf(await save(2, 'three', { token: 7 }))).toBe('LOCK_LOST')
  expect((await ask(`${path}/versions/1`, 'GET')).body).toMatchObject({ content: 'one', version: 1 })
  const restored = await ask(`${path}/versions/1/restore`, 'POST', { userId: 'remote', expectedVersion: 2 })
  expect(restored).toMatchObject({ status: 200, body: { version: 3 } })
  expect((await ask(path, 'GET')).body).toMatchObject({ content: 'one', version: 3 })
  expect((await ask(`${path}/versions?limit=2`, 'GET')).body).toMatchObject({
    versions: [{ version: 3 }, { version: 2 }],
    hasMore: true,
  })
  expect((await ask('/records', 'GET')).body).toMatchObject({ records: [{ key: 'brief', version: 3 }] })
  expect((await ask(path, 'DELETE')).status).toBe(204)
  expect(codeOf(await ask(path, 'GET'))).toBe('NOT_FOUND')
  expect(codeOf(await save(0, 'x'.repeat(600_000)))).toBe('VALIDATION_ERROR')
})
