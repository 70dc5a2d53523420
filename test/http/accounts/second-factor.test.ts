/** The second factor: set up, asked for after every way in, each code once, recovery codes, and who guesses. */
import { describe, expect, it } from 'vitest'
import { type Browsing, browse, linkIn, password, type SignedIn, signUp, waitForMail } from '../../kit/accounts.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { codeOf } from '../../kit/totp.ts'

const server = sharedServer()
const isSignedIn = async (browser: Browsing) => (await browser.get('/get-session')).body !== null

/** Codes are made when half a minute is young: none of a test's steps then falls into the next. */
const earlyInStep = async () => {
  while (Date.now() % 30_000 > 15_000) await new Promise((resolve) => setTimeout(resolve, 100))
}

const turnOn = async (person: SignedIn) => {
  const enabled = await person.browser.post('/two-factor/enable', { password })
  const { totpURI, backupCodes } = enabled.body as { totpURI: string; backupCodes: string[] }
  await earlyInStep()
  const code = codeOf(totpURI)
  expect(await person.browser.post('/two-factor/verify-totp', { code })).toMatchObject({ status: 200 })
  return { totpURI, backupCodes, code }
}

const signIn = async ({ email }: SignedIn) => {
  const browser = browse(server)
  const answer = await browser.post('/sign-in/email', { email, password })
  expect(answer).toMatchObject({ status: 200, body: { twoFactorRedirect: true, twoFactorMethods: ['totp'] } })
  expect(await isSignedIn(browser)).toBe(false)
  return browser
}

const codeFor = (browser: Browsing, code: string) => browser.post('/two-factor/verify-totp', { code })

it('takes each code once: one that set it up signs nobody in, nor one that signed in before, nor one sent twice at once', async () => {
  const ada = await signUp(server)
  expect(await ada.browser.post('/two-factor/enable', { password: 'not the password' })).toMatchObject({ status: 400 })
  const { totpURI, code } = await turnOn(ada)
  expect(totpURI).toContain('issuer=SyncForge')
  await waitForMail(server, ada.email, /^Two-factor sign-in is on/)

  const used = { status: 401, body: { code: 'CODE_ALREADY_USED', error: { code: 'CODE_ALREADY_USED' } } }
  const first = await signIn(ada)
  expect(await codeFor(first, code)).toMatchObject(used)
  const next = codeOf(totpURI, 1)
  expect(await codeFor(first, next)).toMatchObject({ status: 200 })
  expect(await isSignedIn(first)).toBe(true)
  expect(await codeFor(await signIn(ada), next)).toMatchObject(used)
  const [one, two] = [await signIn(ada), await signIn(ada)]
  const before = codeOf(totpURI, -1)
  const both = await Promise.all([codeFor(one, before), codeFor(two, before)])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 401])

  expect(await first.post('/two-factor/disable', { password })).toMatchObject({ status: 200 })
  await waitForMail(server, ada.email, /^Two-factor sign-in is off/)
  expect(await browse(server).post('/sign-in/email', { email: ada.email, password })).toMatchObject({
    status: 200,
    body: { redirect: false, user: { email: ada.email } },
  })
})

it('takes each recovery code once, also when it comes twice at the same time', async () => {
  const ada = await signUp(server)
  const { backupCodes } = await turnOn(ada)
  expect(backupCodes).toHaveLength(10)
  const [code = '', other = ''] = backupCodes
  const recover = (browser: Browsing, recovery: string) =>
    browser.post('/two-factor/verify-backup-code', { code: recovery })
  expect((await recover(await signIn(ada), code)).status).toBe(200)
  expect((await recover(await signIn(ada), code)).status).toBe(401)
  const [one, two] = [await signIn(ada), await signIn(ada)]
  const both = await Promise.all([recover(one, other), recover(two, other)])
  expect(both.map(({ status }) => status).sort()[0]).toBe(200)
  expect([await isSignedIn(one), await isSignedIn(two)].sort()).toEqual([false, true])
})

it('is asked for after a reset, and after the link of a changed address in another browser', async () => {
  const ada = await signUp(server)
  const { totpURI } = await turnOn(ada)
  const newEmail = `new-${ada.email}`
  await ada.browser.post('/change-email', { newEmail, callbackURL: '/dashboard/profile?tab=email' })
  await ada.browser.fetch(linkIn(await waitForMail(server, ada.email, /^Change the address/)))
  const elsewhere = browse(server)
  const opened = await elsewhere.fetch(linkIn(await waitForMail(server, newEmail, /^Confirm your new/)))
  expect([opened.status, opened.headers.get('location')]).toEqual([
    302,
    `/dashboard/second-factor?next=${encodeURIComponent('/dashboard/profile?tab=email')}`,
  ])
  expect(await isSignedIn(elsewhere)).toBe(false)
  expect(await codeFor(elsewhere, codeOf(totpURI, 1))).toMatchObject({ status: 200 })
  expect(await isSignedIn(elsewhere)).toBe(true)

  await browse(server).post('/request-password-reset', { email: newEmail, redirectTo: '/dashboard/reset-password' })
  const link = linkIn(await waitForMail(server, newEmail, /^Choose a new/))
  const token = new URL((await elsewhere.fetch(link)).headers.get('location') ?? '', server.url).searchParams.get(
    'token',
  )
  expect((await elsewhere.post('/reset-password', { token, newPassword: password })).status).toBe(200)
  await signIn({ ...ada, email: newEmail })
})

describe('who guesses', () => {
  it('has five tries for a password that was typed right', async () => {
    const ada = await signUp(server)
    const { totpURI } = await turnOn(ada)
    const guesser = await signIn(ada)
    const right = [-1, 0, 1].map((step) => codeOf(totpURI, step))
    const wrong = ['000001', '000002', '000003', '000004', '000005', '000006', '000007', '000008'].filter(
      (code) => !right.includes(code),
    )
    for (const code of wrong.slice(0, 5)) {
      expect([code, await codeFor(guesser, code)]).toMatchObject([
        code,
        { status: 401, body: { code: 'INVALID_CODE' } },
      ])
    }
    expect(await codeFor(guesser, codeOf(totpURI, 1))).toMatchObject({
      status: 400,
      body: { code: 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE' },
    })
    expect(await isSignedIn(guesser)).toBe(false)
  })
})
