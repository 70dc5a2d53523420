/** `verifyWebhook` beside a stock library that signs: what is taken, and what is not. */
import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import { verifyWebhook } from './verify-webhook.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`
const event = {
  type: 'room.left',
  timestamp: '2026-11-27T12:00:00.000Z',
  data: { roomId: 'plans', userId: 'ada', verified: true },
}
const body = JSON.stringify(event)

const signed = (by: readonly string[] = [secret], secondsAgo = 0) => {
  const at = new Date(Date.now() - secondsAgo * 1_000)
  return {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': by.map((one) => new Webhook(one).sign('evt_1', at, body)).join(' '),
  }
}

it('[WH1] takes what a stock library has signed: text or bytes, headers in any form and case', async () => {
  expect(await verifyWebhook(signed(), body, secret)).toEqual(event)
  expect(await verifyWebhook(new Headers(signed()), Buffer.from(body), secret)).toEqual(event)
  const upper = Object.fromEntries(Object.entries(signed()).map(([name, value]) => [name.toUpperCase(), value]))
  expect(await verifyWebhook(upper, body, secret)).toEqual(event)
})

it('takes either secret while one is being rotated, and skips signatures of other kinds', async () => {
  const both = signed([other, secret])
  expect(await verifyWebhook(both, body, secret)).toEqual(event)
  expect(await verifyWebhook(both, body, other)).toEqual(event)
  const more = { ...both, 'webhook-signature': `v1a,AAAA v2,BBBB ${both['webhook-signature']}` }
  expect(await verifyWebhook(more, body, secret)).toEqual(event)
})

it.each([
  ['another secret', signed([other]), body, secret],
  ['an altered body', signed(), `${body} `, secret],
  ['an altered id', { ...signed(), 'webhook-id': 'evt_2' }, body, secret],
  ['a time of another request', { ...signed(), 'webhook-timestamp': '1' }, body, secret],
  ['one that is too old', signed([secret], 302), body, secret],
  ['one from the future', signed([secret], -302), body, secret],
  ['no signature', { ...signed(), 'webhook-signature': '' }, body, secret],
  ['no headers', {}, body, secret],
  ['a secret that is none', signed(), body, 'whsec_'],
  ['a secret in the other alphabet', signed(), body, `whsec_${Buffer.alloc(32, 255).toString('base64url')}`],
] as const)('refuses %s', async (_, headers, text, by) => {
  await expect(verifyWebhook(headers, text, by)).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
})

it('has a tolerance that is said, never none', async () => {
  await expect(verifyWebhook(signed([secret], 10), body, secret, { toleranceSeconds: 5 })).rejects.toThrow(/too old/)
  expect(await verifyWebhook(signed([secret], 400), body, secret, { toleranceSeconds: 600 })).toEqual(event)
  await expect(verifyWebhook(signed(), body, secret, { toleranceSeconds: 0 })).rejects.toThrow(/more than 0/)
})
