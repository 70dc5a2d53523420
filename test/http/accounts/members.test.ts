/** Members and invitations by REST: who may change whom, and how somebody comes in. */
import { beforeAll, describe, expect, it } from 'vitest'
import { signUp } from '../../kit/accounts.ts'
import { emailOf, headersOf, type PersonName, personId } from '../../kit/members.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { type Call, call, codeOf } from '../call.ts'

const server = sharedServer()
const people = ['owner', 'admin', 'member', 'viewer'] as const

let id = ''
const as = async (name: PersonName, path: string, method = 'GET', json?: unknown) => {
  const options: Call = { method, key: null, headers: await headersOf(server, name, null) }
  const address =
    path.startsWith('/invitations/') || (path === '/invitations' && method === 'GET')
      ? path
      : `/organizations/${id}${path}`
  return call(server, `/api/v1${address}`, json === undefined ? options : { ...options, json })
}
const endOf = (answer: Awaited<ReturnType<typeof call>>) => (answer.status < 300 ? answer.status : codeOf(answer))
const bodyOf = <T>({ body }: Awaited<ReturnType<typeof call>>) => body as T

interface Invitation {
  readonly id: string
  readonly role: string
  readonly status: string
  readonly expiresAt: number
}
const invite = async (by: PersonName, email: string, role: string) => as(by, '/invitations', 'POST', { email, role })
const mailsTo = async (to: string) => {
  const address = `${server.url}/dev/outbox?to=${encodeURIComponent(to)}`
  const answer = await fetch(address, { headers: { accept: 'application/json' } })
  return (await answer.json()) as { subject: string; text: string; links: string[] }[]
}
const bring = async (name: PersonName, role: string) => {
  const { id: invitation } = bodyOf<Invitation>(await invite('owner', emailOf(name), role))
  expect(endOf(await as(name, `/invitations/${invitation}/accept`, 'POST'))).toBe(200)
}
const roleOf = async (name: PersonName) => {
  const { members } = bodyOf<{ members: { userId: string; role: string }[] }>(await as('owner', '/members'))
  return members.find(({ userId }) => userId === personId(name))?.role
}

beforeAll(async () => {
  const headers = await headersOf(server, 'owner', null)
  const made = await call(server, '/api/v1/organizations', {
    method: 'POST',
    key: null,
    headers,
    json: { name: 'Members' },
  })
  id = bodyOf<{ id: string }>(made).id
  for (const name of people.slice(1)) await bring(name, name)
})

describe('an invitation', () => {
  it('is a mail with a link, and its address becomes a member in that role', async () => {
    const { status, body } = await invite('admin', emailOf('stranger').toUpperCase(), 'viewer')
    expect([status, body]).toEqual([
      201,
      {
        id: expect.stringMatching(/^inv_[a-z0-9]{20}$/),
        email: emailOf('stranger'),
        role: 'viewer',
        status: 'pending',
        inviter: { id: personId('admin'), name: 'admin' },
        expiresAt: expect.any(Number),
        sentAt: expect.any(Number),
        createdAt: expect.any(Number),
      },
    ])
    const invitation = body as Invitation
    expect(Math.abs(invitation.expiresAt - Date.now() - 7 * 24 * 3_600_000)).toBeLessThan(60_000)
    const link = `${server.url}/dashboard/invitations/${invitation.id}`
    await expect.poll(async () => (await mailsTo(emailOf('stranger'))).flatMap(({ links }) => links)).toContain(link)
    const [mail] = await mailsTo(emailOf('stranger'))
    expect(mail?.subject).toContain('Members')
    expect((await as('stranger', `/invitations/${invitation.id}`)).body).toMatchObject({
      ...invitation,
      organization: { id, name: 'Members', logo: null },
    })
    expect((await as('stranger', '/invitations')).body).toMatchObject({ invitations: [{ id: invitation.id }] })
    const accepted = await as('stranger', `/invitations/${invitation.id}/accept`, 'POST')
    expect([accepted.status, accepted.body]).toMatchObject([200, { organizationId: id, role: 'viewer' }])
    expect((await as('stranger', '')).body).toMatchObject({ id, role: 'viewer' })
    expect(endOf(await as('stranger', `/invitations/${invitation.id}/accept`, 'POST'))).toBe('INVITATION_USED')
    expect(endOf(await invite('owner', emailOf('stranger'), 'admin'))).toBe('ALREADY_MEMBER')
    expect(endOf(await as('stranger', `/members/${personId('stranger')}`, 'DELETE'))).toBe(204)
    expect(endOf(await as('stranger', ''))).toBe('FORBIDDEN')
  })

  it('is accepted once, however often at once', async () => {
    const { id: invitation } = bodyOf<Invitation>(await invite('owner', emailOf('stranger'), 'member'))
    const ends = await Promise.all([1, 2, 3].map(() => as('stranger', `/invitations/${invitation}/accept`, 'POST')))
    expect(ends.map(endOf).sort()).toEqual([200, 'INVITATION_USED', 'INVITATION_USED'])
    await as('owner', `/members/${personId('stranger')}`, 'DELETE')
  })

  it('opens for nobody else, and tells them nothing', async () => {
    const { id: invitation } = bodyOf<Invitation>(await invite('owner', 'somebody-else@example.com', 'admin'))
    for (const [method, end] of [
      ['GET', ''],
      ['POST', '/accept'],
      ['POST', '/decline'],
    ] as const) {
      expect(endOf(await as('stranger', `/invitations/${invitation}${end}`, method))).toBe('FORBIDDEN')
    }
    expect(endOf(await as('stranger', '/invitations/inv_none', 'GET'))).toBe('NOT_FOUND')
  })

  it('that was revoked or declined is told apart, and can be followed by another', async () => {
    const first = bodyOf<Invitation>(await invite('owner', emailOf('stranger'), 'member'))
    const path = `/organizations/${id}/invitations/${first.id}`
    const revoke = async () =>
      call(server, `/api/v1${path}`, { method: 'DELETE', key: null, headers: await headersOf(server, 'admin', null) })
    expect(endOf(await revoke())).toBe(204)
    expect(endOf(await revoke())).toBe('INVITATION_REVOKED')
    expect(endOf(await as('stranger', `/invitations/${first.id}/accept`, 'POST'))).toBe('INVITATION_REVOKED')
    const second = bodyOf<Invitation>(await invite('owner', emailOf('stranger'), 'member'))
    expect(second.id).not.toBe(first.id)
    expect(endOf(await as('stranger', `/invitations/${second.id}/decline`, 'POST'))).toBe(204)
    expect(endOf(await as('stranger', `/invitations/${second.id}/accept`, 'POST'))).toBe('INVITATION_USED')
  })

  it('to an address twice at once is one that waits', async () => {
    const email = 'twice@example.com'
    const ends = await Promise.all(['member', 'viewer', 'admin'].map((role) => invite('owner', email, role)))
    const made = ends.filter(({ status }) => status === 201).map((answer) => bodyOf<Invitation>(answer).id)
    expect(new Set(made).size).toBe(1)
    expect(endOf(await invite('owner', email, 'member'))).toBe('RATE_LIMITED')
    const headers = await headersOf(server, 'owner', null)
    const list = await call(server, `/api/v1/organizations/${id}/invitations?status=pending`, { key: null, headers })
    const waiting = bodyOf<{ invitations: { email: string }[] }>(list).invitations
    expect(waiting.filter((one) => one.email === email)).toHaveLength(1)
  })

  it.each(['no address', 'a@b', 'a b@example.com', `${'x'.repeat(250)}@example.com`])(
    'goes to no %j',
    async (email) => {
      expect(endOf(await invite('owner', email, 'member'))).toBe('VALIDATION_ERROR')
    },
  )
})

describe('roles', () => {
  const change = async (by: PersonName, whom: PersonName, role: string) =>
    endOf(await as(by, `/members/${personId(whom)}`, 'PATCH', { role }))

  it('are changed by owners and admins, and admins never touch or make owners', async () => {
    expect(await change('admin', 'viewer', 'member')).toBe(200)
    expect(await change('admin', 'viewer', 'viewer')).toBe(200)
    expect(await change('admin', 'owner', 'viewer')).toBe('FORBIDDEN')
    expect(await change('admin', 'member', 'owner')).toBe('FORBIDDEN')
    expect(await change('admin', 'admin', 'owner')).toBe('FORBIDDEN')
    expect(endOf(await as('admin', `/members/${personId('owner')}`, 'DELETE'))).toBe('FORBIDDEN')
    expect(endOf(await invite('admin', 'an-owner@example.com', 'owner'))).toBe('FORBIDDEN')
    expect(await change('member', 'member', 'admin')).toBe('FORBIDDEN')
    expect(await change('owner', 'stranger', 'admin')).toBe('NOT_FOUND')
    expect(await change('owner', 'viewer', 'viewer,admin')).toBe('VALIDATION_ERROR')
    expect([await roleOf('owner'), await roleOf('admin'), await roleOf('viewer')]).toEqual(['owner', 'admin', 'viewer'])
  })

  it('leave an owner: the last one neither goes nor is lowered', async () => {
    expect(await change('owner', 'owner', 'admin')).toBe('LAST_OWNER')
    expect(endOf(await as('owner', `/members/${personId('owner')}`, 'DELETE'))).toBe('LAST_OWNER')
    expect(await change('owner', 'admin', 'owner')).toBe(200)
    const ends = await Promise.all([change('owner', 'owner', 'viewer'), change('admin', 'admin', 'viewer')])
    expect(ends.filter((end) => end === 200)).toHaveLength(1)
    expect(ends.filter((end) => end === 'LAST_OWNER')).toHaveLength(1)
    const keeper: PersonName = ends[0] === 200 ? 'admin' : 'owner'
    expect(await change(keeper, 'owner', 'owner')).toBe(200)
    expect(await change('owner', 'admin', 'admin')).toBe(200)
  })
})

describe('the audit log', () => {
  interface Entry {
    readonly act: string
    readonly subject: string
    readonly actor: { id: string; name: string } | null
    readonly address: string
    readonly before: Record<string, unknown> | null
    readonly after: Record<string, unknown> | null
  }
  const read = async (query: string) =>
    bodyOf<{ entries: Entry[]; nextCursor: string | null }>(await as('owner', `/audit-log?${query}`))

  it('says who did what, from where, and what was before', async () => {
    await as('owner', '', 'PATCH', { color: '#111111' })
    await as('owner', '', 'PATCH', { color: '#222222' })
    const { entries } = await read('act=organizations.update&limit=1')
    expect(entries).toMatchObject([
      {
        act: 'organizations.update',
        subject: id,
        actor: { id: personId('owner'), name: 'owner' },
        address: '127.0.0.1',
        before: { color: '#111111' },
        after: { color: '#222222' },
      },
    ])
    const joined = await read(`act=members&actor=${personId('admin')}&to=${Date.now() + 60_000}&from=1`)
    expect(joined.entries.map(({ act }) => act)).toContain('members.insert')
    expect((await read(`subject=${id}&to=1`)).entries).toEqual([])
  })

  it('tells of rooms what is done to them by REST', async () => {
    const headers = await headersOf(server, 'member', id)
    const room = async (method: string, path: string, json?: unknown) =>
      endOf(await call(server, `/api/v1/rooms${path}`, { method, key: null, headers, ...(json ? { json } : {}) }))
    expect(await room('POST', '', { id: 'logged' })).toBe(201)
    expect(await room('PATCH', '/logged', { name: 'Named' })).toBe(200)
    expect(await room('POST', '/logged/fork', { id: 'forked' })).toBe(201)
    expect(await room('POST', '/logged/participants/troll/kick', { ban: true })).toBe(200)
    expect(await room('GET', '/logged/export')).toBe(200)
    expect(await room('DELETE', '/logged')).toBe(204)
    const { entries } = await read(`actor=${personId('member')}&act=rooms`)
    expect(entries.map(({ act, subject }) => `${act} ${subject}`)).toEqual([
      'rooms.delete logged',
      'rooms.export logged',
      'rooms.kick logged',
      'rooms.insert forked',
      'rooms.update logged',
      'rooms.insert logged',
    ])
  })

  it('is read page by page, and as a file, whole', async () => {
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof read>> = await read(`limit=7${cursor && `&cursor=${cursor}`}`)
      seen.push(...page.entries.map(({ act, subject }) => `${act} ${subject}`))
      cursor = page.nextCursor
    }
    expect(seen.slice(-2)).toContain(`organizations.insert ${id}`)
    const file = async (format: string) => {
      const answer = await as('owner', `/audit-log/export?format=${format}`)
      return { type: answer.headers.get('content-type'), text: Buffer.from(answer.body as Uint8Array).toString() }
    }
    const lines = await file('jsonl')
    expect(lines.type).toBe('application/x-ndjson')
    const entries = lines.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Entry)
    expect(entries.map(({ act, subject }) => `${act} ${subject}`)).toEqual(seen)
    const csv = await file('csv')
    expect(csv.text.split('\r\n')[0]).toBe('id,at,actor,actorName,actorEmail,address,act,subject,before,after')
    expect(csv.text.trimEnd().split('\r\n')).toHaveLength(seen.length + 1)
    expect(endOf(await as('viewer', '/audit-log/export'))).toBe('FORBIDDEN')
  })
})

it('whoever signs up by the mail of an invitation comes in with the session that they get', async () => {
  const email = `invited-${Date.now()}@example.com`
  const { id: invitation } = bodyOf<Invitation>(await invite('owner', email, 'member'))
  const { browser } = await signUp(server, { email })
  const accepted = await browser.fetch(`/api/v1/invitations/${invitation}/accept`, { method: 'POST' })
  expect([accepted.status, await accepted.json()]).toMatchObject([200, { organizationId: id, role: 'member', email }])
  const rooms = await browser.fetch('/api/v1/rooms', { headers: { 'syncforge-organization': id } })
  expect(rooms.status).toBe(200)
  await browser.post('/sign-out')
  const out = await browser.fetch('/api/v1/rooms', { headers: { 'syncforge-organization': id } })
  expect(out.status).toBe(401)
})
