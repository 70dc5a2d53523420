/** What holds on each page that needs no account: nothing that axe finds, nothing wider than a small phone, in both themes. */
import type { Browser } from 'playwright-core'
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

const paths = [
  '/',
  '/examples',
  '/docs',
  '/docs/start',
  '/docs/tutorials/shared-list',
  '/docs/reference/locks',
  '/docs/rest/locks',
  '/dev/outbox',
  '/nothing-here',
]

test.each(['light', 'dark'] as const)('in the %s theme', async (colorScheme) => {
  const { page, complaints } = await visitor(browser, { colorScheme, viewport: { width: 360, height: 740 } })
  const found: Record<string, readonly string[]> = {}
  for (const path of paths) {
    await page.goto(`${server.url}${path}`)
    found[path] = await faultsOf(page)
  }
  expect(found).toEqual(Object.fromEntries(paths.map((path) => [path, []])))
  expect(complaints).toEqual([])
})
