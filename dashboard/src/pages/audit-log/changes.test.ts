/** The log tells what is another than before, and nothing else. */
import { expect, it } from 'vitest'
import { changesOf } from './changes.ts'
import { actWords } from './words.ts'

it('a change names its fields, an addition all it brought, a removal all that went', () => {
  expect(changesOf({ id: 'm', role: 'viewer', user: 'a' }, { id: 'm', role: 'admin', user: 'a' })).toEqual([
    { field: 'role', before: 'viewer', after: 'admin' },
  ])
  expect(changesOf(null, { id: 'm', role: 'owner', logo: null })).toEqual([
    { field: 'role', before: null, after: 'owner' },
  ])
  expect(changesOf({ scopes: ['tokens'] }, null)).toEqual([{ field: 'scopes', before: '["tokens"]', after: null }])
})

it('acts are said in words', () => {
  expect(actWords('members.update')).toBe('Member changed')
  expect(actWords('api_keys.insert')).toBe('API key added')
})
