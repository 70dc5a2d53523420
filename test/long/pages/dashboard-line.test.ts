/** How soon a person can use each page of the dashboard on a slow line: 4 Mbit/s, 60 ms there and back, nothing in the browser's cache. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { heading, visitorAs } from '../../browser/dashboard-page.ts'
import { signUp } from '../../kit/accounts.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { startServer, type TestServer } from '../../kit/server.ts'

const usableMaxMs = 2_000
const line = {
  offline: false,
  latency: 60,
  downloadThroughput: (4 * 1024 * 1024) / 8,
  uploadThroughput: (4 * 1024 * 1024) / 8,
}

let server: TestServer
let browser: Browser
beforeAll(async () => {
  ;[server, browser] = await Promise.all([startServer(), launchBrowser()])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('each page of the dashboard can be used within two seconds', async () => {
  const ada = await signUp(server, { name: 'Ada' })
  const post = async (path: string, body: object, organizationId?: string) => {
    const headers = {
      'content-type': 'application/json',
      ...(organizationId === undefined ? {} : { 'syncforge-organization': organizationId }),
    }
    const answer = await ada.browser.fetch(`/api/v1${path}`, { method: 'POST', body: JSON.stringify(body), headers })
    return (await answer.json()) as { readonly id: string; readonly slug: string }
  }
  const { id, slug } = await post('/organizations', { name: 'Lines' })
  await post('/rooms', { id: 'plans', name: 'Launch plans' }, id)
  const home = `/orgs/${slug}`
  const pages: readonly (readonly [string, string | RegExp])[] = [
    [home, 'Overview'],
    [`${home}/rooms`, 'Rooms'],
    [`${home}/rooms/plans`, /Launch plans/],
    [`${home}/rooms/plans/documents`, /Launch plans/],
    [`${home}/rooms/plans/settings`, /Launch plans/],
    [`${home}/keys`, 'API keys'],
    [`${home}/members`, 'Members'],
    [`${home}/audit-log`, 'Audit log'],
    [`${home}/settings`, 'Settings'],
    ['/profile', 'Your account'],
    ['/security', 'Your account'],
  ]
  const took: Record<string, number> = {}
  for (const [path, title] of pages) {
    const { page } = await visitorAs(browser, server, ada)
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Network.enable')
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: true })
    await devtools.send('Network.emulateNetworkConditions', line)
    const startedAt = performance.now()
    await page.goto(`${server.url}/dashboard${path}`, { waitUntil: 'commit' })
    await heading(page, title)
    await page.waitForFunction(() => document.querySelectorAll('[aria-busy="true"]').length === 0)
    took[path.replace(home, '')] = Math.round(performance.now() - startedAt)
    await page.close()
  }
  console.log(took)
  expect(Object.entries(took).filter(([, ms]) => ms > usableMaxMs)).toEqual([])
})
