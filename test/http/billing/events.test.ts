/** Stripe's events as they come over the network: what is refused, what is taken, how large one may be. */
import { request } from 'node:http'
import Stripe from 'stripe'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { payingOrganization } from '../../kit/billing.ts'
import { startServer, type TestServer } from '../../kit/server.ts'

const secret = 'whsec_only_for_this_test'
const signer = new Stripe('sk_test_1')

let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { STRIPE_WEBHOOK_SECRET: secret } })
})
afterAll(() => server?.stop())

const signatureOf = (payload: string, timestamp = Math.floor(Date.now() / 1_000), by = secret) =>
  signer.webhooks.generateTestHeaderString({ payload, secret: by, timestamp })

const send = async (payload: string, signature: string | null, path = '/webhooks/stripe') => {
  const headers = {
    'content-type': 'application/json',
    ...(signature === null ? {} : { 'stripe-signature': signature }),
  }
  const answer = await fetch(`${server.url}${path}`, { method: 'POST', headers, body: payload })
  const body = (await answer.json()) as { readonly error?: { readonly code: string; readonly message: string } }
  return { status: answer.status, code: body.error?.code, body }
}

const eventOf = (more: object = {}) =>
  JSON.stringify({
    id: 'evt_1',
    object: 'event',
    api_version: Stripe.API_VERSION,
    livemode: false,
    type: 'customer.updated',
    data: { object: { id: 'cus_of_nobody', object: 'customer' } },
    ...more,
  })

it('takes what Stripe has signed, also of somebody else, and asks for none of it again', async () => {
  for (const more of [
    {},
    { account: 'acct_1' },
    { livemode: true },
    { api_version: '2020-08-27' },
    { type: 'charge.failed' },
  ]) {
    const payload = eventOf(more)
    expect(await send(payload, signatureOf(payload))).toMatchObject({ status: 200, body: { received: true } })
  }
})

it('refuses what it has not signed, without a word of why', async () => {
  const payload = eventOf()
  const now = Math.floor(Date.now() / 1_000)
  const forged = [
    null,
    '',
    't=1,v1=00',
    signatureOf(payload, now, 'whsec_x'),
    signatureOf(payload, now - 400),
    signatureOf(payload, now + 400),
  ]
  const told = await Promise.all(forged.map((signature) => send(payload, signature)))
  expect(told.map(({ status, code }) => [status, code])).toEqual(forged.map(() => [400, 'VALIDATION_ERROR']))
  expect(new Set(told.map(({ body }) => body.error?.message)).size).toBe(1)
})

it('reads no more than 256 kB, whether the length is told or not', async () => {
  const withFill = (bytes: number) => {
    const empty = eventOf({ fill: '' })
    return eventOf({ fill: 'x'.repeat(bytes - empty.length) })
  }
  const largest = withFill(256 * 1024)
  expect(largest).toHaveLength(256 * 1024)
  expect(await send(largest, signatureOf(largest))).toMatchObject({ status: 200 })
  const over = withFill(256 * 1024 + 1)
  expect(await send(over, signatureOf(over))).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE' })
  // In pieces, without a length.
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const sent = request(
      `${server.url}/webhooks/stripe`,
      { method: 'POST', headers: { 'stripe-signature': 't=1' } },
      (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      },
    )
    sent.once('error', reject)
    for (let n = 0; n < 300; n += 1) sent.write('x'.repeat(1_024))
    sent.end()
  })
  expect(status).toBe(413)
})

const ofStandIn = async (path: string, method = 'GET') => {
  const headers = { authorization: 'Bearer sk_test_1' }
  const answer = await fetch(`${server.url}/dev/stripe/v1/${path}`, { method, headers })
  expect(answer.status).toBe(200)
  return (await answer.json()) as { readonly customer: string; readonly data: readonly { readonly schedule: string }[] }
}

// The stand-in signs with another secret here: nothing is known of what happens there but by the events of this test.
it('what is paused and resumed, and a change that waits and is taken back at Stripe, is heard of', async () => {
  const acme = await payingOrganization(server)
  const { url } = (await acme.ask('POST', 'checkout', { plan: 'pro' })).body
  await acme.press(String(url), { card: 'good' })
  await acme.ask('POST', 'refresh')
  const { customer } = await ofStandIn(`checkout/sessions/${String(url).split('/').at(-1)}`)
  await acme.ask('POST', 'change', { plan: 'starter' })
  expect(await acme.shown()).toMatchObject({ plan: 'pro', pending: { plan: 'starter' } })
  const [{ schedule } = { schedule: '' }] = (await ofStandIn(`subscriptions?customer=${customer}`)).data
  await ofStandIn(`subscription_schedules/${schedule}/release`, 'POST')
  const tell = async (type: string, object: object) => {
    const payload = eventOf({ id: `evt_${type}`, type, data: { object: { customer, ...object } } })
    expect((await send(payload, signatureOf(payload))).status).toBe(200)
  }
  await tell('subscription_schedule.released', { object: 'subscription_schedule', id: schedule })
  expect(await acme.shown()).toMatchObject({ plan: 'pro', pending: null })
  for (const [index, type] of ['paused', 'resumed'].entries()) {
    // What each has changed at Stripe is read when it comes.
    await acme.ask('POST', 'change', { plan: 'starter' })
    const [{ schedule: next } = { schedule: '' }] = (await ofStandIn(`subscriptions?customer=${customer}`)).data
    await ofStandIn(`subscription_schedules/${next}/release`, 'POST')
    await tell(`customer.subscription.${type}`, { object: 'subscription', id: `sub_${index}` })
    expect([type, await acme.shown()]).toMatchObject([type, { plan: 'pro', pending: null }])
  }
})

it('an event that tells of a plan which Stripe knows nothing of gives none: what counts is what Stripe says when it is asked', async () => {
  const acme = await payingOrganization(server)
  const { url } = (await acme.ask('POST', 'checkout', { plan: 'business' })).body
  const session = await fetch(`${server.url}/dev/stripe/v1/checkout/sessions/${String(url).split('/').at(-1)}`, {
    headers: { authorization: 'Bearer sk_test_1' },
  })
  const { customer } = (await session.json()) as { readonly customer: string }
  const object = { object: 'subscription', id: 'sub_1', customer, status: 'active' }
  const payload = eventOf({ id: 'evt_2', type: 'customer.subscription.updated', data: { object } })
  expect((await send(payload, signatureOf(payload))).status).toBe(200)
  expect(await acme.shown()).toMatchObject({ plan: 'free', status: 'none' })
})
