/** Files of comments with a room token over HTTP: the same bounds as on a socket, and the room says who may. Rules AT1–AT7. */
import type { Attachment } from '@syncforge/protocol/attachments'
import { limits } from '@syncforge/protocol/limits'
import { expect, test } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, createToken, enter, expireToken, freshRoomId } from '../../sdk/kit.ts'
import { call, codeOf } from '../call.ts'
import { sendPartOf } from '../too-large.ts'

const server = sharedServer()
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 1, 2, 3])

const freshRoom = async () => {
  const id = freshRoomId('token-files')
  await createRoom(server, { id, access: 'private' })
  const tokenFor = (userId: string, ...levels: string[]) => createToken(server, userId, { [id]: levels })
  const send = (token: string | null, body: Uint8Array<ArrayBuffer> = png, type = 'image/png', query = '?name=a.png') =>
    call(server, `/v1/rooms/${id}/attachments${query}`, {
      method: 'POST',
      key: token,
      body,
      headers: { 'content-type': type },
    })
  const read = (token: string | null, commentId: string, attachmentId: string) =>
    call(server, `/v1/rooms/${id}/comments/${commentId}/attachments/${attachmentId}`, { key: token })
  return { id, tokenFor, send, read }
}

test('[AT1] [AT3] who may comment sends a file, a comment of theirs takes it, and who may read reads it', async () => {
  const { id, tokenFor, send, read } = await freshRoom()
  const ada = await tokenFor('ada', 'comment')
  const sent = await send(ada)
  expect(sent).toMatchObject({ status: 201, body: { name: 'a.png', type: 'image/png', bytes: png.length } })
  expect(sent.headers.get('access-control-allow-origin')).toBe('*')
  const picture = sent.body as Attachment
  const file = picture.id
  const { room } = await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token: ada }) })
  const bob = await enter(
    server.wsUrl,
    id,
    {},
    { authEndpoint: async () => ({ token: await tokenFor('bob', 'comment') }) },
  )
  // It is whose token sent it.
  await expect(bob.room.comments.create({ body: 'Mine?', attachments: [picture] })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  const { comments } = await room.comments.create({ body: 'Like this?', attachments: [picture] })
  const comment = comments[0]?.id ?? ''
  const reader = await tokenFor('rita', 'read')
  const found = await read(reader, comment, file)
  expect([found.status, found.body]).toEqual([200, png])
  expect(found.headers.get('content-disposition')).toContain('a.png')
  expect(found.headers.get('x-content-type-options')).toBe('nosniff')
  expect(codeOf(await send(reader))).toBe('FORBIDDEN')
  expect(codeOf(await read(reader, comment, `att_${'0'.repeat(20)}`))).toBe('NOT_FOUND')
  expect(codeOf(await read(reader, 'no-comment', file))).toBe('VALIDATION_ERROR')
})

test('what the room has decided about people counts here as on a socket', async () => {
  const { id, tokenFor, send, read } = await freshRoom()
  const decide = (userId: string, json: object) =>
    call(server, `/api/v1/rooms/${id}/participants/${userId}`, { method: 'PATCH', json })
  const ada = await tokenFor('ada', 'write')
  expect((await send(ada)).status).toBe(201)
  expect((await decide('ada', { access: 'read' })).status).toBe(200)
  expect(codeOf(await send(ada))).toBe('FORBIDDEN')
  await call(server, `/api/v1/rooms/${id}/participants/ada/kick`, { method: 'POST', json: { ban: true } })
  expect(codeOf(await send(ada))).toBe('BANNED')
  expect(codeOf(await read(ada, `com_${'0'.repeat(20)}`, `att_${'0'.repeat(20)}`))).toBe('BANNED')
  // A grant raises who brings a lower token.
  const rita = await tokenFor('rita', 'read')
  expect((await decide('rita', { access: 'comment' })).status).toBe(200)
  expect((await send(rita)).status).toBe(201)
})

test('nothing opens it that does not open the room', async () => {
  const { id, tokenFor, send } = await freshRoom()
  const other = await freshRoom()
  expect(codeOf(await send(null))).toBe('UNAUTHORIZED')
  expect(codeOf(await send('not.a.token'))).toBe('UNAUTHORIZED')
  expect(codeOf(await send('sk_dev_syncforge'))).toBe('FORBIDDEN')
  expect(codeOf(await send('pk_dev_syncforge'))).toBe('FORBIDDEN')
  expect(codeOf(await send(await expireToken(await tokenFor('ada', 'write'), -120)))).toBe('TOKEN_EXPIRED')
  expect(codeOf(await send(await other.tokenFor('ada', 'write')))).toBe('FORBIDDEN')
  // A token that would make a room by joining it makes none here.
  const unmade = freshRoomId('unmade')
  const token = await createToken(server, 'ada', { [unmade]: ['write'] })
  const answer = await call(server, `/v1/rooms/${unmade}/attachments`, { method: 'POST', key: token, body: png })
  expect(codeOf(answer)).toBe('ROOM_NOT_FOUND')
  // In a room for everybody, nobody in particular has files.
  await call(server, `/api/v1/rooms/${id}`, { method: 'PATCH', json: { access: 'public' } })
  expect(codeOf(await send('pk_dev_syncforge'))).toBe('UNAUTHORIZED')
})

test('[AT1] [AT3] what is too large, empty, a lie or oddly asked for is refused, and nothing is kept', async () => {
  const { id, tokenFor, send } = await freshRoom()
  const ada = await tokenFor('ada', 'comment')
  const url = `${server.url}/v1/rooms/${id}/attachments?name=a.png`
  const headers = { authorization: `Bearer ${ada}`, 'content-type': 'image/png' }
  const refused = await sendPartOf(limits.attachmentMaxBytes + 1, url, headers, png)
  expect(refused).toMatchObject({ status: 413, body: expect.stringContaining('PAYLOAD_TOO_LARGE') })
  expect(codeOf(await send(ada, new Uint8Array()))).toBe('VALIDATION_ERROR')
  expect(codeOf(await send(ada, png, 'image/jpeg'))).toBe('VALIDATION_ERROR')
  for (const query of ['?name=', `?name=${'x'.repeat(2_000)}`, '?name=a&userId=bob'])
    expect(codeOf(await send(ada, png, 'image/png', query))).toBe('VALIDATION_ERROR')
  const many = await Promise.all(Array.from({ length: limits.attachmentsUntakenPerPerson + 1 }, () => send(ada)))
  expect(many.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(limits.attachmentsUntakenPerPerson)
  expect(many.map((one) => (one.status === 201 ? 'sent' : codeOf(one)))).toContain('LIMIT_EXCEEDED')
})
