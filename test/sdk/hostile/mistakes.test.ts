/** What single hostile messages are answered with, while two ordinary people type and notice nothing. */
import { connect } from 'node:net'
import { encodeCursorMessage } from '@syncforge/protocol/cursor-frames'
import { DocumentKind, encodeAwarenessMessage, encodeDocumentMessage } from '@syncforge/protocol/document-frames'
import { encodeReceipt } from '@syncforge/protocol/frames'
import { expect, test } from 'vitest'
import { call, codeOf } from '../../http/call.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { afterTest, createToken, until } from '../kit.ts'
import { awarenessOf, bytes, concat, huge, nested, request, update } from './frames.ts'
import { intrude, knock, openBystanders, type Raw } from './intruders.ts'

const server = sharedServer()

/** Each is answered with this code, and the socket stays: the next mistake is answered, too. */
const mistakes: [string, string | Uint8Array, string][] = [
  ['text that is no JSON', 'hello?', 'MALFORMED_MESSAGE'],
  ['JSON that is no envelope', '[1,2,3]', 'MALFORMED_MESSAGE'],
  ['JSON without a type', '{"ref":1}', 'MALFORMED_MESSAGE'],
  ['a ref that is no number', request('presence.update', {}, 'x'), 'MALFORMED_MESSAGE'],
  ['an unknown request', request('room.erase', {}), 'UNKNOWN_MESSAGE'],
  ['a request by the name of a prototype’s member', request('constructor', {}), 'UNKNOWN_MESSAGE'],
  ['a second hello', JSON.stringify({ type: 'hello', body: {} }), 'UNKNOWN_MESSAGE'],
  ['a message of the room’s own', request('presence.joined', { userId: 'nobody' }), 'UNKNOWN_MESSAGE'],
  ['a body of another shape', request('presence.update', { presence: 7 }), 'VALIDATION_ERROR'],
  ['an update as text', request('documents.update', { name: 'default', update: 'x' }), 'VALIDATION_ERROR'],
  ['text over the limit', `"${'x'.repeat(2 ** 20)}"`, 'PAYLOAD_TOO_LARGE'],
  ['presence over the limit', request('presence.update', { presence: { x: 'x'.repeat(70_000) } }), 'PAYLOAD_TOO_LARGE'],
  ['an empty frame', bytes(), 'MALFORMED_MESSAGE'],
  ['JSON where binary belongs', new TextEncoder().encode('{"type":"presence.update"}'), 'MALFORMED_MESSAGE'],
  [
    'binary where JSON belongs',
    concat(bytes(1), new TextEncoder().encode('{"type":"broadcast.sent"}')),
    'MALFORMED_MESSAGE',
  ],
  ['a pack', bytes(0, 0, 2, 1, 2), 'MALFORMED_MESSAGE'],
  ['an unknown channel', bytes(99), 'MALFORMED_MESSAGE'],
  ['an unknown document message', bytes(2, 9, 0), 'MALFORMED_MESSAGE'],
  [
    'an answer that only a room gives',
    encodeDocumentMessage({ kind: DocumentKind.step2, name: 'default', update: update() }),
    'MALFORMED_MESSAGE',
  ],
  [
    'an acknowledgement',
    encodeDocumentMessage({ kind: DocumentKind.ack, name: 'default', seq: 9 }),
    'MALFORMED_MESSAGE',
  ],
  [
    'a refusal',
    encodeDocumentMessage({ kind: DocumentKind.refused, name: 'default', seq: 9, code: 'FORBIDDEN' }),
    'MALFORMED_MESSAGE',
  ],
  ['an update of a huge length', concat(bytes(2, 2, 0, 1), huge, bytes(1)), 'MALFORMED_MESSAGE'],
  ['a name of a huge length', concat(bytes(2, 0), huge), 'MALFORMED_MESSAGE'],
  ['an update of a huge number of structs', concat(bytes(2, 2, 0, 1, 9), huge, bytes(1)), 'MALFORMED_MESSAGE'],
  ['a state vector of a huge number of clients', concat(bytes(2, 0, 0, 8), huge), 'MALFORMED_MESSAGE'],
  [
    'an update that is none',
    encodeDocumentMessage({ kind: DocumentKind.update, name: 'default', seq: 1, update: bytes(255, 255, 255) }),
    'MALFORMED_MESSAGE',
  ],
  [
    'an empty update',
    encodeDocumentMessage({ kind: DocumentKind.update, name: 'default', seq: 1, update: bytes() }),
    'MALFORMED_MESSAGE',
  ],
  [
    'a document whose name is a path',
    encodeDocumentMessage({ kind: DocumentKind.update, name: '../default', seq: 1, update: update() }),
    'VALIDATION_ERROR',
  ],
  [
    'a document with a long name',
    encodeDocumentMessage({ kind: DocumentKind.update, name: 'x'.repeat(500_000), seq: 1, update: update() }),
    'VALIDATION_ERROR',
  ],
  [
    'awareness of a document with a long name',
    encodeAwarenessMessage({ name: 'x'.repeat(500_000), update: awarenessOf(1, 1, '{}') }),
    'VALIDATION_ERROR',
  ],
  [
    'an awareness update of a huge number of states',
    encodeAwarenessMessage({ name: 'default', update: huge }),
    'MALFORMED_MESSAGE',
  ],
  [
    'an awareness state that is no JSON',
    encodeAwarenessMessage({ name: 'default', update: awarenessOf(1, 1, '{') }),
    'MALFORMED_MESSAGE',
  ],
  [
    'an awareness state over the limit',
    encodeAwarenessMessage({ name: 'default', update: awarenessOf(1, 1, `"${'x'.repeat(70_000)}"`) }),
    'PAYLOAD_TOO_LARGE',
  ],
  ['cursor flags that mean nothing', bytes(4, 255), 'MALFORMED_MESSAGE'],
  [
    'a cursor at infinity',
    concat(bytes(4, 8), bytes(0x7f, 0xf0, 0, 0, 0, 0, 0, 0), bytes(0x7f, 0xf0, 0, 0, 0, 0, 0, 0)),
    'MALFORMED_MESSAGE',
  ],
  ['an anchor over the limit', encodeCursorMessage({ x: 1, y: 1, anchor: 'x'.repeat(300) }), 'VALIDATION_ERROR'],
  ['bytes after the end', concat(encodeCursorMessage({ x: 1, y: 1 }), bytes(1)), 'MALFORMED_MESSAGE'],
  ['a receipt without a number', bytes(5), 'MALFORMED_MESSAGE'],
  [
    '__proto__ in presence',
    '{"type":"presence.update","ref":1,"body":{"presence":{"__proto__":{"polluted":1}}}}',
    'VALIDATION_ERROR',
  ],
  [
    'an escaped __proto__ in a broadcast',
    '{"type":"broadcast.send","ref":1,"body":{"event":"e","payload":[{"\\u005f_proto__":{"polluted":1}}]}}',
    'VALIDATION_ERROR',
  ],
  [
    '__proto__ deep down',
    `{"type":"broadcast.send","ref":1,"body":{"event":"e","payload":${'['.repeat(200_000)}{"__proto__":1}${']'.repeat(200_000)}}}`,
    'VALIDATION_ERROR',
  ],
  [
    'a broadcast nested deeply',
    `{"type":"broadcast.send","ref":1,"body":{"event":"e","payload":${nested(200_000)}}}`,
    'VALIDATION_ERROR',
  ],
  [
    'presence nested deeply',
    `{"type":"presence.update","ref":1,"body":{"presence":{"a":${nested(20_000)}}}}`,
    'VALIDATION_ERROR',
  ],
]

test(`[L20] [L25] [L29] ${mistakes.length} mistakes on one socket: each gets its own typed error, the socket stays, nobody else hears of any`, async () => {
  const room = await openBystanders(server)
  const listener = await intrude(server, room.id, { userId: 'listener' })
  const mallory = await intrude(server, room.id)
  for (const [name, message, code] of mistakes) {
    const before = mallory.errors().length
    mallory.say(message)
    await until(`an answer to ${name}`, () => mallory.errors().length > before || mallory.closed.length > 0)
    expect([name, mallory.errors().slice(before)]).toEqual([name, [code]])
  }
  expect(mallory.closed).toEqual([])
  await room.goesOn()
  mallory.socket.close(1000)
  // How fast to send is the room's own business.
  const heard = () => listener.told().flatMap(({ type }) => (type === 'session.paced' ? [] : type))
  await until('the leave', () => heard().includes('presence.left'))
  expect(heard()).toEqual(['welcome', 'presence.joined', 'presence.left'])
  await room.stop(['listener'])
})

test('keys that are members of prototypes are values like any other, and pollute nothing', async () => {
  const room = await openBystanders(server)
  const odd = { constructor: { prototype: { polluted: 1 } }, toString: 'x', hasOwnProperty: null, valueOf: [1] }
  const listener = await intrude(server, room.id, { userId: 'listener' })
  const mallory = await intrude(server, room.id, {
    userId: 'toString',
    userInfo: { ...odd, name: 'x' },
    presence: odd,
  })
  mallory.say(request('presence.update', { presence: { ...odd, again: 1 } }))
  mallory.say(request('broadcast.send', { event: 'constructor', payload: odd }, 2))
  for (const name of ['__proto__', 'constructor']) {
    mallory.say(encodeDocumentMessage({ kind: DocumentKind.step1, name, stateVector: bytes(0) }))
    mallory.say(encodeDocumentMessage({ kind: DocumentKind.update, name, seq: 1, update: update(name) }))
    mallory.say(encodeAwarenessMessage({ name, update: awarenessOf(5, 1, '{"constructor":1}') }))
  }
  await until('the broadcast', () => listener.told().some(({ type }) => type === 'broadcast.sent'))
  const said = listener.told().find(({ type }) => type === 'broadcast.sent')?.body as { payload: unknown }
  expect(said.payload).toEqual(odd)
  expect(mallory.errors()).toEqual([])
  for (const name of ['__proto__', 'constructor']) {
    const read = await call(server, `/api/v1/rooms/${room.id}/document?name=${name}&format=text`)
    expect([read.status, new TextDecoder().decode(read.body as Uint8Array)]).toEqual([200, name])
  }
  for (const json of [
    '{"metadata":{"__proto__":{"polluted":1}}}',
    '{"metadata":{"a":[{"\\u005f\\u005fproto__":1}]}}',
  ]) {
    const answer = await call(server, `/api/v1/rooms/${room.id}`, {
      method: 'PATCH',
      body: json,
      headers: { 'content-type': 'application/json' },
    })
    expect([answer.status, codeOf(answer)]).toEqual([400, 'VALIDATION_ERROR'])
  }
  const token = await call(server, '/api/v1/tokens', {
    method: 'POST',
    body: '{"userId":"x","userInfo":{"__proto__":{"name":"x"}},"rooms":{"*":["read"]}}',
    headers: { 'content-type': 'application/json' },
  })
  expect([token.status, codeOf(token)]).toEqual([400, 'VALIDATION_ERROR'])
  mallory.socket.close(1000)
  listener.socket.close(1000)
  await room.stop()
})

test('forged ids and claims: nobody speaks for another, takes another’s place, or gets credit for what was not sent', async () => {
  const room = await openBystanders(server)
  const victim = room.ada.room.self.connectionId
  const [adaId, stanId] = [room.ada.room.getDocument().clientID, room.stan.doc.clientID]
  const thief = await intrude(server, room.id, {
    userId: 'ada',
    session: { connectionId: victim, secret: 'ses_00000000000000000000' },
  })
  const welcome = thief.told()[0]?.body as { self: { connectionId: string }; session: { resumed: boolean } }
  expect([welcome.session.resumed, welcome.self.connectionId === victim]).toEqual([false, false])
  for (const id of [adaId, stanId]) {
    for (const [clock, json] of [
      [2 ** 31, '{"who":"forged"}'],
      [2 ** 31, 'null'],
      [2 ** 53 - 1, 'null'],
    ] as const) {
      thief.say(encodeAwarenessMessage({ name: 'default', update: awarenessOf(id, clock, json) }))
    }
  }
  thief.say(request('presence.update', { presence: { mood: 'forged' }, connectionId: victim }))
  for (const claim of [2 ** 53 - 1, 2 ** 40, 0]) thief.say(encodeReceipt(claim))
  for (let ref = 2; ref < 20; ref++) thief.say(request('presence.list', {}, ref))
  await until('the answers', () => thief.told().some(({ ref }) => ref === 19))
  expect(thief.errors()).toEqual([])
  await room.goesOn()
  thief.socket.close(1000)
  await room.stop()
})

test.each<[string, (raw: Raw) => void, { code: number; reason: string }]>([
  [
    'a frame before hello',
    (raw) => raw.say(encodeDocumentMessage({ kind: DocumentKind.step1, name: 'default', stateVector: bytes(0) })),
    { code: 4400, reason: 'MALFORMED_MESSAGE' },
  ],
  [
    'a request before hello',
    (raw) => raw.say(request('presence.list', {})),
    { code: 4400, reason: 'MALFORMED_MESSAGE' },
  ],
  [
    'a binary hello',
    (raw) => raw.say(new TextEncoder().encode('{"type":"hello","body":{}}')),
    { code: 4400, reason: 'MALFORMED_MESSAGE' },
  ],
  [
    'a hello over the limit',
    (raw) => raw.say(JSON.stringify({ type: 'hello', body: { presence: { x: 'x'.repeat(200_000) } } })),
    { code: 4413, reason: 'PAYLOAD_TOO_LARGE' },
  ],
  [
    'a hello nested deeply',
    (raw) => raw.say(`{"type":"hello","body":{"presence":{"a":${nested(60_000)}}}}`),
    { code: 4400, reason: 'VALIDATION_ERROR' },
  ],
  [
    'a hello with __proto__',
    (raw) => raw.say('{"type":"hello","body":{"userInfo":{"__proto__":{"name":"x"}}}}'),
    { code: 4400, reason: 'VALIDATION_ERROR' },
  ],
  [
    'userInfo over the limit',
    (raw) => raw.say(JSON.stringify({ type: 'hello', body: { userInfo: { bio: 'x'.repeat(5_000) } } })),
    { code: 4400, reason: 'VALIDATION_ERROR' },
  ],
  [
    'a message of 33 MiB',
    (raw) => raw.say(new Uint8Array(33 * 2 ** 20)),
    { code: 1009, reason: expect.any(String) as string },
  ],
])('[L30] %s ends that socket with its code', async (_, act, ending) => {
  const room = await openBystanders(server)
  const raw = await knock(server, room.id)
  raw.socket.on('error', () => {})
  act(raw)
  expect(await raw.end()).toEqual(ending)
  await room.goesOn()
  await room.stop()
})

test('who never finishes a hello is let go after ten seconds, however many others come meanwhile; half a handshake and half a frame hurt nobody', async () => {
  const room = await openBystanders(server)
  const silent = await Promise.all(Array.from({ length: 20 }, () => knock(server, room.id)))
  const startedAt = Date.now()
  const half = Array.from({ length: 20 }, (_, i) => {
    const socket = connect(server.port, '127.0.0.1')
    socket.on('error', () => {})
    afterTest(() => socket.destroy())
    const address = `/v1/rooms/${room.id}/socket?token=pk_dev_syncforge`
    const head = `GET ${address} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n`
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: syncforge.2\r\n'
    // Half of a request; or all of it and the first bytes of a message that never ends.
    socket.write(i % 2 === 0 ? head : `${head}${key}\r\n`)
    if (i % 2 === 1) setTimeout(() => socket.write(bytes(0x01, 0xfe, 0xff, 0xff, 1, 2, 3, 4, 5)), 300)
    return socket
  })
  // Newcomers every second: their own deadline must not move that of the silent.
  const late: Raw[] = []
  const coming = setInterval(() => void knock(server, room.id).then((raw) => late.push(raw)), 1_000)
  afterTest(() => clearInterval(coming))
  for (const ending of await Promise.all(silent.map((raw) => raw.end())))
    expect(ending).toEqual({ code: 4408, reason: 'HELLO_TIMEOUT' })
  expect(Date.now() - startedAt).toBeLessThan(20_000)
  clearInterval(coming)
  for (const socket of half) socket.destroy()
  for (const { socket } of late) socket.terminate()
  await room.goesOn()
  await room.stop()
})

test('a token of somebody with read rights floods nobody: what it may not say is refused', async () => {
  const room = await openBystanders(server)
  const token = await createToken(server, 'reader', { [room.id]: ['read'] })
  const reader = await knock(server, room.id, token)
  reader.say(JSON.stringify({ type: 'hello', body: { userId: 'ada' } }))
  await until('the welcome', () => reader.told().length > 0)
  reader.say(encodeDocumentMessage({ kind: DocumentKind.update, name: 'default', seq: 1, update: update() }))
  reader.say(encodeAwarenessMessage({ name: 'default', update: awarenessOf(9, 1, '{"who":"reader"}') }))
  reader.say(request('broadcast.send', { event: 'e', payload: 1 }))
  await until('two refusals', () => reader.errors().length === 2)
  expect(reader.errors()).toEqual(['FORBIDDEN', 'FORBIDDEN'])
  await room.goesOn()
  reader.socket.close(1000)
  await room.stop()
})
