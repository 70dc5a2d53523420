// Owns pages that have components on them, in a real Chromium: each test writes the markup, as an app would, under a policy as strict as there is.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename } from 'node:path'
import { type JoinOptions, type Room, SyncForge } from '@syncforge/client'
import { build } from 'esbuild'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { launchBrowser } from '../kit/chromium.ts'
import { developmentKeys, type RunningServer } from '../kit/server.ts'

export interface Visit extends JoinOptions {
  readonly endpoint: string
  readonly room: string
  /** A room token; without one the development key is used. */
  readonly token?: string
}

/** What the page's script leaves on its window. */
interface Ui {
  readonly SyncForge: typeof SyncForge
  client?: SyncForge
  room?: Room
  /** Everything in `@syncforge/ui`. */
  readonly parts: typeof import('@syncforge/ui')
}

declare global {
  var ui: Ui
  /** Joins, and gives the room to every element on the page that takes one. */
  var enter: (visit: Visit) => Promise<void>
}

const script = `
  import { SyncForge } from '@syncforge/client'
  import * as parts from '@syncforge/ui'
  const ui = (globalThis.ui = { SyncForge, parts })
  globalThis.enter = async ({ endpoint, room: id, token, ...options }) => {
    const access = token === undefined ? { apiKey: '${developmentKeys.publishable}' } : { authEndpoint: async () => ({ token }) }
    ui.client = new SyncForge({ endpoint, ...access })
    const room = (ui.room = await ui.client.joinRoom(id, options))
    for (const element of document.querySelectorAll('*')) if ('room' in element && 'words' in element) element.room = room
  }
`

/** Scripts and styles of one's own only, no style attributes; sockets may go where the server under test is. */
const policy =
  "default-src 'self'; connect-src 'self' ws: http:; img-src 'self' data: https:; require-trusted-types-for 'script'; trusted-types lit-html syncforge"

export interface UiPageOptions {
  /** More script, run as a module after the elements are defined. */
  readonly script?: string
}

/** Serves pages on an origin of their own, whatever happens to the server under test. */
export const startUiPages = async ({ script: more = '' }: UiPageOptions = {}) => {
  const { outputFiles } = await build({
    stdin: { contents: `${script}\n${more}`, resolveDir: import.meta.dirname, sourcefile: 'page.js' },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['source'],
    write: false,
    outdir: 'out',
    entryNames: 'page',
  })
  const scripts = new Map(outputFiles.map(({ path, text }) => [`/${basename(path)}`, text]))
  const pages = new Map<string, string>()
  const server = createServer(({ url = '/' }, response) => {
    const js = scripts.get(url)
    response.setHeader('content-type', js === undefined ? 'text/html; charset=utf-8' : 'text/javascript')
    response.setHeader('content-security-policy', policy)
    response.statusCode = js === undefined && !pages.has(url) ? 404 : 200
    response.end(js ?? pages.get(url) ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    /** A page with `body` in it. What it complains about (errors, things that the policy forbids) is in `complaints`. */
    async open(context: BrowserContext, body: string, root = 'lang="en"') {
      const path = `/pages/${pages.size}`
      const head =
        '<meta name="viewport" content="width=device-width"><title>Page</title><link rel="icon" href="data:,">'
      pages.set(
        path,
        `<!doctype html><html ${root}><head>${head}</head><body><main>${body}</main><script type="module" src="/page.js"></script></body></html>`,
      )
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(String(error)))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      await page.goto(address + path)
      await page.waitForFunction(() => globalThis.enter !== undefined)
      return { page, complaints }
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** Joins as somebody, and gives the room to the page's elements. */
export const enterOn = (page: Page, visit: Visit): Promise<void> => page.evaluate((given) => enter(given), visit)

export interface PageOptions extends BrowserContextOptions {
  /** Attributes of the page's root. */
  readonly root?: string
  /** Runs before anything of the page does. */
  readonly init?: () => void
}

/**
 * A browser and pages for the tests of one file, and people who join without a page. Everything is over with its test.
 *
 * @example
 * const { open, join } = useUiPages(server)
 * const { page } = await open('<syncforge-avatars></syncforge-avatars>')
 */
export const useUiPages = (server: Pick<RunningServer, 'wsUrl'>, options?: UiPageOptions) => {
  let browser: Browser
  let pages: Awaited<ReturnType<typeof startUiPages>>
  beforeAll(async () => {
    ;[browser, pages] = await Promise.all([launchBrowser(), startUiPages(options)])
  })
  afterAll(async () => {
    await browser?.close()
    await pages?.stop()
  })
  return {
    async open(body: string, { root, init, ...more }: PageOptions = {}) {
      const context = await browser.newContext(more)
      if (init) await context.addInitScript(init)
      onTestFinished(() => context.close())
      return pages.open(context, body, root)
    },
    join(room: string, userId: string, userInfo: JoinOptions['userInfo'] = {}): Promise<Room> {
      const client = new SyncForge({ apiKey: developmentKeys.publishable, endpoint: server.wsUrl })
      onTestFinished(() => client.close())
      return client.joinRoom(room, { userId, userInfo })
    },
  }
}

/** What will be so, however loaded the machine is. */
export const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 })

/** The page's own colours in both themes, as an app would set them. */
export const bothThemes = (page: Page): Promise<void> =>
  page.evaluate(() => {
    Object.assign(document.documentElement.style, {
      colorScheme: 'light dark',
      background: 'Canvas',
      color: 'CanvasText',
      fontFamily: 'system-ui',
    })
  })
