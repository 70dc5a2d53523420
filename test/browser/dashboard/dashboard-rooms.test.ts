/** How a room is found among many in the dashboard: by words and by type, wherever it stands in the list. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../kit/chromium.ts'
import { signedCookie, tokenOf } from '../../kit/members.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { heading, visitor } from '../dashboard-page.ts'

const server = sharedServer()
const own = `found-${process.pid}`
/** One more than the page shows at first, and one that is older than all of them. */
const newer = 51

let browser: Browser
let home: string

const ask = async (path: string, init: RequestInit = {}) => {
  const headers = { authorization: `Bearer ${developmentKeys.secret}`, 'content-type': 'application/json' }
  const answer = await fetch(`${server.url}/api/v1${path}`, { ...init, headers })
  expect([path, answer.ok]).toEqual([path, true])
  return (await answer.json()) as { readonly organizations: readonly { readonly slug: string }[] }
}
const make = (room: object) => ask('/rooms', { method: 'POST', body: JSON.stringify(room) })

beforeAll(async () => {
  browser = await launchBrowser()
  await make({ id: `${own}-oldest`, name: `Needle ${own}`, type: 'whiteboard' })
  for (let index = 0; index < newer; index++) await make({ id: `${own}-${index}` })
  home = `/orgs/${(await ask('/organizations')).organizations[0]?.slug}`
})
afterAll(() => browser?.close())

test('a room that is not among the newest is found by a part of its name, by its type, and by the palette', async () => {
  const { page, complaints } = await visitor(browser)
  const [name = '', value = ''] = (await signedCookie(server, tokenOf('owner'))).split('=')
  await page.context().addCookies([{ name, value, url: server.url }])
  await page.goto(`${server.url}/dashboard${home}/rooms`)
  await heading(page, 'Rooms')
  const needle = page.getByRole('link', { name: `Needle ${own}` })
  await page.getByRole('link', { name: `${own}-${newer - 1}`, exact: true }).waitFor()
  expect(await needle.count()).toBe(0)

  const search = page.getByRole('searchbox', { name: 'Search rooms by id or name' })
  await search.fill(`NEEDLE ${own}`)
  await needle.waitFor()
  await page.getByText('1 room', { exact: true }).waitFor({ state: 'attached' })
  // The address says what is shown: it can be sent to a colleague.
  await page.reload()
  await needle.waitFor()
  await page.getByLabel('Type').selectOption('document')
  await page.getByText('No room like that').waitFor()
  await page.getByLabel('Type').selectOption('whiteboard')
  await needle.waitFor()

  await page.keyboard.press('Control+k')
  await page.keyboard.type(`${own}-oldest`)
  await page.getByRole('option', { name: `Needle ${own}` }).click()
  await heading(page, `Needle ${own}`)
  expect(complaints).toEqual([])
})
