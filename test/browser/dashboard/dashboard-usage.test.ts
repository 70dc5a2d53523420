/** The usage page: who came is counted on it soon after, by day, hour, room, key and person. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SignedIn, signUp } from '../../kit/accounts.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { enter, freshRoomId } from '../../sdk/kit.ts'
import { heading, visitorAs } from '../dashboard-page.ts'
import { eventually } from '../walks/owner.ts'

const server = sharedServer()
const shots = process.env.SHOTS
const looks = [
  ['light', 1280],
  ['light', 390],
  ['dark', 1280],
  ['dark', 390],
] as const

let browser: Browser
let ada: SignedIn
beforeAll(async () => {
  browser = await launchBrowser()
  ada = await signUp(server, { name: 'Ada Usage' })
})
afterAll(() => browser?.close())

const ask = async (path: string, body: object, organizationId?: string) => {
  const headers = {
    'content-type': 'application/json',
    ...(organizationId === undefined ? {} : { 'syncforge-organization': organizationId }),
  }
  const answer = await ada.browser.fetch(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return (await answer.json()) as { readonly id: string; readonly slug: string; readonly key: string }
}

const made = (name: string) => ask('/organizations', { name })

test('[DB1] who comes is counted once, with the room and the key that they came by', async () => {
  const { id, slug } = await made('Usage')
  const room = freshRoomId('counted')
  await ask('/rooms', { id: room, access: 'public' }, id)
  const key = await ask(`/organizations/${id}/api-keys`, { name: 'Page', kind: 'publishable' }, id)
  const { page, complaints } = await visitorAs(browser, server, ada)
  const figure = (title: string) => page.locator('.figure', { hasText: title }).locator('dd')
  await page.goto(`${server.url}/dashboard/orgs/${slug}/usage`)
  await heading(page, 'Usage')
  await page.getByText('Live', { exact: true }).waitFor()
  await eventually(() => figure('People this month').textContent()).toBe('0 of 50')
  const long = `somebody-with-a-long-id-${'x'.repeat(200)}`
  for (const userId of ['ada', 'bob', 'ada', long]) await enter(server.wsUrl, room, { userId }, { apiKey: key.key })
  // Pushed: nothing asks again before a minute is over.
  const soon = { timeout: 20_000 }
  await expect.poll(() => figure('People this month').textContent(), soon).toBe('3 of 50')
  await expect.poll(() => figure('Here now').textContent(), soon).toBe('3')
  await expect.poll(() => figure('Connections now').textContent(), soon).toBe('4')
  await expect.poll(() => figure('Most connections at once').textContent(), soon).toBe('4')
  await page.getByRole('link', { name: room }).waitFor()
  const byKey = page.getByRole('listitem').filter({ hasText: key.id })
  await byKey.getByText('Page', { exact: true }).waitFor()
  const people = page.locator('section, .card').filter({ hasText: 'People who came most' }).last()
  await eventually(() => people.getByRole('listitem').allTextContents()).toEqual([
    'adaonly claimed1',
    'bobonly claimed1',
    `${long}only claimed1`,
  ])
  await page.setViewportSize({ width: 390, height: 800 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  await expect(figure('Rooms').textContent()).resolves.toBe('1 of 3')
  await eventually(() => page.locator('.chart-bar').count()).toBe(3)
  expect(complaints).toEqual([])
})

test('joins are shown of one room or of one key, and the address says of which', async () => {
  const { id, slug } = await made('Charts')
  const key = await ask(`/organizations/${id}/api-keys`, { name: 'Page', kind: 'publishable' }, id)
  const rooms = [freshRoomId('busy'), freshRoomId('quiet')] as const
  for (const room of rooms) await ask('/rooms', { id: room, access: 'public' }, id)
  for (const userId of ['ada', 'bob']) await enter(server.wsUrl, rooms[0], { userId }, { apiKey: key.key })
  await enter(server.wsUrl, rooms[1], { userId: 'ada' }, { apiKey: key.key })
  const { page, complaints } = await visitorAs(browser, server, ada)
  await page.goto(`${server.url}/dashboard/orgs/${slug}/usage`)
  await heading(page, 'Usage')
  const card = page.getByRole('region', { name: 'Joins', exact: true })
  const picker = card.getByLabel('Joins of')
  const joins = () => card.locator('table', { hasText: 'By hour' }).locator('td').allTextContents()
  const total = async () => (await joins()).reduce((sum, text) => sum + Number(text), 0)
  await expect.poll(total, { timeout: 30_000 }).toBe(3)
  await picker.selectOption(`room:${rooms[0]}`)
  await eventually(total).toBe(2)
  const ofRoom = await ada.browser.fetch(`/api/v1/analytics/usage?by=hour&roomId=${rooms[0]}`, {
    headers: { 'syncforge-organization': id },
  })
  const { periods } = (await ofRoom.json()) as { readonly periods: readonly { readonly joins: number }[] }
  expect(periods.reduce((sum, period) => sum + period.joins, 0)).toBe(2)
  await page.reload()
  await eventually(() => picker.inputValue()).toBe(`room:${rooms[0]}`)
  await picker.selectOption({ label: 'Key Page' })
  await eventually(total).toBe(3)
  await picker.selectOption({ label: `Room ${rooms[1]}` })
  await eventually(total).toBe(1)
  for (const [colorScheme, width] of shots === undefined ? [] : looks) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    await page.screenshot({ path: `${shots}/usage-${colorScheme}-${width}.png`, fullPage: true })
  }
  await picker.selectOption({ label: 'Everything' })
  await eventually(() => new URL(page.url()).search).toBe('')
  await eventually(total).toBe(3)
  expect(complaints).toEqual([])
})
