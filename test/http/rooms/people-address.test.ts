/** An organization's own address for people: named, asked by rooms, signed, and kept from harming anybody when it fails. Rules SU5 and SU6. */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { headersOf } from '../../kit/members.ts'
import { setPlan } from '../../kit/plans.ts'
import { type Behaviour, startReceiver, verifyByStock } from '../../kit/receiver.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { afterTest, enter, freshRoomId } from '../../sdk/kit.ts'
import { call, codeOf } from '../call.ts'
import { eventually } from '../webhooks/kit.ts'

const server = sharedServer()

const json =
  (body: unknown, status = 200): Behaviour =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

/** An organization of a test's own. */
const openOrganization = async () => {
  const as = async (path: string, method = 'GET', body?: object, organization: string | null = null) =>
    call(server, `/api/v1/organizations${path}`, {
      method,
      key: null,
      headers: await headersOf(server, 'stranger', organization),
      ...(body === undefined ? {} : { json: body }),
    })
  const { id } = (await as('', 'POST', { name: 'Asks for people' })).body as { id: string }
  await setPlan(server, id, 'business')
  const own = (path: string, method?: string, body?: object) => as(`/${id}${path}`, method, body, id)
  const made = await own('/api-keys', 'POST', { name: 'server', kind: 'secret' })
  const { key } = made.body as { key: string }
  return {
    id,
    key,
    own,
    address: (part = '', method?: string, body?: object) => own(`/people-address${part}`, method, body),
    async person(roomId: string, userId: string, level = 'write') {
      const { room } = await enter(
        server.wsUrl,
        roomId,
        {},
        {
          authEndpoint: async () => {
            const grant = { userId, userInfo: { name: userId }, rooms: { [roomId]: [level] } }
            const { body } = await call(server, '/api/v1/tokens', { method: 'POST', key, json: grant })
            return body as { token: string }
          },
        },
      )
      return room
    },
  }
}

const openAddress = async (behave: Parameters<typeof startReceiver>[0]) => {
  const receiver = await startReceiver(behave)
  afterTest(() => receiver.stop())
  const organization = await openOrganization()
  const named = await organization.address('', 'PUT', { url: receiver.url })
  expect(named.status).toBe(201)
  const { secret } = named.body as { secret: string }
  const roomId = freshRoomId('asked')
  const ada = await organization.person(roomId, 'ada')
  /** What the address added, and how soon the room's own answer was there. */
  const suggest = async (query: string, room = ada) => {
    const startedAt = Date.now()
    let suggestedAfterMs = 0
    const more = await new Promise<{ people: readonly object[]; state: string }>((resolve, reject) => {
      void room.people.suggest(query, { more: resolve }).then(() => {
        suggestedAfterMs = Date.now() - startedAt
      }, reject)
    })
    return { ...more, suggestedAfterMs, afterMs: Date.now() - startedAt }
  }
  return { ...organization, receiver, secret, roomId, ada, suggest }
}

it('[SU5] [SU6] whom the address names is suggested and can be mentioned; the question is signed, and says who asks what where', async () => {
  const fara = { id: 'fara', name: 'Fara Way', avatar: 'https://a.example/fara.png' }
  const at = await openAddress(() => json({ users: [fara, { id: 'grace', name: 'Grace Hopper' }] }))
  const { id, roomId, ada, suggest, receiver, secret, key } = at
  const granted = await call(server, `/api/v1/rooms/${roomId}/participants/grace`, {
    method: 'PATCH',
    key,
    json: { access: 'write' },
  })
  expect(granted.status).toBe(200)
  await expect(ada.chat.send({ body: 'Hello <@fara>' })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
  expect(await suggest('gra')).toMatchObject({
    state: 'ok',
    people: [
      { userId: 'grace', verified: true, name: 'Grace Hopper', isHere: false },
      { userId: 'fara', verified: true, name: 'Fara Way', avatar: fara.avatar, isHere: false },
    ],
  })
  const [asked] = receiver.received
  verifyByStock(secret, asked!)
  expect(asked).toMatchObject({
    headers: { 'content-type': 'application/json', 'user-agent': 'SyncForge-People/1' },
    event: {
      type: 'people.resolve',
      data: {
        organizationId: id,
        roomId,
        query: 'gra',
        limit: 20,
        userIds: ['grace'],
        by: { userId: 'ada', verified: true },
      },
    },
  })
  await ada.chat.send({ body: 'Hello <@fara>' })
  // Within seconds the same question of the same person is not asked again; another one is.
  expect((await suggest('gra')).state).toBe('ok')
  expect(receiver.received).toHaveLength(1)
  expect((await suggest('fa')).state).toBe('ok')
  expect(receiver.received).toHaveLength(2)
  // Who does not want to know does not ask.
  expect(await ada.people.suggest('fa')).toEqual([])
  expect(receiver.received).toHaveLength(2)
})

const hangs: Behaviour = () => {}
const stalls: Behaviour = (response) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).write('{"users":[')
const huge = (response: ServerResponse) =>
  void response.writeHead(200).end(JSON.stringify({ users: [{ id: 'a', name: 'a'.repeat(20_000) }] }))
const redirects: Behaviour = (response) =>
  void response.writeHead(302, { location: `${server.url}/health` }).end('{"users":[]}')

it.each<[string, Behaviour, string]>([
  ['that never answers', hangs, 'timeout'],
  ['that never ends its answer', stalls, 'timeout'],
  ['whose answer is too large', huge, 'invalid'],
  ['that leads elsewhere', redirects, 'refused'],
  ['that fails', 500, 'refused'],
  ['that has nothing to say', 204, 'refused'],
  ['that breaks off', (response) => void response.destroy(), 'unreachable'],
  ['that answers no JSON', (response) => void response.writeHead(200).end('<html>'), 'invalid'],
  ['that answers something else', json({ people: [] }), 'invalid'],
  ['that says more than it is to', json({ users: [], next: 'page' }), 'invalid'],
  [
    'that names too many',
    json({ users: Array.from({ length: 21 }, (_, i) => ({ id: `p${i}`, name: 'P' })) }),
    'invalid',
  ],
  ['that names nobody by a name', json({ users: [{ id: 'a' }] }), 'invalid'],
  [
    'with a picture that is a script',
    json({ users: [{ id: 'a', name: 'A', avatar: 'javascript:alert(1)' }] }),
    'invalid',
  ],
  [
    'that says more beside an empty prototype',
    json({ users: [{ id: 'a', name: 'A', __proto__: {} }], more: 1 }),
    'invalid',
  ],
])('[SU5] an address %s delays nobody, and says so', async (_, behaviour, state) => {
  const { suggest, ada, receiver, address } = await openAddress(() => behaviour)
  const found = await suggest('a')
  expect(found).toMatchObject({ state, people: [] })
  expect(receiver.received).toHaveLength(1)
  if (state === 'timeout') {
    expect(found.suggestedAfterMs).toBeLessThan(found.afterMs / 2)
    expect(found.afterMs).toBeGreaterThan(2_900)
  } else {
    const tried = await address('/test', 'POST')
    expect(tried).toMatchObject({ status: 200, body: { state, users: [], reason: expect.any(String) } })
    expect(receiver.received.at(-1)?.event.data).toMatchObject({ roomId: null, by: null, query: '' })
  }
  await expect(ada.chat.send({ body: '<@a>' })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
})

it('[SU5] of one organization eight questions are under way at once; the rest are told so at once, and the room goes on', async () => {
  const { suggest, ada, receiver } = await openAddress(() => hangs)
  const all = await Promise.all(Array.from({ length: 12 }, (_, i) => suggest(`q${i}`)))
  expect(all.map(({ state }) => state).sort()).toEqual([...Array(4).fill('busy'), ...Array(8).fill('timeout')])
  for (const { state, afterMs } of all) if (state === 'busy') expect(afterMs).toBeLessThan(2_900)
  expect(receiver.received).toHaveLength(8)
  receiver.behave(() => json({ users: [] }))
  expect((await suggest('again')).state).toBe('ok')
  await ada.chat.send({ body: 'still here' })
})

it('[SU5] without an address nobody is asked; an address of a question is for that alone, and ends', async () => {
  const { person } = await openOrganization()
  const roomId = freshRoomId('asked')
  const ada = await person(roomId, 'ada')
  const told: unknown[] = []
  expect(await ada.people.suggest('a', { more: (found) => told.push(found) })).toEqual([])
  const open = (path: string) => fetch(`${server.url}/people/${path}`)
  for (const path of ['x', `${'a'.repeat(40)}.${'b'.repeat(43)}`, 'WyJnZXQiXQ.'])
    expect(codeOf({ body: await (await open(path)).json() } as never)).toBe('UNAUTHORIZED')
  expect(told).toEqual([])
})

it('is named once with a secret, moved without one, rotated, taken away; the log of acts has it without secrets', async () => {
  const { id, own, address, person } = await openOrganization()
  const receiver = await startReceiver(() => json({ users: [{ id: 'x', name: 'X' }] }))
  afterTest(() => receiver.stop())
  expect((await address()).status).toBe(404)
  for (const part of ['/rotate-secret', '/test']) expect((await address(part, 'POST')).status).toBe(404)
  expect((await address('', 'DELETE')).status).toBe(404)
  for (const url of ['ftp://example.com', 'no address', 'https://user:secret@example.com/', 'https://example.com/#x'])
    expect(codeOf(await address('', 'PUT', { url }))).toBe('VALIDATION_ERROR')
  const made = await address('', 'PUT', { url: 'https://people.example.com/' })
  expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) } })
  const { secret } = made.body as { secret: string }
  const moved = await address('', 'PUT', { url: receiver.url })
  expect(moved).toMatchObject({ status: 200, body: { url: receiver.url, previousSecretEndsAt: null } })
  expect(JSON.stringify(moved.body)).not.toContain('whsec_')
  expect(await address('/test', 'POST')).toMatchObject({
    status: 200,
    body: { state: 'ok', reason: null, users: [{ id: 'x', name: 'X' }] },
  })
  verifyByStock(secret, receiver.received[0]!)

  const rotated = await address('/rotate-secret', 'POST', { graceMs: 60_000 })
  expect(rotated.status).toBe(200)
  const next = (rotated.body as { secret: string }).secret
  expect(codeOf(await address('/rotate-secret', 'POST'))).toBe('LIMIT_EXCEEDED')
  await address('/test', 'POST')
  for (const one of [secret, next]) verifyByStock(one, receiver.received[1]!)

  const ada = await person(freshRoomId('asked'), 'ada')
  const asked = () => new Promise((resolve) => void ada.people.suggest('x', { more: ({ people }) => resolve(people) }))
  expect(await asked()).toEqual([{ userId: 'x', verified: true, name: 'X', isHere: false }])
  expect((await address('', 'DELETE')).status).toBe(204)
  expect((await address()).status).toBe(404)
  const { body } = await own('/audit-log')
  const text = JSON.stringify(body)
  for (const act of ['people_addresses.insert', 'people_addresses.update', 'people_addresses.delete'])
    expect(text).toContain(act)
  for (const one of [secret, next]) expect(text).not.toContain(one.slice(6))
  expect(text).toContain(receiver.url)
  expect(text).not.toContain('signing_secret":"')
  // Nobody else's: another organization does not even learn whether there is one.
  expect((await call(server, `/api/v1/organizations/${id}/people-address`)).status).toBe(404)
})

it('[SU5] the server of docs/guides/people.md, as it is written there, answers for people', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../docs/guides/people.md'), 'utf8')
  const code = /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  const { address, person } = await openOrganization()
  const named = await address('', 'PUT', { url: `http://localhost:${port}/people` })
  const { secret } = named.body as { secret: string }
  const receiver = spawn(process.execPath, ['--conditions=source', '--input-type=module-typescript', '-e', code], {
    cwd: join(import.meta.dirname, '../../..'),
    env: { ...process.env, PORT: String(port), SYNCFORGE_PEOPLE_SECRET: secret },
  })
  afterTest(() => receiver.kill())
  await eventually(
    () =>
      fetch(`http://localhost:${port}/`, { method: 'POST' }).then(
        ({ status }) => status === 400,
        () => false,
      ),
    'the receiver',
  )
  expect(await address('/test', 'POST')).toMatchObject({ body: { state: 'ok', users: [{ name: 'Grace Hopper' }] } })
  const ada = await person(freshRoomId('asked'), 'ada')
  const asked = (query: string) =>
    new Promise((resolve) => void ada.people.suggest(query, { more: ({ people }) => resolve(people) }))
  expect(await asked('hop')).toMatchObject([{ userId: 'user_8', name: 'Grace Hopper' }])
  expect(await asked('nobody')).toEqual([])
})
