/** A server that is killed while a file comes in: there is a room with all of it or none, and the file can be sent again. */
import { rm } from 'node:fs/promises'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { developmentKeys, startServer } from '../kit/server.ts'
import { afterTest } from '../sdk/kit.ts'
import { breakOff } from './broken-off.ts'

const authorization = `Bearer ${developmentKeys.secret}`
const seed = Math.floor(Math.random() * 2 ** 31)
const length = 4_000_000

test(`[BEY-6] killed at random moments of an import: all or nothing (seed ${seed})`, async () => {
  const random = prng.create(seed)
  let server = await startServer()
  const { dataDir } = server
  afterTest(async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  const at = (path: string) => `${server.url}/api/v1/rooms/${path}`
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'x'.repeat(length))
  await fetch(`${server.url}/api/v1/rooms`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'source', name: 'Source' }),
  })
  const written = await fetch(at('source/document/update?name=default'), {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/octet-stream' },
    body: Y.encodeStateAsUpdate(doc) as Uint8Array<ArrayBuffer>,
  })
  expect(written.status).toBe(200)
  const file = await (await fetch(at('source/export'), { headers: { authorization } })).arrayBuffer()
  const send = (id: string) =>
    fetch(at(`${id}/import`), {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/vnd.syncforge.room' },
      body: file,
    })
  const lengthOf = async (id: string) => {
    if ((await fetch(at(id), { headers: { authorization } })).status === 404) return null
    const answer = await fetch(at(`${id}/document?format=text`), { headers: { authorization } })
    return (await answer.text()).length
  }
  const startedAt = performance.now()
  const untroubled = await Promise.all(['untroubled', 'untroubled-too'].map(send))
  expect(untroubled.map(({ status }) => status)).toEqual([201, 201])
  const tookMs = performance.now() - startedAt

  // Two at a kill, each at a moment of its own.
  for (let kill = 0; kill < 3; kill++) {
    const ids = [`copy-${kill}`, `copy-${kill}-too`]
    const brokenOff = await breakOff(
      server,
      ids.map((id) => ({ send: () => send(id), afterMs: prng.uint32(random, 0, Math.ceil(tookMs)) })),
    )
    server = brokenOff.server
    for (const [index, id] of ids.entries()) {
      const found = await lengthOf(id)
      expect([null, length]).toContain(found)
      if (brokenOff.statuses[index] === 201) expect(found).toBe(length)
      expect((await send(id)).status).toBe(found === null ? 201 : 409)
      expect(await lengthOf(id)).toBe(length)
    }
  }
}, 180_000)
