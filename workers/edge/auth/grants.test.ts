import { grantPattern } from '@syncforge/protocol/room-token'
import { expect, it } from 'vitest'
import { accessTo } from './grants.ts'

it.each([
  [{}, 'a', null],
  [{ a: ['read'] }, 'a', 'read'],
  [{ a: ['read'] }, 'ab', null],
  [{ a: ['read'] }, 'A', null],
  [{ 'a*': ['read'] }, 'a', 'read'],
  [{ 'a*': ['read'] }, 'abc', 'read'],
  [{ 'a*': ['read'] }, 'ba', null],
  [{ '*': ['comment'] }, 'anything', 'comment'],
  [{ '*': ['read'], 'a-*': ['comment'], 'a-1': ['write'] }, 'a-1', 'write'],
  [{ '*': ['read'], 'a-*': ['comment'], 'a-1': ['write'] }, 'a-2', 'comment'],
  [{ a: ['write', 'read', 'moderate'] }, 'a', 'moderate'],
  [{ 'a.c': ['read'] }, 'abc', null],
] as const)('%j gives room %s: %s', (grants, roomId, access) => {
  expect(accessTo(grants, roomId)).toBe(access)
})

it.each(['a', 'a*', '*', 'a.b:c@d~e-f', 'a*'.padStart(129, 'x')])('%s is a pattern', (pattern) => {
  expect(grantPattern.test(pattern)).toBe(true)
})

it.each(['', '**', 'a*b', '*a', 'a/b', '.a', 'a b', '__proto__/', `${'x'.repeat(129)}*`])('%s is none', (pattern) => {
  expect(grantPattern.test(pattern)).toBe(false)
})
