/** Comments by REST, in people's names, and what sockets hear of them. */
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, createToken, enter, freshRoomId, until } from '../../sdk/kit.ts'
import { call, codeOf } from '../call.ts'

const server = sharedServer()

const freshRoom = async () => {
  const id = freshRoomId('comments')
  await createRoom(server, { id, access: 'private' })
  return id
}
const post = (path: string, json: object) => call(server, `/api/v1${path}`, { method: 'POST', json })
interface Said {
  readonly thread: { readonly id: string }
  readonly comment: { readonly id: string; readonly text: string }
}

test('[CM1] somebody comments by REST, and everybody in the room sees it as theirs; found by its id alone at once', async () => {
  const id = await freshRoom()
  const token = await createToken(server, 'ada', { [id]: ['comment'] })
  const { room } = await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })
  room.comments.subscribe(() => {})
  const begun = await post(`/rooms/${id}/comments`, {
    userId: 'remote',
    userInfo: { name: 'Remote' },
    body: 'from afar',
    anchorId: 'hero',
    anchor: { x: 0.25, y: 0.75 },
  })
  expect(begun.status).toBe(201)
  const { thread, comment } = begun.body as Said
  await until('ada sees it', () => room.comments.get()[0]?.unread === 1 && room.comments.get()[0]?.text === 'from afar')
  expect(room.comments.get()[0]).toMatchObject({
    anchorId: 'hero',
    unread: 1,
    author: { userId: 'remote', verified: true },
  })
  const answered = await room.comments.reply(thread.id, { body: 'I see' })
  const listed = await call(server, `/api/v1/rooms/${id}/comments?threadId=${thread.id}`)
  expect(listed.body).toMatchObject({ comments: [{ text: 'from afar' }, { text: 'I see', author: { userId: 'ada' } }] })
  const path = `/api/v1/comments/${comment.id}`
  const edited = await call(server, path, { method: 'PATCH', json: { userId: 'remote', body: 'from nearby' } })
  expect(edited.body).toMatchObject({ text: 'from nearby', author: { userId: 'remote' } })
  expect(codeOf(await call(server, path, { method: 'PATCH', json: { userId: 'eve', body: 'mine' } }))).toBe('FORBIDDEN')
  const inRoom = `/api/v1/comments/${answered.id}?roomId=${id}`
  expect((await call(server, inRoom, { method: 'PATCH', json: { body: 'moderated' } })).body).toMatchObject({
    text: 'moderated',
    author: { userId: 'ada' },
  })
  for (const [act, resolved] of [
    ['resolve', { by: { userId: 'remote' } }],
    ['reopen', null],
  ] as const) {
    const done = await post(`/rooms/${id}/threads/${thread.id}/${act}`, { userId: 'remote' })
    expect(done).toMatchObject({ status: 200, body: { resolved } })
  }
  const threads = await call(server, `/api/v1/rooms/${id}/threads?open=true&anchorId=hero`)
  expect(threads.body).toMatchObject({ threads: [{ id: thread.id, comments: 2 }], next: null })
  for (const gone of [path, inRoom]) expect((await call(server, gone, { method: 'DELETE' })).status).toBe(204)
  expect(codeOf(await post(`/rooms/${id}/comments`, { userId: 'remote', threadId: thread.id, body: 'late' }))).toBe(
    'NOT_FOUND',
  )
  await until('the thread is gone', () => room.comments.get().length === 0)
})

test('[AN2] words of a document are quoted by REST, read by the room itself, and refused where they are not', async () => {
  const id = await freshRoom()
  const token = await createToken(server, 'ada', { [id]: ['write'] })
  const { room } = await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })
  room.getDocument().getText('content').insert(0, 'the cat and the dog')
  await room.flush()
  const on = (anchor: object) => post(`/rooms/${id}/comments`, { userId: 'remote', body: 'here', anchor })
  const placed = await on({ document: 'default', quote: 'the', before: 'and ' })
  expect(placed.body).toMatchObject({
    thread: { anchor: { root: 'content', quote: 'the', state: 'anchored', runs: [[expect.any(Number), 12, 3]] } },
  })
  for (const anchor of [
    { document: 'default', quote: 'the' },
    { document: 'default', quote: 'the cow' },
    { document: 'nowhere', quote: 'the cat' },
    { document: 'default', root: 'content', start: 4, end: 99 },
    { document: 'default', root: 'other', start: 0, end: 1 },
    { document: 'default', root: 'content', start: 3, end: 3 },
    { document: 'default', root: 'content', runs: [[7, 0, 5]] },
    { document: 'default', root: 'content' },
    { x: 2, y: 0 },
  ])
    expect(codeOf(await on(anchor)), JSON.stringify(anchor)).toBe('VALIDATION_ERROR')
  const { body } = await call(server, `/api/v1/rooms/${id}/threads`)
  expect((body as { threads: unknown[] }).threads).toHaveLength(1)
})
