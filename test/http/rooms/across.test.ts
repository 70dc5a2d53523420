/** What people said and did, asked for across rooms: by pages and filters, without what was taken back, and of one's own organization alone. */
import { expect, test } from 'vitest'
import { otherOrganization } from '../../kit/database.ts'
import { waitUntilMirrored } from '../../kit/mirrored.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, freshRoomId } from '../../sdk/kit.ts'
import { call, codeOf } from '../call.ts'

const server = sharedServer()

type Row = Readonly<Record<string, unknown>>

const list = async (what: string, query: Readonly<Record<string, string | number>>, key?: string) => {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
  const answer = await call(server, `/api/v1/${what}?${search}`, key === undefined ? {} : { key })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  const body = answer.body as Readonly<Record<string, readonly Row[]>> & { readonly nextCursor: string | null }
  return { rows: body[what] ?? [], nextCursor: body.nextCursor }
}

test('comments, messages, records and checklists of many rooms, the newest first', async () => {
  const prefix = `${freshRoomId('across')}-`
  const rooms = [`${prefix}a`, `${prefix}b`]
  const ask = async (room: string, path: string, method: string, json?: unknown) => {
    const answer = await call(server, `/api/v1/rooms/${room}${path}`, {
      method,
      ...(json === undefined ? {} : { json }),
    })
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300)
    return answer.body as { readonly id: string; readonly comment: { readonly id: string } }
  }
  const startedAt = Date.now()
  for (const room of rooms) {
    await createRoom(server, { id: room, access: 'private' })
    await ask(room, '/comments', 'POST', { userId: 'ada', body: `comment in ${room}` })
    await ask(room, '/chat', 'POST', { userId: 'ada', userInfo: { name: 'Ada' }, body: `hello ${room}` })
    const dropped = await ask(room, '/chat', 'POST', { userId: 'bob', body: 'dropped' })
    await ask(room, `/chat/${dropped.id}?userId=bob`, 'DELETE')
    await ask(room, '/records/brief', 'PUT', { userId: 'ada', content: 'first', expectedVersion: 0 })
    await ask(room, '/records/brief', 'PUT', { userId: 'bob', content: 'second', expectedVersion: 1 })
    await ask(room, '/records/gone', 'PUT', { userId: 'bob', content: 'x', expectedVersion: 0 })
    await ask(room, '/records/gone', 'DELETE')
    const item = await ask(room, '/checklists', 'POST', { list: 'launch', text: 'Write', dueAt: 77 })
    await ask(room, '/checklists', 'POST', { list: 'launch', text: 'Read', dueAt: 99 })
    await ask(room, `/checklists/${item.id}`, 'PATCH', { done: true })
  }
  const since = Date.now()
  for (const room of rooms) await waitUntilMirrored(server, room, since)

  const [a, b] = rooms
  const comments = await list('comments', { roomPrefix: prefix })
  expect(comments.nextCursor).toBeNull()
  expect(comments.rows).toMatchObject([
    { roomId: b, by: { userId: 'ada', verified: true }, text: `comment in ${b}`, editedAt: null },
    { roomId: a, text: `comment in ${a}` },
  ])
  expect((await list('messages', { roomPrefix: prefix })).rows).toMatchObject([
    { roomId: b, by: { userId: 'ada', name: 'Ada', verified: true }, body: `hello ${b}`, mentions: [], replyTo: null },
    { roomId: a, body: `hello ${a}` },
  ])
  expect((await list('records', { roomPrefix: prefix })).rows).toMatchObject([
    { roomId: b, key: 'brief', version: 2, bytes: 6, by: { userId: 'bob', verified: true } },
    { roomId: a, key: 'brief', version: 2 },
  ])
  expect((await list('checklists', { roomPrefix: prefix })).rows).toMatchObject([
    { roomId: b, list: 'launch', items: 2, done: 1, dueAt: 99 },
    { roomId: a, list: 'launch', items: 2, done: 1 },
  ])
  for (const what of ['comments', 'messages', 'records', 'checklists']) {
    const whole = (await list(what, { roomPrefix: prefix })).rows
    // By pages, each row once.
    const first = await list(what, { roomPrefix: prefix, limit: 1 })
    const next = await list(what, { roomPrefix: prefix, limit: 1, cursor: first.nextCursor ?? '' })
    expect([...first.rows, ...next.rows]).toEqual(whole)
    expect(next.nextCursor).toBeNull()
    expect((await list(what, { roomPrefix: a ?? '' })).rows).toHaveLength(1)
    expect((await list(what, { roomPrefix: prefix, since: startedAt - 60_000 })).rows).toHaveLength(2)
    expect((await list(what, { roomPrefix: prefix, since: Date.now() + 60_000 })).rows).toEqual([])
    expect((await list(what, { roomPrefix: prefix }, otherOrganization.secret)).rows).toEqual([])
    if (what !== 'checklists') {
      const mine = (await list(what, { roomPrefix: prefix, userId: what === 'records' ? 'bob' : 'ada' })).rows
      expect(mine).toHaveLength(2)
      expect((await list(what, { roomPrefix: prefix, userId: 'nobody' })).rows).toEqual([])
    }
    // A cursor is of the list that it was given with.
    const other = what === 'comments' ? 'records' : 'comments'
    for (const cursor of ['x', first.nextCursor ?? ''])
      expect(codeOf(await call(server, `/api/v1/${other}?cursor=${cursor}`))).toBe('VALIDATION_ERROR')
    for (const query of ['limit=0', 'limit=101', 'since=-1', 'since=x', 'roomPrefix=%00', 'more=1'])
      expect(codeOf(await call(server, `/api/v1/${what}?${query}`)), query).toBe('VALIDATION_ERROR')
  }
  // With its room all of it is gone.
  expect((await call(server, `/api/v1/rooms/${a}`, { method: 'DELETE' })).status).toBe(204)
  for (const what of ['comments', 'messages', 'records', 'checklists'])
    expect((await list(what, { roomPrefix: prefix })).rows.map(({ roomId }) => roomId)).toEqual([b])
}, 120_000)
