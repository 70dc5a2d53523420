/** What holds on each page of the dashboard: nothing that axe finds, nothing wider than a small phone, where the focus goes, what it weighs, and what is shown when the server is away. */
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SignedIn, signUp } from '../../kit/accounts.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { expectFocusOnHeading, heading, visitor, visitorAs } from '../dashboard-page.ts'
import { faultsOf } from '../page-faults.ts'
import { ownerOf } from '../walks/owner.ts'

const server = sharedServer()
const at = (path: string) => `${server.url}/dashboard${path}`

const FIRST_LOAD_MAX_BYTES = 200_000
const shots = process.env.SHOTS

let browser: Browser
let ada: SignedIn
let home: string
/** Of an organization that Ada has deleted. */
let gone: string
/** To an organization of somebody else's. */
let invitation: string
/** The page that runs the first snippet, with a room in which somebody is. */
let tryOut: string

const asAda = async (path: string, init: RequestInit = {}, organizationId?: string) => {
  const headers = {
    'content-type': 'application/json',
    ...(organizationId === undefined ? {} : { 'syncforge-organization': organizationId }),
  }
  const answer = await ada.browser.fetch(`/api/v1${path}`, { ...init, headers })
  expect([path, answer.status]).toEqual([path, expect.toSatisfy((status: number) => status < 300)])
  return (await answer.json().catch(() => null)) as { readonly id: string; readonly slug: string; readonly key: string }
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
  const publishable = JSON.stringify({ name: 'Page', kind: 'publishable' })
  const page = await asAda(`/organizations/${made.id}/api-keys`, { method: 'POST', body: publishable }, made.id)
  tryOut = `/try#key=${page.key}&room=plans`
  const deleted = await asAda('/organizations', { method: 'POST', body: JSON.stringify({ name: 'Gone' }) })
  await asAda(`/organizations/${deleted.id}`, { method: 'DELETE' }, deleted.id)
  gone = `/orgs/${deleted.slug}`
  const other = await ownerOf(server, 'Inviting')
  const asked = { email: ada.email, role: 'viewer' }
  const { id } = await other.told<{ id: string }>('POST', `/organizations/${other.id}/invitations`, asked)
  invitation = `/invitations/${id}`
})
afterAll(() => browser?.close())

const entryPages = (): readonly (readonly [path: string, title: string])[] => [
  ['/sign-in', 'Sign in'],
  ['/sign-up', 'Make an account'],
  ['/forgot-password', 'Forgot your password?'],
  ['/reset-password?token=x', 'Set a new password'],
  ['/reset-password', 'This link no longer works'],
  ['/verified', 'Your address is confirmed'],
  ['/verified?error=token_expired', 'This link no longer works'],
  [invitation, 'You are invited'],
  ['/try', 'Your snippet, running'],
  [tryOut, 'Your snippet, running'],
  ['/second-factor', 'One more step'],
  ['/error?error=access_denied', 'You could not be signed in'],
  ['/error?of=connecting&error=email_does_not_match', 'It could not be connected'],
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
  ['/verified', 'Your address is confirmed'],
  [invitation, 'Join Inviting?'],
  ['/invitations/inv_never', 'This invitation does not open'],
  [gone, 'Gone was deleted'],
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
    const lookAt = async (shown: Page, name: string, title: string | RegExp) => {
      await heading(shown, title)
      await settled(shown)
      const faults = await faultsOf(shown)
      if (faults.length > 0) found[name] = faults
      if (shots !== undefined) {
        const file = `${shots}/${name.replaceAll(/\W+/g, '-')}-${colorScheme}`
        await shown.screenshot({ path: `${file}-360.png`, fullPage: true })
        await shown.setViewportSize({ width: 1280, height: 800 })
        await shown.screenshot({ path: `${file}-1280.png` })
        await shown.setViewportSize(options.viewport)
      }
    }
    const look = async (shown: Page, path: string, title: string | RegExp) => {
      // Nothing of a page before it, whose address differs only behind the hash.
      await shown.goto('about:blank')
      await shown.goto(at(path))
      await lookAt(shown, path, title)
    }
    for (const [path, title] of entryPages()) await look(stranger.page, path, title)
    for (const [path, title] of pagesOf()) await look(page, path, title)
    // The steps of the first run, one after the other.
    await look(page, `/welcome?organization=${home.split('/').at(-1)}`, 'Pages is there')
    await page.getByRole('button', { name: 'Make my key' }).click()
    await lookAt(page, 'first visitor', 'Meet your first visitor')
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

test('[DB3] the first load of a page is at most 200 kB of HTML, styles and JavaScript, gzipped', async () => {
  for (const [path, title] of [
    ['/sign-in', 'Sign in'],
    [home, 'Overview'],
  ] as const) {
    const { page } = path === home ? await visitorAs(browser, server, ada) : await visitor(browser)
    const sizes: Promise<readonly [type: string, bytes: number]>[] = []
    page.on('response', (response) => {
      const type = response.request().resourceType()
      if (['document', 'script', 'stylesheet'].includes(type))
        sizes.push(response.body().then((body) => [type, gzipSync(body, { level: 9 }).length] as const))
    })
    await page.goto(at(path))
    await heading(page, title)
    const parts = new Map<string, number>()
    for (const [type, size] of await Promise.all(sizes)) parts.set(type, (parts.get(type) ?? 0) + size)
    expect([...parts.keys()].sort()).toEqual(['document', 'script', 'stylesheet'])
    const bytes = [...parts.values()].reduce((sum, size) => sum + size, 0)
    console.log(`${path}: ${bytes} bytes, gzipped`, Object.fromEntries(parts))
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
