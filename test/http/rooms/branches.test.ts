/** Forks and merges by REST, beside somebody who is in the room. */
import { beforeAll, expect, it } from 'vitest'
import * as Y from 'yjs'
import { otherOrganization } from '../../kit/database.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { provide } from '../../sdk/kit.ts'
import { call, codeOf } from '../call.ts'

const server = sharedServer()
beforeAll(async () => {
  const plans = { id: 'plans', name: 'Plans', access: 'public', metadata: { team: 7 }, graceMs: 1_234 }
  await call(server, '/api/v1/rooms', { method: 'POST', json: plans })
})

const post = (path: string, json: unknown, key?: string) =>
  call(server, `/api/v1/rooms/${path}`, { method: 'POST', json, ...(key === undefined ? {} : { key }) })

/** Writes as somebody who has read the document. */
const edit = async (id: string, change: (text: Y.Text) => void) => {
  const doc = new Y.Doc()
  const read = await call(server, `/api/v1/rooms/${id}/document?format=yjs`)
  Y.applyUpdate(doc, read.body as Uint8Array)
  change(doc.getText('content'))
  const answer = await call(server, `/api/v1/rooms/${id}/document/update`, {
    method: 'POST',
    body: Y.encodeStateAsUpdate(doc) as Uint8Array<ArrayBuffer>,
    headers: { 'content-type': 'application/octet-stream' },
  })
  expect(answer.status).toBe(200)
}
const textOf = async (id: string) =>
  new TextDecoder().decode((await call(server, `/api/v1/rooms/${id}/document?format=text`)).body as Uint8Array)

it('a fork has the settings and the content; what was done in it is merged back, and somebody in the room sees it', async () => {
  await edit('plans', (text) => text.insert(0, 'Plan A. '))
  const fork = await post('plans/fork', { id: 'plans-draft', name: 'Draft' })
  expect([fork.status, fork.body]).toEqual([
    201,
    expect.objectContaining({
      id: 'plans-draft',
      name: 'Draft',
      access: 'public',
      metadata: { team: 7 },
      graceMs: 1_234,
    }),
  ])
  expect((await call(server, '/api/v1/rooms/plans-draft')).body).toMatchObject(fork.body as object)
  await edit('plans-draft', (text) => text.insert(text.length, 'Plan B. '))
  const { provider, text } = provide(server.wsUrl, 'plans')
  await expect.poll(() => provider.synced, { timeout: 5_000 }).toBe(true)
  text.insert(0, 'Agreed: ')
  const merged = await post('plans/merge', { from: 'plans-draft' })
  expect([merged.status, merged.body]).toEqual([200, { documents: [{ name: 'default', changed: true }] }])
  await expect.poll(() => text.toString(), { timeout: 5_000 }).toBe('Agreed: Plan A. Plan B. ')
  expect((await post('plans/merge', { from: 'plans-draft' })).body).toEqual({
    documents: [],
  })
  expect((await post('plans-draft/merge', { from: 'plans', documents: ['default'] })).status).toBe(200)
  expect(await textOf('plans-draft')).toBe('Agreed: Plan A. Plan B. ')
})

it('a fork is made at a version', async () => {
  await post('plans/fork', { id: 'past' })
  const { body } = await post('past/versions', { document: 'default', name: 'then' })
  const then = await textOf('past')
  await edit('past', (text) => text.insert(0, 'later '))
  const fork = await post('past/fork', { id: 'past-then', version: (body as { id: string }).id })
  expect([fork.status, await textOf('past-then'), await textOf('past')]).toEqual([201, then, `later ${then}`])
})

it('a large document goes from room to room', async () => {
  await call(server, '/api/v1/rooms', { method: 'POST', json: { id: 'large' } })
  await edit('large', (text) => text.insert(0, 'x'.repeat(10_000_000)))
  expect((await post('large/fork', { id: 'large-fork' })).status).toBe(201)
  expect(await textOf('large-fork')).toHaveLength(10_000_000)
})

it('a room in memory is forked and merged like any other', async () => {
  await call(server, '/api/v1/rooms', { method: 'POST', json: { id: 'fleeting', persistence: 'memory' } })
  await edit('fleeting', (text) => text.insert(0, 'here '))
  expect((await post('fleeting/fork', { id: 'fleeting-fork' })).body).toMatchObject({ persistence: 'memory' })
  await edit('fleeting-fork', (text) => text.insert(text.length, 'and there'))
  expect((await post('fleeting/merge', { from: 'fleeting-fork' })).status).toBe(200)
  expect(await textOf('fleeting')).toBe('here and there')
})

it('an id that is taken, an unknown version and a name that is none make no room', async () => {
  expect(codeOf(await post('plans/fork', { id: 'plans' }))).toBe('ROOM_EXISTS')
  expect(codeOf(await post('plans/fork', { id: 'never', version: 'ver_unknown' }))).toBe('NOT_FOUND')
  expect(codeOf(await post('plans/fork', { id: 'a/b' }))).toBe('VALIDATION_ERROR')
  expect(codeOf(await call(server, '/api/v1/rooms/never'))).toBe('ROOM_NOT_FOUND')
  expect(codeOf(await post('absent/fork', {}))).toBe('ROOM_NOT_FOUND')
})

it('rooms that have nothing to do with each other, that are absent or of others are not merged', async () => {
  await call(server, '/api/v1/rooms', { method: 'POST', json: { id: 'stranger' } })
  await edit('stranger', (text) => text.insert(0, 'something else'))
  const before = await textOf('plans')
  expect(codeOf(await post('plans/merge', { from: 'stranger' }))).toBe('VALIDATION_ERROR')
  expect(codeOf(await post('plans/merge', { from: 'plans' }))).toBe('VALIDATION_ERROR')
  expect(codeOf(await post('plans/merge', { from: 'absent' }))).toBe('ROOM_NOT_FOUND')
  const theirs = { method: 'POST', key: otherOrganization.secret, json: { id: 'theirs' } }
  expect((await call(server, '/api/v1/rooms', theirs)).status).toBe(201)
  expect(codeOf(await post('plans/merge', { from: 'theirs' }))).toBe('ROOM_NOT_FOUND')
  expect(codeOf(await post('theirs/merge', { from: 'plans' }, otherOrganization.secret))).toBe('ROOM_NOT_FOUND')
  expect(await textOf('plans')).toBe(before)
})
