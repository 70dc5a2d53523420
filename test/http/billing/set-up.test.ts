/** `npm run stripe:setup` as a person runs it, against the stand-in of a running server. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { createId } from '@syncforge/protocol/ids'
import { expect, it } from 'vitest'
import { sharedServer } from '../../kit/shared-server.ts'

const server = sharedServer()
const root = join(import.meta.dirname, '../../..')

/** What it printed, and how it ended. */
const setUp = (env: Readonly<Record<string, string>>) =>
  new Promise<{ readonly code: unknown; readonly out: string; readonly errors: string }>((resolve) => {
    const all = { ...process.env, STRIPE_SECRET_KEY: '', PUBLIC_URL: '', STRIPE_API_URL: '', ...env }
    execFile('npm', ['run', '--silent', 'stripe:setup'], { cwd: root, env: all }, (error, out, errors) =>
      resolve({ code: error === null ? 0 : error.code, out, errors }),
    )
  })

const rehearsed = () => ({
  STRIPE_SECRET_KEY: 'sk_test_rehearsal',
  STRIPE_API_URL: `${server.url}/dev/stripe`,
  PUBLIC_URL: `https://${createId('evt').replace('_', '-')}.example.com`,
})

it('makes what is missing, shows the secret once, and finds all of it there the second time', async () => {
  const env = rehearsed()
  const first = await setUp(env)
  expect(first).toMatchObject({ code: 0, errors: '' })
  expect(first.out).toContain(`events to ${env.PUBLIC_URL}/webhooks/stripe: made`)
  expect(first.out).toMatch(/\nSTRIPE_WEBHOOK_SECRET=whsec_\S+ {3}\(shown this once\)\n/)
  expect(first.out).toContain('By hand, at dashboard.stripe.com:')
  const second = await setUp(env)
  expect(second).toMatchObject({ code: 0, errors: '' })
  expect(second.out).not.toMatch(/made|moved|whsec_/)
  expect(second.out.match(/: there$/gm)?.length).toBe(first.out.match(/: (?:there|made)$/gm)?.length)
})

it('says in one sentence what is wrong, and makes nothing', async () => {
  const env = rehearsed()
  expect(await setUp({})).toEqual({ code: 1, out: '', errors: expect.stringMatching(/^Set STRIPE_SECRET_KEY .*\n$/) })
  expect(await setUp({ ...env, STRIPE_SECRET_KEY: 'pk_test_other' })).toEqual({
    code: 1,
    out: '',
    errors: expect.stringMatching(/^STRIPE_SECRET_KEY is not a secret key.*\n$/),
  })
  // The stand-in knows no restricted keys.
  expect(await setUp({ ...env, STRIPE_SECRET_KEY: 'rk_test_wrong' })).toEqual({
    code: 1,
    out: '',
    errors: 'Stripe does not take STRIPE_SECRET_KEY: Invalid API Key provided.\n',
  })
  expect(await setUp({ ...env, STRIPE_API_URL: 'http://127.0.0.1:9' })).toEqual({
    code: 1,
    out: '',
    errors: expect.stringMatching(/^Stripe does not answer.*\n$/),
  })
})
