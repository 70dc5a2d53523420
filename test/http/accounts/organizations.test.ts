/** Organizations by REST, as their people use them. */
import { describe, expect, it } from 'vitest'
import { otherOrganization } from '../../kit/database.ts'
import { emailOf, headersOf, type PersonName, personId } from '../../kit/members.ts'
import { openSocket } from '../../kit/native-socket.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { type Call, call, codeOf, type ErrorBody } from '../call.ts'

const server = sharedServer()
const png = `data:image/png;base64,${Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]).toString('base64')}`

const as = async (name: PersonName, path: string, options: Call = {}, organization: string | null = null) =>
  call(server, `/api/v1${path}`, { ...options, key: null, headers: await headersOf(server, name, organization) })
const endOf = ({ status, body }: { status: number; body: unknown }) =>
  status < 300 ? status : codeOf({ status, body } as never)

let made = 0
/** An organization of the stranger's own: others of these tests know nothing of it. */
const create = async (name = `Made ${made++}`, owner: PersonName = 'stranger') => {
  const { body, status } = await as(owner, '/organizations', { method: 'POST', json: { name } })
  expect([status, body]).toMatchObject([201, { name, role: 'owner' }])
  return body as { id: string; slug: string }
}

describe('creating', () => {
  it('makes its maker the owner, with a slug like the name', async () => {
    const name = 'Äcme & Söhne  42'
    const { body } = await as('stranger', '/organizations', { method: 'POST', json: { name: ` ${name} ` } })
    expect(body).toEqual({
      id: expect.stringMatching(/^org_[a-z0-9]{20}$/),
      name,
      slug: 'a-cme-so-hne-42',
      logo: null,
      color: null,
      plan: 'free',
      allowedOrigins: [],
      roomDefaults: {},
      createsRoomsOnJoin: false,
      deletedAt: null,
      createdAt: expect.any(Number),
      role: 'owner',
    })
    const { id } = body as { id: string }
    expect((await as('stranger', `/organizations/${id}`)).body).toEqual(body)
    const { members } = (await as('stranger', `/organizations/${id}/members`)).body as { members: object[] }
    expect(members).toMatchObject([{ userId: personId('stranger'), role: 'owner', email: emailOf('stranger') }])
    const again = await as('stranger', '/organizations', { method: 'POST', json: { name } })
    expect((again.body as { slug: string }).slug).toMatch(/^a-cme-so-hne-42-[a-z0-9]{6}$/)
  })

  it('gives a slug once, and none that is kept, also when two ask at once', async () => {
    const ask = (slug: string) => as('stranger', '/organizations', { method: 'POST', json: { name: 'Slugs', slug } })
    const ends = await Promise.all([1, 2, 3].map(() => ask('slug-of-one')))
    expect(ends.map(endOf).sort()).toEqual([201, 'SLUG_TAKEN', 'SLUG_TAKEN'])
    for (const slug of ['dashboard', 'api', 'www']) expect(endOf(await ask(slug))).toBe('SLUG_TAKEN')
    for (const slug of ['../a b', 'A-b', 'ab', '-ab', 'a--b', 'x'.repeat(49), 'añb', 'a.b']) {
      expect([slug, endOf(await ask(slug))]).toEqual([slug, 'VALIDATION_ERROR'])
    }
    // A name alone always works.
    expect((await create('api')).slug).toMatch(/^api-[a-z0-9]{6}$/)
    expect((await create('計画')).slug).toMatch(/^[a-z0-9]{6}$/)
  })

  it.each(['', '   ', 'x'.repeat(101), 'a\u0000b', 'a\nb', 'half \ud83d'])('refuses the name %j', async (name) => {
    const { status, body } = await as('stranger', '/organizations', { method: 'POST', json: { name } })
    expect([status, (body as ErrorBody).error.code]).toEqual([400, 'VALIDATION_ERROR'])
  })

  it('is for people: a key has its organization', async () => {
    const answer = await call(server, '/api/v1/organizations', { method: 'POST', json: { name: 'By key' } })
    expect(endOf(answer)).toBe('FORBIDDEN')
    expect((await call(server, '/api/v1/organizations')).body).toMatchObject({
      organizations: [{ id: 'org_dev', role: null }],
      nextCursor: null,
    })
  })
})

it('lists those that somebody belongs to, page by page', async () => {
  const { id } = await create()
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { body } = await as('stranger', `/organizations?limit=2${cursor && `&cursor=${cursor}`}`)
    const page = body as { organizations: { id: string; role: string }[]; nextCursor: string | null }
    expect(page.organizations.every(({ role }) => role === 'owner')).toBe(true)
    seen.push(...page.organizations.map((own) => own.id))
    cursor = page.nextCursor
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.at(-1)).toBe(id)
  expect(seen).not.toContain('org_dev')
})

describe('changing', () => {
  it('changes what is sent and nothing else', async () => {
    const { id } = await create()
    const before = (await as('stranger', `/organizations/${id}`)).body as object
    const change = {
      name: 'Changed',
      slug: `changed-${id.slice(-6)}`,
      logo: png,
      color: '#0a1b2c',
      allowedOrigins: ['https://app.example.com', 'http://localhost:5173'],
      roomDefaults: { maxParticipants: 7, type: 'whiteboard', persistence: 'memory' },
      createsRoomsOnJoin: true,
    }
    const path = `/organizations/${id}`
    const { status, body } = await as('stranger', path, { method: 'PATCH', json: change })
    const { role: _role, ...was } = before as { role: string }
    expect([status, body]).toEqual([200, { ...was, ...change }])
    const second = await as('stranger', path, { method: 'PATCH', json: { logo: 'https://example.com/logo.svg' } })
    expect(second.body).toEqual({ ...was, ...change, logo: 'https://example.com/logo.svg' })
    expect((await as('stranger', path, { method: 'PATCH', json: {} })).body).toEqual(second.body)
    const reset = { logo: null, color: null, allowedOrigins: [], roomDefaults: {} }
    expect((await as('stranger', path, { method: 'PATCH', json: reset })).body).toMatchObject(reset)
  })

  it.each([
    ['an address that is not https', { logo: 'http://example.com/a.png' }],
    ['a script', { logo: 'javascript:alert(1)' }],
    ['an address with a password', { logo: 'https://a:b@example.com/a.png' }],
    ['a picture of another kind', { logo: 'data:image/svg+xml;base64,PHN2Zy8+' }],
    ['text that calls itself a picture', { logo: `data:image/png;base64,${btoa('<script>alert(1)</script>')}` }],
    ['a JPEG that calls itself a PNG', { logo: png.replace('png', 'jpeg') }],
    ['a picture that is too large', { logo: `${png}${'A'.repeat(44_000)}` }],
    ['a colour by name', { color: 'red' }],
    ['a colour with more in it', { color: '#123456;background:url(//x)' }],
    ['an origin with a path', { allowedOrigins: ['https://app.example.com/'] }],
    ['a wildcard', { allowedOrigins: ['*'] }],
    ['an origin of no page', { allowedOrigins: ['file://'] }],
    ['an origin twice', { allowedOrigins: ['https://a.example', 'https://a.example'] }],
    ['settings that no room has', { roomDefaults: { participants: 3 } }],
    ['settings out of bounds', { roomDefaults: { maxParticipants: 0 } }],
    ['its plan', { plan: 'enterprise' }],
    ['its id', { id: 'org_dev' }],
  ])('refuses %s', async (_, json) => {
    const { id } = await create()
    expect(endOf(await as('stranger', `/organizations/${id}`, { method: 'PATCH', json }))).toBe('VALIDATION_ERROR')
  })

  it('decides what new rooms are, whoever makes them, where nothing else is said', async () => {
    const { id } = await create()
    const roomDefaults = { maxParticipants: 7, graceMs: 1_000, defaultAccess: 'read' }
    await as('stranger', `/organizations/${id}`, { method: 'PATCH', json: { roomDefaults } })
    const room = await as('stranger', '/rooms', { method: 'POST', json: { id: 'by-default', graceMs: 2_000 } }, id)
    expect(room.body).toMatchObject({
      maxParticipants: 7,
      graceMs: 2_000,
      access: 'public',
      defaultAccess: 'read',
      type: 'collaboration',
    })
  })
})

describe('deleting', () => {
  it('closes it at once, and owners bring it back as it was', async () => {
    const { id } = await create()
    await as('stranger', '/rooms', { method: 'POST', json: { id: 'kept' } }, id)
    expect(endOf(await as('stranger', `/organizations/${id}`, { method: 'DELETE' }))).toBe(204)
    for (const path of ['/rooms', '/rooms/kept', `/organizations/${id}/members`]) {
      const answer = await as('stranger', path, {}, id)
      expect([path, answer.status, codeOf(answer)]).toEqual([path, 410, 'ORGANIZATION_DELETED'])
    }
    expect(endOf(await as('stranger', `/organizations/${id}`, { method: 'DELETE' }))).toBe('ORGANIZATION_DELETED')
    expect(endOf(await as('stranger', `/organizations/${id}`, { method: 'PATCH', json: {} }))).toBe(
      'ORGANIZATION_DELETED',
    )
    expect((await as('stranger', `/organizations/${id}`)).body).toMatchObject({ deletedAt: expect.any(Number) })
    const restored = await as('stranger', `/organizations/${id}/restore`, { method: 'POST' })
    expect([restored.status, restored.body]).toMatchObject([200, { deletedAt: null }])
    expect((await as('stranger', '/rooms/kept', {}, id)).status).toBe(200)
  })

  it('ends what is open under it, by a key and by a token, and lets everybody back in once it was brought back', async () => {
    const { id } = await create()
    const json = { id: 'open', access: 'public' }
    expect((await as('stranger', '/rooms', { method: 'POST', json }, id)).status).toBe(201)
    const keys = await Promise.all(
      ['publishable', 'secret'].map(async (kind) => {
        const options = { method: 'POST', json: { name: kind, kind } }
        return ((await as('stranger', `/organizations/${id}/api-keys`, options)).body as { key: string }).key
      }),
    )
    const [publishable = '', secret = ''] = keys
    const signed = await call(server, '/api/v1/tokens', {
      method: 'POST',
      key: secret,
      json: { userId: 'ada', rooms: { open: ['write'] } },
    })
    const sockets = [publishable, (signed.body as { token: string }).token].map((token) =>
      openSocket(server, 'open', token),
    )
    for (const { entered } of sockets) expect(await entered).toBe('welcome')
    expect(endOf(await as('stranger', `/organizations/${id}`, { method: 'DELETE' }))).toBe(204)
    for (const { closed } of sockets) expect(await closed).toEqual([4410, 'ORGANIZATION_DELETED'])
    await as('stranger', `/organizations/${id}/restore`, { method: 'POST' })
    const back = openSocket(server, 'open', publishable)
    expect(await back.entered).toBe('welcome')
    // What was told of the deletion is over: nobody is sent away a second time when the room tells who is here.
    const other = openSocket(server, 'open', publishable)
    expect(await other.entered).toBe('welcome')
    const waited = new Promise((resolve) => setTimeout(() => resolve('stayed'), 2_000))
    expect(await Promise.race([back.closed, other.closed, waited])).toBe('stayed')
    for (const { close } of [back, other]) close()
  })

  it('is for owners', async () => {
    for (const name of ['admin', 'member', 'viewer'] as const) {
      const answer = await as(name, '/organizations/org_dev', { method: 'DELETE' })
      expect([name, answer.status, answer.body]).toMatchObject([
        name,
        403,
        { error: { details: { right: 'organization:delete', role: name } } },
      ])
    }
  })
})

describe('[L28] another organization', () => {
  it('is closed to people and keys that are not of it, whatever they ask', async () => {
    const { id } = await create()
    for (const [method, path, json] of [
      ['GET', '', undefined],
      ['PATCH', '', { name: 'Mine' }],
      ['DELETE', '', undefined],
      ['POST', '/restore', undefined],
      ['GET', '/members', undefined],
      ['PATCH', `/members/${personId('stranger')}`, { role: 'viewer' }],
      ['DELETE', `/members/${personId('stranger')}`, undefined],
      ['GET', '/audit-log', undefined],
      ['GET', '/audit-log/export', undefined],
    ] as const) {
      const options = { method, ...(json ? { json } : {}) }
      // The header of one's own organization opens no other.
      expect([method, path, endOf(await as('owner', `/organizations/${id}${path}`, options, 'org_dev'))]).toEqual([
        method,
        path,
        'FORBIDDEN',
      ])
      const byKey = await call(server, `/api/v1/organizations/${id}${path}`, {
        ...options,
        key: otherOrganization.secret,
      })
      expect([method, path, endOf(byKey)]).toEqual([method, path, 'NOT_FOUND'])
    }
    expect((await as('stranger', `/organizations/${id}/members`)).body).toMatchObject({ members: [{ role: 'owner' }] })
  })
})
