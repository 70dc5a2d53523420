/** A share link as somebody gets it: it opens its room in the editor, for as long as it is not revoked. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { visitor } from '../../browser/dashboard-page.ts'
import { launchBrowser } from '../../kit/chromium.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'

const server = sharedServer()
const id = `linked-${process.pid}`

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
  const answer = await fetch(`${server.url}/api/v1/rooms${path}`, {
    method,
    headers: { authorization: `Bearer ${developmentKeys.secret}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect([method, path, answer.ok]).toEqual([method, path, true])
  return (answer.status === 204 ? undefined : await answer.json()) as T
}

test('opens a private room to write in, and opens nothing once it is revoked', async () => {
  await ask('POST', '', { id, access: 'private' })
  const link = await ask<{ id: string; url: string }>('POST', `/${id}/links`, { access: 'write' })
  const { page, complaints } = await visitor(browser)
  await page.goto(link.url)
  const text = page.getByRole('textbox', { name: 'Document text' })
  await text.fill('Written by whoever has the link')
  await page.locator('#status .status-text', { hasText: 'Saved' }).waitFor()
  await expect
    .poll(async () => JSON.stringify(await ask('GET', `/${id}/document?format=json`)))
    .toContain('Written by whoever has the link')
  await page.reload()
  await page.getByText('Written by whoever has the link').waitFor()

  // By the bare address it is closed.
  const { page: stranger } = await visitor(browser)
  await stranger.goto(link.url.replace(/#.*/, ''))
  await stranger.getByText(/FORBIDDEN/).waitFor()

  await ask('DELETE', `/${id}/links/${link.id}`)
  await page.getByText(/FORBIDDEN|KEY_REVOKED/).waitFor()
  expect(complaints).toEqual([])
})
