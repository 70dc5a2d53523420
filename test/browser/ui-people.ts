// Owns how tests bring people to pages with components on them: each with a browser of their own, in a real room.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { developmentKeys, type RunningServer } from '../kit/server.ts'
import { enterOn, type startUiPages } from './ui-page.ts'

export interface Someone extends BrowserContextOptions {
  readonly room: string
  /** What the page has on it. */
  readonly body: string
  readonly name?: string
  /** They come with a token that proves who they are and gives these rights; without it they claim a name. */
  readonly rights?: readonly string[]
  /** Attributes of the root element. */
  readonly root?: string
}

type Pages = Awaited<ReturnType<typeof startUiPages>>

const tokenFor = async (server: RunningServer, room: string, name: string, rights: readonly string[]) => {
  const response = await fetch(`${server.url}/api/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${developmentKeys.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ userId: name.toLowerCase(), userInfo: { name }, rooms: { [room]: rights } }),
  })
  return ((await response.json()) as { token: string }).token
}

/** Opens a page and joins. What the page complains about fails the test. */
export const come = async (
  { browser, pages, server }: { readonly browser: Browser; readonly pages: Pages; readonly server: RunningServer },
  { room, body, name = 'Ada', rights, root, ...options }: Someone,
): Promise<Page> => {
  const context = await browser.newContext(options)
  onTestFinished(() => context.close())
  const { page, complaints } = await pages.open(context, body, root)
  onTestFinished(() => expect(complaints).toEqual([]))
  await page.evaluate(() => {
    document.documentElement.style.colorScheme = 'light dark'
    document.documentElement.style.background = 'Canvas'
    document.documentElement.style.color = 'CanvasText'
  })
  await enterOn(page, {
    endpoint: server.wsUrl,
    room,
    ...(rights
      ? { token: await tokenFor(server, room, name, rights) }
      : { userId: name.toLowerCase(), userInfo: { name } }),
  })
  return page
}

/** Where one writes, by its name. */
export const fieldOn = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
