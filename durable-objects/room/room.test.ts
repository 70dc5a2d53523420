/** The room's shell: admission, hostile messages, limits, and what a sleep must not lose. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { limits } from '@syncforge/protocol/limits'
import { expect, onTestFinished, test, vi } from 'vitest'
import { keptPlaces, ringAll } from '../test/shell-values.ts'
import { actor, admissionFor, freshRoom, joinNative, openSocket, roomSettings, until } from '../test-kit.ts'

const settings = roomSettings({ maxParticipants: 2, graceMs: 0 })

test('ROOM_FULL counts people, not tabs, and a free place can be taken', async () => {
  const room = freshRoom()
  const ada = await joinNative(room, { settings, hello: { userId: 'ada' } })
  await joinNative(room, { settings, hello: { userId: 'bob' } })
  await joinNative(room, { settings, hello: { userId: 'bob' } })
  await expect(joinNative(room, { settings, hello: { userId: 'carl' } })).rejects.toThrow(
    '"code":4403,"reason":"ROOM_FULL"',
  )
  ada.socket.close(1000)
  await until(() => ada.closed[0], 'ada leaving')
  await joinNative(room, { settings, hello: { userId: 'carl' } })
})

test('what comes before a hello ends the socket and reaches nobody', async () => {
  const room = freshRoom()
  for (const message of [
    Uint8Array.of(4, 0, 1, 1).buffer,
    '{"type":"broadcast.send","ref":901,"body":{}}',
    'no json',
    '{"type":"hello","body":{"userId":7}}',
  ]) {
    const { socket, closed } = await openSocket(room, admissionFor())
    socket.send(message)
    const { code, reason } = await until(() => closed[0], 'the close')
    expect(code).toBe(4400)
    expect(['MALFORMED_MESSAGE', 'VALIDATION_ERROR']).toContain(reason)
  }
  expect(await room.ask('presence.list', {}, actor())).toEqual({ ok: true, reply: [] })
})

test('a socket that never says hello is closed by the room’s alarm', async () => {
  const room = freshRoom()
  const { closed } = await openSocket(room, admissionFor())
  await runInDurableObject(room, async (instance, state) => {
    const [socket] = state.getWebSockets()
    const held = JSON.parse(new TextDecoder().decode(socket?.deserializeAttachment())) as { since: number }
    socket?.serializeAttachment(
      new TextEncoder().encode(JSON.stringify({ ...held, since: held.since - limits.helloTimeoutMs })),
    )
    ringAll(state.storage)
    await instance.alarm()
  })
  await evictDurableObject(room)
  await runInDurableObject(room, (instance) => instance.alarm())
  expect((await until(() => closed[0], 'the close')).reason).toBe('HELLO_TIMEOUT')
})

test.each([
  ['text that is no JSON', 'hello?', 'MALFORMED_MESSAGE'],
  ['JSON without a type', '{"ref":1}', 'MALFORMED_MESSAGE'],
  ['a request without a ref', '{"type":"broadcast.send","body":{}}', 'MALFORMED_MESSAGE'],
  ['an unknown request', '{"type":"room.destroy","ref":901,"body":{}}', 'UNKNOWN_MESSAGE'],
  ['a second hello', '{"type":"hello","body":{}}', 'UNKNOWN_MESSAGE'],
  [
    'a __proto__ key',
    '{"type":"presence.update","ref":901,"body":{"presence":{"__proto__":{"admin":true}}}}',
    'VALIDATION_ERROR',
  ],
  [
    'an escaped __proto__ key',
    '{"type":"presence.update","ref":901,"body":{"presence":{"\\u005f_proto__":1}}}',
    'VALIDATION_ERROR',
  ],
  [
    'JSON nested deeper than a stack',
    `{"type":"broadcast.send","ref":901,"body":{"event":"n","payload":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
    'VALIDATION_ERROR',
  ],
  ['text over the limit', `"${'x'.repeat(limits.messageMaxBytes)}"`, 'PAYLOAD_TOO_LARGE'],
  ['an empty frame', new ArrayBuffer(0), 'MALFORMED_MESSAGE'],
  ['an unknown channel', Uint8Array.of(99, 1, 2).buffer, 'MALFORMED_MESSAGE'],
  ['the server’s own channel', Uint8Array.of(0, 1, 2).buffer, 'MALFORMED_MESSAGE'],
  ['a truncated document frame', Uint8Array.of(2, 2, 5, 1).buffer, 'MALFORMED_MESSAGE'],
  ['a length of 2^53', Uint8Array.of(2, 0, 0, 255, 255, 255, 255, 255, 255, 255, 15).buffer, 'MALFORMED_MESSAGE'],
  ['bytes after the end', Uint8Array.of(4, 1, 1).buffer, 'MALFORMED_MESSAGE'],
  ['the server’s own message kind', Uint8Array.of(2, 3, 0, 1).buffer, 'MALFORMED_MESSAGE'],
])('%s gets a typed error with a request id; the connection and the room go on', async (_, message, code) => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  ada.socket.send(message)
  const error = (await until(() => ada.errors()[0], 'the error')) as { error?: { code: string }; request_id?: string }
  expect(error.error?.code).toBe(code)
  expect(error.request_id).toMatch(/^req_/)
  expect(await ada.ask('broadcast.send', { event: 'still', payload: 'here' })).toMatchObject({ type: 'reply' })
  await until(() => bob.events('broadcast.sent').length === 1, 'the room going on')
  expect(bob.errors()).toEqual([])
})

test('a flood is limited with RATE_LIMITED, closed when it persists, and costs the others nothing', {
  timeout: 90_000,
}, async () => {
  const room = freshRoom()
  const [flooder, bob] = [await joinNative(room), await joinNative(room)]
  // By bytes: a machine that reads a thousand small messages a second sees no flood in more of them. What they ask for there is not: it costs nothing.
  const message = JSON.stringify({ type: 'nothing', ref: 1, body: 'x'.repeat(250_000) })
  // In one moment: how fast this machine reads is not what is asked.
  const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now())
  onTestFinished(() => clock.mockRestore())
  for (let ref = 0; ref < 500; ref++) flooder.socket.send(message)
  const { code, reason } = await until(() => flooder.closed[0], 'the close')
  expect({ code, reason }).toEqual({ code: 4529, reason: 'RATE_LIMITED' })
  clock.mockRestore()
  expect(flooder.errors().some(({ error }) => error?.code === 'RATE_LIMITED')).toBe(true)
  expect(await bob.ask('presence.list', {})).toMatchObject({ type: 'reply' })
})

test('the registry is complete after a cold wake, and connections keep their numbers', async () => {
  const room = freshRoom()
  const [ada, bob] = [
    await joinNative(room, { hello: { userId: 'ada' } }),
    await joinNative(room, { hello: { userId: 'bob' } }),
  ]
  await evictDurableObject(room)
  const carl = await joinNative(room, { hello: { userId: 'carl' } })
  expect(carl.welcome.snapshots.presence.map(({ userId, number }) => [userId, number])).toEqual([
    ['ada', ada.self.number],
    ['bob', bob.self.number],
    ['carl', carl.self.number],
  ])
  expect(new Set([ada.self.number, bob.self.number, carl.self.number]).size).toBe(3)
  await until(
    () => ada.events('presence.joined').some(({ body }) => (body as { userId: string }).userId === 'carl'),
    'the join after the wake',
  )
})

test('an answer to ping comes without the room, so that a sleeping room stays asleep', async () => {
  const ada = await joinNative(freshRoom())
  ada.socket.send('ping')
  await until(() => ada.messages.includes('pong'), 'the pong')
})

test('erase closes everyone with ROOM_DELETED and leaves nothing behind', async () => {
  const room = freshRoom()
  const ada = await joinNative(room)
  await ada.ask('presence.update', { presence: { note: 'x'.repeat(20_000) } })
  await room.erase()
  expect(await until(() => ada.closed[0], 'the close')).toEqual({ code: 4410, reason: 'ROOM_DELETED' })
  expect(await room.ask('presence.list', {}, actor())).toEqual({ ok: true, reply: [] })
  const rows = await runInDurableObject(room, (_, state) => [
    keptPlaces(state.storage).length,
    ...['documents_log', 'documents_document'].map(
      (table) => state.storage.sql.exec<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`).one().n,
    ),
  ])
  expect(rows).toEqual([0, 0, 0])
})

test('a lower limit applies to the next who joins', async () => {
  const room = freshRoom()
  await joinNative(room, { hello: { userId: 'ada' } })
  await room.configure({ ...settings, maxParticipants: 1 })
  await expect(
    joinNative(room, { settings: { ...settings, maxParticipants: 1 }, hello: { userId: 'bob' } }),
  ).rejects.toThrow('ROOM_FULL')
})
