/** What happens in rooms, as a receiver hears of it: which events, in which order, for whom, and what outlives a crash. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import * as Y from 'yjs'
import { otherOrganization } from '../../kit/database.ts'
import { temporaryFolder } from '../../kit/folder.ts'
import { setPlan } from '../../kit/plans.ts'
import { startReceiver, verifyByStock } from '../../kit/receiver.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { afterTest, enter, freshRoomId, rest } from '../../sdk/kit.ts'
import { call } from '../call.ts'
import { eventually, makeEndpoint, openEndpoint } from './kit.ts'

const env = { WEBHOOK_FIRST_DELAY_MS: '50', REQUESTS_PER_MINUTE: '10000' }
let server: TestServer
beforeAll(async () => {
  server = await startServer({ env })
})
afterAll(() => server.stop())

const makeVersion = (at: TestServer, roomId: string, name: string) =>
  rest(at, `/rooms/${roomId}/versions`, { method: 'POST', body: JSON.stringify({ name }) })

const written = (): Uint8Array<ArrayBuffer> => {
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'written')
  return new Uint8Array(Y.encodeStateAsUpdate(doc))
}

/** A room with something in its document. */
const makeRoom = async (at: TestServer, id: string, more: object = {}) => {
  await rest(at, '/rooms', { method: 'POST', body: JSON.stringify({ id, graceMs: 0, ...more }) })
  const headers = { 'content-type': 'application/octet-stream' }
  await rest(at, `/rooms/${id}/document/update`, { method: 'POST', body: written(), headers })
}

it('[WH3] [FC2] who comes, makes a version and goes is told in that order, within two seconds', async () => {
  const roomId = freshRoomId('told')
  const endpoint = await openEndpoint(server, { roomPrefix: roomId })
  await makeRoom(server, roomId, { access: 'public' })
  const ada = await enter(server.wsUrl, roomId, { userId: 'ada', userInfo: { name: 'Ada' } })
  await makeVersion(server, roomId, 'first')
  ada.client.close()
  const rooms = () => endpoint.receiver.received.filter(({ event }) => event.type !== 'document.updated')
  await eventually(() => rooms().some(({ event }) => event.type === 'room.left'), 'the last event')
  expect(
    rooms()
      .map(({ event: { type, data } }) => ({ type, data }))
      .filter(({ type }) => type !== 'room.created'),
  ).toEqual([
    { type: 'room.entered', data: { roomId, userId: 'ada', verified: false, name: 'Ada' } },
    {
      type: 'version.created',
      data: { roomId, document: 'default', id: expect.stringMatching(/^ver_/), name: 'first', by: expect.anything() },
    },
    { type: 'room.left', data: { roomId, userId: 'ada', verified: false, name: 'Ada' } },
  ])
  for (const { at, event } of rooms())
    expect([event.type, at - Date.parse(event.timestamp)]).toEqual([event.type, expect.toSatisfy((ms) => ms < 2_000)])
  endpoint.verifyAll()
})

it('what is changed and taken back in the chat, and whose access is another, is told', async () => {
  const roomId = freshRoomId('told')
  const events = ['message.edited', 'message.deleted', 'access.changed']
  const endpoint = await openEndpoint(server, { events, roomPrefix: roomId })
  await makeRoom(server, roomId, { access: 'public' })
  const { room } = await enter(server.wsUrl, roomId, { userId: 'ada' })
  const { id } = await room.chat.send({ body: 'one' })
  await room.chat.edit(id, { body: 'two' })
  await room.chat.remove(id)
  await rest(server, `/rooms/${roomId}/participants/zoe`, { method: 'PATCH', body: JSON.stringify({ access: 'read' }) })
  await rest(server, `/rooms/${roomId}/participants/zoe/kick`, { method: 'POST', body: '{"ban":true}' })
  await eventually(() => endpoint.receiver.received.length === 4, 'all four')
  const by = expect.any(String)
  expect(endpoint.receiver.received.map(({ event: { type, data } }) => ({ type, data }))).toEqual([
    { type: 'message.edited', data: { roomId, messageId: id, by: 'ada' } },
    { type: 'message.deleted', data: { roomId, messageId: id, by: 'ada' } },
    { type: 'access.changed', data: { roomId, userId: 'zoe', access: 'read', isBanned: false, by } },
    { type: 'access.changed', data: { roomId, userId: 'zoe', access: 'read', isBanned: true, by } },
  ])
  endpoint.verifyAll()
})

it('[WH9] a receiver that has lost what it had gets all of it again since a time, with the same ids and bytes', async () => {
  const roomId = freshRoomId('lost')
  const endpoint = await openEndpoint(server, { events: ['version.created'], roomPrefix: roomId })
  const { received } = endpoint.receiver
  await makeRoom(server, roomId)
  for (const [index, name] of ['one', 'two', 'three'].entries()) {
    await makeVersion(server, roomId, name)
    await eventually(() => received.length > index, name)
  }
  const had = received.map(({ id, text }) => ({ id, text }))
  const since = Date.parse(received[1]?.event.timestamp ?? '')
  expect(await endpoint.post('redeliver', { since })).toEqual({ status: 200, body: { count: 0 } })
  expect(await endpoint.post('redeliver', { since, state: 'all' })).toEqual({ status: 200, body: { count: 2 } })
  await eventually(() => received.length === 5, 'both again')
  expect(received.slice(3).map(({ id, text }) => ({ id, text }))).toEqual(had.slice(1))
  expect((await endpoint.post('redeliver', { since, state: 'pending' })).status).toBe(400)
  endpoint.verifyAll()
})

it('[WH10] the trace of a request goes on through the room to the receiver; that of another does not', async () => {
  const roomId = freshRoomId('traced')
  const endpoint = await openEndpoint(server, { events: ['version.created', 'room.entered'], roomPrefix: roomId })
  await makeRoom(server, roomId, { access: 'public' })
  const traceId = 'abcdef0123456789abcdef0123456789'
  await enter(server.wsUrl, roomId, { userId: 'ada' })
  await call(server, `/api/v1/rooms/${roomId}/versions`, {
    method: 'POST',
    json: { name: 'traced' },
    headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
  })
  await makeVersion(server, roomId, 'untraced')
  const { received } = endpoint.receiver
  await eventually(() => received.length === 3, 'all three')
  const traceOf = (name: string) =>
    received.find(({ event }) => event.data.name === name)?.headers.traceparent?.split('-')[1]
  expect(traceOf('traced')).toBe(traceId)
  expect(new Set(received.map(({ headers }) => headers.traceparent?.split('-')[1])).size).toBe(3)
  const line = new RegExp(`"event":"delivery".*"webhookId":"${endpoint.id}".*"traceId":"${traceId}".*"parentSpanId"`)
  await eventually(() => line.test(server.output()), 'its line')
})

it('an endpoint hears of the types and rooms that it has asked for, and of nothing else', async () => {
  const [heard, other] = [freshRoomId('heard'), freshRoomId('other')]
  const versions = await openEndpoint(server, { events: ['version.created'], roomPrefix: heard })
  const people = await openEndpoint(server, { events: ['room.entered'], roomPrefix: heard })
  const all = await openEndpoint(server, { events: ['version.created'] })
  for (const roomId of [heard, other]) {
    await makeRoom(server, roomId)
    await makeVersion(server, roomId, 'v')
  }
  await eventually(() => all.receiver.received.length >= 2 && versions.receiver.received.length >= 1, 'the events')
  expect(versions.receiver.received.map(({ event }) => event.data.roomId)).toEqual([heard])
  expect(people.receiver.received).toEqual([])
  expect(new Set(all.receiver.received.map(({ event }) => event.data.roomId))).toEqual(new Set([heard, other]))
  // One event has one id, whoever hears of it.
  expect(all.receiver.received.map(({ id }) => id)).toContain(versions.receiver.received[0]?.id)
})

it('a filter that names nothing there is is refused; one that no room passes costs nothing and hears nothing', async () => {
  const url = 'http://127.0.0.1:9/hooks'
  for (const [wanted, path] of [
    [{ events: ['room.exploded'] }, 'events'],
    [{ events: [] }, 'events'],
    [{ events: 'room.created' }, 'events'],
    [{ events: ['*'], roomPrefix: 'not a room id' }, 'roomPrefix'],
    [{ events: ['*'], roomPrefix: 'x'.repeat(129) }, 'roomPrefix'],
    [{ events: ['*'], rooms: ['a'] }, 'rooms'],
  ] as const) {
    const { status, body } = await call(server, '/api/v1/webhooks', { method: 'POST', json: { url, ...wanted } })
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(path)])
  }
  const { body } = await call(server, '/api/v1/webhooks')
  expect(JSON.stringify(body)).not.toContain(url)
  const silent = await openEndpoint(server, { events: ['version.created'], roomPrefix: 'nobody-makes-such-a-room' })
  const heard = await openEndpoint(server, { events: ['version.created'] })
  const roomId = freshRoomId('passed-by')
  await makeRoom(server, roomId)
  await makeVersion(server, roomId, 'v')
  await eventually(() => heard.receiver.received.length > 0, 'the other endpoint')
  expect(await silent.status()).toMatchObject({ status: { pending: 0, delivered: 0, dead: 0 } })
  expect(silent.receiver.received).toEqual([])
})

it('edits of a document are told once for all of them, with the sequence that they came to', async () => {
  const roomId = freshRoomId('edited')
  const endpoint = await openEndpoint(server, { events: ['document.updated'], roomPrefix: roomId, debounceMs: 1_000 })
  await makeRoom(server, roomId, { access: 'public' })
  const ada = await enter(server.wsUrl, roomId, { userId: 'ada' })
  const text = ada.room.getDocument().getText('content')
  for (let index = 0; index < 30; index += 1) text.insert(0, String(index))
  await ada.room.flush()
  const [first] = await eventually(
    () => endpoint.receiver.received.length > 0 && endpoint.receiver.received,
    'the event',
  )
  expect(first?.event.data).toEqual({ roomId, document: 'default', sequence: expect.any(Number) })
  expect(endpoint.receiver.received.length).toBeLessThanOrEqual(2)
  text.insert(0, 'more')
  await ada.room.flush()
  const count = endpoint.receiver.received.length
  await eventually(() => endpoint.receiver.received.length > count, 'the next event')
  const sequences = endpoint.receiver.received.map(({ event }) => Number(event.data.sequence))
  expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b))
  endpoint.verifyAll()
})

it('[WH7] of a room in memory it is told that it was made and deleted, and nothing of who was in it', async () => {
  const roomId = freshRoomId('memory')
  const endpoint = await openEndpoint(server, { roomPrefix: roomId })
  await makeRoom(server, roomId, { access: 'public', persistence: 'memory' })
  const ada = await enter(server.wsUrl, roomId, { userId: 'ada', userInfo: { name: 'Ada' } })
  ada.room.getDocument().getText('content').insert(0, 'a secret')
  await ada.room.flush()
  ada.client.close()
  await call(server, `/api/v1/rooms/${roomId}`, { method: 'DELETE' })
  // What happened before it would have come before it: the organization tells all of its facts in one order.
  await eventually(() => endpoint.receiver.received.some(({ event }) => event.type === 'room.deleted'), 'the end')
  expect(endpoint.receiver.received.map(({ event }) => event.type)).toEqual(['room.created', 'room.deleted'])
  expect(JSON.stringify(endpoint.receiver.received)).not.toMatch(/secret|ada/i)
})

it('a plan without webhooks hears of its account alone, is told which plan has more, and keeps its endpoints', async () => {
  const { id: organizationId, secret: key } = otherOrganization
  const post = (json: object) => call(server, '/api/v1/webhooks', { method: 'POST', key, json })
  const receiver = await startReceiver()
  afterTest(() => receiver.stop())
  expect(await post({ url: receiver.url, events: ['room.entered'] })).toMatchObject({ status: 201 })
  await setPlan(server, organizationId, 'free')
  const refusal = {
    code: 'PLAN_LIMIT_EXCEEDED',
    details: { limit: 'feature', feature: 'webhooks', plan: 'free', liftedBy: 'pro' },
  }
  for (const events of [['room.entered'], ['*'], ['usage.limit', 'room.left']])
    expect(await post({ url: receiver.url, events })).toMatchObject({ status: 403, body: { error: refusal } })
  expect((await post({ url: receiver.url, events: ['usage.limit'] })).status).toBe(201)
  const { body } = await call(server, '/api/v1/webhooks', { key })
  expect((body as { webhooks: readonly { events: readonly string[] }[] }).webhooks.map(({ events }) => events)).toEqual(
    [['room.entered'], ['usage.limit']],
  )
})

it('one that hangs changes nothing for the others', async () => {
  const hanging = await openEndpoint(server, { events: ['version.created'], behave: () => () => {} })
  const well = await Promise.all(Array.from({ length: 4 }, () => openEndpoint(server, { events: ['version.created'] })))
  const rooms = Array.from({ length: 20 }, () => freshRoomId('beside'))
  await Promise.all(rooms.map((roomId) => makeRoom(server, roomId)))
  const startedAt = Date.now()
  await Promise.all(rooms.map((roomId) => makeVersion(server, roomId, 'v')))
  const mine = ({ receiver }: (typeof well)[number]) =>
    receiver.received.filter(({ event }) => rooms.includes(String(event.data.roomId)))
  await eventually(() => well.every((endpoint) => mine(endpoint).length === rooms.length), 'all events')
  expect(Date.now() - startedAt).toBeLessThan(14_000)
  // Ten under way, no more.
  expect(hanging.receiver.received.length).toBeLessThanOrEqual(10)
})

it('[WH2] [WH3] every third call fails and the server is killed twice: nothing is lost, nothing out of order in its room', async () => {
  const dataDir = await temporaryFolder()
  let current = await startServer({ dataDir, env })
  const { port } = current
  const receiver = await startReceiver((_, index) => (index % 3 === 2 ? 500 : 204))
  afterTest(async () => {
    await receiver.stop()
    await current.stop()
  })
  const { id, secret } = await makeEndpoint(current, { url: receiver.url, events: ['version.created'] })
  const rooms = Array.from({ length: 12 }, (_, index) => `killed-${index}`)
  for (const roomId of rooms) await makeRoom(current, roomId)
  const told = new Set<string>()
  for (let round = 0; round < 15; round += 1) {
    await Promise.all(
      rooms.map(async (roomId) => {
        await makeVersion(current, roomId, String(round))
        told.add(`${roomId}/${round}`)
      }),
    )
    if (round === 4 || round === 9) {
      await current.kill()
      current = await startServer({ dataDir, port, env })
    }
  }
  const nameOf = ({ event }: (typeof receiver.received)[number]) => `${event.data.roomId}/${event.data.name}`
  const delivered = () => new Set(receiver.received.filter(({ status }) => status === 204).map(nameOf))
  const status = async () =>
    ((await call(current, `/api/v1/webhooks/${id}`)).body as { status: Record<string, number> | null }).status
  await eventually(
    async () => (await status())?.pending === 0 && delivered().size + ((await status())?.dead ?? 0) >= told.size,
    'the queue to be empty',
    150_000,
  )
  const dead = (await status())?.dead ?? 0
  receiver.behave(() => 204)
  const { body } = await call(current, `/api/v1/webhooks/${id}/redeliver`, { method: 'POST', json: { since: 0 } })
  expect(body).toEqual({ count: dead })
  await eventually(() => delivered().size === told.size, 'every event', 30_000)
  expect(delivered()).toEqual(told)
  // In its room each was first delivered after the one before it, but for those that had been dead letters.
  const firsts = receiver.received.filter(
    ({ status: answer }, index) =>
      answer === 204 &&
      receiver.received.findIndex((one) => one.id === receiver.received[index]?.id && one.status === 204) === index,
  )
  const inOrder = firsts.slice(0, firsts.length - dead)
  for (const roomId of rooms) {
    const rounds = inOrder
      .filter(({ event }) => event.data.roomId === roomId)
      .map(({ event }) => Number(event.data.name))
    expect(rounds).toEqual([...rounds].sort((a, b) => a - b))
  }
  for (const one of receiver.received) verifyByStock(secret, one)
  const ids = new Set(receiver.received.map((one) => one.id))
  console.log(`${told.size} events, ${receiver.received.length} requests, ${dead} dead letters, ${ids.size} ids`)
  expect(ids.size).toBe(told.size)
}, 300_000)
