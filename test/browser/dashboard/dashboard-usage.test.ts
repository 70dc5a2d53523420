/** The usage page: who came is counted on it soon after, by day, hour, room, key and person. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SignedIn, signUp } from '../../kit/accounts.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { enter, freshRoomId } from '../../sdk/kit.ts'
import { heading, visitorAs } from '../dashboard-page.ts'

const server = sharedServer()
let browser: Browser
let ada: SignedIn
beforeAll(async () => {
  browser = await launchBrowser()
  ada = await signUp(server, { name: 'Ada Usage' })
})
afterAll(() => browser?.close())

test('who comes is counted once, with the room and the key that they came by', async () => {
  const ask = async (path: string, body: object, organizationId?: string) => {
    const headers = {
      'content-type': 'application/json',
      ...(organizationId === undefined ? {} : { 'syncforge-organization': organizationId }),
    }
    const answer = await ada.browser.fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return (await answer.json()) as { readonly id: string; readonly slug: string; readonly key: string }
  }
  const { id, slug } = await ask('/organizations', { name: 'Usage' })
  const room = freshRoomId('counted')
  await ask('/rooms', { id: room, access: 'public' }, id)
  const key = await ask(`/organizations/${id}/api-keys`, { name: 'Page', kind: 'publishable' }, id)
  const { page, complaints } = await visitorAs(browser, server, ada)
  const long = `somebody-with-a-long-id-${'x'.repeat(200)}`
  for (const userId of ['ada', 'bob', 'ada', long]) await enter(server.wsUrl, room, { userId }, { apiKey: key.key })
  await page.goto(`${server.url}/dashboard/orgs/${slug}/usage`)
  await heading(page, 'Usage')
  const figure = page.locator('.figure', { hasText: 'People this month' })
  await expect
    .poll(
      async () => {
        const shown = await figure.locator('dd').textContent()
        if (shown !== '3 of 50') await page.reload()
        return shown
      },
      { timeout: 30_000 },
    )
    .toBe('3 of 50')
  await page.getByRole('link', { name: room }).waitFor()
  const byKey = page.getByRole('listitem').filter({ hasText: key.id })
  await byKey.getByText('Page', { exact: true }).waitFor()
  const people = page.locator('section, .card').filter({ hasText: 'People who came most' }).last()
  expect(await people.getByRole('listitem').allTextContents()).toEqual([
    'adaonly claimed1',
    'bobonly claimed1',
    `${long}only claimed1`,
  ])
  await page.setViewportSize({ width: 390, height: 800 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await expect(page.locator('.figure', { hasText: 'Rooms' }).locator('dd').textContent()).resolves.toBe('1 of 3')
  expect(await page.locator('.chart-bar').count()).toBe(2)
  expect(complaints).toEqual([])
})
