/** Buying, changing and ending a plan by REST and by the stand-in's pages, as an owner does. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitForMail } from '../../kit/accounts.ts'
import { type PayingOrganization, payingOrganization } from '../../kit/billing.ts'
import { startServer, type TestServer } from '../../kit/server.ts'

const dayMs = 86_400_000

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

const codeOf = ({ body }: { readonly body: Record<string, unknown> }) =>
  (body.error as { readonly code: string } | undefined)?.code

const makeRooms = async ({ id, owner }: PayingOrganization, count: number) => {
  for (let n = 0; n < count; n += 1) {
    const answer = await owner.browser.fetch('/api/v1/rooms', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'syncforge-organization': id },
      body: JSON.stringify({ id: `${id}-${n}` }),
    })
    expect(answer.status).toBe(201)
  }
}

it('begins without a subscription: nothing can be changed, and no portal is there', async () => {
  const acme = await payingOrganization(server)
  expect(await acme.shown()).toMatchObject({ isSetUp: true, plan: 'free', status: 'none', subscribed: null, over: [] })
  expect((await acme.ask('GET', 'invoices')).body).toEqual({ invoices: [], nextCursor: null })
  for (const [path, json] of [['portal'], ['cancel'], ['resume'], ['change', { plan: 'pro' }]] as const) {
    expect([path, codeOf(await acme.ask('POST', path, json))]).toEqual([path, 'NO_SUBSCRIPTION'])
  }
  for (const plan of ['free', 'enterprise', 'gold']) {
    expect([plan, codeOf(await acme.ask('POST', 'checkout', { plan }))]).toEqual([plan, 'VALIDATION_ERROR'])
  }
})

it('a declined card buys nothing, a good one does, once; the page that was paid and the one opened before are closed', async () => {
  const acme = await payingOrganization(server)
  const first = String((await acme.ask('POST', 'checkout', { plan: 'pro' })).body.url)
  const second = String((await acme.ask('POST', 'checkout', { plan: 'starter' })).body.url)
  expect(await acme.press(first, { card: 'good' })).toBeNull()
  expect(await acme.press(second, { card: 'failing' })).toBeNull()
  expect(await acme.shown()).toMatchObject({ plan: 'free', status: 'none' })
  expect(await acme.press(second, { card: 'good' })).toMatch(new RegExp(`/orgs/${acme.slug}/billing\\?checkout=cs_`))
  expect(await acme.press(second, { card: 'good' })).toBeNull()
  expect((await acme.ask('POST', 'refresh')).body).toMatchObject({ plan: 'starter', status: 'active' })
  expect(codeOf(await acme.ask('POST', 'checkout', { plan: 'pro' }))).toBe('SUBSCRIPTION_EXISTS')
  expect((await acme.ask('GET', 'invoices')).body).toMatchObject({
    invoices: [{ status: 'paid', totalCents: 4_900, currency: 'usd' }],
  })
})

it('ten tabs that buy at once are one customer, and at most one of their pages can be paid', async () => {
  const acme = await payingOrganization(server)
  const pages = await Promise.all(Array.from({ length: 10 }, () => acme.ask('POST', 'checkout', { plan: 'pro' })))
  expect(pages.map(({ status }) => status)).toEqual(pages.map(() => 200))
  const paid = await Promise.all(pages.map(({ body }) => acme.press(String(body.url), { card: 'good' })))
  expect(paid.filter((location) => location !== null)).toHaveLength(1)
  expect((await acme.ask('POST', 'refresh')).body).toMatchObject({ plan: 'pro', status: 'active' })
  expect((await acme.ask('GET', 'invoices')).body.invoices).toHaveLength(1)
})

it('the event alone brings the plan: whoever closes the page after paying has it too', async () => {
  const acme = await payingOrganization(server)
  const { body } = await acme.ask('POST', 'checkout', { plan: 'business' })
  await acme.press(String(body.url), { card: 'good' })
  await expect.poll(() => acme.shown(), { timeout: 20_000 }).toMatchObject({ plan: 'business', status: 'active' })
})

describe('a change', () => {
  it('upwards holds at once and costs what the preview said, to the cent', async () => {
    const acme = await payingOrganization(server)
    await acme.buy('starter')
    const { body: shown } = await acme.ask('POST', 'preview', { plan: 'pro' })
    expect(shown).toMatchObject({ kind: 'upgrade', dueNowCents: 15_000, monthlyCents: 19_900 })
    const { body } = await acme.ask('POST', 'change', { plan: 'pro', prorationDate: shown.prorationDate })
    expect(body).toMatchObject({ plan: 'pro', subscribed: 'pro', status: 'active', pending: null })
    expect((await acme.ask('GET', 'invoices')).body).toMatchObject({
      invoices: [{ totalCents: 15_000, status: 'paid' }, { totalCents: 4_900 }],
    })
  })

  it('upwards with a declined card changes nothing', async () => {
    const acme = await payingOrganization(server)
    await acme.buy('starter')
    await acme.press(await acme.portal(), { act: 'failing-card' })
    expect(codeOf(await acme.ask('POST', 'change', { plan: 'pro' }))).toBe('PAYMENT_FAILED')
    expect((await acme.ask('POST', 'refresh')).body).toMatchObject({ plan: 'starter', status: 'active' })
    expect((await acme.ask('GET', 'invoices')).body.invoices).toHaveLength(1)
  })

  it('downwards waits for the end of the period, can be taken back, and holds from then on', async () => {
    const acme = await payingOrganization(server)
    await acme.buy('pro')
    const { periodEndsAt } = await acme.shown()
    const pending = { plan: 'starter', at: periodEndsAt }
    expect((await acme.ask('POST', 'preview', { plan: 'starter' })).body).toMatchObject({
      kind: 'downgrade',
      dueNowCents: 0,
      effectiveAt: periodEndsAt,
      over: [],
    })
    for (const _twice of [1, 2]) {
      expect((await acme.ask('POST', 'change', { plan: 'starter' })).body).toMatchObject({ plan: 'pro', pending })
    }
    expect((await acme.ask('POST', 'resume')).body).toMatchObject({ plan: 'pro', pending: null })
    await acme.ask('POST', 'change', { plan: 'starter' })
    await acme.press(await acme.portal(), { move: 'renewal' })
    await expect.poll(() => acme.shown(), { timeout: 20_000 }).toMatchObject({ plan: 'starter', pending: null })
    expect((await acme.ask('GET', 'invoices')).body).toMatchObject({
      invoices: [{ totalCents: 4_900, status: 'paid' }, { totalCents: 19_900 }],
    })
  })

  it('downwards is refused while more is in use than fits, and says what', async () => {
    const acme = await payingOrganization(server)
    await acme.buy('pro')
    await makeRooms(acme, 11)
    const over = [{ limit: 'rooms', use: 11, max: 10 }]
    expect((await acme.ask('POST', 'preview', { plan: 'starter' })).body).toMatchObject({ over })
    const { status, body } = await acme.ask('POST', 'change', { plan: 'starter' })
    expect([status, body.error]).toMatchObject([
      403,
      { code: 'PLAN_LIMIT_EXCEEDED', details: { plan: 'starter', over } },
    ])
    expect(await acme.shown()).toMatchObject({ plan: 'pro', pending: null })
  })

  it('of a plan that is on a schedule releases it first: upgrades, ends and returns all work from there', async () => {
    const acme = await payingOrganization(server)
    await acme.buy('pro')
    await acme.ask('POST', 'change', { plan: 'starter' })
    expect((await acme.ask('POST', 'change', { plan: 'business' })).body).toMatchObject({
      plan: 'business',
      pending: null,
    })
    await acme.ask('POST', 'change', { plan: 'pro' })
    expect((await acme.ask('POST', 'cancel')).body).toMatchObject({ pending: { plan: 'free' } })
    expect((await acme.ask('POST', 'change', { plan: 'starter' })).body).toMatchObject({ pending: { plan: 'starter' } })
    expect((await acme.ask('POST', 'change', { plan: 'business' })).body).toMatchObject({ pending: null })
  })
})

it('a subscription that is ended lasts until its period does; then it is Free, and can be bought anew', async () => {
  const acme = await payingOrganization(server)
  await acme.buy('pro')
  const { periodEndsAt } = await acme.shown()
  const pending = { plan: 'free', at: periodEndsAt }
  for (const _twice of [1, 2]) {
    expect((await acme.ask('POST', 'cancel')).body).toMatchObject({ plan: 'pro', status: 'active', pending })
  }
  await acme.press(await acme.portal(), { move: 'renewal' })
  await expect
    .poll(() => acme.shown(), { timeout: 20_000 })
    .toMatchObject({
      plan: 'free',
      status: 'canceled',
      pending: null,
      endedAt: periodEndsAt,
    })
  await acme.buy('starter')
  expect(await acme.shown()).toMatchObject({ plan: 'starter', status: 'active', endedAt: null })
})

it('invoices come page by page, each once; a cursor that is none is refused by name', async () => {
  const acme = await payingOrganization(server)
  await acme.buy('starter')
  const portal = await acme.portal()
  for (const _month of [1, 2, 3, 4]) await acme.press(portal, { move: 'renewal' })
  const page = async (query: string) => {
    const { status, body } = await acme.ask('GET', `invoices?${query}`)
    expect([query, status]).toEqual([query, 200])
    return body as {
      readonly invoices: readonly { id: string; createdAt: number }[]
      readonly nextCursor: string | null
    }
  }
  const all = (await page('limit=100')).invoices
  expect(all.length).toBe(5)
  const found: (typeof all)[number][] = []
  let cursor: string | null = ''
  let pages = 0
  while (cursor !== null) {
    const next: Awaited<ReturnType<typeof page>> = await page(`limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
    found.push(...next.invoices)
    cursor = next.nextCursor
    pages += 1
  }
  expect(pages).toBe(3)
  expect(found.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
  expect(found.map(({ createdAt }) => createdAt)).toEqual([...found.map(({ createdAt }) => createdAt)].sort().reverse())
  for (const query of ['cursor=in_nothing', 'cursor=sub_1', 'limit=0', 'limit=101', 'cursors=1']) {
    const refused = await acme.ask('GET', `invoices?${query}`)
    expect([query, refused.status, codeOf(refused)]).toEqual([query, 400, 'VALIDATION_ERROR'])
  }
})

describe('a card that fails at renewal', () => {
  it('keeps the plan for fourteen days from the invoice, one letter for each try; the portal mends it', async () => {
    const acme = await payingOrganization(server)
    await acme.buy('pro')
    const portal = await acme.portal()
    await acme.press(portal, { act: 'failing-card' })
    const { periodEndsAt } = await acme.shown()
    await acme.press(portal, { move: 'renewal' })
    await expect.poll(() => acme.shown(), { timeout: 20_000 }).toMatchObject({ plan: 'pro', status: 'past_due' })
    const { pastDue } = await acme.shown()
    expect(pastDue).toMatchObject({ attempts: 1, amountCents: 19_900 })
    // The invoice is a draft for an hour.
    expect(pastDue?.since).toBe(Number(periodEndsAt) + 3_600_000)
    expect(pastDue?.graceEndsAt).toBe(Number(pastDue?.since) + 14 * dayMs)
    await waitForMail(server, acme.owner.email, /^The payment for Acme has failed/)
    expect(codeOf(await acme.ask('POST', 'change', { plan: 'business' }))).toBe('PAYMENT_FAILED')
    await acme.press(portal, { move: 'day' })
    await waitForMail(server, acme.owner.email, /^The payment for Acme has failed/, 2)
    await acme.press(portal, { act: 'good-card' })
    await expect
      .poll(() => acme.shown(), { timeout: 20_000 })
      .toMatchObject({
        plan: 'pro',
        status: 'active',
        pastDue: null,
      })
  })

  it('after the grace Free’s limits hold; what is owed can be paid at the invoice, and the plan is back', async () => {
    const acme = await payingOrganization(server)
    await acme.buy('pro')
    const portal = await acme.portal()
    await acme.press(portal, { act: 'failing-card' })
    await acme.press(portal, { move: 'renewal' })
    for (let day = 0; day < 13; day += 1) await acme.press(portal, { move: 'day' })
    expect((await acme.ask('POST', 'refresh')).body).toMatchObject({ plan: 'pro', status: 'past_due' })
    await acme.press(portal, { move: 'day' })
    const { body } = await acme.ask('POST', 'refresh')
    expect(body).toMatchObject({ plan: 'free', subscribed: 'pro', status: 'past_due' })
    await acme.press((await acme.shown()).pastDue?.payUrl ?? '', { act: 'pay' })
    await expect.poll(() => acme.shown(), { timeout: 20_000 }).toMatchObject({ plan: 'pro', status: 'active' })
  })

  it('whose last try fails ends the subscription', async () => {
    const acme = await payingOrganization(server)
    await acme.buy('starter')
    const portal = await acme.portal()
    await acme.press(portal, { act: 'failing-card' })
    await acme.press(portal, { move: 'renewal' })
    for (let day = 0; day < 17; day += 1) await acme.press(portal, { move: 'day' })
    await expect.poll(() => acme.shown(), { timeout: 20_000 }).toMatchObject({ plan: 'free', status: 'canceled' })
  })
})

it('who acts is in the audit log; what Stripe did is the platform’s', async () => {
  const acme = await payingOrganization(server)
  await acme.buy('starter')
  await acme.ask('POST', 'change', { plan: 'pro' })
  const log = await acme.owner.browser.fetch(`/api/v1/organizations/${acme.id}/audit-log`, {
    headers: { 'syncforge-organization': acme.id },
  })
  const { entries } = (await log.json()) as {
    entries: { act: string; actor: { id: string } | null; after: { plan?: string } }[]
  }
  const told = entries.map(({ act, actor, after }) => [act, actor?.id ?? null, after.plan])
  expect(told.slice(0, 3)).toEqual([
    ['billing.change', acme.owner.id, 'pro'],
    ['organizations.update', null, 'pro'],
    ['organizations.update', null, 'starter'],
  ])
})
