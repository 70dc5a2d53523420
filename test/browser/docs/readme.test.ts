// Follows the README in real windows: its first instruction, start, open the editor's printed address in two windows, write; and its snippet, in two pages.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { eventually, peopleSeenBy, read, write } from '../../apps/editor-page.ts'
import { buildPage } from '../../apps/frameworks/pages.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { blockWith, readme, spokenTo } from '../../kit/readme.ts'
import { sharedServer } from '../../kit/shared-server.ts'

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

  test.each(['one browser', 'two browsers'] as const)(
    '“in two windows, of a browser”: the snippet in two pages of %s names the other and prints what both wrote',
    async (kind) => {
      expect(readme).toContain('Run it in two windows, of a browser')
      const snippet = spokenTo(server.port, blockWith("from '@syncforge/client'"))
      const scripts = await buildPage({ contents: snippet.replaceAll('my-room', `readme-${randomUUID()}`) })
      const app = createServer(({ url = '/' }, response) => {
        const script = scripts.get(url)
        response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
        response.end(script ?? '<!doctype html><title>App</title><script type="module" src="/page.js"></script>')
      })
      await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
      onTestFinished(() => {
        app.closeAllConnections()
        app.close()
      })
      const windows = (await profiles(kind)).map((page) => {
        const printed: string[] = []
        page.on('console', (message) => {
          const print = (values: readonly unknown[]) =>
            printed.push(...values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))))
          // What a page prints while it is closed cannot be read any more.
          Promise.all(message.args().map((value) => value.jsonValue())).then(print, () => {})
        })
        page.on('pageerror', (error) => printed.push(String(error)))
        return { page, printed }
      })
      for (const { page } of windows) await page.goto(`http://127.0.0.1:${(app.address() as AddressInfo).port}/`)
      for (const { printed } of windows) {
        await expect.poll(() => printed, { timeout: 20_000 }).toContain('["Ada"]')
        await expect.poll(() => printed, { timeout: 20_000 }).toContain('HelloHello')
        expect(printed.filter((line) => /error/i.test(line))).toEqual([])
      }
      await Promise.all(windows.map(({ page }) => page.context().close()))
    },
  )
})
