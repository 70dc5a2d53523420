/** The inbox in the editor's margin: of somebody whom a token proves, told from a document that they are not looking at. */
import { randomUUID } from 'node:crypto'
import { SyncForge } from '@syncforge/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { lowContrast } from '../../browser/contrast.ts'
import { faultsOf } from '../../browser/page-faults.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { enter } from '../editor-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`the inbox in the editor${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  const server = sharedServer()
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
  })

  const tokenFor = async (userId: string, name: string, rooms: readonly string[]): Promise<string> => {
    const answer = await fetch(`${server.url}/api/v1/tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${developmentKeys.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        userId,
        userInfo: { name },
        rooms: Object.fromEntries(rooms.map((id) => [id, ['write']])),
      }),
    })
    expect(answer.status).toBe(200)
    return ((await answer.json()) as { token: string }).token
  }

  const sights = (['light', 'dark'] as const).flatMap((colorScheme) =>
    ([1280, 390] as const).map((width) => [colorScheme, width] as const),
  )
  test.each(sights)(
    '[SU1] of a mention in another document, which one has left before, bell or margin tell, and lead there (%s, %i px)',
    async (colorScheme, width) => {
      const tail = randomUUID()
      const [here, there, vera] = [`here-${tail}`, `there-${tail}`, `vera-${tail}`]
      const token = await tokenFor(vera, 'Vera', [here, there])
      const profile = await browser.newContext({ viewport: { width, height: 800 }, colorScheme })
      onTestFinished(() => profile.close())
      const page = await profile.newPage()
      page.setDefaultTimeout(15_000)
      await page.goto(`${server.url}/examples/editor/?room=${here}#token=${token}`)
      const isNarrow = width < 640
      /** What tells how much is unread: the bell, or where there is no room for one the button of the margin. */
      const bell = (unread: number) => {
        const what = isNarrow ? 'Comments, activity and inbox' : 'Inbox'
        return page.getByRole('button', { name: unread > 0 ? `${what}, ${unread} unread` : what, exact: true })
      }
      const tab = (unread: number) =>
        page.getByRole('tab', { name: unread > 0 ? `Inbox, ${unread} unread` : 'Inbox', exact: true })
      await bell(0).click()
      if (isNarrow) await tab(0).click()
      await page.getByText('Nothing yet.').waitFor()

      const grace = await tokenFor(`grace-${tail}`, 'Grace', [there])
      const client = new SyncForge({ endpoint: server.wsUrl, authEndpoint: async () => ({ token: grace }) })
      onTestFinished(() => client.close())
      const room = await client.joinRoom(there)
      const say = async (text: string) => {
        const content = [
          { type: 'mention' as const, userId: vera },
          { type: 'text' as const, text },
        ]
        await room.comments.create({ body: { blocks: [{ type: 'paragraph', content }] } })
      }
      // Whoever has been there is known there, also when they have gone.
      const visit = new SyncForge({ endpoint: server.wsUrl, authEndpoint: async () => ({ token }) })
      const visited = await visit.joinRoom(there)
      visited.leave()
      visit.close()
      await expect.poll(() => room.presence.getOthers().length).toBe(0)
      await say(' first')
      await say(' second')
      await bell(2).waitFor()
      await tab(2).waitFor()
      const rows = page.locator('.notification')
      expect(await rows.first().textContent()).toContain('Grace mentioned you')
      await look(page, `inbox-${colorScheme}-${width}`)

      await rows.nth(1).getByRole('button', { name: 'Mark read' }).click()
      await tab(1).waitFor()
      await rows.first().locator('.notification-go').click()
      await page.waitForURL(new RegExp(`room=${there}`))
      await page.locator('.thread-active', { hasText: 'second' }).waitFor()
      expect(await page.locator('.thread-active .mention-self').textContent()).toBe('@Vera')
      await tab(0).waitFor()

      const secret = { authorization: `Bearer ${developmentKeys.secret}`, 'content-type': 'application/json' }
      const asBot = (path: string, method: string, body: object) =>
        fetch(`${server.url}/api/v1/rooms/${there}${path}`, { method, headers: secret, body: JSON.stringify(body) })
      const userInfo = { name: 'Proofreader' }
      await asBot('/agents/proofreader', 'PUT', { userInfo })
      await asBot('/comments', 'POST', { userId: 'proofreader', userInfo, body: `<@${vera}> a word is missing` })
      await page.locator('.comment', { hasText: 'a word is missing' }).getByText('agent', { exact: true }).waitFor()
      await look(page, `thread-${colorScheme}-${width}`)
      await tab(1).click()
      await rows.filter({ hasText: 'Proofreader (agent) mentioned you' }).waitFor()
    },
  )

  const look = async (page: Page, name: string) => {
    const shots = process.env.SHOTS
    if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png` })
    expect([await faultsOf(page), await lowContrast(page)]).toEqual([[], []])
  }

  test('who merely claims an id has no bell', async () => {
    const ada = await enter(browser, { url: server.url, room: `claimed-${randomUUID()}` })
    await ada.page.getByRole('button', { name: /^Comments and activity/ }).click()
    expect(await ada.page.locator('#bell').isVisible()).toBe(false)
    expect(await ada.page.getByRole('tab').allTextContents()).toEqual(['Comments', 'Activity'])
  })
})
