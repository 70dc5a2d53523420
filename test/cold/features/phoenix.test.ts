/** Phoenix clients when the server is killed, and when their room alone goes away. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromBase64, toBase64 } from '@syncforge/protocol/base64'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { dial, type Entered, enterTopic } from '../../kit/phoenix.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { afterTest, createRoom, freshRoomId, until } from '../../sdk/kit.ts'

const open = async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'syncforge-phoenix-'))
  let server: TestServer = await startServer({ dataDir })
  afterTest(async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  return {
    server,
    killAndRestart: async () => {
      const { port } = server
      await server.kill()
      server = await startServer({ dataDir, port })
    },
  }
}
const connect = (wsUrl: string) => {
  const socket = dial(wsUrl)
  afterTest(() => new Promise<void>((resolve) => socket.disconnect(resolve)))
  return socket
}
const metasOf = ({ presence }: Entered, key: string) =>
  (presence as unknown as { state: Record<string, { metas: Record<string, unknown>[] }> }).state[key]?.metas ?? []

test('[SITE-7] after a kill -9 everybody is back, with the document, the saves and the lock of whoever held it', async () => {
  const { server, killAndRestart } = await open()
  const id = freshRoomId('kill')
  const topic = `room:${id}`
  // Who is named by no token shows its place itself.
  let session: unknown
  const ann = await enterTopic(connect(server.wsUrl), topic, () => ({ user_id: 'ann', presence: { mine: 1 }, session }))
  session = ann.joined.response.session
  const bob = await enterTopic(connect(server.wsUrl), topic, { user_id: 'bob' })
  await until('both', () => [ann, bob].every(({ presence }) => presence.list().length === 2))
  const doc = new Y.Doc()
  const edits: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => edits.push(update))
  doc.getText('content').insert(0, 'durable')
  expect(await ann.push('doc:update', { update: toBase64(edits[0] ?? Uint8Array.of()) })).toMatchObject({
    status: 'ok',
  })
  const locked = await ann.push('document:start_editing', { document_id: 1 })
  expect(locked).toMatchObject({ status: 'ok' })
  await killAndRestart()
  await until('both are back', () => [ann, bob].every(({ channel }) => channel.state === 'joined'), 60_000)
  await until(
    'they see each other',
    () => [ann, bob].every((one) => metasOf(one, 'ann').length === 1 && metasOf(one, 'bob').length === 1),
    60_000,
  )
  expect(metasOf(bob, 'ann')[0]).toMatchObject({ mine: 1 })
  await until('the document is told anew', () => bob.of('doc:update').length > 0)
  const copy = new Y.Doc()
  for (const { update } of bob.of('doc:update')) Y.applyUpdate(copy, fromBase64(String(update)))
  expect(copy.getText('content').toString()).toBe('durable')
  // The kill came between taking the lock and the save: who shows the place that held it goes on with it at once, and nobody else.
  expect(await bob.push('document:start_editing', { document_id: 1 })).toMatchObject({
    response: { reason: 'LOCK_HELD', locked_by: { user_id: 'ann' } },
  })
  expect(await ann.push('document:start_editing', { document_id: 1 })).toMatchObject({
    status: 'ok',
    response: { token: locked.response.token },
  })
  expect(await ann.push('document:save', { document_id: 1, content: 'saved' })).toMatchObject({
    response: { version: 1 },
  })
}, 240_000)

test('[PHX5] after a restart two hundred clients are back, spread over time, each after few connections', async () => {
  const { server, killAndRestart } = await open()
  const id = freshRoomId('crowd')
  await createRoom(server, { id, access: 'public', maxParticipants: 500 })
  const joinedAt: number[] = []
  let restartedAt = Number.POSITIVE_INFINITY
  const people = await Promise.all(
    Array.from({ length: 200 }, async (_, n) => {
      const socket = connect(server.wsUrl)
      const channel = socket.channel(`room:${id}`, { user_id: `p${n}` })
      const refused: unknown[] = []
      await new Promise<void>((resolve) => {
        channel
          .join()
          .receive('ok', () => {
            if (Date.now() > restartedAt) joinedAt.push(Date.now())
            resolve()
          })
          .receive('error', (response) => refused.push(response))
      })
      return { socket, channel, refused }
    }),
  )
  await killAndRestart()
  restartedAt = Date.now()
  await until('everybody is back', () => people.every(({ channel }) => channel.state === 'joined'), 100_000)
  const spreadMs = Math.max(...joinedAt) - Math.min(...joinedAt)
  console.log(`200 clients joined again within ${spreadMs} ms`)
  // Who would wait too long is told so, and asks again.
  for (const { refused } of people)
    for (const response of refused) expect(response).toMatchObject({ reason: 'ROOM_UNAVAILABLE' })
  expect(spreadMs).toBeGreaterThan(1_000)
  expect(Math.max(...people.map(({ socket }) => socket.counted.opened))).toBeLessThan(5)
}, 300_000)
