/** Accounts as a production server has them: mail by Resend, cookies for TLS, one address, a proxy before it, and nobody who was not invited. */
import { errors } from '@syncforge/protocol/errors'
import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type Browsing, browse, password } from '../../kit/accounts.ts'
import { chooseAt, type StandIns, startStandIns } from '../../kit/providers.ts'
import { startServer, type TestServer } from '../../kit/server.ts'

const publicUrl = 'https://sync.example.com'
const signInsPerAddress = 25
let resend: Emulator
let standIns: StandIns
let server: TestServer

beforeAll(async () => {
  resend = await createEmulator({ service: 'resend', port: 0 })
  standIns = await startStandIns(publicUrl, {
    github: [{ login: 'nobody', name: 'Nobody', email: 'nobody@example.com' }],
  })
  server = await startServer({
    // Nobody is in it yet.
    makesDatabase: true,
    env: {
      ...standIns.env,
      SYNCFORGE_ENV: 'production',
      PUBLIC_URL: publicUrl,
      MAIL_FROM: 'SyncForge <hello@example.com>',
      RESEND_API_KEY: 're_test',
      RESEND_URL: resend.url,
      // This test stands where the proxy would.
      TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8',
      SIGN_INS_PER_ADDRESS: String(signInsPerAddress),
    },
  })
})
afterAll(async () => {
  await server?.stop()
  await standIns?.close()
  await resend?.close()
})

const mailsTo = async (to: string) => {
  const ask = async (path: string) =>
    (await fetch(`${resend.url}${path}`, { headers: { authorization: 'Bearer re_test' } })).json()
  const { data } = (await ask('/emails')) as { data: { id: string; to: string[]; subject: string }[] }
  const mine = data.filter((mail) => mail.to.includes(to))
  return Promise.all(mine.map(({ id }) => ask(`/emails/${id}`) as Promise<{ subject: string; text: string }>))
}

/** What stands before the server ends TLS: the browser is at the public address. @param forwardedFor what the proxy says of where it comes from */
const visit = (forwardedFor = '192.0.2.1'): Browsing => {
  const browser = browse(server)
  const told = { origin: publicUrl, 'x-forwarded-for': forwardedFor }
  return {
    ...browser,
    fetch: (path, init = {}) =>
      browser.fetch(path.replace(publicUrl, server.url), { ...init, headers: { ...init.headers, ...told } }),
    post: async (path, body = {}) => {
      const answer = await browser.fetch(`/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...told },
        body: JSON.stringify(body),
      })
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    },
  }
}

const signUp = async (browser: Browsing, email: string) =>
  browser.post('/sign-up/email', { name: 'Ada', email, password })

const confirm = async (browser: Browsing, email: string) => {
  await expect.poll(async () => (await mailsTo(email)).length, { timeout: 10_000 }).toBe(1)
  const [mail] = await mailsTo(email)
  const link = /https:\/\/\S+/.exec(mail?.text ?? '')?.[0] ?? ''
  expect(link).toContain(`${publicUrl}/api/auth/verify-email?token=`)
  return browser.fetch(link)
}

describe('a production server', () => {
  it('takes the first person, then whom they invite, and answers all others as if it took them', async () => {
    // Somebody mistyped their address, and will never confirm it.
    expect((await signUp(visit(), 'furst@example.com')).status).toBe(200)
    const [first, rival] = [visit(), visit()]
    const begun = await Promise.all([signUp(first, 'first@example.com'), signUp(rival, 'rival@example.com')])
    expect(begun).toMatchObject([
      { status: 200, body: { token: null } },
      { status: 200, body: { token: null } },
    ])
    const confirmed = await confirm(first, 'first@example.com')
    const late = await confirm(rival, 'rival@example.com')
    expect(late.headers.get('location')).toBe('/dashboard/error?error=signup_disabled')
    expect((await rival.get('/get-session')).body).toBeNull()
    expect((await rival.post('/sign-in/email', { email: 'rival@example.com', password })).status).toBe(403)
    expect(confirmed.headers.getSetCookie().find((cookie) => cookie.startsWith('syncforge.session_token='))).toMatch(
      /; HttpOnly; Secure; SameSite=Lax$|; Secure.*HttpOnly|HttpOnly.*Secure/,
    )
    expect((await first.get('/sign-in-methods')).body).toEqual({
      password: true,
      providers: ['google', 'github'],
      signUp: 'invited',
    })

    const stranger = await signUp(visit(), 'stranger@example.com')
    expect(stranger).toMatchObject({ status: 200, body: { token: null, user: { email: 'stranger@example.com' } } })
    const made = await first.post('/organization/create', { name: 'First', slug: 'first' })
    const organizationId = made.body.id
    expect(
      (await first.post('/organization/invite-member', { email: 'guest@example.com', role: 'viewer', organizationId }))
        .status,
    ).toBe(200)
    await expect
      .poll(async () => (await mailsTo('guest@example.com')).map(({ subject }) => subject))
      .toEqual(['Ada invites you to First on SyncForge'])
    const [invitation] = await mailsTo('guest@example.com')
    expect(invitation?.text).toMatch(new RegExp(`${publicUrl}/dashboard/invitations/inv_`))
    expect((await signUp(visit(), 'guest@example.com')).status).toBe(200)
    await expect.poll(async () => (await mailsTo('guest@example.com')).length, { timeout: 10_000 }).toBe(2)
    expect(await mailsTo('stranger@example.com')).toEqual([])
    // Whoever came too late comes in once they are invited.
    const invite = { email: 'rival@example.com', role: 'viewer', organizationId }
    expect((await first.post('/organization/invite-member', invite)).status).toBe(200)
    const again = (await mailsTo('rival@example.com')).find(({ subject }) => subject.startsWith('Confirm'))
    await rival.fetch(/https:\/\/\S+/.exec(again?.text ?? '')?.[0] ?? '')
    expect((await rival.get('/get-session')).body).toMatchObject({ user: { email: 'rival@example.com' } })
  })

  it('makes no account for whom a provider sends and nobody has invited', async () => {
    const stranger = visit()
    const begun = await stranger.post('/sign-in/social', { provider: 'github', callbackURL: '/dashboard/orgs' })
    const back = await chooseAt(String(begun.body.url), 'nobody')
    expect(back).toContain(`${publicUrl}/api/auth/callback/github?`)
    const answer = await stranger.fetch(back)
    expect(answer.headers.get('location')).toMatch(/\/dashboard\/error\?error=signup_disabled/)
    expect((await stranger.get('/get-session')).body).toBeNull()
  })

  it('asks for people at no address inside of a network, and at none without TLS', async () => {
    const owner = visit()
    await owner.post('/sign-in/email', { email: 'first@example.com', password })
    const [organization] = (await owner.get('/organization/list')).body as { readonly id: string }[]
    for (const url of [
      'http://example.com/people',
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://people.internal/',
    ]) {
      const answer = await owner.fetch(`/api/v1/organizations/${organization?.id}/people-address`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', 'syncforge-organization': organization?.id ?? '' },
        body: JSON.stringify({ url }),
      })
      const { error } = (await answer.json()) as { readonly error: { readonly code: string; readonly message: string } }
      expect([answer.status, error.code], url).toEqual([400, 'VALIDATION_ERROR'])
      expect(error.message, url).toMatch(/^url (is not an https address|lies inside of a network)/)
    }
  })

  it('without a key of Stripe’s says at its start that nothing is sold, and so do its routes', async () => {
    expect(server.output()).toMatch(
      /^ {2}Without STRIPE_SECRET_KEY nothing is sold: every organization stays on its plan\.$/m,
    )
    const owner = visit()
    await owner.post('/sign-in/email', { email: 'first@example.com', password })
    const [organization] = (await owner.get('/organization/list')).body as { readonly id: string }[]
    const id = organization?.id ?? ''
    const ask = async (method: string, path: string, json?: object) => {
      const answer = await owner.fetch(`/api/v1/organizations/${id}/billing/${path}`, {
        method,
        headers: { 'content-type': 'application/json', 'syncforge-organization': id },
        ...(json ? { body: JSON.stringify(json) } : {}),
      })
      return { status: answer.status, body: (await answer.json()) as { error?: { code: string; message: string } } }
    }
    expect(await ask('GET', 'subscription')).toMatchObject({
      status: 200,
      body: { isSetUp: false, plan: 'free', status: 'none' },
    })
    const asked = [
      ['POST', 'checkout', { plan: 'pro' }],
      ['POST', 'portal'],
      ['POST', 'preview', { plan: 'pro' }],
      ['POST', 'change', { plan: 'pro' }],
      ['POST', 'cancel'],
      ['POST', 'resume'],
      ['POST', 'refresh'],
      ['GET', 'invoices'],
    ] as const
    for (const [method, path, json] of asked) {
      expect([path, await ask(method, path, json)]).toMatchObject([
        path,
        {
          status: 501,
          body: { error: { code: 'BILLING_NOT_SET_UP', message: expect.stringContaining('sells nothing') } },
        },
      ])
    }
    const event = await fetch(`${server.url}/webhooks/stripe`, {
      method: 'POST',
      headers: { 'stripe-signature': 't=1,v1=00' },
      body: '{}',
    })
    expect(event.status).toBe(400)
    expect((await fetch(`${server.url}/dev/stripe/`)).status).toBe(404)
  })

  it('has no outbox, and no page of another address', async () => {
    expect((await fetch(`${server.url}/dev/outbox`, { headers: { accept: 'application/json' } })).status).toBe(404)
    const elsewhere = await browse(server).post('/sign-in/email', { email: 'first@example.com', password })
    expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'INVALID_ORIGIN'])
    expect((await visit().post('/sign-in/email', { email: 'first@example.com', password })).status).toBe(200)
  })

  it('asks browsers to stay with TLS: there is some, whatever the proxy speaks with it', async () => {
    for (const path of ['/', '/dashboard', '/health', '/api/v1/rooms', '/api/auth/get-session']) {
      const answer = await fetch(`${server.url}${path}`)
      expect([path, answer.headers.get('strict-transport-security')]).toEqual([path, 'max-age=31536000'])
    }
  })
})

describe('behind a proxy', () => {
  const guess = (forwardedFor: string) =>
    visit(forwardedFor).post('/sign-in/email', { email: `${crypto.randomUUID()}@example.com`, password })

  it('counts who comes by the address that the proxy saw, and believes nothing that a caller had it pass on', async () => {
    const many = await Promise.all(
      Array.from({ length: signInsPerAddress }, (_, index) => guess(`198.51.100.${index}, 203.0.113.1, 10.1.2.3`)),
    )
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([401]))
    expect((await guess('203.0.113.1')).status).toBe(429)
    expect((await guess('203.0.113.2, 203.0.113.1')).status).toBe(429)
    expect((await guess('203.0.113.2')).status).toBe(401)
  })

  it('shows people where they signed in from, and the audit log who acted from where', async () => {
    const owner = visit('198.51.100.7, 203.0.113.77, 10.0.0.9')
    await owner.post('/sign-in/email', { email: 'first@example.com', password })
    const current = (await owner.get('/list-sessions')).body as { isCurrent: boolean; ipAddress: string }[]
    expect(current.find(({ isCurrent }) => isCurrent)?.ipAddress).toBe('203.0.113.77')
    const [organization] = (await owner.get('/organization/list')).body as { readonly id: string }[]
    const id = organization?.id ?? ''
    const headers = { 'content-type': 'application/json', 'syncforge-organization': id }
    const made = await owner.fetch('/api/v1/rooms', { method: 'POST', headers, body: JSON.stringify({ id: 'seen' }) })
    expect(made.status).toBe(201)
    const log = await owner.fetch(`/api/v1/organizations/${id}/audit-log?act=rooms.insert`, { headers })
    expect(await log.json()).toMatchObject({ entries: [{ subject: 'seen', address: '203.0.113.77' }] })
  })

  it('takes the pages at its public address for its own, also where an organization names those it allows', async () => {
    const owner = visit()
    await owner.post('/sign-in/email', { email: 'first@example.com', password })
    const [organization] = (await owner.get('/organization/list')).body as { readonly id: string }[]
    const path = `/api/v1/organizations/${organization?.id}`
    const write = async (method: string, at: string, json: object) => {
      const headers = { 'content-type': 'application/json', 'syncforge-organization': organization?.id ?? '' }
      const answer = await owner.fetch(`${path}${at}`, { method, headers, body: JSON.stringify(json) })
      return { status: answer.status, body: (await answer.json()) as { readonly key?: string } }
    }
    const key = (await write('POST', '/api-keys', { name: 'page', kind: 'publishable' })).body.key ?? ''
    expect((await write('PATCH', '', { allowedOrigins: ['https://app.example.com'] })).status).toBe(200)
    await owner.fetch('/api/v1/rooms', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'syncforge-organization': organization?.id ?? '' },
      body: JSON.stringify({ id: 'open-to-pages', defaultAccess: 'write' }),
    })
    const joinFrom = (origin: string) =>
      new Promise<number | 'open'>((resolve, reject) => {
        const socket = new WebSocket(`${server.wsUrl}/yjs/open-to-pages?token=${key}`, { headers: { origin } })
        socket.once('error', reject)
        socket.once('close', (code) => resolve(code))
        // A room answers a ping of ours.
        socket.once('open', () => socket.send('ping'))
        socket.on('message', () => {
          socket.removeAllListeners('close')
          socket.terminate()
          resolve('open')
        })
      })
    expect(await joinFrom('https://app.example.com')).toBe('open')
    expect(await joinFrom(publicUrl)).toBe('open')
    // What the request line says is the proxy's way in, and nobody's page.
    for (const other of [server.url, 'https://elsewhere.example'])
      expect([other, await joinFrom(other)]).toEqual([other, errors.FORBIDDEN.close])
  })
})
