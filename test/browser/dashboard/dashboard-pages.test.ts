/** What holds on each page of the dashboard: nothing that axe finds, nothing wider than a small phone, where the focus goes, what it weighs, and what is shown when the server is away. */
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SignedIn, signUp } from '../../kit/accounts.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { expectFocusOnHeading, heading, visitor, visitorAs } from '../dashboard-page.ts'
import { faultsOf } from '../page-faults.ts'

const server = sharedServer()
const at = (path: string) => `${server.url}/dashboard${path}`

const FIRST_LOAD_MAX_BYTES = 200_000

let browser: Browser
let ada: SignedIn
let home: string

const asAda = async (path: string, init: RequestInit = {}, organizationId?: string) => {
  const headers = {
    'content-type': 'application/json',
    ...(organizationId === undefined ? {} : { 'syncforge-organization': organizationId }),
  }
  const answer = await ada.browser.fetch(`/api/v1${path}`, { ...init, headers })
  expect([path, answer.status]).toEqual([path, expect.toSatisfy((status: number) => status < 300)])
  return (await answer.json()) as { readonly id: string; readonly slug: string }
}

beforeAll(async () => {
  browser = await launchBrowser()
  ada = await signUp(server, { name: 'Ada Pages' })
  const made = await asAda('/organizations', { method: 'POST', body: JSON.stringify({ name: 'Pages' }) })
  home = `/orgs/${made.slug}`
  const room = JSON.stringify({ id: 'plans', name: 'Launch plans', access: 'public', type: 'document' })
  await asAda('/rooms', { method: 'POST', body: room }, made.id)
  const key = JSON.stringify({ name: 'Server', kind: 'secret' })
  await asAda(`/organizations/${made.id}/api-keys`, { method: 'POST', body: key }, made.id)
})
afterAll(() => browser?.close())

const entryPages: readonly (readonly [path: string, title: string])[] = [
  ['/sign-in', 'Sign in'],
  ['/sign-up', 'Make an account'],
  ['/forgot-password', 'Forgot your password?'],
  ['/reset-password?token=x', 'Set a new password'],
  ['/second-factor', 'One more step'],
  ['/error?error=access_denied', 'You could not be signed in'],
]

const pagesOf = (): readonly (readonly [path: string, title: string | RegExp])[] => [
  [home, 'Overview'],
  [`${home}/rooms`, 'Rooms'],
  [`${home}/rooms/plans`, /Launch plans/],
  [`${home}/rooms/plans/access`, /Launch plans/],
  [`${home}/rooms/plans/documents`, /Launch plans/],
  [`${home}/rooms/plans/versions`, /Launch plans/],
  [`${home}/rooms/plans/settings`, /Launch plans/],
  [`${home}/keys`, 'API keys'],
  [`${home}/token-issuers`, 'Token issuers'],
  [`${home}/members`, 'Members'],
  [`${home}/usage`, 'Usage'],
  [`${home}/audit-log`, 'Audit log'],
  [`${home}/billing`, 'Billing'],
  [`${home}/live-log`, 'Live log'],
  [`${home}/settings`, 'Settings'],
  ['/profile', 'Your account'],
  ['/security', 'Your account'],
  ['/welcome', 'Your organization'],
]

const settled = async (page: Page): Promise<void> => {
  await page
    .locator('[aria-busy="true"]')
    .waitFor({ state: 'detached' })
    .catch(() => {})
  await page.waitForFunction(() => document.querySelectorAll('[aria-busy="true"]').length === 0)
}

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test('axe finds nothing on any page, and nothing is wider than 360 pixels', async () => {
    const found: Record<string, string[]> = {}
    const options = { colorScheme, viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' } as const
    const stranger = await visitor(browser, options)
    const { page, complaints } = await visitorAs(browser, server, ada, options)
    const look = async (shown: Page, path: string, title: string | RegExp) => {
      await shown.goto(at(path))
      await heading(shown, title)
      await settled(shown)
      const faults = await faultsOf(shown)
      if (faults.length > 0) found[path] = faults
    }
    for (const [path, title] of entryPages) await look(stranger.page, path, title)
    for (const [path, title] of pagesOf()) await look(page, path, title)
    expect(found).toEqual({})
    expect([...complaints, ...stranger.complaints]).toEqual([])
  })
})

test('the keyboard alone goes from page to page: the palette finds them, and focus and title follow', async () => {
  const { page } = await visitorAs(browser, server, ada)
  await page.goto(at(home))
  await heading(page, 'Overview')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: /^Find a page/ }).waitFor()
  await page.keyboard.type('launch')
  await page.getByRole('option', { name: /Launch plans/ }).waitFor()
  await page.keyboard.press('Enter')
  await heading(page, /Launch plans/)
  expect(await page.title()).toBe('Launch plans · SyncForge')
  await expectFocusOnHeading(page)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('members')
  await page.keyboard.press('Enter')
  await heading(page, 'Members')
  await expectFocusOnHeading(page)
  await page.keyboard.press('Control+k')
  await page.keyboard.press('Escape')
  await page.getByRole('combobox').waitFor({ state: 'detached' })
})

test('the first load of a page is at most 200 kB of JavaScript, gzipped', async () => {
  for (const [path, title] of [
    ['/sign-in', 'Sign in'],
    [home, 'Overview'],
  ] as const) {
    const { page } = path === home ? await visitorAs(browser, server, ada) : await visitor(browser)
    const sizes: Promise<number>[] = []
    page.on('response', (response) => {
      if (new URL(response.url()).pathname.endsWith('.js'))
        sizes.push(response.body().then((body) => gzipSync(body, { level: 9 }).length))
    })
    await page.goto(at(path))
    await heading(page, title)
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    console.log(`${path}: ${bytes} bytes of JavaScript, gzipped`)
    expect(bytes).toBeLessThan(FIRST_LOAD_MAX_BYTES)
  }
})

test('while the server is away a page says so and tries again; what was there stays', async () => {
  const { page } = await visitorAs(browser, server, ada)
  await page.goto(at(`${home}/rooms`))
  await heading(page, 'Rooms')
  await page.getByRole('link', { name: 'Launch plans' }).waitFor()
  await page.getByRole('link', { name: 'API keys' }).hover()
  await page.context().setOffline(true)
  await page
    .getByText(/^You are offline/)
    .first()
    .waitFor()
  await page.getByRole('link', { name: 'Launch plans' }).waitFor()
  await page.context().setOffline(false)
  await page.getByText(/^You are offline/).waitFor({ state: 'detached' })
})

test('a room that is not there says why, with the code and the id of the request, and offers to try again', async () => {
  const { page } = await visitorAs(browser, server, ada)
  await page.goto(at(`${home}/rooms/never-made`))
  await page.getByRole('heading', { name: 'This could not be loaded' }).waitFor()
  await page.getByText('ROOM_NOT_FOUND').waitFor()
  await page.getByText(/^req_/).waitFor()
  await page.getByRole('button', { name: 'Try again' }).waitFor()
})
