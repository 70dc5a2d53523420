/** Files of comments on a real server: what comes in, what is refused, what a crash leaves, what goes when. Rules AT1–AT8. */
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { limits } from '@syncforge/protocol/limits'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, codeOf } from '../../http/call.ts'
import { otherOrganization } from '../../kit/database.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { createRoom, createToken, enter, freshRoomId } from '../../sdk/kit.ts'

let dataDir: string
let server: TestServer

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'syncforge-files-'))
  server = await startServer({ dataDir })
})
afterAll(async () => {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const png = (length = 64) => {
  const bytes = new Uint8Array(length).fill(7)
  bytes.set([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10])
  return bytes
}
const picture = (length?: number) => new File([png(length)], 'a picture.png', { type: 'image/png' })

/** Sends a body without a length and without an end, as fast as it is taken: what the server says, or that it took far more than any file may have. */
const sendEndlessly = (id: string): Promise<string> => {
  const chunk = png(65_536)
  const frame = Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')])
  return new Promise((resolve) => {
    let heard = ''
    let sent = 0
    const end = (outcome: string) => {
      socket.destroy()
      resolve(outcome)
    }
    const send = () => {
      sent += frame.length
      if (sent > 50 * limits.attachmentMaxBytes) end('took it all')
      else if (!socket.destroyed) socket.write(frame, send)
    }
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(
        `POST /api/v1/rooms/${id}/attachments?userId=remote&name=x HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer sk_dev_syncforge\r\ncontent-type: image/png\r\ntransfer-encoding: chunked\r\n\r\n`,
        send,
      )
    })
    socket.on('data', (bytes) => {
      heard += bytes.toString()
      const code = /"code":"(\w+)"/.exec(heard)?.[1]
      if (code !== undefined) end(code)
    })
    socket.on('error', () => {})
    socket.on('close', () => end('closed'))
  })
}

/** What lies in the store, of all rooms. */
const stored = (): string[] => {
  const folder = join(dataDir, 'files')
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort()
}
const soon = { timeout: 30_000 }

const freshRoom = async () => {
  const id = freshRoomId('files')
  await createRoom(server, { id, access: 'private' })
  return id
}
const comeIn = async (id: string, userId: string, right: 'read' | 'comment' | 'write' = 'comment') => {
  const token = await createToken(server, userId, { [id]: [right] })
  return (await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token }) })).room
}
const attach = (id: string, body: BodyInit, type: string, query = 'userId=remote&name=x') =>
  call(server, `/api/v1/rooms/${id}/attachments?${query}`, { method: 'POST', body, headers: { 'content-type': type } })

test('[AT1] [AT2] [AT3] somebody attaches a picture, and others read it by an address that ends and says nothing else', async () => {
  const id = await freshRoom()
  const [ada, bob] = [await comeIn(id, 'ada'), await comeIn(id, 'bob', 'read')]
  const file = await ada.comments.attach(picture())
  expect(file).toMatchObject({ name: 'a picture.png', type: 'image/png', bytes: 64 })
  const thread = await ada.comments.create({ body: 'like this?', attachments: [file] })
  expect(thread.comments[0]?.attachments).toEqual([file])
  const commentId = thread.comments[0]?.id ?? ''
  const [found] = await bob.comments.files(commentId)
  const answer = await fetch(found?.url ?? '')
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(png())
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-length': '64',
    'x-content-type-options': 'nosniff',
    'content-disposition': `attachment; filename="a picture.png"; filename*=UTF-8''a%20picture.png`,
    'access-control-allow-origin': '*',
  })
  expect(answer.headers.get('content-security-policy')).toContain('sandbox')
  const url = new URL(found?.url ?? '')
  for (const [wrong, method] of [
    [`${url.origin}/files/${'x'.repeat(20)}.${'y'.repeat(43)}`, 'GET'],
    [url.href.replace(/.$/, (last) => (last === 'A' ? 'E' : 'A')), 'GET'],
    [url.href, 'PUT'],
  ] as const) {
    const refused = await fetch(wrong, { method, ...(method === 'PUT' ? { body: png() } : {}) })
    expect(await refused.json()).toMatchObject({ error: { code: 'UNAUTHORIZED' } })
  }
  await expect(bob.comments.attach(picture())).rejects.toMatchObject({ code: 'FORBIDDEN' })
  // Addresses are secrets.
  expect(server.output()).not.toContain(url.pathname)
  expect(await call(server, `/api/v1/rooms/${id}/comments/${commentId}/attachments/${file.id}`)).toMatchObject({
    status: 200,
    body: png(),
  })
  expect(
    codeOf(
      await call(server, `/api/v1/rooms/${id}/comments/${commentId}/attachments/${file.id}`, {
        key: otherOrganization.secret,
      }),
    ),
  ).toBe('ROOM_NOT_FOUND')
})

test('[AT4] a comment takes files of who writes it, once, and all or none of them', async () => {
  const id = await freshRoom()
  const [ada, bob] = [await comeIn(id, 'ada'), await comeIn(id, 'bob')]
  const [mine, his] = [await ada.comments.attach(picture()), await bob.comments.attach(picture())]
  await expect(ada.comments.create({ body: 'x', attachments: [mine, his] })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  await expect(ada.comments.create({ body: 'x', attachments: [mine, mine] })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
  })
  const { id: threadId } = await ada.comments.create({ body: 'x', attachments: [mine] })
  await expect(ada.comments.reply(threadId, { body: 'again', attachments: [mine] })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  expect((await bob.comments.reply(threadId, { body: 'mine', attachments: [his] })).attachments).toEqual([his])
  // By REST, and of a room that another one’s file is not in.
  const { body } = await attach(id, png(), 'image/png')
  const other = await freshRoom()
  const comment = (room: string) =>
    call(server, `/api/v1/rooms/${room}/comments`, {
      method: 'POST',
      json: { userId: 'remote', body: 'from afar', attachments: [(body as { id: string }).id] },
    })
  expect(codeOf(await comment(other))).toBe('NOT_FOUND')
  expect(await comment(id)).toMatchObject({ status: 201, body: { comment: { attachments: [body] } } })
})

test('[AT1] [AT3] what is too large, too short or a lie is refused, and nothing of it is kept', async () => {
  const id = await freshRoom()
  const ada = await comeIn(id, 'ada')
  const before = stored()
  const large = limits.attachmentMaxBytes + 1
  await expect(ada.comments.attach(picture(large))).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  expect(codeOf(await attach(id, png(large), 'image/png'))).toBe('PAYLOAD_TOO_LARGE')
  expect(codeOf(await attach(id, 'no picture', 'image/png'))).toBe('VALIDATION_ERROR')
  expect(codeOf(await attach(id, png(), 'text/html'))).toBe('VALIDATION_ERROR')
  expect(codeOf(await attach(id, '', 'text/plain'))).toBe('VALIDATION_ERROR')
  expect(await sendEndlessly(id)).toBe('VALIDATION_ERROR')
  // It says 1,000 bytes, sends 600 and is gone.
  await new Promise<void>((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(
        `POST /api/v1/rooms/${id}/attachments?userId=remote&name=x HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer sk_dev_syncforge\r\ncontent-type: image/png\r\ncontent-length: 1000\r\n\r\n`,
      )
      socket.write(png(600))
      socket.end()
    })
    socket
      .on('error', reject)
      .on('close', () => resolve())
      .resume()
  })
  const markup = await attach(id, '<svg onload="alert(1)"/>', 'image/svg+xml', 'userId=remote&name=../a%0d.svg')
  expect(markup.body).toMatchObject({ type: 'application/octet-stream', name: 'a.svg' })
  await expect.poll(() => stored().length, soon).toBe(before.length + 1)
})

test('[AT1] the largest file there may be arrives whole', async () => {
  const id = await freshRoom()
  const { body, status } = await attach(id, png(limits.attachmentMaxBytes), 'image/png')
  expect([status, body]).toMatchObject([201, { bytes: limits.attachmentMaxBytes }])
})

test('[AT4] [AT6] [AT8] a crash between sending and commenting takes nothing; with its comment, and with its room, a file goes', async () => {
  const id = await freshRoom()
  const { body: first } = await attach(id, png(), 'image/png')
  const { body: second } = await attach(id, png(80), 'image/png')
  const { body: untaken } = await attach(id, png(96), 'image/png')
  const idOf = (file: unknown) => (file as { id: string }).id
  await server.kill()
  server = await startServer({ dataDir, port: server.port })
  const said = await call(server, `/api/v1/rooms/${id}/comments`, {
    method: 'POST',
    json: { userId: 'remote', body: 'after all', attachments: [idOf(first)] },
  })
  expect(said.status).toBe(201)
  const { thread, comment } = said.body as { thread: { id: string }; comment: { id: string } }
  const replied = await call(server, `/api/v1/rooms/${id}/comments`, {
    method: 'POST',
    json: { userId: 'remote', threadId: thread.id, body: 'and', attachments: [idOf(second)] },
  })
  const reply = (replied.body as { comment: { id: string } }).comment
  const have = (file: unknown) => stored().some((name) => name.startsWith(idOf(file)))
  expect([have(first), have(second), have(untaken)]).toEqual([true, true, true])
  // A fork has a copy of its own.
  const fork = freshRoomId('fork')
  expect((await call(server, `/api/v1/rooms/${id}/fork`, { method: 'POST', json: { id: fork } })).status).toBe(201)
  const readable = async (room: string, commentId: string, file: unknown) =>
    (await call(server, `/api/v1/rooms/${room}/comments/${commentId}/attachments/${idOf(file)}`)).status
  await expect.poll(() => readable(fork, comment.id, first), soon).toBe(200)
  await expect.poll(() => readable(fork, reply.id, second), soon).toBe(200)
  const removed = await call(server, `/api/v1/comments/${comment.id}?roomId=${id}`, { method: 'DELETE' })
  expect(removed.status).toBe(204)
  const copies = (file: unknown) => stored().filter((name) => name.startsWith(idOf(file))).length
  await expect.poll(() => copies(first), soon).toBe(1)
  expect(await readable(fork, comment.id, first)).toBe(200)
  expect((await call(server, `/api/v1/rooms/${id}`, { method: 'DELETE' })).status).toBe(204)
  await expect.poll(() => [copies(first), copies(second), copies(untaken)], soon).toEqual([1, 1, 0])
  expect((await call(server, `/api/v1/rooms/${fork}`, { method: 'DELETE' })).status).toBe(204)
  await expect.poll(() => [copies(first), copies(second)], soon).toEqual([0, 0])
})
