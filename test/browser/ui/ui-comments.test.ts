// The list of the threads of one element, as a page has it beside other things that are spoken about.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId } from '../../sdk/kit.ts'
import { startUiPages } from '../ui-page.ts'
import { come, type Someone } from '../ui-people.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const patience = { timeout: 15_000 }

describe.skipIf(missing)(`comments on one element${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let pages: Awaited<ReturnType<typeof startUiPages>>
  const server = sharedServer()

  beforeAll(async () => {
    ;[browser, pages] = await Promise.all([launchBrowser(), startUiPages()])
  })
  afterAll(async () => {
    await browser?.close()
    await pages?.stop()
  })

  const enter = (someone: Someone) => come({ browser, pages, server }, someone)
  const say = (page: Page, anchorId: string, ...bodies: string[]) =>
    page.evaluate(
      async ([anchor, all]) => {
        for (const body of all) await ui.room!.comments.create({ body, anchorId: anchor })
      },
      [anchorId, bodies] as const,
    )

  test('what is unread is counted and marked of that element alone', async () => {
    const room = freshRoomId('comments-anchor')
    const ada = await enter({ room, body: '<p>Nothing</p>' })
    await say(ada, 'hero', 'Too dark', 'Too large')
    await say(ada, 'footer', 'Too small', 'Too light', 'Too long')
    const bob = await enter({ room, name: 'Bob', body: '<div></div>' })
    await bob.evaluate(() => {
      // What nobody sees nobody has read.
      const sheet = new CSSStyleSheet()
      sheet.replaceSync('syncforge-thread { display: none }')
      document.adoptedStyleSheets.push(sheet)
      const list = document.createElement('syncforge-comments')
      list.anchorId = 'hero'
      list.room = ui.room
      document.querySelector('div')!.append(list)
    })
    const button = bob.getByRole('button', { name: /unread/ })
    await expect.poll(() => button.allTextContents(), patience).toEqual(['2 unread · Mark all read'])
    await button.click()
    await expect.poll(() => button.count(), patience).toBe(0)
    await expect.poll(() => bob.evaluate(() => ui.room!.comments.unread.get()), patience).toBe(3)
  })
})
