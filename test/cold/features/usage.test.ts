/** Usage on a real server: counted exactly, told afresh, in the database soon after, through `kill -9` of everything. */
import { subprotocol } from '@syncforge/protocol/version'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { call } from '../../http/call.ts'
import { temporaryFolder } from '../../kit/folder.ts'
import { queryStopped } from '../../kit/mirrored.ts'
import { developmentKeys, startServer, type TestServer } from '../../kit/server.ts'
import { createRoom, enter, freshRoomId } from '../../sdk/kit.ts'

interface Usage {
  readonly periods: readonly { readonly start: number; readonly joins: number; readonly people: number }[]
  readonly month: { readonly people: number; readonly verified: number }
  readonly now: { readonly rooms: number; readonly people: number; readonly connections: number }
}

const usage = async (server: TestServer, by: string) =>
  (await call(server, `/api/v1/analytics/usage?by=${by}`)).body as Usage

test('[CN1] [CN3] everybody is counted once, told at once, and in the database; kill -9 changes no number', async () => {
  const dataDir = await temporaryFolder()
  let server = await startServer({ dataDir })
  const rooms = [freshRoomId('usage'), freshRoomId('usage')] as const
  await createRoom(server, { id: rooms[0], access: 'public' })
  await createRoom(server, { id: rooms[1], access: 'public', persistence: 'memory' })
  const enterAll = (room: string, people: readonly string[]) =>
    Promise.all(people.map((userId) => enter(server.wsUrl, room, { userId })))
  await enterAll(rooms[0], ['ada', 'bob', 'ada'])
  await enterAll(rooms[1], ['ada', 'eve', 'u'.repeat(256)])
  await expect
    .poll(() => usage(server, 'month'), { timeout: 10_000 })
    .toMatchObject({
      month: { people: 4, verified: 0 },
      periods: [{ joins: 5, people: 4, verified: 0 }],
      now: { rooms: 2, people: 5, connections: 6 },
    })
  for (const by of ['hour', 'day']) expect((await usage(server, by)).periods.at(-1)?.joins).toBeGreaterThan(0)
  expect((await call(server, '/api/v1/analytics/rooms')).body).toMatchObject({
    rooms: [
      { id: rooms[1], joins: 3, peakPeople: 3 },
      { id: rooms[0], joins: 2, peakPeople: 2 },
    ],
  })
  expect((await call(server, '/api/v1/analytics/keys')).body).toMatchObject({
    keys: [{ joins: 5, name: expect.any(String) }],
  })

  // Of who is in a room in memory nothing is kept that names them.
  expect((await call(server, '/api/v1/analytics/people')).body).toMatchObject({
    people: [
      { userId: 'ada', verified: false, joins: 1 },
      { userId: 'bob', verified: false, joins: 1 },
    ],
  })
  const of = async (one: string) =>
    ((await call(server, `/api/v1/analytics/usage?by=hour&${one}`)).body as { periods: { joins: number }[] }).periods
      .map(({ joins }) => joins)
      .reduce((sum, joins) => sum + joins, 0)
  expect(await of(`roomId=${rooms[0]}`)).toBe(2)
  expect(await of('userId=ada')).toBe(1)
  expect(await of('userId=eve')).toBe(0)

  for (let kills = 0; kills < 2; kills++) {
    await server.kill()
    server = await startServer({ dataDir, port: server.port })
    await enterAll(rooms[0], ['ada', `new-${kills}`])
    await expect
      .poll(async () => (await usage(server, 'month')).month, { timeout: 15_000 })
      .toMatchObject({ people: 5 + kills })
  }
  // What happens in the registry is fetched at once, and numbers go along.
  await call(server, `/api/v1/rooms/${rooms[1]}`, { method: 'DELETE' })
  await expect.poll(async () => (await usage(server, 'day')).month.people, { timeout: 10_000 }).toBe(6)
  await server.stop()
  const counted = await queryStopped<{ people: number }>(
    dataDir,
    "SELECT people::int AS people FROM usage WHERE span = 'month' AND kind = 'organization'",
    [],
  )
  expect(counted).toEqual([{ people: 6 }])
  expect(await queryStopped(dataDir, 'SELECT kind, body FROM organization_facts', [])).toEqual([])
})

test('what is asked wrongly is refused by name', async () => {
  const server = await startServer()
  const refusal = async (query: string) => {
    const { status, body } = await call(server, `/api/v1/analytics/usage?${query}`)
    const { error } = body as { error: { code: string; details: readonly { path: string; message: string }[] } }
    return [status, error.code, JSON.stringify(error.details)]
  }
  expect(await refusal('until=3')).toEqual([400, 'VALIDATION_ERROR', expect.stringContaining('until')])
  expect(await refusal('by=week')).toEqual([400, 'VALIDATION_ERROR', expect.stringContaining('by')])
  expect(await refusal('from=5&to=5')).toEqual([400, 'VALIDATION_ERROR', expect.stringContaining('from')])
  expect(await refusal('by=hour&from=0&to=9999999999999')).toEqual([
    400,
    'VALIDATION_ERROR',
    expect.stringContaining('at most 40 days'),
  ])
  expect(await refusal('roomId=a&userId=b')).toEqual([400, 'VALIDATION_ERROR', expect.stringContaining('only one of')])
  expect(await refusal(`userId=${'x'.repeat(257)}`)).toEqual([
    400,
    'VALIDATION_ERROR',
    expect.stringContaining('userId'),
  ])
  const tooLong = await call(server, '/api/v1/tokens', {
    method: 'POST',
    json: { userId: 'x'.repeat(1_000_000), rooms: { '*': ['write'] } },
  })
  expect(tooLong.status).toBeGreaterThanOrEqual(400)
  expect(tooLong.status).toBeLessThan(500)
  // Nor is it let in by claiming it: whoever it was, nobody is counted.
  const roomId = freshRoomId('usage')
  await createRoom(server, { id: roomId, access: 'public' })
  const socket = new WebSocket(
    `${server.wsUrl}/v1/rooms/${roomId}/socket?token=${developmentKeys.publishable}`,
    subprotocol,
  )
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', body: { userId: 'x'.repeat(1_000_000) } })))
  const code = await new Promise<number>((resolve) => socket.on('close', resolve))
  expect(code).toBeGreaterThanOrEqual(4_000)
  expect((await usage(server, 'month')).month).toMatchObject({ people: 0 })
  await server.stop()
})
