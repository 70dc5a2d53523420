/** Webhooks hear of edits although Postgres is away, and of those that were made right before a crash. */
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { call } from '../../http/call.ts'
import { temporaryFolder } from '../../kit/folder.ts'
import { startPostgres } from '../../kit/postgres.ts'
import { startReceiver } from '../../kit/receiver.ts'
import { startServer } from '../../kit/server.ts'
import { afterTest, enter, freshRoomId, rest } from '../../sdk/kit.ts'

const patience = { timeout: 30_000 }

const open = async () => {
  const postgres = await startPostgres()
  if ('missing' in postgres) throw new Error(postgres.missing)
  afterTest(() => postgres.stop())
  const dataDir = await temporaryFolder()
  const start = (port = 0) => startServer({ dataDir, port, env: { DATABASE_URL: postgres.url } })
  let server = await start()
  afterTest(() => server.stop())
  const receiver = await startReceiver()
  afterTest(() => receiver.stop())
  const json = { url: receiver.url, events: ['document.updated'], debounceMs: 1_000 }
  expect((await call(server, '/api/v1/webhooks', { method: 'POST', json })).status).toBe(201)
  const roomId = freshRoomId('changes')
  await rest(server, '/rooms', { method: 'POST', body: JSON.stringify({ id: roomId, access: 'public' }) })
  return {
    postgres,
    roomId,
    server: () => server,
    async killAndRestart() {
      const { port } = server
      await server.kill()
      server = await start(port)
    },
    /** The newest state of a document that the receiver has heard of; 0: of none. */
    heard: (document: string) =>
      Math.max(
        0,
        ...receiver.received.flatMap(({ event: { data } }) =>
          data.roomId === roomId && data.document === document ? [Number(data.sequence)] : [],
        ),
      ),
  }
}

test('an edit is told while Postgres is away', async () => {
  const { postgres, roomId, server, heard } = await open()
  const ada = await enter(server().wsUrl, roomId, { userId: 'ada' })
  const text = ada.room.getDocument().getText('content')
  text.insert(0, 'before')
  await ada.room.flush()
  await expect.poll(() => heard('default'), patience).toBeGreaterThan(0)
  const before = heard('default')
  await postgres.halt()
  text.insert(0, 'meanwhile ')
  await ada.room.flush()
  await expect.poll(() => heard('default'), patience).toBeGreaterThan(before)
  await postgres.resume()
}, 120_000)

test('an edit that was acknowledged right before a crash is told after it', async () => {
  const { roomId, server, killAndRestart, heard } = await open()
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'written')
  const body = new Uint8Array(Y.encodeStateAsUpdate(doc))
  const headers = { 'content-type': 'application/octet-stream' }
  await rest(server(), `/rooms/${roomId}/document/update`, { method: 'POST', body, headers })
  // The room gathers for a second before it tells.
  expect(heard('default')).toBe(0)
  await killAndRestart()
  await expect.poll(() => heard('default'), patience).toBeGreaterThan(0)
}, 120_000)
