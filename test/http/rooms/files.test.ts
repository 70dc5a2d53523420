/** Rooms as files, by REST: out of one room and into another. */
import { crc32 } from 'node:zlib'
import { beforeAll, expect, it } from 'vitest'
import * as Y from 'yjs'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { provide } from '../../sdk/kit.ts'
import { type CallAnswer, call, codeOf } from '../call.ts'
import { sendPartOf } from '../too-large.ts'

const type = 'application/vnd.syncforge.room'
const mib = 1024 * 1024

const server = sharedServer()
let file: Uint8Array<ArrayBuffer>

const create = (json: object) => call(server, '/api/v1/rooms', { method: 'POST', json })
const write = async (id: string, name: string, text: string) => {
  const doc = new Y.Doc()
  doc.getText('content').insert(0, text)
  const answer = await call(server, `/api/v1/rooms/${id}/document/update?name=${name}`, {
    method: 'POST',
    body: Y.encodeStateAsUpdate(doc) as Uint8Array<ArrayBuffer>,
    headers: { 'content-type': 'application/octet-stream' },
  })
  expect(answer.status).toBe(200)
}
const exported = async (id: string) => {
  const answer = await call(server, `/api/v1/rooms/${id}/export`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type])
  return answer as CallAnswer & { body: Uint8Array<ArrayBuffer> }
}
const imported = (id: string, body: BodyInit, contentType = type) =>
  call(server, `/api/v1/rooms/${id}/import`, { method: 'POST', body, headers: { 'content-type': contentType } })
const get = async (path: string) => (await call(server, `/api/v1/rooms/${path}`)).body

const everythingOf = async (id: string) => {
  const { documents } = (await get(`${id}/documents`)) as { documents: { name: string }[] }
  return Promise.all(
    documents.map(async (document) => {
      const { versions } = (await get(`${id}/versions?document=${document.name}`)) as { versions: { id: string }[] }
      return {
        document,
        content: await get(`${id}/document?name=${document.name}`),
        versions,
        states: await Promise.all(versions.map((version) => get(`${id}/versions/${version.id}`))),
        blame: await get(`${id}/blame?document=${document.name}`),
      }
    }),
  )
}

beforeAll(async () => {
  await create({ id: 'ledger', name: 'Pläne', metadata: { team: 7 }, graceMs: 1_234, historyMs: 86_400_000 })
  await write('ledger', 'default', 'Grüße 🚀')
  await call(server, '/api/v1/rooms/ledger/versions', { method: 'POST', json: { document: 'default', name: 'draft' } })
  await write('ledger', 'default', 'more')
  await write('ledger', 'notes/second', 'second')
  file = (await exported('ledger')).body
})

it('a room that is exported and imported under another id is the same room: documents, versions, authors, settings', async () => {
  const { headers } = await exported('ledger')
  expect(headers.get('content-disposition')).toBe('attachment; filename="ledger.sfroom"')
  const answer = await imported('ledger-copy', file)
  expect([answer.status, answer.body]).toEqual([
    201,
    expect.objectContaining({ id: 'ledger-copy', name: 'Pläne', metadata: { team: 7 }, graceMs: 1_234 }),
  ])
  expect(await get('ledger-copy')).toMatchObject(answer.body as object)
  const everything = await everythingOf('ledger-copy')
  expect(everything).toEqual(await everythingOf('ledger'))
  expect(everything.map(({ document }) => document.name)).toEqual(['default', 'notes/second'])
  expect(everything[0]?.versions).toHaveLength(1)
})

it('a room that exists and is empty takes the file and keeps its settings', async () => {
  await create({ id: 'prepared', name: 'Mine' })
  expect((await imported('prepared', file)).body).toMatchObject({ id: 'prepared', name: 'Mine', metadata: {} })
  expect(await everythingOf('prepared')).toEqual(await everythingOf('ledger'))
})

it('what is not empty is left alone', async () => {
  const before = await everythingOf('ledger')
  const answer = await imported('ledger', file)
  expect([answer.status, codeOf(answer)]).toEqual([409, 'ROOM_EXISTS'])
  expect(await everythingOf('ledger')).toEqual(before)
})

it('a file that is no whole export makes no room', async () => {
  const altered = file.slice()
  altered[file.length >> 1] = (altered[file.length >> 1] ?? 0) ^ 1
  for (const bad of [
    file.slice(0, -1),
    file.slice(0, file.length >> 1),
    altered,
    new Uint8Array([1, 2, 3]),
    new Uint8Array(0),
  ]) {
    const answer = await imported('unmade', bad)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'EXPORT_INVALID'])
  }
  expect(codeOf(await call(server, '/api/v1/rooms/unmade'))).toBe('ROOM_NOT_FOUND')
  expect((await imported('unmade', file)).status).toBe(201)
})

it('two imports into one new room at the same moment make one room', async () => {
  const whole = await everythingOf('ledger')
  for (let round = 0; round < 20; round++) {
    const id = `raced-${round}`
    const answers = await Promise.all([imported(id, file), imported(id, file)])
    const codes = answers.map((answer) => (answer.status === 201 ? 'made' : codeOf(answer)))
    expect(codes).toContain('made')
    expect(codes.filter((code) => !['ROOM_EXISTS', 'ROOM_UNAVAILABLE', 'made'].includes(code as string))).toEqual([])
    expect(await everythingOf(id)).toEqual(whole)
  }
})

it('nobody sees or enters a new room before its file is whole; who wants to is told to come again, and comes in then', async () => {
  await create({ id: 'wide', access: 'public' })
  for (const name of ['default', 'second']) await write('wide', name, 'x'.repeat(9_500_000))
  const wide = (await exported('wide')).body
  const [pieceBytes, lastBytes] = [64 * 1024, 1_000]
  let sentBytes = 0
  let finish = () => {}
  const maySend = new Promise<void>((resolve) => {
    finish = resolve
  })
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (sentBytes === wide.length) return controller.close()
      const end = Math.min(sentBytes + pieceBytes, wide.length - lastBytes)
      if (end === sentBytes) await maySend
      const next = end === sentBytes ? wide.length : end
      controller.enqueue(wide.subarray(sentBytes, next))
      sentBytes = next
    },
  })
  const importing = fetch(`${server.url}/api/v1/rooms/slow/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${developmentKeys.secret}`, 'content-type': type },
    body,
    duplex: 'half',
  } as RequestInit)
  // More than any buffer on the way takes: the room is reading.
  await expect.poll(() => sentBytes, { timeout: 20_000 }).toBe(wide.length - lastBytes)
  const { provider, text } = provide(server.wsUrl, 'slow', developmentKeys.publishable)
  const closes: (readonly [number, string])[] = []
  provider.on('connection-close', (event) => event && closes.push([event.code, event.reason]))
  await expect.poll(() => closes[0], { timeout: 20_000 }).toEqual([4503, 'ROOM_UNAVAILABLE'])
  expect(codeOf(await call(server, '/api/v1/rooms/slow'))).toBe('ROOM_NOT_FOUND')
  const { rooms } = (await call(server, '/api/v1/rooms?limit=100')).body as { rooms: { id: string }[] }
  expect(rooms.map(({ id }) => id)).not.toContain('slow')
  finish()
  expect((await importing).status).toBe(201)
  await expect.poll(() => text.length, { timeout: 20_000 }).toBe(9_500_000)
}, 60_000)

it('a room that is absent cannot be exported; another type of body is not taken for a file', async () => {
  expect(codeOf(await call(server, '/api/v1/rooms/absent/export'))).toBe('ROOM_NOT_FOUND')
  expect(codeOf(await imported('other', file, 'application/octet-stream'))).toBe('VALIDATION_ERROR')
  expect(codeOf(await imported('other', new Uint8Array(2 * mib), 'application/json'))).toBe('PAYLOAD_TOO_LARGE')
})

it('a file that says it is too large is refused before it is read', async () => {
  const headers = { authorization: `Bearer ${developmentKeys.secret}`, 'content-type': type }
  const url = `${server.url}/api/v1/rooms/huge/import`
  const { status } = await sendPartOf(256 * mib + 1, url, headers, new Uint8Array(33 * mib))
  expect(status).toBe(413)
})

it('a file that grows too large on its way is refused and nothing of it is kept', async () => {
  const chunk = (kind: number, payload: Uint8Array) => {
    const bytes = Buffer.alloc(payload.length + 9)
    bytes.writeUInt8(kind)
    bytes.writeUInt32BE(payload.length, 1)
    bytes.set(payload, 5)
    bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), payload.length + 5)
    return new Uint8Array(bytes)
  }
  const rows = chunk(2, new Uint8Array(1_900_000))
  let left = Math.ceil((256 * mib) / rows.length) + 1
  let sent = 0
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      // Up to the end of the header.
      controller.enqueue(file.subarray(0, 8 + 9 + new DataView(file.buffer).getUint32(9)))
    },
    pull(controller) {
      if (left-- === 0) return controller.close()
      sent += rows.length
      controller.enqueue(rows)
    },
  })
  const response = await fetch(`${server.url}/api/v1/rooms/huge/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${developmentKeys.secret}`, 'content-type': type },
    body: stream,
    duplex: 'half',
  } as RequestInit)
  expect([response.status, await response.json()]).toEqual([
    413,
    expect.objectContaining({ error: expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE' }) }),
  ])
  expect(sent).toBeGreaterThan(256 * mib)
  expect(codeOf(await call(server, '/api/v1/rooms/huge'))).toBe('ROOM_NOT_FOUND')
  expect((await imported('huge', file)).status).toBe(201)
}, 120_000)
