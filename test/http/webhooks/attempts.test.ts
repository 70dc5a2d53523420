/** One delivery from the API to a receiver: what is sent, what counts as success, and what is kept of it. */
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitForMail } from '../../kit/accounts.ts'
import { payingOrganization } from '../../kit/billing.ts'
import { setPlan } from '../../kit/plans.ts'
import { type Behaviour, startReceiver } from '../../kit/receiver.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { afterTest } from '../../sdk/kit.ts'
import { call } from '../call.ts'
import { eventually, openEndpoint } from './kit.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { WEBHOOK_FIRST_DELAY_MS: '20' } })
})
afterAll(() => server.stop())

it('[WH1] a test event is sent at once, and both stock libraries take it', async () => {
  const endpoint = await openEndpoint(server)
  const found = await endpoint.sendTest()
  const [one] = endpoint.receiver.received
  expect(found).toMatchObject({ state: 'delivered', type: 'webhook.test', attempts: 1, roomId: null })
  expect(one).toMatchObject({
    id: found.id,
    event: { type: 'webhook.test', data: { webhookId: endpoint.id } },
    headers: { 'content-type': 'application/json', 'user-agent': 'SyncForge-Webhooks/1' },
  })
  expect(Object.keys(one?.event ?? {})).toEqual(['type', 'timestamp', 'data'])
  expect(Math.abs(Date.parse(one?.event.timestamp ?? '') - Date.now())).toBeLessThan(60_000)
  expect(one?.id).not.toContain('.')
  endpoint.verifyAll()
  expect(() => endpoint.verifyAll(`whsec_${Buffer.alloc(32).toString('base64')}`)).toThrow()
  // What is kept says what was sent, without the signature and the secret.
  expect(found.request).toEqual({
    url: endpoint.receiver.url,
    body: one?.text,
    headers: { 'content-type': 'application/json', 'user-agent': 'SyncForge-Webhooks/1', 'webhook-id': found.id },
  })
  expect(JSON.stringify(found)).not.toContain(one?.headers['webhook-signature'] ?? '?')
})

it('[WH2] [WH4] what fails is sent five times with the same id and bytes, each stamped and signed anew, and is a dead letter then', async () => {
  const endpoint = await openEndpoint(server, { behave: () => 500 })
  const found = await endpoint.sendTest()
  const { received } = endpoint.receiver
  expect(found).toMatchObject({ state: 'dead', attempts: 5 })
  expect(found.history?.map(({ status }) => status)).toEqual([500, 500, 500, 500, 500])
  expect(new Set(received.map(({ id }) => id))).toEqual(new Set([found.id]))
  expect(new Set(received.map(({ text }) => text)).size).toBe(1)
  endpoint.verifyAll()
  const gaps = received.slice(1).map(({ at }, index) => at - (received[index]?.at ?? 0))
  // 20 ms · 3ⁿ, a fifth less at most.
  for (const [index, gap] of gaps.entries()) expect(gap).toBeGreaterThanOrEqual(0.8 * 20 * 3 ** index - 5)
  const times = new Set(received.map(({ headers }) => headers['webhook-timestamp']))
  expect(times.size).toBeGreaterThanOrEqual(1)
  // One trace, and a span for each attempt, which the log tells as well.
  const spans = received.map(({ headers }) => /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/.exec(headers.traceparent ?? ''))
  expect(new Set(spans.map((span) => span?.[1])).size).toBe(1)
  expect(new Set(spans.map((span) => span?.[2])).size).toBe(5)
  for (const [index, span] of spans.entries()) {
    const line = new RegExp(
      `"event":"delivery".*"webhookId":"${endpoint.id}".*"attempt":${index + 1},"status":500.*"spanId":"${span?.[2]}"`,
    )
    await eventually(() => line.test(server.output()), `the line of attempt ${index + 1}`)
  }
  // Redelivered, it has all its attempts again.
  endpoint.receiver.behave(() => 200)
  expect((await endpoint.post(`deliveries/${found.id}/redeliver`)).status).toBe(200)
  const again = await eventually(async () => {
    const { state, ...rest } = await endpoint.delivery(found.id)
    return state === 'delivered' && rest
  }, 'the redelivery')
  expect(again).toMatchObject({ attempts: 1, redeliveries: 1 })
  expect(again.history).toHaveLength(6)
  expect(endpoint.receiver.received.at(-1)).toMatchObject({ id: found.id, text: received[0]?.text })
  endpoint.verifyAll()
})

const endless: Behaviour = (response) => {
  const chunk = Buffer.alloc(64 * 1024, 'x')
  new Readable({
    read() {
      this.push(chunk)
    },
  })
    .on('error', () => {})
    .pipe(response.on('close', () => {}))
}

describe('[WH5] what a receiver may do', () => {
  const outcomes: readonly (readonly [string, Behaviour, object])[] = [
    ['201', 201, { state: 'delivered' }],
    ['404', 404, { state: 'dead' }],
    [
      'a redirect to inside',
      (response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
      { state: 'dead', history: [{ status: 307, headers: { location: 'http://127.0.0.1:1/' } }] },
    ],
    [
      'a broken connection',
      (response) => void response.destroy(),
      { state: 'dead', history: [{ status: null, error: 'the connection was refused or broke off' }] },
    ],
    ['a body that never ends', endless, { state: 'delivered', history: [{ status: 200, body: 'x'.repeat(2_048) }] }],
    [
      'a body of a gigabyte',
      (response, request) => {
        response.writeHead(200, { 'content-length': String(1_000_000_000) })
        endless(response, request)
      },
      { state: 'delivered', history: [{ status: 200, body: 'x'.repeat(2_048) }] },
    ],
    [
      'headers without measure',
      (response) => void response.writeHead(200, { server: 'y'.repeat(8_000), 'x-other': 'z' }).end('fine'),
      { state: 'delivered', history: [{ headers: { server: 'y'.repeat(1_024) }, body: 'fine' }] },
    ],
  ]
  it.each(outcomes)('%s', async (_, behaviour, expected) => {
    const endpoint = await openEndpoint(server, { behave: () => behaviour })
    const startedAt = Date.now()
    const found = await endpoint.sendTest()
    expect({ ...found, history: found.history?.slice(0, 1) }).toMatchObject(expected)
    expect(Date.now() - startedAt).toBeLessThan(14_000)
  })

  it('410 turns the endpoint off', async () => {
    const endpoint = await openEndpoint(server, { behave: () => 410 })
    await endpoint.post('test')
    await eventually(async () => (await endpoint.status()).offReason === 'gone', 'the end')
    expect(await endpoint.status()).toMatchObject({ isEnabled: false, status: { pending: 1 } })
    expect(endpoint.receiver.received).toHaveLength(1)
    // What waits goes on from there when it is turned on again.
    endpoint.receiver.behave(() => 200)
    const { status } = await call(server, endpoint.path, { method: 'PATCH', json: { isEnabled: true } })
    expect(status).toBe(200)
    await eventually(async () => (await endpoint.status()).status.delivered === 1, 'its delivery')
    expect(await endpoint.status()).toMatchObject({ isEnabled: true, offReason: null, status: { failingSince: null } })
  })

  it('[WH6] the owners read in their mail that it was turned off, and why', async () => {
    const acme = await payingOrganization(server, 'Hooked')
    await setPlan(server, acme.id, 'pro')
    const receiver = await startReceiver(() => 410)
    afterTest(() => receiver.stop())
    const headers = { 'content-type': 'application/json', 'syncforge-organization': acme.id }
    const post = async (path: string, json?: object) => {
      const body = json === undefined ? {} : { body: JSON.stringify(json) }
      const answer = await acme.owner.browser.fetch(path, { method: 'POST', headers, ...body })
      return { status: answer.status, body: (await answer.json()) as { readonly id: string } }
    }
    const made = await post('/api/v1/webhooks', { url: receiver.url, events: ['*'] })
    expect(made.status).toBe(201)
    await post(`/api/v1/webhooks/${made.body.id}/test`)
    const mail = await waitForMail(server, acme.owner.email, /^Your webhook at 127\.0\.0\.1:\d+ was turned off/)
    expect(mail.text).toContain('answered 410')
    // The address may hold a secret: the mail has its host alone.
    expect(mail.text).not.toContain('/hooks')
  })

  it('silence ends after 15 seconds, headers and body alike, and holds up nobody else', async () => {
    const silent = await openEndpoint(server, { behave: () => () => {} })
    const dripping = await openEndpoint(server, { behave: () => (response) => void response.writeHead(200).write('a') })
    const well = await openEndpoint(server)
    await silent.post('test')
    await dripping.post('test')
    const startedAt = Date.now()
    expect(await well.sendTest()).toMatchObject({ state: 'delivered' })
    expect(Date.now() - startedAt).toBeLessThan(5_000)
    for (const endpoint of [silent, dripping]) {
      const { id = '' } = (await endpoint.deliveries()).deliveries[0] ?? {}
      const first = await eventually(async () => (await endpoint.delivery(id)).history?.[0], 'the time-out', 25_000)
      expect(first).toMatchObject({ status: null, error: 'no whole answer within 15 s' })
      expect(first.durationMs).toBeGreaterThan(14_000)
    }
  })
})

it('a secret is rotated with an overlap: either verifies what is sent meanwhile, and there is no third', async () => {
  const endpoint = await openEndpoint(server)
  const { status, body } = await endpoint.post('rotate-secret')
  expect({ status, body }).toMatchObject({ status: 200, body: { secret: expect.stringMatching(/^whsec_/) } })
  expect(Number(body.previousSecretEndsAt)).toBeGreaterThan(Date.now() + 23 * 3_600_000)
  await endpoint.sendTest()
  expect(endpoint.receiver.received[0]?.headers['webhook-signature']).toMatch(/^v1,\S+ v1,\S+$/)
  endpoint.verifyAll(endpoint.secret)
  endpoint.verifyAll(String(body.secret))
  expect(await endpoint.post('rotate-secret')).toMatchObject({
    status: 403,
    body: { error: { code: 'LIMIT_EXCEEDED' } },
  })
})

it('a secret that is rotated without an overlap signs no more', async () => {
  const endpoint = await openEndpoint(server)
  const { body } = await endpoint.post('rotate-secret', { graceMs: 0 })
  await endpoint.sendTest()
  endpoint.verifyAll(String(body.secret))
  expect(() => endpoint.verifyAll(endpoint.secret)).toThrow()
})
