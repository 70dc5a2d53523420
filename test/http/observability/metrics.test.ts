/** `/metrics` of a real server: what it says after real joins, edits and requests is what was done. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer, type TestServer } from '../../kit/server.ts'
import { enter, provide, textOf, until } from '../../sdk/kit.ts'
import { call } from '../call.ts'

const token = 'a-token-for-the-tests-alone'
let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { METRICS_TOKEN: token } })
})
afterAll(() => server.stop())

const scrape = (shown: string | null = token) =>
  fetch(`${server.url}/metrics`, shown === null ? {} : { headers: { authorization: `Bearer ${shown}` } })

/** Every sample by its name and labels, as they are written. */
const samples = async (): Promise<ReadonlyMap<string, number>> => {
  const text = await (await scrape()).text()
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]))
}
const sample = async (name: string) => (await samples()).get(name) ?? 0

const untilIs = async (name: string, wanted: number) => {
  const deadlineAt = Date.now() + 20_000
  while ((await sample(name)) !== wanted && Date.now() < deadlineAt)
    await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await sample(name)).toBe(wanted)
}

it('is for whoever shows the token', async () => {
  for (const shown of [null, 'another-token-of-this-length', `${token}x`, ''])
    expect((await scrape(shown)).status).toBe(401)
  const answer = await scrape()
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

it('counts joins, people, messages, edits and leaves as they were', async () => {
  const before = await samples()
  const added = async (name: string) => (await sample(name)) - (before.get(name) ?? 0)
  const people = [
    await enter(server.wsUrl, 'counted', { userId: 'ada' }),
    await enter(server.wsUrl, 'counted', { userId: 'bob' }),
    await enter(server.wsUrl, 'counted-too', { userId: 'carl' }),
  ]
  const refused = await enter(server.wsUrl, 'counted', {}, { apiKey: 'pk_live_of_nobody' }).catch(
    (error: unknown) => error,
  )
  expect(refused).toMatchObject({ code: 'UNAUTHORIZED' })
  expect(await added('syncforge_channel_join_total{result="joined"}')).toBe(3)
  expect(await added('syncforge_channel_join_total{result="UNAUTHORIZED"}')).toBeGreaterThanOrEqual(1)
  expect(await added('syncforge_channel_join_duration_count')).toBe(3)
  await untilIs('syncforge_presence_participants_count', (before.get('syncforge_presence_participants_count') ?? 0) + 3)
  const [ada, bob] = people.map(({ room }) => room)
  for (let i = 0; i < 5; i += 1) {
    textOf(ada!).insert(0, `edit ${i} `)
    await until('the edit', () => textOf(bob!).toString().startsWith(`edit ${i} `))
  }
  expect(await added('syncforge_document_update_total')).toBe(5)
  expect(await added('syncforge_document_update_size_count')).toBe(5)
  expect(await added('syncforge_document_update_size_sum')).toBeGreaterThan(5 * 10)
  expect(await added('syncforge_document_persist_total{kind="updates"}')).toBe(5)
  expect(await added('syncforge_channel_message_duration_count')).toBeGreaterThanOrEqual(5)
  for (const { client } of people) await client.close()
  await untilIs('syncforge_presence_participants_count', before.get('syncforge_presence_participants_count') ?? 0)
  expect(await added('syncforge_channel_leave_total{reason="left"}')).toBe(3)
})

it('counts a stock client as it counts ours', async () => {
  const before = await sample('syncforge_channel_join_total{result="joined"}')
  const { provider } = provide(server.wsUrl, 'counted-stock')
  await until('its synchronisation', () => provider.synced)
  expect(await sample('syncforge_channel_join_total{result="joined"}')).toBe(before + 1)
})

it('counts requests by route, never by room, and organizations', async () => {
  const [found, missing] = ['2xx', '4xx'].map(
    (status) => `syncforge_api_request_total{method="GET",route="/api/v1/rooms/:roomId",status="${status}"}`,
  )
  const before = await samples()
  await call(server, '/api/v1/rooms', { method: 'POST', json: { id: 'counted-room' } })
  for (const id of ['counted-room', 'counted-room', 'no-such-room']) await call(server, `/api/v1/rooms/${id}`)
  await call(server, '/api/v1/no/such/route')
  const after = await samples()
  const added = (name = '') => (after.get(name) ?? 0) - (before.get(name) ?? 0)
  expect([added(found), added(missing)]).toEqual([2, 1])
  expect(added('syncforge_api_request_total{method="any",route="none",status="4xx"}')).toBe(1)
  expect(added('syncforge_api_request_duration_count{route="/api/v1/rooms/:roomId"}')).toBe(3)
  expect([...after.keys()].filter((name) => /counted|ada|such/.test(name))).toEqual([])
  // The seed's.
  expect(after.get('syncforge_organizations_count')).toBeGreaterThanOrEqual(1)
})

it('has every name of the specification', async () => {
  const names = [...(await samples()).keys()].join('\n')
  for (const name of [
    'syncforge_channel_join_total',
    'syncforge_channel_leave_total',
    'syncforge_channel_message_duration',
    'syncforge_presence_participants_count',
    'syncforge_document_update_total',
    'syncforge_document_update_size',
    'syncforge_document_persist_total',
    'syncforge_organizations_count',
    'syncforge_mau_count',
    'syncforge_api_request_total',
  ])
    expect(names).toContain(name)
})
