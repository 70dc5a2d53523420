/** Which usage a plan is told of: rule PL7. */
import { expect, test } from 'vitest'
import { headersOf } from '../../kit/members.ts'
import { setPlan } from '../../kit/plans.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { type Call, call, codeOf } from '../call.ts'

const server = sharedServer()
const dayMs = 86_400_000

/** An organization of its own on Free. */
const freshOrganization = async () => {
  const ask = async (path: string, options: Call, organization: string | null = null) =>
    call(server, `/api/v1${path}`, {
      ...options,
      key: null,
      headers: await headersOf(server, 'stranger', organization),
    })
  const { id } = (await ask('/organizations', { method: 'POST', json: { name: 'Measured' } })).body as { id: string }
  return { id, get: (path: string) => ask(`/analytics/${path}`, {}, id) }
}

const one = ['rooms?', 'keys?', 'people?', 'usage?roomId=a&', 'usage?keyId=key_a&', 'usage?userId=ada&']

test('[PL7] every plan is told of the organization over any time, and of single rooms, keys and people over the last 31 days', async () => {
  const { get } = await freshOrganization()
  const long = Date.now() - 300 * dayMs
  for (const path of [`usage?by=month&from=0`, `usage?by=day&from=${long}`, 'usage?by=month', 'usage', ...one])
    expect([path, (await get(path)).status]).toEqual([path, 200])
  const lately = Date.now() - 31 * dayMs
  for (const path of one) expect([path, (await get(`${path}from=${lately}`)).status]).toEqual([path, 200])
})

test('[PL7] longer ago needs analytics, which Business has, and which a smaller plan takes away', async () => {
  const { id, get } = await freshOrganization()
  const long = Date.now() - 60 * dayMs
  const refusal = {
    code: 'PLAN_LIMIT_EXCEEDED',
    details: { limit: 'feature', feature: 'analytics', plan: 'free', liftedBy: 'business' },
  }
  for (const path of one)
    expect([path, await get(`${path}from=${long}`)]).toMatchObject([path, { status: 403, body: { error: refusal } }])
  // Also when the time began without being told.
  expect(codeOf(await get(`rooms?to=${long}`))).toBe('PLAN_LIMIT_EXCEEDED')
  await setPlan(server, id, 'business')
  for (const path of one) expect([path, (await get(`${path}from=${long}`)).status]).toEqual([path, 200])
  await setPlan(server, id, 'pro')
  expect(codeOf(await get(`rooms?from=${long}`))).toBe('PLAN_LIMIT_EXCEEDED')
})

test('[PL7] the development organization is told everything', async () => {
  for (const path of one)
    expect([path, (await call(server, `/api/v1/analytics/${path}from=${Date.now() - 400 * dayMs}`)).status]).toEqual([
      path,
      200,
    ])
})
