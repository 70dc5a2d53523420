/** What clients may store or send and JSON, or a database, does not know: it is shown in a documented form or refused by name, never with a 5xx. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { subprotocol } from '@syncforge/protocol/version'
import { SignJWT } from 'jose'
import { describe, expect, it, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { call, codeOf, type ErrorBody } from '../call.ts'

const server = sharedServer()

const createRoom = async (json: object = {}): Promise<string> => {
  const { body } = await call(server, '/api/v1/rooms', { method: 'POST', json: { access: 'public', ...json } })
  return (body as { id: string }).id
}

/** A room whose document was filled, as its address. */
const filled = async (fill: (doc: Y.Doc) => void) => {
  const doc = new Y.Doc()
  fill(doc)
  const room = `/api/v1/rooms/${await createRoom()}`
  const headers = { 'content-type': 'application/octet-stream' }
  const body = Y.encodeStateAsUpdate(doc) as Uint8Array<ArrayBuffer>
  expect((await call(server, `${room}/document/update`, { method: 'POST', body, headers })).status).toBe(200)
  return room
}

const contentOf = async (room: string) =>
  ((await call(server, `${room}/document?format=json`)).body as { content: unknown }).content

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

describe('[DO9] a document', () => {
  const documents: readonly [string, (doc: Y.Doc) => void, unknown][] = [
    ['a subdocument', (doc) => doc.getMap('m').set('v', new Y.Doc({ guid: 'g' })), { m: { v: { subdocument: 'g' } } }],
    ['a BigInt', (doc) => doc.getMap('m').set('v', 10n), { m: { v: '10' } }],
    ['bytes', (doc) => doc.getMap('m').set('v', Uint8Array.of(1, 2, 255)), { m: { v: 'AQL/' } }],
    ['numbers that are none', (doc) => doc.getArray('l').push([Number.NaN, -1 / 0]), { l: ['NaN', '-Infinity'] }],
    ['nothing', (doc) => doc.getMap('m').set('v', undefined), { m: { v: null } }],
    ['an embed', (doc) => doc.getText('t').insertEmbed(0, Object.fromEntries([['toString', null]])), { t: '' }],
  ]
  test.each(documents)(
    'with %s is read as JSON and text, named, previewed, blamed and exported',
    async (_, fill, json) => {
      const room = await filled((doc) => {
        fill(doc)
        doc.getText('other').insert(0, 'readable')
      })
      expect(await contentOf(room)).toEqual({ ...(json as object), other: 'readable' })
      const text = await call(server, `${room}/document?format=text`)
      expect([text.status, new TextDecoder().decode(text.body as Uint8Array)]).toEqual([
        200,
        expect.stringContaining('readable'),
      ])
      const version = await call(server, `${room}/versions`, { method: 'POST', json: { name: 'v' } })
      const { id } = version.body as { id: string }
      const paths = [`${room}/versions/${id}`, `${room}/blame`, `${room}/export`]
      for (const path of paths) expect([path, (await call(server, path)).status]).toEqual([path, 200])
    },
  )

  it('with a key that is called like the prototype is read whole', async () => {
    const room = await filled((doc) => doc.getMap('m').set('__proto__', { a: 1 }))
    const answer = await fetch(`${server.url}${room}/document`, {
      headers: { authorization: `Bearer ${developmentKeys.secret}` },
    })
    expect(await answer.text()).toContain('"content":{"m":{"__proto__":{"a":1}}}')
  })

  it('with XML nested as deeply as it may be is read as the markup that it is', async () => {
    const depth = 400
    const room = await filled((doc) => {
      let inner: Y.XmlFragment = doc.getXmlFragment('x')
      for (let i = 0; i < depth; i++) {
        const element = new Y.XmlElement('p')
        inner.insert(0, [element])
        inner = element
      }
    })
    expect(await contentOf(room)).toEqual({ x: '<p>'.repeat(depth) + '</p>'.repeat(depth) })
  })

  it('with a value nested too deeply is refused by the name of the root, and read as an update', async () => {
    const room = await filled((doc) => doc.getArray('deep').push([JSON.parse(nested(600))]))
    const json = await call(server, `${room}/document?format=json`)
    expect([json.status, codeOf(json), (json.body as ErrorBody).error.details]).toEqual([
      403,
      'LIMIT_EXCEEDED',
      { root: 'deep', maxDepth: 500 },
    ])
    expect((await call(server, `${room}/document?format=yjs`)).status).toBe(200)
    expect((await call(server, `${room}/document?format=text`)).status).toBe(200)
  })
})

describe('text that is no Unicode', () => {
  const half = '\\ud83d'
  const send = (path: string, body: string, method = 'POST') =>
    call(server, `/api/v1${path}`, { method, body, headers: { 'content-type': 'application/json' } })

  it('is refused by the name of its field on every route that takes text', async () => {
    const room = await createRoom()
    const bodies: readonly (readonly [string, string, string, string?])[] = [
      ['/rooms', `{"metadata":{"a":"${half}"}}`, 'metadata.a'],
      ['/rooms', `{"metadata":{"${half}":1}}`, 'metadata.\ufffd'],
      ['/rooms', `{"name":"${half}"}`, 'name'],
      [`/rooms/${room}`, `{"metadata":{"a":["${half}"]}}`, 'metadata.a.0', 'PATCH'],
      [`/rooms/${room}/versions`, `{"name":"${half}"}`, 'name'],
      [`/rooms/${room}/broadcast`, `{"event":"e","payload":{"a":"${half}"}}`, 'payload.a'],
      ['/tokens', `{"userId":"u${half}","rooms":{"a":["read"]}}`, 'userId'],
      ['/tokens', `{"userId":"u","userInfo":{"name":"${half}"},"rooms":{"a":["read"]}}`, 'userInfo.name'],
    ]
    for (const [path, body, field, method] of bodies) {
      const answer = await send(path, body, method)
      const { code, details } = (answer.body as ErrorBody).error
      expect([path, answer.status, code, details]).toEqual([
        path,
        400,
        'VALIDATION_ERROR',
        [{ path: field, message: expect.stringContaining('surrogate') }],
      ])
    }
  })

  it('is told apart from whole characters, and from letters that only look like an escape', async () => {
    const json = { metadata: { emoji: '😀', escaped: '\\ud83d', nul: '\\u0000' } }
    const answer = await call(server, '/api/v1/rooms', { method: 'POST', json })
    expect([answer.status, answer.body]).toEqual([201, expect.objectContaining(json)])
  })
})

describe('deep nesting', () => {
  it('is taken up to a bound and refused past it, in metadata and userInfo', async () => {
    const body = (depth: number) => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"metadata":{"a":${nested(depth)}}}`,
    })
    expect((await call(server, '/api/v1/rooms', body(126))).status).toBe(201)
    expect((await call(server, '/api/v1/rooms', body(127))).status).toBe(400)
  })
})

describe('a socket', () => {
  /** How it ends, or what it was told first. */
  const greet = (roomId: string, token: string, hello: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${server.wsUrl}/v1/rooms/${roomId}/socket?token=${token}`, subprotocol)
      socket.once('error', reject)
      socket.once('close', (code, reason) => resolve(`${code} ${reason}`))
      socket.once('open', () => socket.send(hello))
      socket.on('message', (data: Buffer) => {
        if (!data.toString('latin1').includes('"welcome"')) return
        resolve('welcome')
        socket.close(1000)
      })
    })
  const hello = (presence: string, userInfo = '{}') =>
    `{"type":"hello","body":{"userId":"ada","userInfo":${userInfo},"presence":${presence}}}`

  it.each([
    ['presence', hello(`{"a":${nested(3_000)}}`)],
    ['userInfo', hello('{}', `{"a":${nested(1_000)}}`)],
    ['what no schema knows', `{"type":"hello","body":{},"more":${nested(50_000)}}`],
  ])('is told that %s is nested too deeply', async (_, message) => {
    expect(await greet(await createRoom(), developmentKeys.publishable, message)).toBe('4400 VALIDATION_ERROR')
  })

  it('may carry half a character in what is shown to others, and REST shows it', async () => {
    const room = await createRoom()
    expect(await greet(room, developmentKeys.publishable, hello('{"a":"\\ud83d"}', '{"name":"A\\ud83d"}'))).toBe(
      'welcome',
    )
    expect((await call(server, `/api/v1/rooms/${room}/participants`)).status).toBe(200)
  })

  it('whose token nests its claims too deeply, or ends where no date is, is refused by the name of the claim', async () => {
    const { tokenSecret } = JSON.parse(await readFile(join(server.dataDir, 'secrets.json'), 'utf8'))
    const room = await createRoom()
    const iat = Math.floor(Date.now() / 1000)
    const good = { org: 'org_dev', sub: 'u', info: {}, rooms: { '*': ['write'] }, iss: 'syncforge', aud: 'room', iat }
    const claims = { ...good, jti: 'tok_1', exp: iat + 60 }
    const refusalOf = async (change: object) => {
      const token = await new SignJWT({ ...claims, ...change })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(new TextEncoder().encode(tokenSecret))
      const { status, body } = await call(server, `/yjs/${room}?token=${token}`, { key: null })
      return [status, (body as ErrorBody).error]
    }
    const deep = (depth: number) => JSON.parse(nested(depth))
    expect(await refusalOf({ info: { deep: deep(3_000) } })).toEqual([
      401,
      expect.objectContaining({ code: 'UNAUTHORIZED', message: expect.stringContaining('info.deep') }),
    ])
    expect(await refusalOf({ exp: 1e305 })).toEqual([
      401,
      expect.objectContaining({ details: expect.objectContaining({ claim: 'exp' }) }),
    ])
    expect(await refusalOf({ info: { name: '' } })).toEqual([
      401,
      expect.objectContaining({ details: expect.objectContaining({ claim: 'info.name' }) }),
    ])
  })
})

describe('the place where a page of rooms ended', () => {
  const cursorOf = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url')
  it.each([
    ['a NUL', [0, 'a\0']],
    ['half a character', [0, '\ud800']],
    ['a date after every database', [8_640_000_000_000_000, 'a']],
    ['a date before every database', [-8_640_000_000_000_000, 'a']],
    ['no id', [0]],
  ])('is refused with %s', async (_, position) => {
    const answer = await call(server, `/api/v1/rooms?cursor=${cursorOf(position)}`)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'VALIDATION_ERROR'])
  })
})
