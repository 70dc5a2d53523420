/** Signing up, confirming, signing in, passwords, profile, sessions: as a browser and as curl see them. */
import { describe, expect, it } from 'vitest'
import { browse, linkIn, mailsTo, password, signUp, waitForMail } from '../../kit/accounts.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { call } from '../call.ts'

const server = sharedServer()
const fresh = (name: string) => `${name}-${process.pid}-${Date.now()}@example.com`
const sessionOf = async (browser: ReturnType<typeof browse>) =>
  (await browser.get('/get-session')).body as { user: Record<string, unknown>; session: Record<string, unknown> } | null

describe('a person', () => {
  it('signs up, confirms by the mail in the outbox, is signed in, signs out and in again', async () => {
    const email = fresh('ada')
    const browser = browse(server)
    const signedUp = await browser.post('/sign-up/email', {
      name: 'Ada',
      email: email.toUpperCase(),
      password,
      callbackURL: '/dashboard/verified',
    })
    expect(signedUp).toEqual({
      status: 200,
      body: { token: null, user: expect.objectContaining({ email, name: 'Ada' }) },
    })
    expect(await sessionOf(browser)).toBeNull()

    const mail = await waitForMail(server, email, /^Confirm your e-mail address$/)
    expect(mail).toEqual({
      to: email,
      subject: 'Confirm your e-mail address',
      text: expect.stringContaining('works for 24 hours'),
      html: expect.stringContaining('Confirm my address'),
      links: [expect.stringContaining(`${server.url}/api/auth/verify-email?token=`)],
      sentAt: expect.any(Number),
    })
    const confirmed = await browser.fetch(linkIn(mail))
    expect([confirmed.status, confirmed.headers.get('location')]).toEqual([302, '/dashboard/verified'])
    expect(await sessionOf(browser)).toMatchObject({
      user: { email, emailVerified: true, id: expect.stringMatching(/^usr_/), twoFactorEnabled: false },
      session: { ipAddress: '127.0.0.1', id: expect.stringMatching(/^ses_/) },
    })
    expect(browser.cookie('syncforge.session_token')).toMatch(/^\S+\.\S+/)
    // A second click is harmless, and signs in nobody.
    const other = browse(server)
    expect((await other.fetch(linkIn(mail))).headers.get('location')).toBe('/dashboard/verified')
    expect(await sessionOf(other)).toBeNull()

    expect((await browser.post('/sign-out')).status).toBe(200)
    expect(await sessionOf(browser)).toBeNull()
    expect((await browser.post('/sign-in/email', { email, password })).status).toBe(200)
    expect(await sessionOf(browser)).toMatchObject({ user: { email } })
  })

  it('does the same with a program that says no origin, and a foreign origin is refused', async () => {
    const email = fresh('curl')
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      call(server, `/api/auth${path}`, { method: 'POST', key: null, json: body, headers })
    expect((await post('/sign-up/email', { name: 'Curl', email, password })).status).toBe(200)
    const { cookies } = await signUp(server)
    const signOut = (headers: Record<string, string>) => post('/sign-out', {}, { cookie: cookies(), ...headers })
    for (const origin of ['https://evil.example', 'null', `${server.url}.evil.example`]) {
      const { status, body } = await signOut({ origin })
      expect([status, body]).toEqual([
        403,
        {
          code: expect.stringMatching(/ORIGIN/),
          message: expect.any(String),
          error: { code: expect.stringMatching(/ORIGIN/), message: expect.any(String), details: null },
          request_id: expect.stringMatching(/^req_/),
        },
      ])
    }
    // A browser says where it comes from in one way or another.
    expect((await signOut({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    const preflight = await fetch(`${server.url}/api/auth/sign-in/email`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([403, null])
    expect((await signOut({})).status).toBe(200)
  })

  it('signs in at each name of this machine, with links that lead back to the same', async () => {
    const address = server.url.replace('127.0.0.1', 'localhost')
    const email = fresh('local')
    const browser = browse(server, address)
    await browser.post('/sign-up/email', { name: 'Local', email, password })
    const link = linkIn(await waitForMail(server, email, /^Confirm/))
    expect(link).toContain(`${address}/api/auth/verify-email`)
    await browser.fetch(link)
    expect(await sessionOf(browser)).toMatchObject({ user: { email } })
  })

  it('sends a link again when an unconfirmed person signs in, and leads nowhere else', async () => {
    const email = fresh('again')
    const browser = browse(server)
    await browser.post('/sign-up/email', { name: 'Again', email, password })
    expect(await browser.post('/sign-in/email', { email, password })).toMatchObject({
      status: 403,
      body: { code: 'EMAIL_NOT_VERIFIED', error: { code: 'EMAIL_NOT_VERIFIED' } },
    })
    await waitForMail(server, email, /^Confirm/, 2)
    for (const callbackURL of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      'http://localhost:x@evil.example/',
      `${server.url}@evil.example/`,
      'http://localhost:3000/',
    ]) {
      const refused = await browser.post('/sign-in/email', { email, password, callbackURL })
      expect([callbackURL, refused.status]).toEqual([callbackURL, 403])
      const link = `/api/auth/verify-email?token=x&callbackURL=${encodeURIComponent(callbackURL)}`
      expect([callbackURL, (await browser.fetch(link)).status]).toEqual([callbackURL, 403])
    }
    const garbage = await browser.fetch('/api/auth/verify-email?token=garbage&callbackURL=/dashboard/verified')
    expect(garbage.headers.get('location')).toBe('/dashboard/verified?error=INVALID_TOKEN')
  })
})

describe('an address that somebody else signed up with', () => {
  it('is confirmed by its owner only with a password of theirs', async () => {
    const email = fresh('victim')
    const stranger = browse(server)
    const strangersPassword = 'a password of a stranger'
    await stranger.post('/sign-up/email', { name: 'Stranger', email, password: strangersPassword })
    // The owner signs up as well, which only says that there is an account.
    const owner = browse(server)
    await owner.post('/sign-up/email', { name: 'Owner', email, password })
    await waitForMail(server, email, /already have an account/)
    const first = await waitForMail(server, email, /^Confirm/)

    const opened = await owner.fetch(linkIn(first))
    expect(opened.status).toBe(302)
    const to = new URL(opened.headers.get('location') ?? '', server.url)
    expect(to.pathname).toBe('/dashboard/reset-password')
    expect(await sessionOf(owner)).toBeNull()
    expect((await stranger.post('/sign-in/email', { email, password: strangersPassword })).status).toBe(403)

    const token = to.searchParams.get('token')
    expect(await owner.post('/reset-password', { token, newPassword: password })).toMatchObject({ status: 200 })
    expect((await owner.post('/sign-in/email', { email, password })).status).toBe(200)
    expect((await stranger.post('/sign-in/email', { email, password: strangersPassword })).status).toBe(401)
    // Nor does the stranger's own browser get in with the link.
    await stranger.fetch(linkIn(first))
    expect(await sessionOf(stranger)).toBeNull()
  })
})

describe('which addresses have accounts', () => {
  it('is told by no answer', async () => {
    const known = await signUp(server)
    const unknown = fresh('nobody')
    const browser = browse(server)
    const wrong = (email: string) => browser.post('/sign-in/email', { email, password: 'not the password' })
    expect((await wrong(known.email)).status).toBe(401)
    expect({ ...(await wrong(known.email)).body, request_id: '' }).toEqual({
      ...(await wrong(unknown)).body,
      request_id: '',
    })
    const again = await browser.post('/sign-up/email', { name: 'Other', email: known.email, password })
    const anew = await browser.post('/sign-up/email', { name: 'Other', email: unknown, password })
    const shape = ({ user, ...rest }: Record<string, unknown>) => ({
      ...rest,
      keys: Object.keys(user as object).sort(),
    })
    expect([again.status, shape(again.body)]).toEqual([anew.status, shape(anew.body)])
    expect(browser.cookie('syncforge.sign_up')).toBeDefined()
    await waitForMail(server, known.email, /already have an account/)
    const reset = (email: string) => browser.post('/request-password-reset', { email })
    expect(await reset(known.email)).toEqual(await reset(fresh('nobody')))
    // Several at once for one new address: one is made, and all are answered alike.
    const email = fresh('race')
    const all = await Promise.all(
      [1, 2, 3].map(() => browse(server).post('/sign-up/email', { name: 'Race', email, password })),
    )
    expect(all.map(({ status, body }) => [status, body.token])).toEqual([1, 2, 3].map(() => [200, null]))
  })

  it('is told by no time that an answer takes', async () => {
    const browser = browse(server)
    const ways: Readonly<Record<string, (email: string) => Promise<unknown>>> = {
      'a wrong password': (email) => browser.post('/sign-in/email', { email, password: 'not the password' }),
      'a sign-up': (email) => browser.post('/sign-up/email', { name: 'Other', email, password }),
      'a forgotten password': (email) => browser.post('/request-password-reset', { email }),
    }
    const timeOf = async (ask: () => Promise<unknown>) => {
      const startedAt = performance.now()
      expect(await ask()).not.toMatchObject({ status: 429 })
      return performance.now() - startedAt
    }
    const median = (times: readonly number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
    for (const [way, ask] of Object.entries(ways)) {
      // One for each way: mails to one address are bounded.
      const known = await signUp(server)
      const times = { known: [] as number[], unknown: [] as number[] }
      // In turns, so that both have the same neighbours. A password is hashed for 60 ms: who skips it is ten times as fast.
      for (let turn = 0; turn < 7; turn += 1) {
        times.known.push(await timeOf(() => ask(known.email)))
        times.unknown.push(await timeOf(() => ask(fresh('timed'))))
      }
      const ratio = median(times.known) / median(times.unknown)
      console.log(`${way}: ${median(times.known).toFixed(1)} ms known, ${median(times.unknown).toFixed(1)} ms unknown`)
      expect([way, ratio]).toEqual([way, expect.toSatisfy((found: number) => found > 1 / 3 && found < 3)])
    }
  })
})

describe('a password', () => {
  it('is reset once by a link that ends every session and confirms the address', async () => {
    const ada = await signUp(server)
    const thief = browse(server)
    await thief.post('/sign-in/email', { email: ada.email, password })
    await browse(server).post('/request-password-reset', { email: ada.email, redirectTo: '/dashboard/reset-password' })
    const link = linkIn(await waitForMail(server, ada.email, /^Choose a new password/))
    const opened = await ada.browser.fetch(link)
    const to = new URL(opened.headers.get('location') ?? '', server.url)
    expect([opened.status, to.pathname]).toEqual([302, '/dashboard/reset-password'])
    const token = to.searchParams.get('token') ?? ''
    // The path of that link stands for a password until it is used.
    expect(token).toHaveLength(24)
    expect(server.output()).not.toContain(token)
    await expect.poll(server.output).toContain('/api/auth/reset-password/:token')

    const newPassword = 'another horse battery'
    const reset = () => browse(server).post('/reset-password', { token, newPassword })
    expect((await reset()).status).toBe(200)
    expect(await reset()).toMatchObject({ status: 400, body: { code: 'INVALID_TOKEN' } })
    expect([await sessionOf(ada.browser), await sessionOf(thief)]).toEqual([null, null])
    expect((await thief.post('/sign-in/email', { email: ada.email, password })).status).toBe(401)
    expect((await thief.post('/sign-in/email', { email: ada.email, password: newPassword })).status).toBe(200)
    await waitForMail(server, ada.email, /^Your password was changed/)
  })

  it('is changed with the one before, and told by mail', async () => {
    const ada = await signUp(server)
    const change = (currentPassword: string) =>
      ada.browser.post('/change-password', {
        currentPassword,
        newPassword: 'a new one for Ada',
        revokeOtherSessions: true,
      })
    expect(await change('not this one')).toMatchObject({ status: 400, body: { code: 'INVALID_PASSWORD' } })
    expect((await change(password)).status).toBe(200)
    await waitForMail(server, ada.email, /^Your password was changed/)
    expect(await sessionOf(ada.browser)).toMatchObject({ user: { email: ada.email } })
    const short = await browse(server).post('/sign-up/email', {
      name: 'A',
      email: fresh('short'),
      password: 'too short',
    })
    expect(short).toMatchObject({ status: 400, body: { code: 'PASSWORD_TOO_SHORT' } })
  })
})

describe('an e-mail address', () => {
  it('is changed when the old and the new mailbox agree; a taken one is not told', async () => {
    const ada = await signUp(server)
    const bob = await signUp(server, { name: 'Bob' })
    const newEmail = fresh('ada-new')
    const taken = await ada.browser.post('/change-email', { newEmail: bob.email })
    expect(await ada.browser.post('/change-email', { newEmail })).toEqual(taken)
    const asked = await waitForMail(server, ada.email, /^Change the address/)
    expect(asked.text).toContain(newEmail)
    expect(await mailsTo(server, newEmail)).toEqual([])
    await ada.browser.fetch(linkIn(asked))
    expect(await sessionOf(ada.browser)).toMatchObject({ user: { email: ada.email } })
    await ada.browser.fetch(linkIn(await waitForMail(server, newEmail, /^Confirm your new/)))
    expect(await sessionOf(ada.browser)).toMatchObject({ user: { email: newEmail, emailVerified: true } })
    expect((await mailsTo(server, bob.email)).map(({ subject }) => subject)).toEqual(['Confirm your e-mail address'])
  })
})

describe('a profile', () => {
  const pixel =
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

  it('takes a name and an image, and refuses what is none and what it does not know, by name', async () => {
    const ada = await signUp(server)
    for (const change of [
      { name: 'Ada L.' },
      { image: 'https://example.com/ada.png' },
      { image: pixel },
      { image: null },
    ]) {
      expect([change, (await ada.browser.post('/update-user', change)).status]).toEqual([change, 200])
      expect(await sessionOf(ada.browser)).toMatchObject({ user: change })
    }
    const refused: readonly [string, Record<string, unknown>][] = [
      ['name', { name: '' }],
      ['name', { name: '  ' }],
      ['name', { name: 'a\nb' }],
      ['name', { name: 'a'.repeat(81) }],
      ['name', { name: 5 }],
      ['image', { image: 'javascript:alert(1)' }],
      ['image', { image: 'http://example.com/ada.png' }],
      ['image', { image: pixel.replace('iVBOR', 'aaaaa') }],
      ['image', { image: `${pixel.slice(0, 40)}${'A'.repeat(40_000)}` }],
      ['image', { image: pixel.replace('png', 'svg+xml') }],
      ['emailVerified', { emailVerified: true }],
      ['role', { name: 'Ada', role: 'admin' }],
    ]
    for (const [field, change] of refused) {
      const { status, body } = await ada.browser.post('/update-user', change)
      expect([field, status, body.code]).toEqual([field, 400, 'VALIDATION_ERROR'])
      expect(body.error).toMatchObject({
        code: 'VALIDATION_ERROR',
        details: [{ path: field, message: expect.any(String) }],
      })
    }
    expect(await sessionOf(ada.browser)).toMatchObject({ user: { name: 'Ada L.', image: null } })
    const odd = await browse(server).post('/sign-up/email', { name: 'A', email: fresh('odd'), password, admin: true })
    expect(odd).toMatchObject({
      status: 400,
      body: { error: { details: [{ path: 'admin', message: 'is not known' }] } },
    })
  })

  it('refuses large bodies before they are read, other types, and what is not served', async () => {
    const { status, body } = await browse(server).post('/sign-up/email', { name: 'a'.repeat(70_000) })
    expect([status, body]).toEqual([
      413,
      expect.objectContaining({
        code: 'PAYLOAD_TOO_LARGE',
        error: expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE' }),
      }),
    ])
    const form = await call(server, '/api/auth/sign-in/email', {
      method: 'POST',
      key: null,
      body: 'a=1',
      headers: { 'content-type': 'text/plain' },
    })
    expect(form.status).toBe(400)
    for (const path of [
      '/delete-user',
      '/get-access-token',
      '/update-session',
      '/organization/delete',
      '/two-factor/send-otp',
      '/nothing',
    ]) {
      const ada = await browse(server).post(path, {})
      expect([path, ada.status, (ada.body.error as { code: string }).code]).toEqual([path, 404, 'NOT_FOUND'])
    }
  })
})

describe('sessions', () => {
  it('are listed with the one that asks marked, and end when they are revoked, at once', async () => {
    const ada = await signUp(server)
    const phone = browse(server)
    await phone.fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'A phone' },
      body: JSON.stringify({ email: ada.email, password }),
    })
    const list = async () =>
      (await ada.browser.get('/list-sessions')).body as { token: string; isCurrent: boolean; userAgent: string }[]
    const listed = await list()
    expect(listed.map(({ isCurrent, userAgent }) => [isCurrent, userAgent]).sort()).toEqual([
      [false, 'A phone'],
      [true, 'node'],
    ])
    const token = listed.find(({ isCurrent }) => !isCurrent)?.token
    // A bare token is no cookie.
    const bare = await call(server, '/api/auth/get-session', {
      key: null,
      headers: { cookie: `syncforge.session_token=${token}` },
    })
    expect(bare.body).toBeNull()
    expect((await ada.browser.post('/revoke-session', { token })).status).toBe(200)
    expect(await sessionOf(phone)).toBeNull()
    expect((await phone.post('/update-user', { name: 'Thief' })).status).toBe(401)
    expect((await list()).map(({ isCurrent }) => isCurrent)).toEqual([true])
  })

  it('know the address of the caller, whatever the caller says it is', async () => {
    const ada = await signUp(server)
    await ada.browser.fetch('/api/auth/sign-in/email', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'cf-connecting-ip': '203.0.113.9',
        'x-forwarded-for': '203.0.113.9',
      },
      body: JSON.stringify({ email: ada.email, password }),
    })
    expect(await sessionOf(ada.browser)).toMatchObject({ session: { ipAddress: '127.0.0.1' } })
  })
})

it('writes no secret into the log', async () => {
  const ada = await signUp(server)
  await ada.browser.post('/change-password', { currentPassword: password, newPassword: 'never in a log' })
  const log = server.output()
  const token = ada.browser.cookie('syncforge.session_token') ?? ''
  expect(token.length).toBeGreaterThan(32)
  for (const secret of [password, 'never in a log', token, token.split('.')[0] ?? '', ada.email, 'params:']) {
    expect([secret, log.includes(secret)]).toEqual([secret, false])
  }
})

describe('/dev/outbox', () => {
  it('is a page for people, with nothing that runs', async () => {
    const ada = await signUp(server, { name: '<script>alert(1)</script>' })
    const page = await fetch(`${server.url}/dev/outbox`)
    const text = await page.text()
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/html/)])
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).toContain(ada.email)
    expect(text).not.toContain('<script')
  })
})
