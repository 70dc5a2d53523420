import { expect, it } from 'vitest'
import { rights, roleAllows, roleRights, roles, scopeRights, scopes, scopesAllow } from './rights.ts'

it('each role may do all that the next one may', () => {
  for (const [index, role] of roles.slice(1).entries()) {
    const above = roleRights[roles[index] ?? 'owner']
    expect(roleRights[role].filter((right) => !above.includes(right))).toEqual([])
    expect(roleRights[role].length).toBeLessThan(above.length)
  }
})

it.each([
  ['owner', 'organization:delete', true],
  ['admin', 'organization:delete', false],
  ['admin', 'members:write', true],
  ['admin', 'billing:write', false],
  ['member', 'keys:write', false],
  ['member', 'rooms:write', true],
  ['viewer', 'rooms:read', true],
  ['viewer', 'rooms:write', false],
  ['viewer', 'keys:read', false],
] as const)('%s, %s: %s', (role, right, may) => {
  expect(roleAllows(role, right)).toBe(may)
})

it('a key never has a right over people, keys or money', () => {
  const reached = rights.filter((right) => scopesAllow(scopes, right))
  expect(rights.filter((right) => !reached.includes(right))).toEqual([
    'organization:write',
    'organization:delete',
    'members:read',
    'members:write',
    'keys:read',
    'keys:write',
    'audit:read',
    'billing:read',
    'billing:write',
  ])
  expect(scopesAllow([], 'organization:read')).toBe(true)
  expect(Object.keys(scopeRights)).toEqual([...scopes])
})
