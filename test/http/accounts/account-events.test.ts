/** What happens to an account is told to its owners and to webhooks of every plan, Free as well: limits that come near, the plan, its payment, rooms. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SyncForge } from '@syncforge/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailsTo, waitForMail } from '../../kit/accounts.ts'
import { type PayingOrganization, payingOrganization } from '../../kit/billing.ts'
import { setPlan } from '../../kit/plans.ts'
import { startReceiver, verifyByStock } from '../../kit/receiver.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { afterTest } from '../../sdk/kit.ts'
import { eventually } from '../webhooks/kit.ts'

const env = { WEBHOOK_FIRST_DELAY_MS: '50' }
let server: TestServer
let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'syncforge-account-'))
  server = await startServer({ dataDir, env })
})
afterAll(async () => {
  await server?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const killed = async () => {
  const { port } = server
  await server.kill()
  server = await startServer({ dataDir, port, env })
}

/** What the owner asks below `/api/v1`. */
const asOwner = async ({ id, owner }: PayingOrganization, method: string, path: string, json?: object) => {
  const headers = { 'content-type': 'application/json', 'syncforge-organization': id }
  const body = json === undefined ? {} : { body: JSON.stringify(json) }
  const answer = await owner.browser.fetch(`/api/v1${path}`, { method, headers, ...body })
  return {
    status: answer.status,
    body: answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>),
  }
}

/** An organization on Free that hears of its account. */
const heardOrganization = async (name: string, events = ['usage.limit', 'billing.changed']) => {
  const acme = await payingOrganization(server, name)
  const receiver = await startReceiver()
  afterTest(() => receiver.stop())
  const made = await asOwner(acme, 'POST', '/webhooks', { url: receiver.url, events })
  expect(made.status).toBe(201)
  /** Each event once, in the order in which it came first. */
  const heard = () => {
    const ids = receiver.received.map(({ id }) => id)
    for (const one of receiver.received) verifyByStock(String(made.body.secret), one)
    return receiver.received.filter(({ id }, index) => ids.indexOf(id) === index).map(({ event }) => event)
  }
  const ofType = (type: string) =>
    heard()
      .filter((event) => event.type === type)
      .map(({ data }) => data)
  return { ...acme, heard, ofType, receiver }
}

const startOfMonth = () => {
  const now = new Date()
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth())
}

test('[PL6] 80 % and 100 % of rooms and people are told once each, by mail and as webhook, through kill -9; a larger plan is quiet', async () => {
  const acme = await heardOrganization('Filling')
  const month = startOfMonth()
  const mails = async () => (await mailsTo(server, acme.owner.email)).map(({ subject }) => subject)
  for (const id of ['one', 'two']) {
    expect((await asOwner(acme, 'POST', '/rooms', { id, access: 'public' })).status).toBe(201)
  }
  expect((await asOwner(acme, 'POST', '/rooms', { id: 'three' })).status).toBe(201)
  const rooms = { limit: 'rooms', used: 3, max: 3, plan: 'free', month }
  await eventually(() => acme.ofType('usage.limit').length >= 2, 'the notices of rooms')
  // One letter for what is passed at once.
  await waitForMail(server, acme.owner.email, /^Filling has reached its limit of rooms$/)
  expect(await mails()).not.toContain('Filling uses 80 % of its rooms')

  const { body } = await asOwner(acme, 'POST', `/organizations/${acme.id}/api-keys`, {
    name: 'page',
    kind: 'publishable',
  })
  const enter = async (from: number, to: number) => {
    const people = Array.from({ length: to - from }, (_, index) => `person-${from + index}`)
    const clients = people.map(() => new SyncForge({ endpoint: server.wsUrl, apiKey: String(body.key) }))
    await Promise.all(
      clients.map((client, index) => client.joinRoom(index % 2 ? 'one' : 'two', { userId: people[index] ?? '' })),
    )
    return () => {
      for (const client of clients) client.close()
    }
  }
  const leave = await enter(0, 40)
  await eventually(() => acme.ofType('usage.limit').length >= 3, 'the notice at forty people')
  await waitForMail(server, acme.owner.email, /^Filling uses 80 % of its people$/)
  leave()
  await killed()
  const leaveAgain = await enter(0, 49)
  leaveAgain()
  await (await enter(49, 50))()
  // Counted, and killed before much of it can have been told.
  await killed()
  await eventually(() => acme.ofType('usage.limit').length >= 4, 'the notice at fifty people', 60_000)
  await waitForMail(server, acme.owner.email, /^Filling has reached its limit of people$/)
  const told = acme.ofType('usage.limit')
  expect(told).toEqual([
    { ...rooms, percent: 80 },
    { ...rooms, percent: 100 },
    { limit: 'people', percent: 80, used: expect.any(Number), max: 50, plan: 'free', month },
    { limit: 'people', percent: 100, used: 50, max: 50, plan: 'free', month },
  ])
  expect(told[2]?.used).toBeGreaterThanOrEqual(40)

  // A larger plan, and back: what was told on this plan in this month is not told again.
  await setPlan(server, acme.id, 'starter')
  await setPlan(server, acme.id, 'free')
  await eventually(() => acme.ofType('billing.changed').length >= 2, 'the plans')
  await setPlan(server, acme.id, 'starter')
  for (let n = 3; n < 8; n += 1) expect((await asOwner(acme, 'POST', '/rooms', { id: `room-${n}` })).status).toBe(201)
  await eventually(() => acme.ofType('usage.limit').length >= 5, 'eight of ten rooms')
  expect(acme.ofType('usage.limit').slice(4)).toEqual([
    { limit: 'rooms', percent: 80, used: 8, max: 10, plan: 'starter', month },
  ])
  await waitForMail(server, acme.owner.email, /^Filling uses 80 % of its rooms$/)
  expect((await mails()).filter((subject) => subject.startsWith('Filling'))).toHaveLength(4)
}, 120_000)

test('billing.changed tells each change once: bought, past due, mended, ending, kept', async () => {
  const acme = await heardOrganization('Paying')
  const changes = () => acme.ofType('billing.changed')
  await acme.buy('pro')
  await eventually(() => changes().at(-1)?.status === 'active', 'the plan')
  const { periodEndsAt } = await acme.shown()
  const pro = { plan: 'pro', status: 'active', subscribed: 'pro', periodEndsAt, pending: null }
  const bought = changes()
  expect(bought.at(-1)).toEqual(pro)
  // The same is never told twice in a row, whatever events of Stripe's repeat it.
  const same = (list: readonly object[]) =>
    list.filter((one, index) => JSON.stringify(one) === JSON.stringify(list[index - 1]))
  const portal = await acme.portal()
  await acme.press(portal, { act: 'failing-card' })
  await acme.press(portal, { move: 'renewal' })
  await eventually(() => changes().at(-1)?.status === 'past_due', 'the failed payment')
  await acme.press(portal, { act: 'good-card' })
  await eventually(() => changes().at(-1)?.status === 'active', 'the payment')
  await acme.ask('POST', 'cancel')
  await eventually(
    () => (changes().at(-1)?.pending as { plan: string } | null)?.plan === 'free',
    'the end that is planned',
  )
  await acme.ask('POST', 'resume')
  await eventually(() => changes().at(-1)?.pending === null, 'the plan that stays')
  expect(same(changes())).toEqual([])
  expect(changes().map(({ plan }) => plan)).toEqual(
    changes().map((_, index) => (index < bought.length - 1 ? expect.anything() : 'pro')),
  )
})

test('rooms that are made and deleted, by whichever way, are told on Free', async () => {
  const acme = await heardOrganization('Building', ['room.created', 'room.deleted'])
  const { body } = await asOwner(acme, 'POST', `/organizations/${acme.id}/api-keys`, {
    name: 'page',
    kind: 'publishable',
  })
  await asOwner(acme, 'PATCH', `/organizations/${acme.id}`, { createsRoomsOnJoin: true })
  await asOwner(acme, 'POST', '/rooms', { id: 'made' })
  await asOwner(acme, 'POST', '/rooms/made/fork', { id: 'forked' })
  const client = new SyncForge({ endpoint: server.wsUrl, apiKey: String(body.key) })
  afterTest(() => client.close())
  await client.joinRoom('joined', { userId: 'ada' })
  await asOwner(acme, 'DELETE', '/rooms/made')
  await eventually(() => acme.heard().length >= 4, 'all of it')
  expect(acme.ofType('room.created')).toEqual([{ roomId: 'made' }, { roomId: 'forked' }, { roomId: 'joined' }])
  expect(acme.ofType('room.deleted')).toEqual([{ roomId: 'made' }])
})
