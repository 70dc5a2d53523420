/** Signing in with Google and GitHub, against stand-ins that are reached by address alone: nothing of ours is replaced. */
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Browsing, browse, linkIn, password, signUp, waitForMail } from '../../kit/accounts.ts'
import { chooseAt, type StandIns, startStandIns } from '../../kit/providers.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { codesOf } from '../../kit/totp.ts'

let standIns: StandIns
let server: TestServer

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const people = {
  google: [
    { email: 'grace@example.com', name: 'Grace Hopper' },
    { email: 'linked@example.com', name: 'Linked' },
    { email: 'careful@example.com', name: 'Careful' },
    { email: 'squatted@example.com', name: 'Owner' },
  ],
  github: [
    { login: 'linus', name: 'Linus', email: 'linus@example.com' },
    { login: 'careful', name: 'Careful', email: 'careful@example.com' },
    { login: 'connected', name: 'Connected', email: 'connected@example.com' },
  ],
}

beforeAll(async () => {
  const port = await freePort()
  standIns = await startStandIns(`http://127.0.0.1:${port}`, people)
  server = await startServer({ port, env: standIns.env })
})
afterAll(async () => {
  await server?.stop()
  await standIns?.close()
})

type Provider = 'google' | 'github'

const userOf = async (browser: Browsing) =>
  ((await browser.get('/get-session')).body as { user: Record<string, unknown> } | null)?.user ?? null

const begin = async (browser: Browsing, provider: Provider, body: Record<string, unknown> = {}): Promise<string> => {
  const { status, body: told } = await browser.post('/sign-in/social', {
    provider,
    callbackURL: '/dashboard/orgs',
    ...body,
  })
  expect([status, told.redirect]).toEqual([200, true])
  return String(told.url)
}

/** Where the browser is led in the end. */
const signInWith = async (browser: Browsing, provider: Provider, who: string) => {
  const back = await chooseAt(await begin(browser, provider), who)
  expect(back).toContain(`${server.url}/api/auth/callback/${provider}`)
  const answer = await browser.fetch(back)
  expect(answer.status).toBe(302)
  return answer.headers.get('location')
}

it('says what a page may offer', async () => {
  expect((await browse(server).get('/sign-in-methods')).body).toEqual({
    password: true,
    providers: ['google', 'github'],
    signUp: 'open',
  })
})

it.each([
  ['google', 'grace@example.com', { email: 'grace@example.com', name: 'Grace Hopper', emailVerified: true }],
  ['github', 'linus', { email: 'linus@example.com', name: 'Linus', emailVerified: true }],
] as const)('makes an account with %s and signs in again', async (provider, who, expected) => {
  const browser = browse(server)
  expect(await signInWith(browser, provider, who)).toBe('/dashboard/orgs')
  const first = await userOf(browser)
  expect(first).toMatchObject(expected)
  const again = browse(server)
  await signInWith(again, provider, who)
  expect((await userOf(again))?.id).toBe(first?.id)
  // No password yet: a reset makes one.
  expect((await browser.get('/list-accounts')).body).toMatchObject([{ providerId: provider }])
})

it('links an account whose address is confirmed, and never one that a stranger signed up with', async () => {
  const ada = await signUp(server, { name: 'Linked', email: 'linked@example.com' })
  const browser = browse(server)
  await signInWith(browser, 'google', 'linked@example.com')
  expect((await userOf(browser))?.id).toBe(ada.id)

  await browse(server).post('/sign-up/email', { name: 'Squatter', email: 'squatted@example.com', password })
  const owner = browse(server)
  const led = await signInWith(owner, 'google', 'squatted@example.com')
  expect([led, await userOf(owner)]).toEqual([
    expect.stringMatching(/^\S*\/dashboard\/error\?error=account_not_linked/),
    null,
  ])
})

it('asks for the second factor, and goes on to where it was wanted', async () => {
  const ada = await signUp(server, { name: 'Careful', email: 'careful@example.com' })
  const { totpURI } = (await ada.browser.post('/two-factor/enable', { password })).body as { totpURI: string }
  const nextCode = codesOf(totpURI)
  await ada.browser.post('/two-factor/verify-totp', { code: nextCode() })
  for (const [provider, who] of [
    ['google', 'careful@example.com'],
    ['github', 'careful'],
  ] as const) {
    const browser = browse(server)
    expect(await signInWith(browser, provider, who)).toBe(
      `/dashboard/second-factor?next=${encodeURIComponent('/dashboard/orgs')}`,
    )
    expect(await userOf(browser)).toBeNull()
    expect(browser.cookie('syncforge.session_token')).toBeUndefined()
    expect(await browser.post('/two-factor/verify-totp', { code: nextCode() })).toMatchObject({ status: 200 })
    expect((await userOf(browser))?.id).toBe(ada.id)
  }
})

it('connects an account while one is signed in, and no longer; one with another address is not', async () => {
  const { browser } = await signUp(server, { name: 'Connected', email: 'connected@example.com' })
  const ways = async () => (await browser.get('/list-accounts')).body as { id: string; providerId: string }[]
  const connect = async (who: string) => {
    const { body } = await browser.post('/link-social', {
      provider: 'github',
      callbackURL: '/dashboard/security',
      errorCallbackURL: '/dashboard/error?of=connecting',
    })
    return (await browser.fetch(await chooseAt(String(body.url), who))).headers.get('location')
  }
  expect(await connect('linus')).toBe('/dashboard/error?of=connecting&error=email_does_not_match')
  expect(await ways()).toMatchObject([{ providerId: 'credential' }])
  expect(await connect('connected')).toBe('/dashboard/security')
  const id = (await ways()).find(({ providerId }) => providerId === 'github')?.id
  expect((await browser.post('/unlink-account', { accountId: id })).status).toBe(200)
  expect(await ways()).toMatchObject([{ providerId: 'credential' }])
  expect((await browser.post('/unlink-account', { accountId: (await ways())[0]?.id })).status).toBe(400)
})

describe('what is refused', () => {
  it('a callback in another browser, a wrong code, a token from elsewhere, a page elsewhere', async () => {
    const browser = browse(server)
    const back = await chooseAt(await begin(browser, 'github'), 'linus')
    const thief = browse(server)
    const taken = await thief.fetch(back)
    expect([taken.headers.get('location'), await userOf(thief)]).toEqual([
      expect.stringContaining('error=state_mismatch'),
      null,
    ])
    const wrong = browse(server)
    const address = new URL(await chooseAt(await begin(wrong, 'github'), 'linus'))
    address.searchParams.set('code', 'wrong')
    expect((await wrong.fetch(address.href)).headers.get('location')).toMatch(/\/dashboard\/error\?error=/)
    expect(await userOf(wrong)).toBeNull()
    const idToken = await browser.post('/sign-in/social', { provider: 'google', idToken: { token: 'x' } })
    expect([idToken.status, idToken.body.code]).toEqual([400, 'VALIDATION_ERROR'])
    const evil = await browser.post('/sign-in/social', { provider: 'github', callbackURL: 'https://evil.example' })
    expect([evil.status, evil.body.code]).toEqual([403, 'INVALID_CALLBACK_URL'])
    const unknown = await browser.post('/sign-in/social', { provider: 'myspace', callbackURL: '/' })
    expect(unknown.status).toBe(404)
  })

  it('none of the tokens lie in the log, nor readable in the database', async () => {
    await waitForMail(server, 'careful@example.com', /^Two-factor/)
    expect(server.output()).not.toMatch(/gh[op]_|ya29|code=/)
  })
})

it('a link from a mail is opened while signed in with a provider', async () => {
  const browser = browse(server)
  await signInWith(browser, 'github', 'linus')
  await browser.post('/change-email', { newEmail: 'linus-new@example.com' })
  await browser.fetch(linkIn(await waitForMail(server, 'linus@example.com', /^Change the address/)))
  await browser.fetch(linkIn(await waitForMail(server, 'linus-new@example.com', /^Confirm your new/)))
  expect(await userOf(browser)).toMatchObject({ email: 'linus-new@example.com' })
  const again = browse(server)
  await signInWith(again, 'github', 'linus')
  expect(await userOf(again)).toMatchObject({ email: 'linus-new@example.com' })
})
