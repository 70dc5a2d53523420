/** Rule PL4 over real sockets: fifty people on Free, the fifty-first, somebody who comes back, and a plan that is changed. */
import { SyncForge, type SyncForgeError } from '@syncforge/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { headersOf } from '../../kit/members.ts'
import { setPlan } from '../../kit/plans.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { type Call, call } from '../call.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

/** An organization of its own on Free with one public room, and how people join it. */
const freshOrganization = async () => {
  const as = async (path: string, options: Call, organization: string | null = null) => {
    const headers = await headersOf(server, 'stranger', organization)
    return (await call(server, `/api/v1${path}`, { ...options, key: null, headers })).body
  }
  const { id } = (await as('/organizations', { method: 'POST', json: { name: 'Crowded' } })) as { id: string }
  await as('/rooms', { method: 'POST', json: { id: 'hall', access: 'public' } }, id)
  const json = { name: 'page', kind: 'publishable' }
  const { key } = (await as(`/organizations/${id}/api-keys`, { method: 'POST', json }, id)) as { key: string }
  const enter = (userId: string) => {
    const errors: SyncForgeError[] = []
    const client = new SyncForge({ endpoint: server.wsUrl, apiKey: key, onError: (error) => errors.push(error) })
    return { client, errors, joined: client.joinRoom('hall', { userId }) }
  }
  /** How a stock client is answered, who says no name: `open`, or the close. */
  const stock = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${server.wsUrl}/yjs/hall?token=${key}`)
      socket.once('error', reject)
      socket.once('open', () => socket.send(Uint8Array.of(0, 0, 1, 0)))
      socket.once('close', (code, reason) => resolve(`${code} ${reason}`))
      socket.once('message', () => {
        socket.removeAllListeners('close')
        socket.terminate()
        resolve('open')
      })
    })
  return { id, enter, stock, as }
}

const until = async (what: string, holds: () => boolean, limitMs = 40_000) => {
  const deadlineAt = Date.now() + limitMs
  while (!holds()) {
    if (Date.now() > deadlineAt) throw new Error(`waited ${limitMs} ms in vain for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('[PL2] [PL4] [PL5] the fifty-first of Free waits outside and comes in without a reload when the plan is larger; who is counted comes back', async () => {
  const { id, enter, stock, as } = await freshOrganization()
  const people = Array.from({ length: 50 }, (_, index) => enter(`person-${index}`))
  await Promise.all(people.map(({ joined }) => joined))
  for (const { client } of people.slice(1)) client.close()
  // Late by five seconds at most: whoever came in before counts as well.
  await new Promise((resolve) => setTimeout(resolve, 5_000))

  const late = enter('person-50')
  let isIn = false
  void late.joined.then(() => {
    isIn = true
  })
  await until('the refusal', () => late.errors.length > 0)
  expect(late.errors[0]).toMatchObject({
    code: 'PLAN_LIMIT_EXCEEDED',
    message: 'The plan Free allows 50 people a month, and there were 50; the plan Starter lifts this limit',
    details: {
      limit: 'people',
      use: 50,
      max: 50,
      plan: 'free',
      liftedBy: 'starter',
      billingUrl: `/dashboard/orgs/${id}/billing`,
    },
  })
  expect(await stock()).toBe('4530 PLAN_LIMIT_EXCEEDED;retry-after-ms=30000')
  const again = enter('person-7')
  expect((await again.joined).status.get()).toBe('connected')
  expect((await people[0]?.joined)?.status.get()).toBe('connected')
  expect(await as('/rooms/hall/export', {}, id)).toBeInstanceOf(Uint8Array)
  expect(isIn).toBe(false)

  await setPlan(server, id, 'starter')
  await until('the fifty-first to come in', () => isIn)
  expect(late.errors).toHaveLength(1)
  expect(await stock()).toBe('open')
  for (const { client } of [late, again, ...people]) client.close()
}, 90_000)
