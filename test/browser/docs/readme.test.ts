// Follows the README's first instruction in real windows: start, open the editor's printed address in two windows, write.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { readme } from '../../kit/readme.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { eventually, peopleSeenBy, read, write } from '../editor-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`the README's first minute${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  const server = sharedServer()
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
  })
  const printedAddress = () => /editor +(http\S+)/.exec(server.output())?.[1] ?? 'none'
  const openIn = async (page: Page) => {
    page.setDefaultTimeout(15_000)
    await page.goto(printedAddress())
    const text = page.getByRole('textbox', { name: 'Document text' })
    await text.waitFor()
    return { page, text, complaints: [] }
  }

  const profiles = async (kind: 'one browser' | 'two browsers'): Promise<Page[]> => {
    const [first, second] = [await browser.newContext(), await browser.newContext()]
    return [await first.newPage(), await (kind === 'one browser' ? first : second).newPage()]
  }

  test.each(['one browser', 'two browsers'] as const)(
    "“prints addresses: open the editor's in two windows and write”: two windows of %s see each other and every word",
    async (kind) => {
      expect(readme).toMatch(/npm start .*prints addresses: open the editor's in two windows and write/)
      const pages = await profiles(kind)
      const ada = await openIn(pages[0] as Page)
      const bob = await openIn(pages[1] as Page)
      for (const window of [ada, bob]) {
        await eventually(async () => (await peopleSeenBy(window)).split(':')[0], '2 people here')
      }
      expect(ada.page.url()).toBe(bob.page.url())
      await write(ada, `Ada in ${kind}. `)
      await eventually(async () => (await read(bob)).endsWith(`Ada in ${kind}. `), true)
      await write(bob, 'Bob too.')
      await eventually(async () => (await read(ada)).endsWith(`Ada in ${kind}. Bob too.`), true)
      await Promise.all(pages.map((page) => page.context().close()))
    },
  )
})
