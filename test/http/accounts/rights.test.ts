/**
 * One table, every route: whoever may do what a route is for comes through, nobody else. The routes are those of the OpenAPI document, the table
 * is the protocol's. Each request has something in its query that no route knows: who may comes as far as that and changes nothing.
 */
import { type Right, rights as rightNames, roleAllows, scopes, scopesAllow } from '@syncforge/protocol/rights'
import { describe, expect, it } from 'vitest'
import { developmentOrganization, headersOf, type PersonName, personId, personNames } from '../../kit/members.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { call, codeOf, type ErrorBody } from '../call.ts'

type Need = Right | 'authenticated' | 'signed-in'

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
const guarded = routes.flatMap(({ need, ...route }) => (need ? [{ ...route, need }] : []))

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

it('the table and the routes name the same rights', () => {
  const known: readonly string[] = [...rightNames, 'authenticated', 'signed-in']
  expect(guarded.filter(({ need }) => !known.includes(need))).toEqual([])
  expect(routes.filter(({ need, template }) => need === undefined && template.startsWith('/api/'))).toEqual([])
  expect(guarded.length).toBeGreaterThanOrEqual(40)
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
