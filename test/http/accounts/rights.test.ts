/**
 * Every route: whoever may do what it is for comes through, nobody else. The routes are those of the OpenAPI document, what each needs stands in a
 * table of this test, who has which right in the protocol's. Each request has something in its query that no route knows: who may comes as far as that and changes nothing.
 */
import { errors } from '@syncforge/protocol/errors'
import { type Right, roleAllows, scopes, scopesAllow } from '@syncforge/protocol/rights'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { developmentOrganization, headersOf, type PersonName, personId, personNames } from '../../kit/members.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { call, codeOf, type ErrorBody } from '../call.ts'
import { type Need, openRoutes, routesByRight, socketsByRight } from './rights-of-routes.ts'

const server = sharedServer()
const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
  paths: Record<string, Record<string, { readonly 'x-right'?: Need | null }>>
}
const routes = Object.entries(paths).flatMap(([template, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${template}`,
    method: method.toUpperCase(),
    template,
    need: operation['x-right'],
  })),
)
/** By the table: what a route says of itself is compared with it. */
const needs = new Map(
  Object.entries(routesByRight).flatMap(([need, names]) => names.map((name) => [name, need as Need] as const)),
)
const guarded = routes.flatMap((route) => {
  const need = needs.get(route.name)
  return need === undefined ? [] : [{ ...route, need }]
})

const addressOf = (template: string, userId = 'usr_of_nobody') =>
  `${template
    .replace('{organizationId}', developmentOrganization)
    .replace('{userId}', userId)
    .replaceAll(/\{\w+\}/g, 'of-nobody')}?unknownParameter=1`

interface Caller {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  may(need: Need): boolean
  /** What a refusal says beside the right. */
  readonly refusal: object
}

const personCaller = async (name: PersonName): Promise<Caller> => ({
  name,
  headers: await headersOf(server, name),
  may: (need) =>
    need === 'authenticated' || need === 'signed-in' || (name !== 'stranger' && roleAllows(name, need as Right)),
  refusal: name === 'stranger' ? { organization: developmentOrganization } : { role: name },
})

const keyCaller = async (scope: (typeof scopes)[number]): Promise<Caller> => {
  const path = `/api/v1/organizations/${developmentOrganization}/api-keys`
  const json = { name: `for ${scope} alone`, kind: 'secret', scopes: [scope] }
  const { body, status } = await call(server, path, {
    method: 'POST',
    key: null,
    headers: await headersOf(server, 'owner'),
    json,
  })
  expect(status).toBe(201)
  return {
    name: `a key for ${scope}`,
    headers: { authorization: `Bearer ${(body as { key: string }).key}` },
    may: (need) => need === 'authenticated' || (need !== 'signed-in' && scopesAllow([scope], need)),
    refusal: { scopes: [scope] },
  }
}

const callers = await Promise.all([...personNames.map(personCaller), ...scopes.map(keyCaller)])

const ask = (method: string, address: string, headers: Readonly<Record<string, string>>) =>
  call(server, address, { method, key: null, headers })

it('every route has its row in the table, every row its route, and both name the same right', () => {
  const told = routes.map(({ name, need }) => [name, need ?? 'nothing'])
  const wanted = [...needs, ...openRoutes.map((name) => [name, 'nothing'] as const)]
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(wanted))
  expect(needs.size).toBe(Object.values(routesByRight).flat().length)
})

describe.each(guarded)('$name needs $need', ({ method, template, need }) => {
  it('and lets through who has it, nobody else', async () => {
    const ends = await Promise.all(
      callers.map(async ({ name, headers, may, refusal }) => {
        const answer = await ask(method, addressOf(template), headers)
        const { details } = (answer.body as ErrorBody).error
        if (may(need))
          return [
            { name, end: codeOf(answer) },
            { name, end: 'VALIDATION_ERROR' },
          ]
        const isTold = need === 'signed-in' || name === 'stranger' ? {} : { right: need }
        return [
          { name, end: codeOf(answer), status: answer.status, details },
          {
            name,
            end: 'FORBIDDEN',
            status: 403,
            details: need === 'signed-in' ? null : { ...refusal, ...isTold },
          },
        ]
      }),
    )
    expect(ends.map(([found]) => found)).toEqual(ends.map(([, expected]) => expected))
    expect(codeOf(await ask(method, addressOf(template), {}))).toBe('UNAUTHORIZED')
  })
})

it('everybody may leave: about themself a member needs no right', async () => {
  const address = addressOf('/api/v1/organizations/{organizationId}/members/{userId}', personId('viewer'))
  expect(codeOf(await ask('DELETE', address, await headersOf(server, 'viewer')))).toBe('VALIDATION_ERROR')
  expect(codeOf(await ask('DELETE', address, await headersOf(server, 'member')))).toBe('FORBIDDEN')
  expect(codeOf(await ask('PATCH', address, await headersOf(server, 'viewer')))).toBe('FORBIDDEN')
})

describe.each(Object.entries(socketsByRight))('the socket at %s needs %s', (path, need) => {
  const ends = async (address: string, headers: Readonly<Record<string, string>>) =>
    new Promise<string>((resolve, reject) => {
      const socket = new WebSocket(`${server.wsUrl}${address}`, { headers })
      socket.once('error', reject)
      socket.once('close', (code, reason) => resolve(`${code} ${reason}`))
      socket.once('message', () => {
        socket.removeAllListeners('close')
        socket.terminate()
        resolve('open')
      })
    })

  it('and opens for who has it, nobody else', async () => {
    const found = await Promise.all(
      callers.map(async ({ name, headers: { 'syncforge-organization': organization, ...headers } }) => {
        // A page cannot send a header of ours with a socket. Each asks for itself alone: what is refused again waits.
        const query = organization === undefined ? '' : `&organization=${organization}`
        return [name, await ends(`${path}?caller=${encodeURIComponent(name)}${query}`, headers)]
      }),
    )
    const refused = `${errors.FORBIDDEN.close} FORBIDDEN`
    expect(found).toEqual(callers.map(({ name, may }) => [name, may(need) ? 'open' : refused]))
    expect(await ends(`${path}?caller=nobody`, {})).toBe(`${errors.UNAUTHORIZED.close} UNAUTHORIZED`)
  })
})
