/** A secret key from its making to its end: its rights, what it was used for, and that nothing takes it any more. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { choose, codeIn, inDialog } from '../dashboard-page.ts'
import { agree, openAs, ownerOf } from './owner.ts'

const server = sharedServer()
let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

test('a secret key is made with some rights and an end, does what it may, shows its use, and is revoked', async () => {
  const acme = await ownerOf(server, 'Keys')
  const { page, complaints } = await openAs(browser, server, acme, '/keys', 'API keys')
  await page.getByRole('button', { name: 'Make a key' }).first().click()
  await inDialog(page).getByLabel('Name').fill('Server')
  await inDialog(page).getByLabel('Begins with').selectOption('test')
  await inDialog(page).getByLabel('Ends').selectOption({ label: 'In 30 days' })
  for (const scope of ['rooms:write', 'documents:write', 'comments:write', 'webhooks', 'analytics'])
    await inDialog(page).getByLabel(scope, { exact: true }).uncheck()
  await inDialog(page).getByRole('button', { name: 'Make the key' }).click()
  const key = await codeIn(page, 'API key')
  expect(key).toMatch(/^sk_test_/)
  await page.getByRole('button', { name: 'I have it' }).click()
  const row = page.getByRole('row', { name: /Server/ })
  for (const scope of ['rooms:read', 'tokens']) await row.getByText(scope, { exact: true }).waitFor()
  interface Listed {
    readonly id: string
    readonly name: string
    readonly scopes: readonly string[]
    readonly expiresAt: number
  }
  const keys = async () =>
    (await acme.told<{ apiKeys: readonly Listed[] }>('GET', `/organizations/${acme.id}/api-keys`)).apiKeys
  const [made = expect.fail('no key')] = await keys()
  expect(made).toMatchObject({ name: 'Server', scopes: expect.arrayContaining(['rooms:read', 'tokens']) })
  expect(made.scopes).toHaveLength(2)
  expect(Math.round((made.expiresAt - Date.now()) / 86_400_000)).toBe(30)

  const call = async (method: string) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const answer = await fetch(`${server.url}/api/v1/rooms`, {
      method,
      headers,
      ...(method === 'POST' && { body: '{}' }),
    })
    return answer.status
  }
  expect([await call('GET'), await call('GET'), await call('POST')]).toEqual([200, 200, 403])
  const used = async () => {
    const { days } = await acme.told<{ days: readonly { requests: number }[] }>(
      'GET',
      `/organizations/${acme.id}/api-keys/${made.id}/usage`,
    )
    return days.reduce((sum, { requests }) => sum + requests, 0)
  }
  await expect.poll(used, { timeout: 30_000 }).toBeGreaterThanOrEqual(2)
  const shown = async () => {
    await page.reload()
    await row.waitFor()
    await choose(page, 'More about Server', 'Usage')
    const calls = inDialog(page).locator('figcaption', { hasText: 'calls of the API' }).locator('strong')
    const text = await calls.textContent()
    await page.keyboard.press('Escape')
    await inDialog(page).waitFor({ state: 'detached' })
    return Number(text)
  }
  // What is called counts a moment later.
  await expect.poll(async () => (await shown()) === (await used()), { timeout: 30_000 }).toBe(true)

  await choose(page, 'More about Server', 'Revoke…')
  await agree(page, 'Revoke the key')
  await page.getByText('No keys yet').waitFor()
  expect(await keys()).toEqual([])
  await expect.poll(() => call('GET'), { timeout: 10_000 }).toBe(401)
  expect(complaints).toEqual([])
})
