// Owns how a test uses the dashboard: as a person does, by what is written and named on it.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { password, type SignedIn } from '../kit/accounts.ts'
import type { RunningServer } from '../kit/server.ts'

const WAIT_MS = 60_000

export interface Visitor {
  readonly page: Page
  /** What went wrong in the page that no person is told of. */
  readonly complaints: readonly string[]
}

/** A browser of its own, with nothing in it. */
export const visitor = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> => {
  const profile = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  onTestFinished(() => profile.close())
  const page = await profile.newPage()
  page.setDefaultTimeout(WAIT_MS)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy/.test(message.text())) complaints.push(message.text())
  })
  return { page, complaints }
}

/** Signed in as somebody who signed up through the API: their cookies are put into the browser. */
export const visitorAs = async (
  browser: Browser,
  server: Pick<RunningServer, 'url'>,
  person: SignedIn,
  options: BrowserContextOptions = {},
): Promise<Visitor> => {
  const found = await visitor(browser, options)
  const cookies = person
    .cookies()
    .split('; ')
    .map((pair) => ({
      name: pair.slice(0, pair.indexOf('=')),
      value: pair.slice(pair.indexOf('=') + 1),
      url: server.url,
    }))
  await found.page.context().addCookies(cookies)
  return found
}

/** The link in the mail to an address whose subject is like this, as soon as it has come. */
export type Mailbox = (to: string, subject: RegExp) => Promise<string>

/** Fills in the page at /sign-up, and opens the link of the mail that comes. */
export const signUpOn = async (
  page: Page,
  linkOf: Mailbox,
  { name, email }: { readonly name: string; readonly email: string },
): Promise<void> => {
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Make an account' }).click()
  await page.getByRole('heading', { name: 'Look into your mailbox' }).waitFor()
  await page.goto(await linkOf(email, /^Confirm/))
  await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor()
  await page.getByRole('link', { name: 'Go on' }).click()
}

export const signInOn = async (page: Page, email: string): Promise<void> => {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Opens the menu behind the button `of` and chooses `action`. */
export const choose = async (page: Page, of: string | RegExp, action: string): Promise<void> => {
  await page.getByRole('button', { name: of }).click()
  await page.getByRole('menuitem', { name: action }).click()
}

/** The dialog that is open. Short words that come and go are dialogs of their own: not by the role alone. */
export const inDialog = (page: Page) => page.locator('.dialog[role="dialog"]')

/** The text in the block with this label: a key, a secret, a snippet. */
export const codeIn = async (page: Page, label: string): Promise<string> => {
  const block = page.locator('figure', { has: page.getByText(label, { exact: true }) }).locator('code')
  await block.waitFor()
  return (await block.textContent()) ?? ''
}

/** Waits until the page shows this heading. */
export const heading = async (page: Page, name: string | RegExp): Promise<void> => {
  try {
    await page.getByRole('heading', { name, level: 1 }).waitFor()
  } catch (error) {
    // What was shown instead says more than that time ran out.
    throw new Error(`no heading ${name} at ${page.url()}: ${await page.innerText('body')}`, { cause: error })
  }
}

/** The dashboard's words about where one is, for whoever listens: the heading has the focus. */
export const expectFocusOnHeading = (page: Page): Promise<void> =>
  expect.poll(() => page.evaluate(() => document.activeElement?.tagName), { timeout: WAIT_MS }).toBe('H1')
