/** `kill -9` of the server after it has read what an event told of, and before that is written. */
import pg from 'pg'
import { expect, test } from 'vitest'
import { payingOrganization } from '../../kit/billing.ts'
import { temporaryFolder } from '../../kit/folder.ts'
import { startPostgres } from '../../kit/postgres.ts'
import { startServer } from '../../kit/server.ts'
import { afterTest } from '../../sdk/kit.ts'

test('an event that was received and not applied comes again after the crash, and is applied', async () => {
  const postgres = await startPostgres()
  if ('missing' in postgres) throw new Error(postgres.missing)
  afterTest(() => postgres.stop())
  const dataDir = await temporaryFolder()
  const start = (port = 0) => startServer({ dataDir, port, env: { DATABASE_URL: postgres.url } })
  let server = await start()
  afterTest(() => server.stop())
  const { port } = server
  const acme = await payingOrganization(server)
  const { body } = await acme.ask('POST', 'checkout', { plan: 'pro' })

  const connect = async () => {
    const client = new pg.Client({ connectionString: postgres.url, application_name: 'test' })
    await client.connect()
    afterTest(() => client.end())
    return client
  }
  // What a transaction sees of others stands still.
  const [holder, watcher] = [await connect(), await connect()]
  const applied = async () => Number((await watcher.query('SELECT count(*) FROM stripe_events')).rows[0]?.count)
  // That the customer was made is told as well.
  await expect.poll(applied, { timeout: 20_000 }).toBe(1)
  // What is written with an event waits for this, and everything before it does not.
  await holder.query('BEGIN')
  await holder.query('LOCK TABLE stripe_events IN EXCLUSIVE MODE')
  const waiting = `SELECT pid FROM pg_locks WHERE relation = 'stripe_events'::regclass AND NOT granted`
  await acme.press(String(body.url), { card: 'good' })
  await expect.poll(async () => (await watcher.query(waiting)).rowCount, { timeout: 20_000 }).toBeGreaterThan(0)
  expect(await acme.shown()).toMatchObject({ plan: 'free', status: 'none' })

  await server.kill()
  // The database would still do what it was asked by whoever is no more.
  const left = `datname = current_database() AND application_name <> 'test'`
  const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${left}`
  await expect.poll(async () => (await watcher.query(end)).rowCount, { timeout: 10_000 }).toBe(0)
  expect(await applied()).toBe(1)
  await holder.query('ROLLBACK')

  server = await start(port)
  await expect.poll(() => acme.shown(), { timeout: 60_000 }).toMatchObject({ plan: 'pro', status: 'active' })
  expect(await applied()).toBeGreaterThan(1)
}, 120_000)
