import { describe, expect, it } from 'vitest'
import { otherOrganization } from '../../kit/database.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { call, codeOf } from '../call.ts'

const server = sharedServer()

const create = (json: unknown, key?: string) =>
  call(server, '/api/v1/rooms', { method: 'POST', json, ...(key ? { key } : {}) })

describe('creating', () => {
  it('fills in what is left out', async () => {
    const startedAt = Date.now()
    const { status, body } = await create({ id: 'plain' })
    expect(status).toBe(201)
    expect(body).toEqual({
      id: 'plain',
      name: null,
      access: 'private',
      defaultAccess: 'none',
      ownerId: null,
      type: 'collaboration',
      metadata: {},
      maxParticipants: 100,
      graceMs: 10_000,
      presenceTimeoutMs: 30_000,
      historyMs: 2_592_000_000,
      persistence: 'durable',
      emptyAfterMs: 900_000,
      createdAt: expect.any(Number),
      updatedAt: expect.any(Number),
    })
    expect((body as { createdAt: number }).createdAt).toBeGreaterThan(startedAt - 5_000)
    expect((body as { createdAt: number }).createdAt).toBeLessThan(Date.now() + 5_000)
  })

  it('keeps everything that is given, as it was', async () => {
    const room = {
      id: 'Ünïcode'.replaceAll(/[^a-z]/g, 'x'),
      name: 'Plan “B” — 計画 🚀',
      access: 'public',
      type: 'whiteboard',
      metadata: { deep: { list: [1, 'two', null, true, 0.5] }, emoji: '🙂', quote: 'it\'s \\ " ;--' },
      maxParticipants: 10_000,
      graceMs: 0,
      presenceTimeoutMs: 5_000,
      historyMs: 0,
      persistence: 'memory',
      emptyAfterMs: 0,
    }
    const { body } = await create(room)
    expect(body).toMatchObject(room)
    const read = await call(server, `/api/v1/rooms/${room.id}`)
    expect(read.body).toEqual({ ...(body as object), people: 0, mirroredAt: null, lastActiveAt: null })
  })

  it('makes an id when none is given', async () => {
    const { status, body } = await create({})
    expect(status).toBe(201)
    expect((body as { id: string }).id).toMatch(/^rm_[a-z0-9]{20}$/)
  })

  it('refuses an id that is taken, also when two ask at once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => create({ id: 'taken' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
    expect(codeOf(await create({ id: 'taken' }))).toBe('ROOM_EXISTS')
  })

  it.each([
    ['an id with a slash', { id: 'a/b' }],
    ['an id with a star', { id: 'a*' }],
    ['an empty id', { id: '' }],
    ['a long id', { id: 'x'.repeat(129) }],
    ['an unknown access', { access: 'secret' }],
    ['an unknown type', { type: 'game' }],
    ['metadata that is no object', { metadata: [1] }],
    ['metadata above 16 kB', { metadata: { text: 'x'.repeat(16 * 1024) } }],
    ['a NUL in metadata', { metadata: { text: 'a\u0000b' } }],
    ['a NUL in the name', { name: 'a\u0000b' }],
    ['no participants', { maxParticipants: 0 }],
    ['half a participant', { maxParticipants: 1.5 }],
    ['too many participants', { maxParticipants: 10_001 }],
    ['a negative grace', { graceMs: -1 }],
    ['a presence time-out below the bound', { presenceTimeoutMs: 4_999 }],
    ['a history of half a millisecond', { historyMs: 0.5 }],
    ['an unknown persistence', { persistence: 'paper' }],
    ['more than a day in memory without anybody', { emptyAfterMs: 86_400_001 }],
  ])('refuses %s', async (_, json) => {
    const answer = await create(json)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'VALIDATION_ERROR'])
  })

  it('says which field is wrong', async () => {
    const { body } = await create({ maxParticipants: 0, type: 'game' })
    expect((body as { error: { details: { path: string }[] } }).error.details.map(({ path }) => path).sort()).toEqual([
      'maxParticipants',
      'type',
    ])
  })
})

describe('listing', () => {
  const listed = async (query: string) => {
    const { body } = await call(server, `/api/v1/rooms?${query}`, { key: otherOrganization.secret })
    return body as { rooms: { id: string }[]; nextCursor: string | null }
  }

  it('pages through every room once, newest first', async () => {
    for (let number = 0; number < 7; number += 1) await create({ id: `page-${number}` }, otherOrganization.secret)
    const seen: string[] = []
    let cursor: string | null = ''
    let pages = 0
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof listed>> = await listed(`limit=3${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.rooms.map(({ id }) => id))
      cursor = page.nextCursor
      pages += 1
    }
    expect(pages).toBe(Math.ceil(seen.length / 3))
    expect(new Set(seen).size).toBe(seen.length)
    // Rooms of other tests may stand before and behind them.
    expect(seen.filter((id) => id.startsWith('page-'))).toEqual(
      Array.from({ length: 7 }, (_, number) => `page-${6 - number}`),
    )
  })

  it('does not mind a content type without a body', async () => {
    const headers = { 'content-type': 'application/json' }
    expect((await call(server, '/api/v1/rooms', { headers })).status).toBe(200)
    const gone = await call(server, '/api/v1/rooms/absent', { method: 'DELETE', headers })
    expect(codeOf(gone)).toBe('ROOM_NOT_FOUND')
  })

  it.each(['limit=0', 'limit=101', 'limit=x', 'cursor=no', 'cursor=WzEsMl0', `cursor=${btoa('[9e15,"a"]')}`])(
    'refuses %s',
    async (query) => {
      const answer = await call(server, `/api/v1/rooms?${query}`)
      expect([answer.status, codeOf(answer)]).toEqual([400, 'VALIDATION_ERROR'])
    },
  )
})

describe('changing', () => {
  it('changes what is sent and nothing else', async () => {
    const before = (await create({ id: 'change', name: 'old', metadata: { a: 1 } })).body as Record<string, unknown>
    const { status, body } = await call(server, '/api/v1/rooms/change', {
      method: 'PATCH',
      json: { name: null, metadata: { b: 2 }, maxParticipants: 7 },
    })
    expect(status).toBe(200)
    expect(body).toEqual({
      ...before,
      name: null,
      metadata: { b: 2 },
      maxParticipants: 7,
      updatedAt: expect.any(Number),
    })
    expect((body as { updatedAt: number }).updatedAt).toBeGreaterThanOrEqual(before.updatedAt as number)
    expect((await call(server, '/api/v1/rooms/change')).body).toEqual({
      ...(body as object),
      people: 0,
      mirroredAt: null,
      lastActiveAt: null,
    })
  })

  it('takes an empty change', async () => {
    await create({ id: 'unchanged', name: 'same' })
    const { status, body } = await call(server, '/api/v1/rooms/unchanged', { method: 'PATCH', json: {} })
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: 'unchanged', name: 'same' })
  })

  it.each([
    { id: 'other' },
    { createdAt: 1 },
    { organizationId: 'org_other' },
    { access: null },
    { persistence: 'memory' },
  ])('refuses %j', async (json) => {
    await create({ id: 'fixed' })
    expect(codeOf(await call(server, '/api/v1/rooms/fixed', { method: 'PATCH', json }))).toBe('VALIDATION_ERROR')
  })

  it('knows no room that is not there', async () => {
    const answer = await call(server, '/api/v1/rooms/absent', { method: 'PATCH', json: { name: 'x' } })
    expect([answer.status, codeOf(answer)]).toEqual([404, 'ROOM_NOT_FOUND'])
  })
})

describe('deleting', () => {
  it('is final, and repeating it says so', async () => {
    await create({ id: 'doomed' })
    expect((await call(server, '/api/v1/rooms/doomed', { method: 'DELETE' })).status).toBe(204)
    for (const method of ['GET', 'DELETE']) {
      const answer = await call(server, '/api/v1/rooms/doomed', { method })
      expect([answer.status, codeOf(answer)]).toEqual([410, 'ROOM_DELETED'])
    }
  })

  it('leaves nothing for a room that is made under the same id', async () => {
    const update = Uint8Array.from(atob('AQGgjQYABAEHZGVmYXVsdAJoaQA='), (letter) => letter.charCodeAt(0))
    await create({ id: 'reborn' })
    const headers = { 'content-type': 'application/octet-stream' }
    const path = '/api/v1/rooms/reborn/document/update?name=notes'
    expect((await call(server, path, { method: 'POST', body: update, headers })).status).toBe(200)
    expect((await call(server, '/api/v1/rooms/reborn/documents')).body).toMatchObject({
      documents: [{ name: 'notes' }],
    })
    await call(server, '/api/v1/rooms/reborn', { method: 'DELETE' })
    expect((await create({ id: 'reborn' })).status).toBe(201)
    expect((await call(server, '/api/v1/rooms/reborn/documents')).body).toEqual({ documents: [] })
  })
})

describe('[L28] isolation', () => {
  it('holds the same id in two organizations apart', async () => {
    await create({ id: 'shared-id', name: 'ours' })
    expect((await create({ id: 'shared-id', name: 'theirs' }, otherOrganization.secret)).status).toBe(201)
    await call(server, '/api/v1/rooms/shared-id', { method: 'DELETE', key: otherOrganization.secret })
    expect((await call(server, '/api/v1/rooms/shared-id')).body).toMatchObject({ name: 'ours' })
  })
})

describe('health', () => {
  it('is well in a room that was just made; there is none of a room that is not there', async () => {
    await create({ id: 'healthy' })
    expect(await call(server, '/api/v1/rooms/healthy/health')).toMatchObject({ status: 200, body: { failing: [] } })
    const missing = await call(server, '/api/v1/rooms/nowhere/health')
    expect([missing.status, codeOf(missing)]).toEqual([404, 'ROOM_NOT_FOUND'])
  })
})
