/** What an organization looks like, as components in its product ask for it. */
import { get } from 'node:http'
import { expect, it } from 'vitest'
import { headersOf } from '../kit/members.ts'
import { developmentKeys } from '../kit/server.ts'
import { sharedServer } from '../kit/shared-server.ts'
import { call, codeOf } from './call.ts'

const server = sharedServer()
const logo = `data:image/png;base64,${Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]).toString('base64')}`

it('is told to whoever has a publishable key, on any page, with a time to keep it; to nobody else', async () => {
  const as = async (path: string, method: string, json: object, organization: string | null = null) =>
    call(server, `/api/v1${path}`, {
      method,
      json,
      key: null,
      headers: await headersOf(server, 'stranger', organization),
    })
  const made = (await as('/organizations', 'POST', { name: 'Branded' })).body as { id: string }
  const { id } = made
  expect((await as(`/organizations/${id}`, 'PATCH', { logo, color: '#2f6feb' }, id)).status).toBe(200)
  const { body } = await as(`/organizations/${id}/api-keys`, 'POST', { name: 'Pages', kind: 'publishable' }, id)
  const { key } = body as { key: string }
  const ask = async (query: string) =>
    fetch(`${server.url}/v1/branding${query}`, { headers: { origin: 'https://app.example' } })

  const answer = await ask(`?apiKey=${key}`)
  expect(answer.headers.get('cache-control')).toBe('public, max-age=300')
  expect(answer.headers.get('access-control-allow-origin')).toBe('*')
  expect(await answer.json()).toEqual({ name: 'Branded', logo, color: '#2f6feb' })

  const refused = async (query: string) => codeOf({ body: await (await ask(query)).json() } as never)
  expect(await refused('')).toBe('VALIDATION_ERROR')
  expect(await refused(`?apiKey=${key}&more=1`)).toBe('VALIDATION_ERROR')
  expect(await refused('?apiKey=pk_live_nobody')).toBe('UNAUTHORIZED')
  expect(await refused(`?apiKey=${developmentKeys.secret}`)).toBe('FORBIDDEN')
})

it('a network that shows many keys that nobody knows is refused, without a question to the database; who has a key goes on', async () => {
  const part = () => 1 + Math.floor(Math.random() * 250)
  // Nobody else's: the whole of 127.0.0.0/8 is this machine.
  const networks = [`127.${part()}.${part()}.${part()}`, `127.${part()}.${part()}.${part()}`] as const
  const ask = (localAddress: string, key: string) =>
    new Promise<{ status: number; retryAfter: string | undefined }>((resolve, reject) => {
      get(`${server.url}/v1/branding?apiKey=${key}`, { localAddress }, (answer) => {
        answer.resume()
        resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] })
      }).on('error', reject)
    })
  const [network, other] = networks
  const known = developmentKeys.publishable
  expect((await ask(network, known)).status).toBe(200)
  const shown: number[] = []
  for (let turn = 0; turn < 70; turn += 1) shown.push((await ask(network, `pk_live_made_up_${turn}`)).status)
  expect(shown.slice(0, 60)).toEqual(Array.from({ length: 60 }, () => 401))
  expect(new Set(shown.slice(60))).toEqual(new Set([429]))
  expect(Number((await ask(network, 'pk_live_one_more')).retryAfter)).toBeGreaterThan(0)
  expect((await ask(network, known)).status).toBe(200)
  expect((await ask(other, 'pk_live_made_up_x')).status).toBe(401)
})
