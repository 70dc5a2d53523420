/** The pages of rights as a person uses them: grants, share links, shares by e-mail and bans of a room, and the issuers whose tokens are taken. */
import { generateKeyPairSync } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitForMail } from '../../kit/accounts.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { headersOf } from '../../kit/members.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { choose, codeIn, heading, inDialog, visitor } from '../dashboard-page.ts'
import { faultsOf } from '../page-faults.ts'

const server = sharedServer()
const shots = process.env.SHOTS

let browser: Browser
let slug: string

const asOwner = async <T>(method: string, path: string, body?: object): Promise<T> => {
  const headers = { ...(await headersOf(server, 'owner')), 'content-type': 'application/json' }
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect([method, path, answer.ok]).toEqual([method, path, true])
  return (answer.status === 204 ? undefined : await answer.json()) as T
}

beforeAll(async () => {
  browser = await launchBrowser()
  const { organizations } = await asOwner<{ organizations: { id: string; slug: string }[] }>('GET', '/organizations')
  slug = organizations.find(({ id }) => id === 'org_dev')?.slug ?? expect.fail('no development organization')
})
afterAll(() => browser?.close())

const visitAs = async (name: 'owner' | 'viewer', options: Parameters<typeof visitor>[1] = {}) => {
  const { page, complaints } = await visitor(browser, options)
  const { cookie = '' } = await headersOf(server, name)
  const at = cookie.indexOf('=')
  await page.context().addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url: server.url }])
  return { page, complaints, home: `${server.url}/dashboard/orgs/${slug}` }
}

const shoot = async (page: Page, name: string) => {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** A room of the test's own. */
const makeRoom = async (name: string): Promise<string> => {
  const id = `rights-${name}-${process.pid}`
  await asOwner('POST', '/rooms', { id, access: 'private', name: 'Rights' })
  return id
}

const openAccess = async (page: Page, home: string, roomId: string) => {
  await page.goto(`${home}/rooms/${roomId}/access`)
  await heading(page, /Rights/)
  await card(page, 'Grants').waitFor()
}

test('a grant is given for the room and one document, changed and taken back', async () => {
  const roomId = await makeRoom('grants')
  const { page, complaints, home } = await visitAs('owner')
  await openAccess(page, home, roomId)
  await page.getByText('Nobody has a grant').waitFor()
  await page.getByRole('button', { name: 'Give somebody access' }).click()
  // Whoever types finds themselves in the first field.
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('userId')
  await page.keyboard.type('grace')
  await inDialog(page).getByLabel('In the room they may').selectOption('read')
  await inDialog(page).getByRole('button', { name: 'Something else in one document' }).click()
  await inDialog(page).getByLabel('Document', { exact: true }).fill('/plan')
  await inDialog(page).getByLabel('There they may').selectOption('write')
  await inDialog(page).getByRole('button', { name: 'Give access' }).click()
  await inDialog(page).getByRole('alert').waitFor()
  await inDialog(page).getByLabel('Document', { exact: true }).fill('plan')
  await inDialog(page).getByLabel('There they may').selectOption('write')
  await shoot(page, 'grant')
  await inDialog(page).getByRole('button', { name: 'Give access' }).click()
  const row = card(page, 'Grants').getByRole('listitem').filter({ hasText: 'grace' })
  await row.getByText('writes “plan”').waitFor()
  await row.getByText('reads in the room').waitFor()
  const decision = () => asOwner<object>('GET', `/rooms/${roomId}/participants/grace`)
  expect(await decision()).toMatchObject({ access: 'read', documents: { plan: 'write' } })
  await row.getByRole('button', { name: /^Change/ }).click()
  await inDialog(page).getByLabel('In the room they may').selectOption('token')
  await inDialog(page).getByLabel('In “plan” they may').selectOption('room')
  await inDialog(page).getByRole('button', { name: 'Change', exact: true }).click()
  await row.waitFor({ state: 'detached' })
  expect(await decision()).toMatchObject({ access: null, documents: {} })
  expect(complaints).toEqual([])
})

test('a share link is made, opens the room for somebody, is listed with its end, and opens nothing once it is revoked', async () => {
  const roomId = await makeRoom('links')
  const { page, complaints, home } = await visitAs('owner')
  await openAccess(page, home, roomId)
  await page.getByRole('button', { name: 'Make a link' }).click()
  await inDialog(page).getByLabel('Name').fill('For the class')
  await inDialog(page).getByLabel('Who has it may').selectOption('write')
  await inDialog(page).getByLabel('Ends').selectOption('7')
  await inDialog(page).getByRole('button', { name: 'Make the link' }).click()
  const url = await codeIn(page, 'Link')
  expect(url).toContain('#link=')
  await page.getByRole('button', { name: 'I have it' }).click()
  const row = card(page, 'Share links').getByRole('listitem').filter({ hasText: 'For the class' })
  await row.getByText(/writes · made .* until /).waitFor()
  const { page: guest } = await visitor(browser)
  await guest.goto(url)
  await guest.getByRole('textbox', { name: 'Document text' }).fill('By the link')
  await guest.locator('#status .status-text', { hasText: 'Saved' }).waitFor()
  await row.getByRole('button', { name: /^Revoke/ }).click()
  await inDialog(page).getByRole('button', { name: 'Revoke the link' }).click()
  await row.waitFor({ state: 'detached' })
  await guest.getByText(/FORBIDDEN|KEY_REVOKED/).waitFor()
  await page.getByText('No share links').waitFor()
  expect(complaints).toEqual([])
})

test('a room is shared by e-mail, waits, and is taken back', async () => {
  const roomId = await makeRoom('shares')
  const { page, home } = await visitAs('owner')
  const email = `share-${process.pid}@people.example.com`
  await openAccess(page, home, roomId)
  await page.getByRole('button', { name: 'Share by e-mail' }).click()
  await inDialog(page).getByLabel('E-mail').fill(email)
  await inDialog(page).getByLabel('They may').selectOption('comment')
  await inDialog(page).getByRole('button', { name: 'Share', exact: true }).click()
  const row = card(page, 'Shared by e-mail').getByRole('listitem').filter({ hasText: email })
  await row.getByText(/^comments/).waitFor()
  await waitForMail(server, email, /./)
  await row.getByRole('button', { name: /^Take back/ }).click()
  await row.waitFor({ state: 'detached' })
  expect(await asOwner('GET', `/rooms/${roomId}/shares`)).toEqual({ shares: [] })
})

test('who is banned is listed apart from the grants and let in again', async () => {
  const roomId = await makeRoom('bans')
  await asOwner('POST', `/rooms/${roomId}/participants/mallory/kick`, { ban: true })
  await asOwner('POST', `/rooms/${roomId}/participants/trent/kick`, { ban: { forMs: 3_600_000 }, verified: false })
  const { page, home } = await visitAs('owner')
  await openAccess(page, home, roomId)
  const banned = card(page, 'Banned').getByRole('listitem')
  await banned.filter({ hasText: 'mallory' }).getByText('until it is taken back').waitFor()
  await banned.filter({ hasText: 'trent' }).getByText('only who claims this id').waitFor()
  await page.getByText('Nobody has a grant').waitFor()
  await shoot(page, 'access')
  for (const name of ['mallory', 'trent']) {
    await banned
      .filter({ hasText: name })
      .getByRole('button', { name: /^Let in again/ })
      .click()
    await banned.filter({ hasText: name }).waitFor({ state: 'detached' })
    expect(await asOwner('GET', `/rooms/${roomId}/participants/${name}`)).toMatchObject({ ban: null, claimsBan: null })
  }
})

test('who may only look is told why; a list that does not come says so by itself, and comes when asked again', async () => {
  const roomId = await makeRoom('viewer')
  const { page, home } = await visitAs('viewer')
  const links = `**/api/v1/rooms/${roomId}/links`
  await page.route(links, (route) => route.fulfill({ status: 503, json: {} }))
  await openAccess(page, home, roomId)
  for (const name of ['Give somebody access', 'Make a link', 'Share by e-mail'])
    expect(await page.getByRole('button', { name }).getAttribute('aria-disabled')).toBe('true')
  await card(page, 'Shared by e-mail')
    .getByText(/Your role here is Viewer/)
    .first()
    .waitFor()
  await card(page, 'Share links').getByText('This could not be loaded').waitFor()
  await page.getByText('Nobody has a grant').waitFor()
  await page.unroute(links)
  await card(page, 'Share links').getByRole('button', { name: 'Try again' }).click()
  await page.getByText('No share links').waitFor()
  await page.goto(`${home}/token-issuers`)
  await heading(page, 'Token issuers')
  await expect
    .poll(() => page.getByRole('button', { name: 'Name an issuer' }).first().getAttribute('aria-disabled'))
    .toBe('true')
})

test('an issuer is named by the address of its keys, given keys instead, and removed', async () => {
  const { page, complaints, home } = await visitAs('owner')
  const name = `Sign-in ${process.pid}`
  await page.goto(`${home}/token-issuers`)
  await heading(page, 'Token issuers')
  await page.getByRole('button', { name: 'Name an issuer' }).first().click()
  await inDialog(page).getByLabel('Name').fill(name)
  await inDialog(page).getByLabel('Issuer').fill(`https://login-${process.pid}.example.com/`)
  await inDialog(page).getByLabel('Audience').fill('https://app.example.com')
  await inDialog(page).getByLabel('Address of its keys').fill('https://user:secret@login.example.com/keys')
  await inDialog(page).getByRole('button', { name: 'Take its tokens' }).click()
  await inDialog(page).getByRole('alert').first().waitFor()
  await inDialog(page).getByLabel('Address of its keys').fill('https://login.example.com/keys')
  await shoot(page, 'issuer')
  await inDialog(page).getByRole('button', { name: 'Take its tokens' }).click()
  const row = page.getByRole('row', { name: new RegExp(name) })
  await row.getByText('https://login.example.com/keys').waitFor()
  await shoot(page, 'issuers')
  await choose(page, `More about ${name}`, 'Other keys…')
  await inDialog(page).getByLabel('Its public keys').selectOption('keys')
  await inDialog(page).getByLabel('Public keys', { exact: true }).fill('no key at all')
  await inDialog(page).getByRole('button', { name: 'Change the keys' }).click()
  await inDialog(page).getByRole('alert').first().waitFor()
  const { publicKey } = generateKeyPairSync('ed25519')
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  await inDialog(page).getByLabel('Public keys', { exact: true }).fill(`${pem}\n${pem}`)
  await inDialog(page).getByRole('button', { name: 'Change the keys' }).click()
  await row.getByText('Ed25519 key').first().waitFor()
  expect(await row.getByText('Ed25519 key').count()).toBe(2)
  await choose(page, `More about ${name}`, 'Remove…')
  await inDialog(page).getByRole('button', { name: 'Remove the issuer' }).click()
  await row.waitFor({ state: 'detached' })
  expect(complaints).toEqual([])
})

test.each(['light', 'dark'] as const)(
  'in the %s theme axe finds nothing on filled pages, and nothing is wider than 360 pixels',
  async (colorScheme) => {
    const id = await makeRoom(colorScheme)
    await asOwner('PATCH', `/rooms/${id}/participants/grace-of-a-rather-long-user-id-0123456789`, {
      access: 'write',
      documents: { plan: 'read', 'a-document-with-a-long-name': 'comment' },
    })
    await asOwner('POST', `/rooms/${id}/participants/mallory/kick`, { ban: true })
    await asOwner('POST', `/rooms/${id}/links`, { access: 'comment', name: 'For the class of the afternoon' })
    await asOwner('POST', `/rooms/${id}/shares`, {
      email: `filled-${colorScheme}-${process.pid}@people.example.com`,
      access: 'write',
    })
    const issuer = { name: `Filled ${id}`, issuer: `https://${id}.example.com/`, audience: 'https://app.example.com' }
    const { id: issuerId } = await asOwner<{ id: string }>('POST', '/organizations/org_dev/token-issuers', {
      ...issuer,
      jwksUrl: 'https://login.example.com/a/rather/long/path/.well-known/jwks.json',
    })
    for (const width of shots === undefined ? [360] : [1280, 390]) {
      const { page, home } = await visitAs('owner', {
        colorScheme,
        viewport: { width, height: 800 },
        reducedMotion: 'reduce',
      })
      await page.goto(`${home}/rooms/${id}/access`)
      await card(page, 'Shared by e-mail').getByRole('listitem').waitFor()
      await card(page, 'Banned').getByRole('listitem').waitFor()
      await card(page, 'Share links').getByRole('listitem').waitFor()
      await shoot(page, `access-${colorScheme}-${width}`)
      expect(await faultsOf(page)).toEqual([])
      await card(page, 'Grants')
        .getByRole('button', { name: /^Change/ })
        .click()
      await inDialog(page).getByLabel('In “plan” they may').waitFor()
      await shoot(page, `change-${colorScheme}-${width}`)
      expect(await faultsOf(page)).toEqual([])
      await page.goto(`${home}/token-issuers`)
      await page.getByText(issuer.name).waitFor()
      await shoot(page, `issuers-${colorScheme}-${width}`)
      expect(await faultsOf(page)).toEqual([])
      await page.getByRole('button', { name: 'Name an issuer' }).first().click()
      await inDialog(page).getByLabel('Audience').waitFor()
      await shoot(page, `new-issuer-${colorScheme}-${width}`)
      expect(await faultsOf(page)).toEqual([])
    }
    await asOwner('DELETE', `/organizations/org_dev/token-issuers/${issuerId}`)
  },
)
