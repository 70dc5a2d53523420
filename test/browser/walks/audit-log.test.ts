/** The audit log: narrowed by who and what, and taken along as it is shown. */
import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signUp } from '../../kit/accounts.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { eventually, openAs, ownerOf } from './owner.ts'

const server = sharedServer()
let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

test('acts are narrowed by who and by what, and the export holds what is shown', async () => {
  const acme = await ownerOf(server, 'Audit')
  const grace = await signUp(server, { name: 'Grace Acts' })
  await acme.told('POST', `/organizations/${acme.id}/invitations`, { email: grace.email, role: 'admin' })
  const { invitations } = await acme.told<{ invitations: { id: string }[] }>(
    'GET',
    `/organizations/${acme.id}/invitations`,
  )
  await grace.browser.fetch(`/api/v1/invitations/${invitations[0]?.id}/accept`, { method: 'POST' })
  await acme.told('POST', '/rooms', { id: 'by-the-owner' })
  const headers = { 'content-type': 'application/json', 'syncforge-organization': acme.id }
  const body = JSON.stringify({ id: 'by-grace' })
  expect((await grace.browser.fetch('/api/v1/rooms', { method: 'POST', headers, body })).status).toBe(201)

  const { page, complaints } = await openAs(browser, server, acme, '/audit-log', 'Audit log')
  const rows = () => page.locator('tbody tr').allTextContents()
  await page.getByText('by-grace').first().waitFor()
  await page.getByLabel('What', { exact: true }).selectOption({ label: 'Room' })
  await eventually(async () => (await rows()).length).toBe(2)
  await page.getByLabel('Who', { exact: true }).selectOption({ label: 'Grace Acts' })
  await eventually(async () => (await rows()).length).toBe(1)
  expect((await rows())[0]).toContain('by-grace')
  // The address says what is shown.
  await page.reload()
  await page.getByText('by-grace').first().waitFor()
  expect(await rows()).toHaveLength(1)

  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  const download = await saving
  expect(download.suggestedFilename()).toBe(`audit-log-${acme.slug}.csv`)
  const exported = await readFile(await download.path(), 'utf8')
  const query = `actor=${grace.id}&act=rooms`
  const asked = await acme.person.browser.fetch(`/api/v1/organizations/${acme.id}/audit-log/export?${query}`, {
    headers: { 'syncforge-organization': acme.id },
  })
  expect(exported).toBe(await asked.text())
  expect(exported.trim().split('\n')).toHaveLength(2)
  expect(exported).toContain('by-grace')

  await page.getByLabel('What', { exact: true }).selectOption({ label: 'Webhook' })
  await page.getByText('No act fits both filters.').waitFor()
  expect(complaints).toEqual([])
})
