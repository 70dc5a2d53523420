/** A data folder in which much has happened is served as soon as an empty one: what a room has is read when somebody asks for it. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { startServer } from '../kit/server.ts'
import { createRoom, rest } from '../sdk/kit.ts'

const rooms = 1_000
const atATime = 20
const maxMs = 5_000

test('a thousand rooms with a document each: started, and answering from one of them, within five seconds', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'syncforge-cold-start-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  let server = await startServer({ dataDir })
  onTestFinished(() => server.stop())
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'here all the time '.repeat(100))
  const body = new Uint8Array(Y.encodeStateAsUpdate(doc))
  const headers = { 'content-type': 'application/octet-stream' }
  for (let first = 0; first < rooms; first += atATime) {
    const ids = Array.from({ length: atATime }, (_, n) => `room-${first + n}`)
    await Promise.all(
      ids.map(async (id) => {
        await createRoom(server, { id })
        await rest(server, `/rooms/${id}/document/update`, { method: 'POST', body, headers })
      }),
    )
  }
  const { port } = server
  // As a crash leaves it: nothing was put in order.
  await server.kill()
  const startedAt = performance.now()
  server = await startServer({ dataDir, port })
  const text = await (await rest(server, `/rooms/room-${rooms - 1}/document?format=text`)).text()
  const tookMs = performance.now() - startedAt
  console.log(`started with ${rooms} rooms in ${Math.round(tookMs)} ms: ${/\(.* s\)/.exec(server.output())?.[0]}`)
  expect(text).toContain('here all the time')
  expect(tookMs).toBeLessThan(maxMs)
}, 900_000)
