/** One's own account: how colleagues see it, its address and password, where it is signed in, what it is connected to, and the ways back in. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browse, linkIn, password, type SignedIn, signUp, waitForMail } from '../../kit/accounts.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { freePort } from '../../kit/free-port.ts'
import { startStandIns } from '../../kit/providers.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { codeOf } from '../../kit/totp.ts'
import { choose, codeIn, heading, inDialog, signInOn, visitor, visitorAs } from '../dashboard-page.ts'
import { eventually, picture, region } from './owner.ts'

const grace = { login: 'grace', name: 'Grace Hopper', email: 'grace@example.com' }
/** Whose address nobody has here. */
const joan = { login: 'joan', name: 'Joan Clarke', email: 'joan@example.com' }

let browser: Browser
/** Its own: people sign in by what stands in for GitHub. */
let server: TestServer
let standIns: Awaited<ReturnType<typeof startStandIns>>
beforeAll(async () => {
  const port = await freePort()
  standIns = await startStandIns(`http://127.0.0.1:${port}`, { github: [grace, joan] })
  server = await startServer({ port, env: standIns.env })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await standIns?.close()
})

const at = (path: string) => `${server.url}/dashboard${path}`
const open = async (person: SignedIn, path: '/profile' | '/security') => {
  const found = await visitorAs(browser, server, person)
  await found.page.goto(at(path))
  await heading(found.page, 'Your account')
  return found
}
const sessionOf = async ({ browser: theirs }: Pick<SignedIn, 'browser'>) =>
  (await theirs.get('/get-session')).body as { user: { name: string; email: string; image: string | null } } | null
/** Somebody signs in elsewhere. */
const elsewhere = async (email: string, secret = password) => {
  const other = browse(server)
  const { status } = await other.post('/sign-in/email', { email, password: secret })
  return { browser: other, status }
}

test('name and picture are changed; a new address is asked for at the old one, then at the new', async () => {
  const ada = await signUp(server, { name: 'Ada' })
  const { page, complaints } = await open(ada, '/profile')
  const you = region(page, 'You')
  await you.getByLabel('Name').fill('Ada Lovelace')
  await you.getByLabel('Picture').setInputFiles(await picture(page))
  await you.getByRole('button', { name: 'No picture' }).waitFor()
  await you.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  const image = expect.stringMatching(/^data:image\//)
  expect(await sessionOf(ada)).toMatchObject({ user: { name: 'Ada Lovelace', image } })
  await you.getByRole('button', { name: 'No picture' }).click()
  await you.getByRole('button', { name: 'Save' }).click()
  await eventually(async () => (await sessionOf(ada))?.user.image).toBeNull()

  const next = `next-${ada.email}`
  await region(page, 'E-mail').getByLabel('New address').fill(next)
  await page.getByRole('button', { name: 'Change the address' }).click()
  await page.getByText(`A message is on its way to ${ada.email}`).waitFor()
  await page.goto(linkIn(await waitForMail(server, ada.email, /^Change the address/)))
  expect((await sessionOf(ada))?.user.email).toBe(ada.email)
  await page.goto(linkIn(await waitForMail(server, next, /^Confirm your new/)))
  await eventually(async () => (await elsewhere(next)).status).toBe(200)
  expect((await elsewhere(ada.email)).status).toBe(401)
  expect(complaints).toEqual([])
})

test('the password is changed, which signs out everywhere else; single sign-ins are ended too', async () => {
  const ada = await signUp(server, { name: 'Ada Changes' })
  const other = await elsewhere(ada.email)
  const { page, complaints } = await open(ada, '/security')
  const card = region(page, 'Password')
  await card.getByLabel('Password now').fill('not the password')
  await card.getByLabel('New password').fill('another horse battery')
  await card.getByRole('button', { name: 'Change the password' }).click()
  await card.getByText('That is not your password.').waitFor()
  await card.getByLabel('Password now').fill(password)
  await card.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('Your password is changed').waitFor()
  await eventually(() => sessionOf(other)).toBeNull()
  expect((await elsewhere(ada.email)).status).toBe(401)

  const [first, second] = [
    await elsewhere(ada.email, 'another horse battery'),
    await elsewhere(ada.email, 'another horse battery'),
  ]
  await page.reload()
  const sessions = region(page, 'Where you are signed in')
  await sessions.getByText('this browser').waitFor()
  expect(await sessions.getByRole('listitem').count()).toBe(3)
  await sessions
    .getByRole('button', { name: /^Sign out ?:/ })
    .first()
    .click()
  await page.getByText('Signed out there').waitFor()
  const alive = async () => (await Promise.all([first, second].map(sessionOf))).filter((one) => one !== null).length
  await eventually(alive).toBe(1)
  await sessions.getByRole('button', { name: 'Sign out everywhere else' }).click()
  await eventually(alive).toBe(0)
  await eventually(() => sessions.getByRole('listitem').count()).toBe(1)
  await page.reload()
  await sessions.getByText('this browser').waitFor()
  expect(complaints).toEqual([])
})

test('an account at GitHub is connected and no longer; one with another address is refused in words', async () => {
  const own = await signUp(server, { name: 'Grace', email: grace.email })
  const { page, complaints } = await open(own, '/security')
  const card = region(page, 'Connected accounts')
  const connect = async ({ login }: typeof grace) => {
    await card.getByRole('listitem').filter({ hasText: 'GitHub' }).getByRole('button', { name: 'Connect' }).click()
    await page
      .locator('form', { has: page.locator(`input[value="${login}"]`) })
      .locator('button')
      .click()
  }
  await connect(joan)
  await heading(page, 'It could not be connected')
  await page.getByText(/^The account there has another e-mail address than yours here/).waitFor()
  await page.getByRole('link', { name: 'Back to your account' }).click()
  await heading(page, 'Your account')
  await connect(grace)
  await heading(page, 'Your account')
  const disconnect = card.getByRole('button', { name: 'Disconnect' })
  await disconnect.waitFor()
  const ways = async () =>
    ((await own.browser.get('/list-accounts')).body as { providerId: string }[]).map(({ providerId }) => providerId)
  expect((await ways()).sort()).toEqual(['credential', 'github'])
  await disconnect.click()
  await page.getByText('It is no longer connected').waitFor()
  expect(await ways()).toEqual(['credential'])
  expect(complaints).toEqual([])
})

const signOut = async (page: Page, name: string) => {
  await page.goto(at('/'))
  await page.getByRole('button', { name: new RegExp(name) }).waitFor()
  await choose(page, new RegExp(name), 'Sign out')
  await heading(page, 'Sign in')
}

test('whoever has lost the phone comes in by a recovery code, once by each', async () => {
  const ada = await signUp(server, { name: 'Ada Recovers' })
  const made = { name: 'Recovers' }
  const headers = { 'content-type': 'application/json' }
  await ada.browser.fetch('/api/v1/organizations', { method: 'POST', headers, body: JSON.stringify(made) })
  const { page, complaints } = await open(ada, '/security')
  await page.getByRole('button', { name: 'Turn it on' }).click()
  await inDialog(page).getByLabel('Your password').fill(password)
  await inDialog(page).getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('img', { name: /^QR code/ }).waitFor()
  const uri = `otpauth://totp/SyncForge:ada?secret=${await codeIn(page, 'Secret')}&issuer=SyncForge`
  await inDialog(page).getByLabel('Code', { exact: true }).fill(codeOf(uri))
  await inDialog(page).getByRole('button', { name: 'Turn it on' }).click()
  await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
  const [code = expect.fail('no code')] = await page
    .getByRole('list', { name: 'Recovery codes' })
    .getByRole('listitem')
    .allTextContents()
  await page.getByRole('button', { name: 'I have them' }).click()

  const comeIn = async () => {
    await signOut(page, 'Ada Recovers')
    await signInOn(page, ada.email)
    await heading(page, 'One more step')
    await page.getByRole('button', { name: 'Use a recovery code' }).click()
    await heading(page, 'Use a recovery code')
    await page.getByLabel('Recovery code').fill(code)
    await page.getByRole('button', { name: 'Go on' }).click()
  }
  await comeIn()
  await heading(page, 'Overview')
  await comeIn()
  await page.getByText('That recovery code is not right, or was used before.').waitFor()
  expect(complaints).toEqual([])
})

test('a forgotten password is set anew by the link of a letter, which works once', async () => {
  const ada = await signUp(server, { name: 'Ada Forgets' })
  const { page, complaints } = await visitor(browser)
  await page.goto(at('/sign-in'))
  await page.getByRole('link', { name: /Forgot/ }).click()
  await heading(page, 'Forgot your password?')
  await page.getByLabel('E-mail').fill(ada.email)
  await page.getByRole('button', { name: 'Send the link' }).click()
  await heading(page, 'Look into your mailbox')
  const link = linkIn(await waitForMail(server, ada.email, /^Choose a new password/))
  await page.goto(link)
  await heading(page, 'Set a new password')
  await page.getByLabel('New password').fill('a password to remember')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await heading(page, 'Your password is set')
  expect(await sessionOf(ada)).toBeNull()
  await page.getByRole('link', { name: 'Sign in' }).click()
  await page.getByLabel('E-mail').fill(ada.email)
  await page.getByLabel('Password').fill('a password to remember')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await heading(page, 'Your organization')
  expect((await elsewhere(ada.email)).status).toBe(401)
  const { page: late } = await visitor(browser)
  await late.goto(link)
  await heading(late, /This link no longer works|Set a new password/)
  if (await late.getByLabel('New password').isVisible()) {
    await late.getByLabel('New password').fill('somebody else has the link')
    await late.getByRole('button', { name: 'Set the password' }).click()
    await late.getByText('This link has expired or was used already.').waitFor()
  }
  expect((await elsewhere(ada.email, 'a password to remember')).status).toBe(200)
  expect(complaints).toEqual([])
})
