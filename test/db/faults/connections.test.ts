/** Connections of `npm start` to a PostgreSQL server of one's own, which may break at any moment. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Backend } from '../../../scripts/start/database/backend.ts'
import { openServer } from '../../../scripts/start/database/server.ts'
import { migrationsFolder } from '../../kit/database.ts'
import { type StartedPostgres, startPostgres } from '../../kit/postgres.ts'

const started = await startPostgres()

describe.skipIf('missing' in started)('a connection that breaks', () => {
  const postgres = started as StartedPostgres
  const sockets = new Set<Socket>()
  const between = createServer((near) => {
    const far = connect(Number(new URL(postgres.url).port), '127.0.0.1')
    for (const socket of [near, far]) socket.on('error', () => socket.destroy())
    near.pipe(far).pipe(near)
    sockets.add(near)
  })
  let backend: Backend
  beforeAll(async () => {
    await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve))
    const url = new URL(postgres.url)
    url.port = String((between.address() as AddressInfo).port)
    backend = await openServer(url, migrationsFolder, async () => {})
  })
  afterAll(async () => {
    await backend?.close()
    between.close()
    await postgres.stop()
  })

  const ask = async (query: string) => (await backend.run({ query, params: [] })).rows

  it('in the middle of a transaction fails that one, and what comes later has another', async () => {
    const sleep = 'select pg_sleep(600)'
    const asleep = backend.runBatch('BEGIN', [{ query: sleep, params: [] }]).then(
      () => 'done',
      (error: unknown) => error,
    )
    const sleeping = `select count(*) from pg_stat_activity where query = '${sleep}' and state = 'active'`
    await expect.poll(() => ask(sleeping), { timeout: 20_000 }).toEqual([['1']])
    for (const socket of sockets) socket.destroy()
    expect(await asleep).toBeInstanceOf(Error)
    // An idle one that broke too may be asked before that is noticed.
    await expect.poll(() => ask('select 1').catch(String), { timeout: 10_000 }).toEqual([['1']])
  })
})
