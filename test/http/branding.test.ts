/** What an organization looks like, as components in its product ask for it. */
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
