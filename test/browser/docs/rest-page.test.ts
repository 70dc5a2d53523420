/** The pages of the REST API as somebody uses them who tries a call before writing one. */
import { developmentKeys } from '@syncforge/protocol/keys'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { visitor } from '../dashboard-page.ts'
import { faultsOf } from '../page-faults.ts'

const server = sharedServer()

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const route = (page: Page, name: string) => {
  const section = page.getByRole('region', { name, exact: true })
  const answer = section.locator('.try-answer')
  return {
    section,
    answer,
    open: () => section.getByRole('button', { name: 'Try it' }).press('Enter'),
    field: (label: string) =>
      section.locator('.try-field', { has: page.locator(`code:text-is("${label}")`) }).locator('.field'),
    async send(said: RegExp) {
      await section.getByRole('button', { name: 'Send' }).click()
      await answer.getByText(said).first().waitFor()
    },
  }
}

test('a room is made, read, and not found, by forms alone; nothing that comes back is markup', async () => {
  const { page, complaints } = await visitor(browser)
  await page.goto(`${server.url}/docs/rest/rooms`)
  expect(await page.getByText(`curl -X POST ${server.url}/api/v1/rooms \\`).count()).toBeGreaterThan(0)
  const id = `try-${Date.now()}`

  const create = route(page, 'Create a room')
  await create.open()
  await create
    .field('body')
    .fill(JSON.stringify({ id, metadata: { note: '<img src=x onerror="document.title = 1">' } }))
  await create.send(/^201/)
  expect(await create.answer.textContent()).toContain('<img src=x onerror=')
  expect(await create.answer.locator('img').count()).toBe(0)
  await create.send(/^409/)
  expect(await create.answer.textContent()).toContain('ROOM_EXISTS')

  const read = route(page, 'Get a room')
  await read.open()
  await read.section.getByRole('button', { name: 'Send' }).click()
  expect(await read.field('roomId').evaluate((field: HTMLInputElement) => field.validity.valueMissing)).toBe(true)
  await read.field('roomId').fill(id)
  await read.send(/^200/)
  await read.field('roomId').fill('no-such-room')
  await read.send(/^404/)

  // The key is one for all forms.
  expect(await read.field('key').inputValue()).toBe(developmentKeys.secret.key)
  await read.field('key').fill('sk_live_wrong')
  expect(await create.field('key').inputValue()).toBe('sk_live_wrong')
  await create.send(/^401/)

  await page.context().setOffline(true)
  await create.send(/^No answer/)
  const other = route(page, 'List rooms')
  await other.open()
  await page.context().setOffline(false)
  await other.field('limit').fill('0')
  await other.send(/^401/)
  await other.field('key').fill(developmentKeys.secret.key)
  await other.send(/^400/)
  expect(complaints).toEqual([])
})

test('a key typed once goes along from page to page of the routes, and nothing keeps it', async () => {
  const { page, complaints } = await visitor(browser)
  await page.goto(`${server.url}/docs/`)
  await page.getByRole('main').getByRole('link', { name: 'Create a room' }).click()
  await page.getByRole('heading', { level: 1, name: 'Rooms', exact: true }).waitFor()
  const create = route(page, 'Create a room')
  await create.open()
  await create.field('key').fill('sk_live_of_mine')
  await page.getByRole('navigation', { name: 'Documentation' }).getByRole('link', { name: 'Locks' }).last().click()
  await page.getByRole('heading', { level: 1, name: 'Locks', exact: true }).waitFor()
  expect([new URL(page.url()).pathname, await page.title()]).toEqual([
    '/docs/rest/locks/',
    'Locks: REST API: SyncForge',
  ])
  expect(await page.locator('.pages [aria-current]').textContent()).toBe('Locks')
  const take = route(page, 'Acquire a lock')
  await take.open()
  expect(await take.field('key').inputValue()).toBe('sk_live_of_mine')
  const kept = () =>
    page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, name, history.state]))
  expect(await kept()).not.toContain('sk_live')

  await page.goBack()
  await create.section.waitFor()
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: 'REST API' }).waitFor()
  await page.goForward()
  await create.open()
  expect(await create.field('key').inputValue()).toBe('sk_live_of_mine')
  await page.reload()
  await create.open()
  expect(await create.field('key').inputValue()).toBe(developmentKeys.secret.key)
  expect(complaints).toEqual([])
})

test('an address from when all routes were on one page leads to the page of the route', async () => {
  const { page, complaints } = await visitor(browser)
  await page.goto(`${server.url}/docs#post-api-v1-tokens`)
  await page.waitForURL('**/docs/rest/tokens/#post-api-v1-tokens')
  await page.getByRole('heading', { level: 1, name: 'Tokens', exact: true }).waitFor()
  await page.goto(`${server.url}/docs/#rooms`)
  await page.getByRole('main').getByRole('link', { name: 'Rooms', exact: true }).click()
  await page.waitForURL('**/docs/rest/rooms/')
  await page.goto(`${server.url}/docs/#errors`)
  await page.getByRole('heading', { level: 2, name: 'Errors' }).waitFor()
  await page.getByRole('combobox', { name: 'Search the documentation' }).fill('Remove somebody kick')
  await page.getByRole('option').first().click()
  await page.waitForURL('**/docs/rest/people-in-a-room/#post-api-v1-rooms-roomId-participants-userId-kick')
  await page.getByRole('listbox').waitFor({ state: 'hidden' })
  expect(complaints).toEqual([])
})

test.each(['light', 'dark'] as const)('in the %s theme it holds on a phone too', async (colorScheme) => {
  const { page } = await visitor(browser, { colorScheme, viewport: { width: 390, height: 844 } })
  await page.goto(`${server.url}/docs/rest/rooms`)
  const create = route(page, 'Create a room')
  await create.open()
  await create.field('body').waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  expect(await faultsOf(page)).toEqual([])
})
