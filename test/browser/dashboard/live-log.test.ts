/** The dashboard's live log in Chromium: a join, a refusal and an act appear as they happen; filtered, paused, copied, through a lost connection. */
import { SyncForge } from '@syncforge/client'
import type { Browser, WebSocketRoute } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SignedIn, signUp } from '../../kit/accounts.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { visitorAs } from '../dashboard-page.ts'

const server = sharedServer()
let browser: Browser
let ada: SignedIn
let organization: { readonly id: string; readonly slug: string }
let apiKey: string

const asAda = async <T>(path: string, json: object): Promise<T> => {
  const headers = {
    'content-type': 'application/json',
    ...(organization && { 'syncforge-organization': organization.id }),
  }
  const answer = await ada.browser.fetch(`/api/v1${path}`, { method: 'POST', body: JSON.stringify(json), headers })
  expect([path, answer.status]).toEqual([path, 201])
  return (await answer.json()) as T
}

beforeAll(async () => {
  browser = await launchBrowser()
  ada = await signUp(server, { name: 'Ada Logs' })
  organization = await asAda('/organizations', { name: 'Logs' })
  const key = await asAda<{ readonly key: string }>(`/organizations/${organization.id}/api-keys`, {
    name: 'Page',
    kind: 'publishable',
  })
  apiKey = key.key
  await asAda('/rooms', { id: 'open-to-all', access: 'public' })
})
afterAll(() => browser?.close())

const join = async (roomId: string, userId: string) => {
  const client = new SyncForge({ apiKey, endpoint: server.wsUrl, onError: () => {} })
  const room = await client.joinRoom(roomId, { userId, userInfo: { name: userId } })
  return { room, close: () => client.close() }
}

test('a join, a leave, a refusal and an act are shown as they happen; filters, pause and copy', async () => {
  const { page, complaints } = await visitorAs(browser, server, ada, {
    viewport: { width: 1200, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await page.goto(`${server.url}/dashboard/orgs/${organization.slug}/live-log`)
  await page.getByText('Live', { exact: true }).first().waitFor()
  const row = (kind: string, ...words: readonly string[]) =>
    words.reduce((rows, word) => rows.filter({ hasText: word }), page.locator(`tr[data-kind="${kind}"]`))

  await asAda('/rooms', { id: 'closed', access: 'private' })
  await row('act', 'Room added', 'closed').waitFor()
  const bob = await join('open-to-all', 'bob')
  await row('join', 'bob', 'open-to-all').waitFor()
  await expect(join('closed', 'mallory')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await row('refusal', 'FORBIDDEN', 'closed').first().waitFor()

  await page.getByLabel('Kind').selectOption('join')
  await expect.poll(() => row('refusal').count()).toBe(0)
  expect(await row('join').count()).toBe(1)
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByText('1 line copied.').waitFor()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(JSON.parse(copied)).toMatchObject({ kind: 'join', who: 'bob', roomId: 'open-to-all' })
  await page.getByLabel('Kind').selectOption('')

  await page.getByRole('button', { name: 'Pause' }).click()
  bob.close()
  await page.getByRole('button', { name: 'Go on (1 new)' }).waitFor()
  expect(await row('leave').count()).toBe(0)
  await page.getByRole('button', { name: /Go on/ }).click()
  await row('leave', 'bob').waitFor()
  await page.getByLabel('Who').fill('nobody-like-this')
  await page.getByText('No line fits the filters.').waitFor()
  expect(complaints).toEqual([])
})

test('after a lost connection nothing is missing, and nothing is there twice', async () => {
  const { page } = await visitorAs(browser, server, ada, { viewport: { width: 360, height: 740 } })
  const lines: WebSocketRoute[] = []
  await page.routeWebSocket(/\/live\/log/, (line) => {
    lines.push(line)
    line.connectToServer()
  })
  await page.goto(`${server.url}/dashboard/orgs/${organization.slug}/live-log`)
  const carl = await join('open-to-all', 'carl')
  const came = page.locator('tr[data-kind="join"]').filter({ hasText: 'carl' })
  await came.waitFor()
  await lines[0]?.close({ code: 1012 })
  carl.close()
  await page.locator('tr[data-kind="leave"]').filter({ hasText: 'carl' }).waitFor()
  expect(await came.count()).toBe(1)
  expect(lines.length).toBe(2)
  expect(await page.locator('tr[data-kind="gap"]').count()).toBe(0)
})
