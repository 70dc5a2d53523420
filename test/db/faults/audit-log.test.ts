/** An audit log that cannot be written: what would not be in it is not done. */
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { call } from '../../http/call.ts'
import { developmentOrganization, headersOf } from '../../kit/members.ts'
import { openPool, type StartedPostgres, startPostgres } from '../../kit/postgres.ts'
import { startReceiver } from '../../kit/receiver.ts'
import { seedPeople } from '../../kit/seed-members.ts'
import { startServer, type TestServer } from '../../kit/server.ts'

let postgres: StartedPostgres
let server: TestServer
let pool: pg.Pool
let receiver: Awaited<ReturnType<typeof startReceiver>>

beforeAll(async () => {
  const started = await startPostgres()
  if ('missing' in started) throw new Error(started.missing)
  postgres = started
  server = await startServer({ env: { DATABASE_URL: postgres.url } })
  pool = openPool(postgres)
  await seedPeople(drizzle(pool))
  receiver = await startReceiver()
})
afterAll(async () => {
  await receiver?.stop()
  await pool?.end()
  await server?.stop()
  await postgres?.stop()
})

const ask = async <T>(method: string, path: string, json?: object) => {
  const headers = await headersOf(server, 'owner')
  const { status, body } = await call(server, `/api/v1${path}`, {
    method,
    key: null,
    headers,
    ...(json === undefined ? {} : { json }),
  })
  return { status, body: body as T }
}

it('a delivery is made again after that is written down, and not at all where it cannot be', async () => {
  const { body: endpoint } = await ask<{ id: string }>('POST', '/webhooks', { url: receiver.url, events: ['*'] })
  const at = `/webhooks/${endpoint.id}`
  const { body: test } = await ask<{ deliveryId: string }>('POST', `${at}/test`, {})
  await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(1)
  const one = `${at}/deliveries/${test.deliveryId}`
  const state = async () => (await ask<{ state: string; redeliveries: number }>('GET', one)).body
  await expect.poll(state, { timeout: 20_000 }).toMatchObject({ state: 'delivered', redeliveries: 0 })
  const entries = async () => {
    const path = `/organizations/${developmentOrganization}/audit-log?act=webhooks.redeliver`
    const { body } = await ask<{ entries: { subject: string; actor: object; after: object }[] }>('GET', path)
    return body.entries.map(({ subject, after }) => ({ subject, after }))
  }

  await pool.query("alter table audit_log add constraint unwritten check (act <> 'webhooks.redeliver') not valid")
  const since = Date.now() - 60_000
  expect((await ask('POST', `${one}/redeliver`)).status).toBe(500)
  expect((await ask('POST', `${at}/redeliver`, { since, state: 'all' })).status).toBe(500)
  expect(await state()).toMatchObject({ state: 'delivered', redeliveries: 0 })
  await pool.query('alter table audit_log drop constraint unwritten')

  expect((await ask('POST', `${at}/deliveries/evt_nobody/redeliver`)).status).toBe(404)
  expect(await entries()).toEqual([])
  expect((await ask('POST', `${one}/redeliver`)).status).toBe(200)
  await expect.poll(state, { timeout: 20_000 }).toMatchObject({ state: 'delivered', redeliveries: 1 })
  expect((await ask('POST', `${at}/redeliver`, { since, state: 'all' })).body).toEqual({ count: 1 })
  await expect.poll(state, { timeout: 20_000 }).toMatchObject({ state: 'delivered', redeliveries: 2 })
  expect(receiver.received).toHaveLength(3)
  expect(await entries()).toEqual([
    { subject: endpoint.id, after: { since, state: 'all' } },
    { subject: endpoint.id, after: { deliveryId: test.deliveryId } },
  ])
})
