/** Accounts and a PostgreSQL server: while it is away, while their own process is, what it decides, and what they leave in it. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browsing, browse, password, type SignedIn, signUp } from '../kit/accounts.ts'
import { type StartedPostgres, startPostgres } from '../kit/postgres.ts'
import { startServer, type TestServer } from '../kit/server.ts'

const postgres = await startPostgres()
const isMissing = 'missing' in postgres

const refused = (code: string) => ({
  status: 503,
  body: { code, error: { code }, request_id: expect.stringMatching(/^req_/) },
})
const user = async (browser: Browsing) => {
  const { status, body } = await browser.get('/get-session')
  return [status, (body as { user?: { email: string } } | null)?.user?.email]
}

const rowsOf = async (query: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: (postgres as StartedPostgres).url })
  await client.connect()
  try {
    return (await client.query(query, [...values])).rows
  } finally {
    await client.end()
  }
}

describe.skipIf(isMissing)('accounts', () => {
  let server: TestServer
  let ada: SignedIn
  beforeAll(async () => {
    server = await startServer({ env: { DATABASE_URL: (postgres as StartedPostgres).url } })
    ada = await signUp(server)
  })
  afterAll(async () => {
    await server?.stop()
    await (postgres as StartedPostgres).stop()
  })

  it('answer 503 with the envelope while Postgres is away, keep every cookie, and go on when it is back', async () => {
    const cookies = ada.cookies()
    await (postgres as StartedPostgres).halt()
    for (const ask of [
      () => ada.browser.get('/get-session'),
      () => ada.browser.get('/organization/list'),
      () => ada.browser.get('/list-sessions'),
      () => ada.browser.post('/sign-out'),
      () => browse(server).post('/sign-in/email', { email: ada.email, password }),
      () => browse(server).post('/sign-up/email', { name: 'New', email: 'new@example.com', password }),
      () => browse(server).post('/request-password-reset', { email: ada.email }),
    ]) {
      expect(await ask()).toMatchObject(refused('UNAVAILABLE'))
    }
    expect(ada.cookies()).toBe(cookies)
    await (postgres as StartedPostgres).resume()
    await expect.poll(() => user(ada.browser), { timeout: 10_000 }).toEqual([200, ada.email])
  })

  it('write no parameter of a failed statement into the log', () => {
    const log = server.output()
    for (const secret of [
      password,
      ada.email,
      ada.browser.cookie('syncforge.session_token')?.split('.')[0] ?? '',
      'params:',
    ]) {
      expect([secret, log.includes(secret)]).toEqual([secret, false])
    }
  })

  it('keep an owner when both leave at once: the database decides, and says so with 409', async () => {
    let refusedByDatabase = 0
    for (let round = 0; round < 6; round += 1) {
      const bob = await signUp(server, { name: 'Bob' })
      const made = await ada.browser.post('/organization/create', { name: 'Two', slug: `two-${round}` })
      const organizationId = String(made.body.id)
      const invited = await ada.browser.post('/organization/invite-member', {
        email: bob.email,
        role: 'owner',
        organizationId,
      })
      await bob.browser.post('/organization/accept-invitation', { invitationId: invited.body.id })
      const left = await Promise.all(
        [ada, bob].map(({ browser }) => browser.post('/organization/leave', { organizationId })),
      )
      expect(left.filter(({ status }) => status === 200)).toHaveLength(1)
      const refused = left.find(({ status }) => status !== 200)
      if (refused?.status !== 409) continue
      refusedByDatabase += 1
      expect(refused.body).toMatchObject({ code: 'LAST_OWNER', error: { code: 'LAST_OWNER' } })
    }
    expect(refusedByDatabase).toBeGreaterThan(0)
  })

  it('tell the audit log who acts, and from where', async () => {
    const made = await ada.browser.post('/organization/create', { name: 'Logged', slug: 'logged' })
    const organizationId = String(made.body.id)
    await ada.browser.post('/organization/update', { organizationId, data: { name: 'Renamed' } })
    const rows = await rowsOf(
      'SELECT act, actor, address, after FROM audit_log WHERE organization_id = $1 ORDER BY id',
      [organizationId],
    )
    expect(rows.map(({ act }) => act)).toEqual(['organizations.insert', 'members.insert', 'organizations.update'])
    expect(rows.every(({ actor, address }) => actor === ada.id && address === '127.0.0.1')).toBe(true)
    expect(rows[2]?.after).toMatchObject({ name: 'Renamed' })
  })

  it('let nobody work in an organization that was deleted, nor accept an invitation into it', async () => {
    const organizationId = String(
      (await ada.browser.post('/organization/create', { name: 'Gone', slug: 'gone' })).body.id,
    )
    const bob = await signUp(server, { name: 'Bob' })
    const invited = await ada.browser.post('/organization/invite-member', {
      email: bob.email,
      role: 'member',
      organizationId,
    })
    await rowsOf('UPDATE organizations SET deleted_at = now() WHERE id = $1', [organizationId])
    const gone = { status: 400, body: { code: 'ORGANIZATION_NOT_FOUND' } }
    expect(await ada.browser.post('/organization/update', { organizationId, data: { name: 'Back' } })).toMatchObject(
      gone,
    )
    expect(await ada.browser.post('/organization/update', { data: { name: 'Back' } })).toMatchObject(gone)
    expect(await ada.browser.get('/organization/get-full-organization?organizationSlug=gone')).toMatchObject(gone)
    expect(await bob.browser.post('/organization/accept-invitation', { invitationId: invited.body.id })).toMatchObject(
      gone,
    )
    expect((await bob.browser.get('/organization/list-user-invitations')).body).toEqual([])
    const listed = (await ada.browser.get('/organization/list')).body as { id: string }[]
    expect(listed.length).toBeGreaterThan(0)
    expect(listed.map(({ id }) => id)).not.toContain(organizationId)
  })

  it('are started again when their process dies, while rooms go on', async () => {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=', '--ppid', String(server.pid)])
    const commands = await Promise.all(
      stdout
        .trim()
        .split(/\s+/)
        .map(async (pid) => [pid, await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')] as const),
    )
    const pid = Number(commands.find(([, command]) => command.includes('syncforge-accounts.capnp'))?.[0])
    expect(pid).toBeGreaterThan(0)
    // A new process sweeps with its first request: what has ended goes, what holds stays.
    await rowsOf(
      `INSERT INTO sessions (id, user_id, token, expires_at) VALUES ('ses_old', $1, 'old', now() - interval '1 s')`,
      [ada.id],
    )
    await rowsOf(`INSERT INTO verifications (id, identifier, value, expires_at)
      SELECT 'old_' || n, 'old', 'x', now() - interval '1 s' FROM generate_series(1, 900) n`)
    process.kill(pid, 'SIGKILL')
    const refusals: unknown[] = []
    const deadlineAt = Date.now() + 20_000
    for (;;) {
      const answer = await ada.browser.get('/get-session')
      if (answer.status === 200 || Date.now() > deadlineAt) break
      refusals.push(answer)
      expect((await fetch(`${server.url}/health`)).status).toBe(200)
      await sleep(20)
    }
    expect(refusals[0]).toMatchObject(refused('UNAVAILABLE'))
    expect(await user(ada.browser)).toEqual([200, ada.email])
    expect(server.output()).toContain('syncforge-accounts ended by itself')
    const left = () =>
      rowsOf(`SELECT (SELECT count(*)::int FROM sessions WHERE expires_at < now()) AS sessions,
        (SELECT count(*)::int FROM verifications WHERE expires_at < now()) AS verifications`)
    await expect.poll(left, { timeout: 10_000 }).toEqual([{ sessions: 0, verifications: 0 }])
    expect(await user(ada.browser)).toEqual([200, ada.email])
  })
})
