/** What people did in a room (comments with their files, chat, records) comes back from Postgres to a room whose own storage is lost. */
import { expect, test } from 'vitest'
import { type Call, call } from '../../http/call.ts'
import { loseObjects, waitUntilMirrored } from '../../kit/mirrored.ts'
import { createRoom, createToken, enter, freshRoomId } from '../../sdk/kit.ts'
import { openServer } from '../restarts.ts'

test('[CM3] [CH2] [RC5] comments, chat and records come back whole, and go on from there', {
  timeout: 240_000,
}, async () => {
  const server = await openServer()
  const id = freshRoomId('lost')
  await createRoom(server.current(), { id, access: 'private' })
  const token = await createToken(server.current(), 'ada', { [id]: ['write'] })
  const ask = (path: string, method = 'GET', json?: unknown, more: Call = {}) =>
    call(server.current(), `/api/v1/rooms/${id}${path}`, { method, ...(json === undefined ? {} : { json }), ...more })
  const { room, client } = await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })

  const file = await room.comments.attach(new File(['some words'], 'notes.txt', { type: 'text/plain' }))
  const thread = await room.comments.create({ body: 'first', anchorId: 'hero', attachments: [file] })
  const answer = await room.comments.reply(thread.id, { body: 'helo' })
  await room.comments.edit(answer.id, { body: 'hello' })
  await room.comments.react(answer.id, '👍')
  const gone = await room.comments.reply(thread.id, { body: 'gone' })
  await room.comments.remove(gone.id)

  const sent = await room.chat.send({ body: 'one' })
  await room.chat.edit(sent.id, { body: 'one, edited' })
  await ask('/chat', 'POST', { userId: 'bob', body: 'two', replyTo: sent.id })
  await room.chat.react(sent.id, '🎉')
  const removed = await room.chat.send({ body: 'taken back' })
  await room.chat.remove(removed.id)

  await room.records.save('brief', 'v1', { expectedVersion: 0 })
  await room.records.save('brief', 'v2', { expectedVersion: 1 })
  await room.records.save('old', 'x', { expectedVersion: 0 })
  await ask('/records/old', 'DELETE')

  const picture = async () => ({
    comments: (await ask(`/comments?threadId=${thread.id}`)).body,
    threads: (await ask('/threads')).body,
    chat: (await ask('/chat')).body,
    read: (await ask('/chat/read', 'POST', { userId: 'bob' })).body,
    records: (await ask('/records')).body,
    versions: (await ask('/records/brief/versions')).body,
    first: (await ask('/records/brief/versions/1')).body,
  })
  const before = await picture()
  client.close()
  await waitUntilMirrored(server.current(), id)
  await server.restart(async () => expect(await loseObjects(server.dataDir)).toBeGreaterThan(0))
  expect(await picture()).toEqual(before)
  const first = thread.comments[0]?.id
  expect(await ask(`/comments/${first}/attachments/${file.id}`)).toMatchObject({
    status: 200,
    body: new TextEncoder().encode('some words'),
  })

  // Numbers go on, and later copies win.
  expect((await ask('/chat', 'POST', { userId: 'bob', body: 'four' })).body).toMatchObject({ sequence: 4 })
  const save = (key: string, expectedVersion: number) =>
    ask(`/records/${key}`, 'PUT', { userId: 'bob', content: 'later', expectedVersion })
  expect((await save('brief', 2)).body).toMatchObject({ version: 3 })
  expect((await save('old', 0)).body).toMatchObject({ version: 2 })
  const later = await picture()
  await waitUntilMirrored(server.current(), id)
  await server.restart(() => loseObjects(server.dataDir))
  expect(await picture()).toEqual(later)
})
