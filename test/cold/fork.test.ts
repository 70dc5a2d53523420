/** A server that is killed while a room is being forked: the fork is there whole or not at all, and asking again makes it. */
import { rm } from 'node:fs/promises'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { developmentKeys, startServer } from '../kit/server.ts'
import { afterTest } from '../sdk/kit.ts'
import { breakOff } from './broken-off.ts'

const authorization = `Bearer ${developmentKeys.secret}`
const seed = Math.floor(Math.random() * 2 ** 31)
const documents = Array.from({ length: 12 }, (_, i) => `document-${i}`)
const length = 400_000

test(`[BEY-6] killed at random moments of a fork: nobody ever finds half of it (seed ${seed})`, async () => {
  const random = prng.create(seed)
  let server = await startServer()
  const { dataDir } = server
  afterTest(async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  const at = (path: string) => `${server.url}/api/v1/rooms${path}`
  const post = (path: string, json: unknown) =>
    fetch(at(path), {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(json),
    })
  const get = (path: string) => fetch(at(path), { headers: { authorization } })
  expect((await post('', { id: 'source', name: 'Source' })).status).toBe(201)
  for (const name of documents) {
    const doc = new Y.Doc()
    doc.getText('content').insert(0, 'x'.repeat(length))
    const written = await fetch(at(`/source/document/update?name=${name}`), {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/octet-stream' },
      body: Y.encodeStateAsUpdate(doc) as Uint8Array<ArrayBuffer>,
    })
    expect(written.status).toBe(200)
  }
  /** How long every document of the room is; `null` when there is no room. */
  const lengthsOf = async (id: string) => {
    if ((await get(`/${id}`)).status === 404) return null
    return Promise.all(
      documents.map(async (name) => (await (await get(`/${id}/document?name=${name}&format=text`)).text()).length),
    )
  }
  const whole = documents.map(() => length)
  const fork = (id: string) => post('/source/fork', { id })
  const untroubled = ['untroubled', 'untroubled-too']
  const startedAt = performance.now()
  expect((await Promise.all(untroubled.map(fork))).map(({ status }) => status)).toEqual([201, 201])
  const tookMs = performance.now() - startedAt
  for (const id of untroubled) expect(await lengthsOf(id)).toEqual(whole)

  // Two at a kill, each at a moment of its own.
  for (let kill = 0; kill < 3; kill++) {
    const ids = [`fork-${kill}`, `fork-${kill}-too`]
    const brokenOff = await breakOff(
      server,
      ids.map((id) => ({ send: () => fork(id), afterMs: prng.uint32(random, 0, Math.ceil(tookMs)) })),
    )
    server = brokenOff.server
    for (const [index, id] of ids.entries()) {
      const found = await lengthsOf(id)
      expect([null, whole]).toContainEqual(found)
      if (brokenOff.statuses[index] === 201) expect(found).toEqual(whole)
      expect((await fork(id)).status).toBe(found === null ? 201 : 409)
      expect(await lengthsOf(id)).toEqual(whole)
    }
  }
}, 240_000)
