/** A plan that is set by hand, by the command for it: rule PL2. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { headersOf } from '../../kit/members.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { enter } from '../../sdk/kit.ts'
import { type Call, call } from '../call.ts'

const token = 'an-operators-token-of-this-test'
let server: TestServer
beforeAll(async () => {
  server = await startServer({ env: { OPERATOR_TOKEN: token } })
})
afterAll(() => server.stop())

const command = join(import.meta.dirname, '../../../scripts/plan/set.ts')

const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const child = promisify(execFile)(process.execPath, ['--conditions=source', command, ...args], {
    env: { PATH: process.env.PATH, PUBLIC_URL: server.url, OPERATOR_TOKEN: token, ...env },
  })
  return child.then(
    ({ stdout }) => ({ code: 0, said: stdout.trim() }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, said: stderr.trim() }),
  )
}

const freshOrganization = async () => {
  const as = async (path: string, json: object, method = 'POST', organization: string | null = null) => {
    const options: Call = { method, json, key: null, headers: await headersOf(server, 'stranger', organization) }
    return (await call(server, `/api/v1${path}`, options)).body as { readonly id: string; readonly key: string }
  }
  const { id } = await as('/organizations', { name: 'By hand' })
  await as('/rooms', { id: 'open', access: 'public' }, 'POST', id)
  const { key } = await as(`/organizations/${id}/api-keys`, { name: 'page', kind: 'publishable' }, 'POST', id)
  return { id, key }
}

test('[PL2] set by hand, a plan holds on open sockets within five seconds, and back', async () => {
  const { id, key } = await freshOrganization()
  const { room } = await enter(server.wsUrl, 'open', { userId: 'ada' }, { apiKey: key })
  await expect(room.chat.send({ body: 'one' })).rejects.toMatchObject({ code: 'PLAN_LIMIT_EXCEEDED' })
  expect(await run([id, 'enterprise'])).toEqual({ code: 0, said: `${id} has the plan enterprise now.` })
  const within = { timeout: 5_000 }
  const send = () =>
    room.chat.send({ body: 'two' }).then(
      () => 'sent',
      ({ code }: { code: string }) => code,
    )
  await expect.poll(send, within).toBe('sent')
  expect(await run([id, 'free'])).toMatchObject({ code: 0 })
  await expect.poll(send, within).toBe('PLAN_LIMIT_EXCEEDED')
})

test('whoever has not the token sets nothing, and what is wrong is said in one sentence', async () => {
  const { id } = await freshOrganization()
  expect(await run([id, 'enterprise'], { OPERATOR_TOKEN: 'another-token-of-somebody' })).toEqual({
    code: 1,
    said: 'The server has another OPERATOR_TOKEN.',
  })
  expect((await run(['org_nobody', 'enterprise'])).said).toContain('There is no organization org_nobody')
  for (const args of [[], [id], [id, 'gold'], ['acme', 'pro'], [id, 'pro', 'now']])
    expect(await run(args)).toMatchObject({ code: 1, said: expect.stringContaining('npm run plan:set -- ') })
  expect((await run([id, 'pro'], { OPERATOR_TOKEN: '' })).said).toContain('Set OPERATOR_TOKEN')
  expect((await run([id, 'pro'], { PUBLIC_URL: 'http://127.0.0.1:9' })).said).toContain('does not answer')
  const wrong = { method: 'POST', key: token, json: { organizationId: id, plan: 'gold' } }
  expect((await call(server, '/operator/plan', wrong)).status).toBe(400)
  expect((await call(server, '/operator/plan', { ...wrong, key: null })).status).toBe(401)
})
