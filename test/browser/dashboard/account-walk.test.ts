/**
 * The whole way of an account on a server of its own: Free fills up and says so, who is kept out comes in when the owner has paid, a card fails and
 * is mended. A receiver that is away for a minute, and two `kill -9`, lose nothing and change no number; the live log has shown all of it.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SyncForge } from '@syncforge/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitForMail } from '../../kit/accounts.ts'
import { type PayingOrganization, payingOrganization } from '../../kit/billing.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { type Received, startReceiver, verifyByStock } from '../../kit/receiver.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { afterTest } from '../../sdk/kit.ts'
import { heading, visitorAs } from '../dashboard-page.ts'
import { errorsOn, joinOn, startSdkPage } from '../sdk-page.ts'

const awayMs = 60_000
/** An attempt that fails when the receiver has just gone is made again after 10, 30 and 90 s, a fifth more or less. */
const deliveredWithinMs = 200_000

let browser: Browser
let dataDir: string
let server: TestServer
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'syncforge-walk-'))
  server = await startServer({ dataDir })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const killed = async () => {
  const { port } = server
  await server.kill()
  server = await startServer({ dataDir, port })
}

const asOwner = async ({ id, owner }: PayingOrganization, method: string, path: string, json?: object) => {
  const headers = { 'content-type': 'application/json', 'syncforge-organization': id }
  const body = json === undefined ? {} : { body: JSON.stringify(json) }
  const answer = await owner.browser.fetch(`/api/v1${path}`, { method, headers, ...body })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

/** The people counted this month, and how often somebody came. */
const counted = async (acme: PayingOrganization) => {
  const { body } = await asOwner(acme, 'GET', '/analytics/usage?by=month')
  const { month, periods } = body as { month: { people: number }; periods: readonly { joins: number }[] }
  return { people: month.people, joins: periods[0]?.joins ?? 0 }
}

/** A real server of the customer's, which can be away: it keeps its port, and what it has received. */
const customersReceiver = async () => {
  const received: Received[] = []
  let current = await startReceiver()
  const { port, url } = current
  afterTest(() => current.stop())
  return {
    url,
    all: () => [...received, ...current.received],
    async goAway() {
      received.push(...current.received)
      await current.stop()
    },
    async comeBack() {
      current = await startReceiver(() => 204, port)
    },
  }
}

const row = (page: Page, kind: string, ...words: readonly string[]) =>
  words
    .reduce((rows, word) => rows.filter({ hasText: word }), page.locator(`tr[data-kind="${kind}"]`))
    .first()
    .waitFor()

test('Free fills up, who is kept out comes in once it is paid for, a failed card is mended: all of it is told, through kill -9', async () => {
  const acme = await payingOrganization(server)
  const receiver = await customersReceiver()
  const events = ['room.created', 'usage.limit', 'billing.changed']
  const { body: endpoint } = await asOwner(acme, 'POST', '/webhooks', { url: receiver.url, events })
  const keyOf = async (kind: string) =>
    String((await asOwner(acme, 'POST', `/organizations/${acme.id}/api-keys`, { name: kind, kind })).body.key)
  const [publishable, secret] = [await keyOf('publishable'), await keyOf('secret')]
  const { page, complaints } = await visitorAs(browser, server, acme.owner)
  const { page: log } = await visitorAs(browser, server, acme.owner)
  const home = `${server.url}/dashboard/orgs/${acme.slug}`
  await log.goto(`${home}/live-log`)
  await log.getByText('Live', { exact: true }).first().waitFor()
  await page.goto(home)
  await heading(page, 'Overview')

  // Three rooms, and no fourth.
  const rooms = ['one', 'two', 'three']
  for (const id of rooms) expect((await asOwner(acme, 'POST', '/rooms', { id, access: 'public' })).status).toBe(201)
  await page.getByText('3 of 3 rooms: Free makes no further room').waitFor()
  expect((await asOwner(acme, 'POST', '/rooms', { id: 'four' })).body).toMatchObject({
    error: { code: 'PLAN_LIMIT_EXCEEDED', details: { limit: 'rooms', use: 3, liftedBy: 'starter' } },
  })
  await page.getByRole('button', { name: 'Dismiss: rooms' }).click()
  await page.getByText('3 of 3 rooms').waitFor({ state: 'detached' })
  await expect.poll(() => receiver.all().length, { timeout: 20_000 }).toBe(5)

  // Fifty people, while nobody listens.
  await receiver.goAway()
  const wentAwayAt = Date.now()
  const enter = async (from: number, to: number) => {
    const clients: SyncForge[] = []
    for (let n = from; n < to; n += 10) {
      const wave = Array.from({ length: Math.min(10, to - n) }, (_, index) => n + index)
      await Promise.all(
        wave.map(async (person) => {
          const client = new SyncForge({ endpoint: server.wsUrl, apiKey: publishable })
          clients.push(client)
          await client.joinRoom(rooms[person % rooms.length] ?? '', { userId: `person-${person}` })
        }),
      )
    }
    for (const client of clients) client.close()
  }
  await enter(0, 39)
  await expect.poll(() => counted(acme), { timeout: 20_000 }).toEqual({ people: 39, joins: 39 })
  await killed()
  expect(await counted(acme)).toEqual({ people: 39, joins: 39 })
  await enter(39, 50)
  await page.getByText('50 of 50 people this month: nobody new comes in on Free').waitFor()
  await row(log, 'notice', '100 % of the people')

  // The fifty-first waits in a page of the customer's. Late by five seconds at most: what the door remembers is older than that now.
  await new Promise((resolve) => setTimeout(resolve, 5_000))
  const customers = await startSdkPage()
  afterTest(() => customers.stop())
  const guest = await customers.open(await browser.newContext())
  const token = await fetch(`${server.url}/api/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ userId: 'person-50', rooms: { one: ['write'] } }),
  })
  const visit = { endpoint: server.wsUrl, room: 'one', token: ((await token.json()) as { token: string }).token }
  const joined = joinOn(guest, visit)
  await expect.poll(() => errorsOn(guest), { timeout: 20_000 }).toEqual(['PLAN_LIMIT_EXCEEDED'])
  const [details] = await guest.evaluate(() => globalThis.stay.details)
  expect(details).toEqual({
    limit: 'people',
    use: 50,
    max: 50,
    plan: 'free',
    liftedBy: 'starter',
    billingUrl: `/dashboard/orgs/${acme.id}/billing`,
  })
  await row(log, 'refusal', 'PLAN_LIMIT_EXCEEDED')

  // The owner follows the link of the refusal, and pays.
  await page.goto(`${server.url}${(details as { billingUrl: string }).billingUrl}`)
  await heading(page, 'Billing')
  expect(new URL(page.url()).pathname).toBe(`/dashboard/orgs/${acme.slug}/billing`)
  await page.getByRole('button', { name: 'Buy Starter' }).click()
  await page.getByRole('button', { name: 'Pay with a good card' }).click()
  await page.getByText('The plan is Starter.').waitFor()
  await page.getByText('50 of 50 people').waitFor({ state: 'detached' })
  await joined
  expect(await errorsOn(guest)).toEqual(['PLAN_LIMIT_EXCEEDED'])
  await expect.poll(() => counted(acme), { timeout: 20_000 }).toEqual({ people: 51, joins: 51 })
  await killed()
  // Whoever is in a room that died comes again: a join more, and nobody more.
  expect(await counted(acme)).toMatchObject({ people: 51 })

  // The card fails at the renewal, and is mended.
  await page.reload()
  await page.getByRole('button', { name: 'Cards and addresses' }).click()
  await page.getByRole('button', { name: 'Put a failing card in place' }).click()
  await page.getByRole('button', { name: 'To the renewal' }).click()
  await page.getByRole('link', { name: 'Back to SyncForge' }).click()
  await page.getByRole('heading', { name: 'A payment has failed' }).waitFor()
  await expect.poll(() => Date.now() - wentAwayAt, { timeout: awayMs, interval: 200 }).toBeGreaterThan(awayMs)
  await receiver.comeBack()
  await page.getByRole('button', { name: 'Change the card' }).click()
  await page.getByRole('button', { name: 'Put a good card in place' }).click()
  await page.getByRole('link', { name: 'Back to SyncForge' }).click()
  await heading(page, 'Billing')
  await page.getByRole('heading', { name: 'A payment has failed' }).waitFor({ state: 'detached' })

  // Every step, each signed, in the order of the account.
  const heard = () => {
    const ids = receiver.all().map(({ id }) => id)
    return receiver.all().filter(({ id }, index) => ids.indexOf(id) === index)
  }
  const ofType = (type: string) =>
    heard()
      .filter(({ event }) => event.type === type)
      .map(({ event }) => event.data)
  await expect
    .poll(() => ofType('billing.changed').at(-1)?.status, { timeout: deliveredWithinMs, interval: 500 })
    .toBe('active')
  const states = () => ofType('billing.changed').map(({ plan, status }) => `${plan} ${status}`)
  await expect
    .poll(() => [...new Set(states())], { timeout: 20_000 })
    .toEqual(expect.arrayContaining(['starter active', 'starter past_due']))
  expect(states().at(-1)).toBe('starter active')
  expect(
    ofType('room.created')
      .map(({ roomId }) => roomId)
      .sort(),
  ).toEqual([...rooms].sort())
  expect(ofType('usage.limit').map(({ limit, percent, plan }) => `${plan} ${limit} ${percent}`)).toEqual([
    'free rooms 80',
    'free rooms 100',
    'free people 80',
    'free people 100',
  ])
  for (const one of receiver.all()) verifyByStock(String(endpoint.secret), one)
  for (const subject of [/limit of rooms/, /limit of people/, /^The payment for Acme has failed/]) {
    await waitForMail(server, acme.owner.email, subject)
  }

  // The log has shown it as it happened, through both kills.
  for (const [kind, ...words] of [
    ['notice', '100 % of the rooms'],
    ['notice', '80 % of the people'],
    ['notice', 'The plan is Starter, active'],
    ['notice', 'The plan is Starter, past due'],
    ['join', 'person-0'],
    ['join', 'person-50', 'one'],
    ['leave', 'person-49'],
    ['act', 'Room added', 'three'],
  ] as const) {
    await row(log, kind, ...words)
  }
  expect(await counted(acme)).toMatchObject({ people: 51 })
  expect(complaints).toEqual([])
}, 420_000)
