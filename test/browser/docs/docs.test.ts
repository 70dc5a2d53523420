/** The documentation as people read it: found by searching, walked by keyboard, every link of it leads somewhere. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { visitor } from '../dashboard-page.ts'

const server = sharedServer()

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

test('what is typed finds the section that tells of it, by keyboard alone and with no other server', async () => {
  const { page, complaints } = await visitor(browser)
  const elsewhere: string[] = []
  page.on('request', (request) => request.url().startsWith(server.url) || elsewhere.push(request.url()))
  await page.goto(`${server.url}/docs/start`)
  await page.keyboard.press('/')
  await page.keyboard.type('signature of a webhook')
  const field = page.getByRole('combobox', { name: 'Search the documentation' })
  await page.getByRole('option').first().waitFor()
  await field.press('Enter')
  await page.waitForURL(/\/docs\/[a-z]+\/webhooks\//)
  await page.keyboard.press('/')
  await page.keyboard.type('xyzzyplugh')
  await page.getByText('Nothing has “xyzzyplugh” in it.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('Nothing has').waitFor({ state: 'hidden' })
  expect([elsewhere, complaints]).toEqual([[], []])
})

test('every link of every page leads to a page or a heading that is there, and each page is there as plain text', async () => {
  const bodies = new Map<string, string>()
  const body = async (path: string) => {
    const known = bodies.get(path)
    if (known !== undefined) return known
    const answer = await fetch(`${server.url}${path}`)
    const text = answer.status === 200 ? await answer.text() : ''
    bodies.set(path, text)
    return text
  }
  const addressesIn = (text: string) => [...text.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href)
  const start = await body('/docs/start/')
  const pages = addressesIn(start).filter((href) => /^\/docs\/.+\/$/.test(href))
  expect(pages.length).toBeGreaterThan(30)
  const broken: string[] = []
  // Grows while it is walked: what a package exports is led to by the package's page alone.
  const walked = new Set(['/docs/', ...pages])
  for (const from of walked) {
    for (const href of addressesIn(await body(from))) {
      if (/^[a-z]+:/.test(href)) continue
      const { pathname, hash } = new URL(href, `${server.url}${from}`)
      if (pathname.startsWith('/docs/sdk/')) walked.add(pathname)
      const target = await body(pathname)
      const id = decodeURIComponent(hash.slice(1))
      if (target === '' || (id !== '' && !target.includes(`id="${id}"`))) broken.push(`${from}: ${href}`)
    }
  }
  expect(broken).toEqual([])
  expect(walked).toContain('/docs/rest/inside-a-room/')
  for (const path of ['client/interfaces/Room', 'react/functions/useOthers', 'server/classes/SyncForge']) {
    expect(walked).toContain(`/docs/sdk/${path}/`)
  }
  const list = await body('/llms.txt')
  const texts = [...list.matchAll(/\]\((\/docs\/[^)]+\.md)\)/g)].map(([, path = '']) => path)
  expect(texts).toHaveLength(new Set(pages).size - 1)
  for (const path of texts) expect(await body(path)).toMatch(/^# /)
})
