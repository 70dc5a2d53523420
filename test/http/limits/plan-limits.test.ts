/** What a plan bounds, by REST and at the door: rules PL2, PL3 and PL5. */
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { headersOf } from '../../kit/members.ts'
import { setPlan } from '../../kit/plans.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { type Call, call, type ErrorBody } from '../call.ts'

const server = sharedServer()

/** An organization of its own on Free, with a secret key and a publishable one that makes rooms by joining them. */
const freshOrganization = async () => {
  const as = async (path: string, options: Call, organization: string | null = null) =>
    (
      await call(server, `/api/v1${path}`, {
        ...options,
        key: null,
        headers: await headersOf(server, 'stranger', organization),
      })
    ).body
  const { id } = (await as('/organizations', { method: 'POST', json: { name: 'Limited' } })) as { id: string }
  await as(`/organizations/${id}`, { method: 'PATCH', json: { createsRoomsOnJoin: true } }, id)
  const keyOf = async (kind: string) =>
    ((await as(`/organizations/${id}/api-keys`, { method: 'POST', json: { name: kind, kind } }, id)) as { key: string })
      .key
  const [secret, publishable] = [await keyOf('secret'), await keyOf('publishable')]
  return {
    id,
    publishable,
    rest: (path: string, options: Call = {}) => call(server, `/api/v1${path}`, { ...options, key: secret }),
  }
}
type Fresh = Awaited<ReturnType<typeof freshOrganization>>

const create = ({ rest }: Fresh, id: string) => rest('/rooms', { method: 'POST', json: { id, access: 'public' } })
const fullOf = ({ id }: Fresh) => ({
  code: 'PLAN_LIMIT_EXCEEDED',
  message: 'The plan Free allows 3 rooms, and there are 3; the plan Starter lifts this limit',
  details: {
    limit: 'rooms',
    use: 3,
    max: 3,
    plan: 'free',
    liftedBy: 'starter',
    billingUrl: `/dashboard/orgs/${id}/billing`,
  },
})

/** How a stock client's socket is answered: `open`, or how it was closed. */
const join = ({ publishable }: Fresh, roomId: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.wsUrl}/yjs/${roomId}?token=${publishable}`)
    socket.once('error', reject)
    socket.once('open', () => socket.send(Uint8Array.of(0, 0, 1, 0)))
    socket.once('close', (code, reason) => resolve(`${code} ${reason}`))
    socket.once('message', () => {
      socket.removeAllListeners('close')
      socket.terminate()
      resolve('open')
    })
  })

test('[PL3] [PL5] the fourth room of Free is refused however it is made, and deleting one makes room', async () => {
  const organization = await freshOrganization()
  const { rest } = organization
  const full = fullOf(organization)
  const ends = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => create(organization, id)))
  expect(ends.map(({ status }) => status).sort()).toEqual([201, 201, 201, 403, 403, 403])
  for (const { status, body } of ends) if (status === 403) expect((body as ErrorBody).error).toEqual(full)

  const [there] = ((await rest('/rooms')).body as { rooms: readonly { id: string }[] }).rooms.map(({ id }) => id)
  expect((await rest(`/rooms/${there}/fork`, { method: 'POST', json: { id: 'fork' } })).body).toMatchObject({
    error: full,
  })
  const exported = await rest(`/rooms/${there}/export`)
  expect(exported.status).toBe(200)
  const file = { method: 'POST', body: exported.body as Uint8Array<ArrayBuffer> }
  const headers = { 'content-type': 'application/vnd.syncforge.room' }
  expect((await rest('/rooms/imported/import', { ...file, headers })).body).toMatchObject({ error: full })
  expect(await join(organization, 'joined')).toMatch(/^4530 PLAN_LIMIT_EXCEEDED;retry-after-ms=30000/)
  expect(await join(organization, there ?? '')).toBe('open')
  // One that is there already is told so.
  expect((await create(organization, there ?? '')).body).toMatchObject({ error: { code: 'ROOM_EXISTS' } })

  expect((await rest(`/rooms/${there}`, { method: 'DELETE' })).status).toBe(204)
  expect(await join(organization, 'joined')).toBe('open')
  expect((await create(organization, there ?? '')).body).toMatchObject({ error: full })
})

test('[PL2] a larger plan lifts the limit at once, and a smaller one takes nothing away', async () => {
  const organization = await freshOrganization()
  const { rest, id } = organization
  const full = fullOf(organization)
  await setPlan(server, id, 'starter')
  for (const name of ['a', 'b', 'c', 'd']) expect((await create(organization, name)).status).toBe(201)
  await setPlan(server, id, 'free')
  expect((await create(organization, 'e')).body).toMatchObject({
    error: {
      ...full,
      message: full.message.replace('there are 3', 'there are 4'),
      details: { ...full.details, use: 4 },
    },
  })
  expect((await rest('/rooms')).body).toMatchObject({ rooms: [{ id: 'd' }, { id: 'c' }, { id: 'b' }, { id: 'a' }] })
  expect((await rest('/rooms/d/export')).status).toBe(200)
  expect(await join(organization, 'd')).toBe('open')
  await setPlan(server, id, 'enterprise')
  expect((await create(organization, 'e')).status).toBe(201)
})
