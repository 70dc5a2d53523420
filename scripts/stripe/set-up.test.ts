/** `npm run stripe:setup` against what stands in for Stripe: again and again it is the same account. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Stripe from 'stripe'
import { expect, it } from 'vitest'
import { openStripeAccount } from '../../test/kit/stripe-account.ts'
import { lookupKeyOf, planOfProduct, sold } from '../../workers/billing/products.ts'
import { eventTypes } from '../../workers/billing/state/receive.ts'
import type { Kind } from '../../workers/dev/stripe/account.ts'
import { setUpStripe } from './set-up.ts'

const publicUrl = 'https://sync.example.com'
const kinds: readonly Kind[] = ['product', 'price', 'billing_portal.configuration', 'webhook_endpoint']

const open = () => {
  const { account, stripe } = openStripeAccount()
  return {
    account,
    setUp: (url = publicUrl) => setUpStripe(stripe, url),
    /** Everything that was made, as Stripe shows it. */
    made: () => Object.fromEntries(kinds.map((kind) => [kind, account.all(kind)])),
  }
}

it('makes what is sold once: the second and the third time nothing changes, and the secret is not shown again', async () => {
  const { setUp, made } = open()
  const first = await setUp()
  expect(first.webhookSecret).toMatch(/^whsec_/)
  expect(first.lines.filter((line) => line.endsWith(': made'))).toHaveLength(2 * sold.length + 2)
  const then = made()
  expect(then.webhook_endpoint).toMatchObject([
    { url: `${publicUrl}/webhooks/stripe`, enabled_events: [...eventTypes], api_version: Stripe.API_VERSION },
  ])
  for (const _again of [1, 2]) {
    const { lines, webhookSecret } = await setUp()
    expect(webhookSecret).toBeNull()
    expect(lines.filter((line) => !line.endsWith(': there'))).toEqual([])
    expect(made()).toEqual(then)
  }
})

it('goes on where it was cut off, and ends with the same', async () => {
  const whole = open()
  await whole.setUp()
  const cutOffAfter = async (calls: number) => {
    let left = calls
    const { account, stripe } = openStripeAccount(async () => {
      left -= 1
      if (left <= 0) throw new Error('cut off')
    })
    await expect(setUpStripe(stripe, publicUrl)).rejects.toThrow()
    left = Number.POSITIVE_INFINITY
    await setUpStripe(stripe, publicUrl)
    for (const kind of kinds)
      expect([calls, kind, account.all(kind).length]).toEqual([calls, kind, whole.made()[kind]?.length])
  }
  // The client itself tries again for a second each time.
  await Promise.all([1, 2, 4, 7, 12, 14, 15].map(cutOffAfter))
})

it('moves the key of a price whose amount is another: who has the old one keeps it, and their plan', async () => {
  const { account, setUp } = open()
  await setUp()
  const old = account.all('price').find(({ lookup_key }) => lookup_key === lookupKeyOf('pro'))
  if (!old) throw new Error('no price')
  account.put({ ...old, unit_amount: 9_900 })
  expect((await setUp()).lines).toContain(`price ${lookupKeyOf('pro')}: moved to a new amount`)
  const moved = account.find('price', old.id)
  expect(moved).toMatchObject({ lookup_key: null, unit_amount: 9_900, active: true })
  expect(planOfProduct(String(moved.product))).toBe('pro')
  expect((await setUp()).lines).toContain(`price ${lookupKeyOf('pro')}: there`)
})

it('makes another endpoint for events of another version, and says which one is left over', async () => {
  const { account, setUp } = open()
  await setUp()
  const [endpoint] = account.all('webhook_endpoint')
  if (!endpoint) throw new Error('no endpoint')
  account.put({ ...endpoint, api_version: '2020-08-27' })
  const { lines, webhookSecret } = await setUp()
  expect(webhookSecret).toMatch(/^whsec_/)
  expect(lines.at(-1)).toBe(
    `events to ${publicUrl}/webhooks/stripe: made; remove ${endpoint.id}, which speaks another version`,
  )
})

it('says in one sentence what it is not told', async () => {
  const run = promisify(execFile)(process.execPath, ['--conditions=source', join(import.meta.dirname, 'setup.ts')], {
    env: { ...process.env, STRIPE_SECRET_KEY: '', PUBLIC_URL: '' },
  })
  await expect(run).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^Set STRIPE_SECRET_KEY .*\n$/) })
})
