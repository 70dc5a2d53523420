/** How the API treats those who call it: forgiving in form, alike on every way in, once where something is sent twice. */
import { randomUUID } from 'node:crypto'
import { errors } from '@syncforge/protocol/errors'
import { subprotocol } from '@syncforge/protocol/version'
import { beforeAll, describe, expect, it, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { otherOrganization } from '../kit/database.ts'
import { developmentKeys } from '../kit/server.ts'
import { sharedServer } from '../kit/shared-server.ts'
import { type Call, type CallAnswer, call, codeOf, type ErrorBody } from './call.ts'

const server = sharedServer()

interface Described {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
}
type Paths = Readonly<Record<string, Readonly<Record<string, Described>>>>
const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as { paths: Paths }

const post = (path: string, json: unknown, options: Call = {}) =>
  call(server, path, { method: 'POST', json, ...options })
const create = async (json: object = {}) => (await post('/api/v1/rooms', json)).body as { id: string }
const fieldsOf = ({ body }: CallAnswer) =>
  ((body as ErrorBody).error.details as { path: string }[]).map(({ path }) => path)

const closeOf = (path: string, headers: Record<string, string> = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.wsUrl}${path}`, [subprotocol], { headers })
    socket.once('error', reject)
    socket.once('close', (code, reason) => resolve(`${code} ${reason.toString().split(';')[0]}`))
    socket.once('open', () => socket.send(JSON.stringify({ type: 'hello', body: {} })))
    socket.on('message', (data) => {
      if (!data.toString().includes('"type":"welcome"')) return
      socket.removeAllListeners('close')
      socket.terminate()
      resolve('welcome')
    })
  })

describe('what is forgiven', () => {
  it('a slash at the end', async () => {
    const { id } = await create()
    for (const path of ['/health/', '/openapi.json/', '/api/v1/rooms/', `/api/v1/rooms/${id}/`, '/docs/']) {
      expect([path, (await call(server, path)).status]).toEqual([path, 200])
    }
    expect((await post('/api/v1/rooms/', {})).status).toBe(201)
  })

  it('a body that is left out, with a type or without: what is missing is told by its name', async () => {
    for (const headers of [{}, { 'content-type': 'application/json' }] as Record<string, string>[]) {
      for (const body of [undefined, '', ' \n']) {
        const options = { method: 'POST', headers, ...(body === undefined ? {} : { body }) }
        expect((await call(server, '/api/v1/rooms', options)).status).toBe(201)
        const token = await call(server, '/api/v1/tokens', options)
        expect([codeOf(token), fieldsOf(token)]).toEqual(['VALIDATION_ERROR', ['userId']])
      }
    }
  })
})

describe('an odd id', () => {
  const odd = [
    'a/b',
    'a b',
    '.a',
    '..',
    '-a',
    'a\0b',
    'ž',
    '💥',
    "a'b",
    'a"b',
    'a\\b',
    'a%b',
    'a\nb',
    '*',
    'x'.repeat(129),
  ]
  const withRoom = Object.entries(paths).flatMap(([template, methods]) =>
    template.includes('{roomId}')
      ? Object.keys(methods).map((method) => [method.toUpperCase(), template] as const)
      : [],
  )

  it('of a room is refused alike by every route', async () => {
    expect(withRoom.length).toBeGreaterThan(20)
    for (const [index, [method, template]] of withRoom.entries()) {
      // Each route tries some: together all of them, many times over.
      for (const id of [odd[index % odd.length], odd[(index + 5) % odd.length]] as string[]) {
        const path = template
          .replace('{roomId}', encodeURIComponent(id).replaceAll('.', '%2E'))
          .replaceAll(/\{\w+\}/g, 'ver_1')
        const answer = await call(server, path, { method })
        // A browser or client takes two dots, written either way, for the folder above: that may be another route.
        if (id === '..') expect([method, path, answer.status < 500]).toEqual([method, path, true])
        else expect([method, path, codeOf(answer)]).toEqual([method, path, 'VALIDATION_ERROR'])
      }
    }
  })

  it('of a room is refused in bodies, in tokens, and by the sockets', async () => {
    const { id: mine } = await create()
    for (const id of odd) {
      const encoded = encodeURIComponent(id).replaceAll('.', '%2E')
      expect([id, codeOf(await post('/api/v1/rooms', { id }))]).toEqual([id, 'VALIDATION_ERROR'])
      expect([id, codeOf(await post(`/api/v1/rooms/${mine}/fork`, { id }))]).toEqual([id, 'VALIDATION_ERROR'])
      expect([id, codeOf(await post(`/api/v1/rooms/${mine}/merge`, { from: id }))]).toEqual([id, 'VALIDATION_ERROR'])
      const refusal = `${errors.VALIDATION_ERROR.close} VALIDATION_ERROR`
      if (id === '..') continue
      const native = await closeOf(`/v1/rooms/${encoded}/socket?token=${developmentKeys.publishable}`)
      expect([id, native]).toEqual([id, refusal])
      // There a slash begins the document's name.
      if (id === 'a/b') continue
      expect([id, await closeOf(`/yjs/${encoded}?token=${developmentKeys.publishable}`)]).toEqual([id, refusal])
    }
  }, 60_000)
})

describe('the list of rooms', () => {
  const mark = randomUUID().slice(0, 8)
  const marked = { mark }
  const list = async (query: Record<string, string>) => {
    const answer = await call(server, `/api/v1/rooms?${new URLSearchParams(query)}`)
    return answer.body as { rooms: { id: string }[]; nextCursor: string | null }
  }
  const all = (query: Record<string, string> = {}) => list({ metadata: JSON.stringify(marked), ...query })
  /** Page after page, two at a time. */
  const walked = async (query: Record<string, string>) => {
    const ids: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await all({ ...query, limit: '2', ...(cursor === '' ? {} : { cursor }) })
      ids.push(...page.rooms.map(({ id }) => id.slice(9)))
      cursor = page.nextCursor
    }
    return ids.join(' ')
  }
  beforeAll(async () => {
    const rooms = [
      ['c', 'document', 'Beta', { team: 'a', tags: ['x', 'y'] }],
      ['a', 'whiteboard', null, { team: 'b' }],
      ['d', 'document', 'Alpha 100%', { team: 'b', deep: { on: true } }],
      ['b', 'custom', 'Beta', { team: 'a' }],
      ['e', 'document', null, {}],
    ] as const
    for (const [id, type, name, metadata] of rooms) {
      await create({ id: `${mark}-${id}`, type, name, metadata: { ...marked, ...metadata } })
    }
    await call(server, `/api/v1/rooms/${mark}-a`, { method: 'PATCH', json: { maxParticipants: 7 } })
  })

  test.each([
    [{}, 'e b d a c'],
    [{ sort: 'createdAt' }, 'c a d b e'],
    [{ sort: '-updatedAt' }, 'a e b d c'],
    [{ sort: 'id' }, 'a b c d e'],
    [{ sort: '-id' }, 'e d c b a'],
    [{ sort: 'name' }, 'a e d b c'],
    [{ sort: '-name' }, 'c b d e a'],
    [{ type: 'document', sort: 'id' }, 'c d e'],
  ] as const)('%j: every page begins where the one before ended', async (query, ids) => {
    expect(await walked(query)).toBe(ids)
  })

  test.each([
    [{ metadata: JSON.stringify({ mark, team: 'a' }) }, 'b c'],
    [{ metadata: JSON.stringify({ mark, tags: ['y'] }) }, 'c'],
    [{ metadata: JSON.stringify({ mark, deep: { on: true } }) }, 'd'],
    [{ metadata: JSON.stringify({ mark, team: 'c' }) }, ''],
    [{ metadata: JSON.stringify({ mark, team: 'a' }), type: 'custom' }, 'b'],
    [{ search: `${mark.toUpperCase()}-` }, 'a b c d e'],
    [{ metadata: JSON.stringify(marked), search: 'bET' }, 'b c'],
    [{ metadata: JSON.stringify(marked), search: '0%' }, 'd'],
    [{ metadata: JSON.stringify(marked), search: '_' }, ''],
  ] as const)('%j leaves out what does not fit', async (query, ids) => {
    const { rooms } = await list({ ...query, sort: 'id' })
    expect(rooms.map(({ id }) => id.slice(9)).join(' ')).toBe(ids)
  })

  it('shows nobody another organization’s, whatever is asked for', async () => {
    const query = new URLSearchParams({ metadata: JSON.stringify(marked), sort: 'name' })
    const answer = await call(server, `/api/v1/rooms?${query}`, { key: otherOrganization.secret })
    expect(answer.body).toEqual({ rooms: [], nextCursor: null })
  })

  it('refuses what it does not understand, and a cursor of a list in another order', async () => {
    const { nextCursor } = await all({ limit: '2' })
    const queries: Record<string, string>[] = [
      { sort: 'size' },
      { type: 'spreadsheet' },
      { metadata: 'team' },
      { metadata: '[1]' },
      { metadata: '{"__proto__":1}' },
      { metadata: '{"a":"\\u0000"}' },
      { search: '' },
      { cursor: String(nextCursor), sort: 'name' },
      { cursor: 'bm90IG91cnM' },
    ]
    for (const query of queries) {
      const answer = await call(server, `/api/v1/rooms?${new URLSearchParams(query)}`)
      expect([query, answer.status, codeOf(answer)]).toEqual([query, 400, 'VALIDATION_ERROR'])
    }
  })
})

describe('an idempotency key', () => {
  const keyed = (key: string, options: Call = {}) => ({
    ...options,
    headers: { 'idempotency-key': key, ...options.headers },
  })
  const fresh = () => randomUUID()

  it('is taken by every POST, and told of', () => {
    const posts = Object.entries(paths).filter(([path, { post }]) => post && path.startsWith('/api/v1/'))
    expect(posts.length).toBeGreaterThanOrEqual(10)
    for (const [path, { post }] of posts) {
      expect([path, post?.parameters?.map(({ name }) => name)]).toEqual([
        path,
        expect.arrayContaining(['idempotency-key']),
      ])
    }
  })

  it('[IK2] makes one room of two requests, answered alike; other contents are refused', async () => {
    const key = fresh()
    const first = await post('/api/v1/rooms', { name: 'once' }, keyed(key))
    const again = await post('/api/v1/rooms', { name: 'once' }, keyed(key))
    expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null])
    expect([again.status, again.body]).toEqual([201, first.body])
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(again.headers.get('x-request-id')).not.toBe(first.headers.get('x-request-id'))
    for (const [path, json] of [
      ['/api/v1/rooms', { name: 'twice' }],
      ['/api/v1/rooms?', { name: 'once', id: 'x' }],
      [`/api/v1/rooms/${(first.body as { id: string }).id}/versions`, { name: 'once' }],
    ] as const) {
      const other = await post(path, json, keyed(key))
      expect([other.status, codeOf(other)]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    }
    // Keys of another organization are theirs.
    const theirs = await post('/api/v1/rooms', { name: 'twice' }, keyed(key, { key: otherOrganization.secret }))
    expect(theirs.status).toBe(201)
  })

  it('[IK1] runs twenty requests at once as one', async () => {
    const key = fresh()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post('/api/v1/rooms', { name: 'one' }, keyed(key))),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201))
    expect(new Set(answers.map(({ body }) => (body as { id: string }).id)).size).toBe(1)
    expect(answers.filter(({ headers }) => headers.has('idempotent-replayed'))).toHaveLength(19)
  })

  it('[IK3] that came with something refused is free again', async () => {
    const key = fresh()
    const room = `late-${fresh()}`
    const event = { event: 'e', payload: null }
    expect(codeOf(await post(`/api/v1/rooms/${room}/broadcast`, event, keyed(key)))).toBe('ROOM_NOT_FOUND')
    await create({ id: room })
    expect((await post(`/api/v1/rooms/${room}/broadcast`, event, keyed(key))).status).toBe(204)
    expect(codeOf(await post('/api/v1/rooms', { name: 7 }, keyed(fresh())))).toBe('VALIDATION_ERROR')
  })

  it('keeps tokens, events, forks and updates from being made twice', async () => {
    const { id } = await create()
    const room = `/api/v1/rooms/${id}`
    const doc = new Y.Doc()
    doc.getText('t').insert(0, 'hello')
    const update = Y.encodeStateAsUpdate(doc) as Uint8Array<ArrayBuffer>
    const calls: readonly (readonly [string, Call])[] = [
      ['/api/v1/tokens', { json: { userId: 'u', rooms: { a: ['read'] } } }],
      [`${room}/broadcast`, { json: { event: 'e', payload: null } }],
      [`${room}/fork`, { json: {} }],
      [`${room}/document/update`, { body: update, headers: { 'content-type': 'application/octet-stream' } }],
      [`${room}/versions`, { json: { name: 'v' } }],
      [`${room}/participants/u/kick`, {}],
    ]
    for (const [path, options] of calls) {
      const key = fresh()
      const once = await call(server, path, keyed(key, { method: 'POST', ...options }))
      const twice = await call(server, path, keyed(key, { method: 'POST', ...options }))
      expect([path, once.status < 300, twice.headers.get('idempotent-replayed')]).toEqual([path, true, 'true'])
      expect([path, twice.status, twice.body]).toEqual([path, once.status, once.body])
    }
  })

  it('is refused when it is none, and means nothing to who may not call', async () => {
    for (const key of ['', 'x'.repeat(256), 'has space', `${'ž'.normalize('NFD').slice(0, 1)}\u00ff`]) {
      expect([key, codeOf(await post('/api/v1/rooms', {}, keyed(key)))]).toEqual([key, 'VALIDATION_ERROR'])
    }
    const key = fresh()
    await post('/api/v1/tokens', { userId: 'u', rooms: { a: ['read'] } }, keyed(key))
    const stranger = await post('/api/v1/tokens', { userId: 'u', rooms: { a: ['read'] } }, keyed(key, { key: null }))
    expect(codeOf(stranger)).toBe('UNAUTHORIZED')
  })
})

describe('a document that somebody has', () => {
  test.each(['json', 'text', 'yjs'])('is not sent again as %s until it changed', async (format) => {
    const { id } = await create()
    const room = `/api/v1/rooms/${id}`
    const doc = new Y.Doc()
    const send = async () => {
      const body = Y.encodeStateAsUpdate(doc) as Uint8Array<ArrayBuffer>
      await call(server, `${room}/document/update`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/octet-stream' },
      })
    }
    doc.getText('t').insert(0, 'one')
    await send()
    const path = `${room}/document?format=${format}`
    const first = await call(server, path)
    const tag = first.headers.get('etag') ?? ''
    expect([first.status, tag]).toEqual([200, expect.stringMatching(/^"[^"]+"$/)])
    const same = await fetch(`${server.url}${path}`, {
      headers: { authorization: `Bearer ${developmentKeys.secret}`, 'if-none-match': tag },
    })
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', tag])
    expect(same.headers.get('access-control-allow-origin')).toBe('*')
    doc.getText('t').insert(3, ' two')
    await send()
    const changed = await call(server, path, { headers: { 'if-none-match': tag } })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).not.toBe(tag)
  })
})

describe('an organization that names the pages which may use its publishable keys', () => {
  const { publishable, secret, allowedOrigin } = otherOrganization
  const id = `origins-${randomUUID()}`
  const socket = (origin: string | null, token: string = publishable) =>
    closeOf(`/v1/rooms/${id}/socket?token=${token}`, origin === null ? {} : { origin })
  beforeAll(() => post('/api/v1/rooms', { id, access: 'public' }, { key: secret }))

  it('lets those and its server’s own open sockets, and no other page', async () => {
    for (const origin of [allowedOrigin, server.url, null])
      expect([origin, await socket(origin)]).toEqual([origin, 'welcome'])
    for (const origin of [
      'https://evil.example',
      'null',
      `${allowedOrigin}.evil.example`,
      allowedOrigin.replace('https', 'http'),
    ]) {
      expect([origin, await socket(origin)]).toEqual([origin, '4403 FORBIDDEN'])
    }
    const yjs = await closeOf(`/yjs/${id}?token=${publishable}`, { origin: 'https://evil.example' })
    expect(yjs).toBe('4403 FORBIDDEN')
  })

  it('asks nothing of room tokens, and of secret keys', async () => {
    const { body } = await post('/api/v1/tokens', { userId: 'u', rooms: { [id]: ['read'] } }, { key: secret })
    expect(await socket('https://evil.example', (body as { token: string }).token)).toBe('welcome')
    const answer = await call(server, `/api/v1/rooms/${id}`, {
      key: secret,
      headers: { origin: 'https://evil.example' },
    })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
  })
})
