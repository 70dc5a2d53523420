// Owns a page that has nothing but the SDK, in a real Chromium: tests drive it as an app would, through its public calls.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename } from 'node:path'
import type { JoinOptions, Room, SyncForge } from '@syncforge/client'
import { build } from 'esbuild'
import type { BrowserContext, Page } from 'playwright-core'

/** What the page's script leaves on its window. */
interface Stay {
  readonly client: SyncForge
  readonly room: Room
  /** `code` of every error, as `onError` heard them. */
  readonly errors: string[]
  readonly details: unknown[]
  /** Every value that `room.sync` and `room.status` had. */
  readonly syncs: string[]
  readonly statuses: string[]
}

export interface Visit extends JoinOptions {
  readonly endpoint: string
  readonly room: string
  readonly token?: string
  readonly warnBeforeClose?: boolean
}

declare global {
  var stay: Stay
  /** Joins; rejects with the code of the error. */
  var join: (visit: Visit) => Promise<void>
  /** The text that a Yjs update makes. */
  var textOfUpdate: (update: Uint8Array) => string
}

const script = `
  import { SyncForge } from '@syncforge/client'
  import * as Y from 'yjs'
  globalThis.textOfUpdate = (update) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, update)
    return doc.getText('content').toString()
  }
  globalThis.join = async ({ endpoint, room: id, token, warnBeforeClose, ...options }) => {
    const [errors, details, syncs, statuses] = [[], [], [], []]
    const onError = (error) => { errors.push(error.code); details.push(error.details) }
    const access = token === undefined ? { apiKey: 'pk_dev_syncforge' } : { authEndpoint: async () => ({ token }) }
    const client = new SyncForge({ endpoint, ...access, onError, warnBeforeClose })
    const stay = globalThis.stay = { client, errors, details, syncs, statuses }
    try {
      const room = stay.room = await client.joinRoom(id, options)
      room.sync.subscribe((value) => syncs.push(value))
      room.status.subscribe((value) => statuses.push(value))
    } catch (error) {
      throw new Error(error.code ?? String(error))
    }
  }
`

/** Serves the page on an origin of its own, whatever happens to the server under test. */
export const startSdkPage = async () => {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: import.meta.dirname, sourcefile: 'page.js' },
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
  const html = '<!doctype html><title>SDK</title><button>Press</button><script type="module" src="/page.js"></script>'
  const server = createServer(({ url = '/' }, response) => {
    const body = scripts.get(url)
    response.setHeader('content-type', body === undefined ? 'text/html' : 'text/javascript')
    response.end(body ?? html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const ready = (page: Page) => page.waitForFunction(() => globalThis.join !== undefined)
  return {
    /** How many scripts the page is made of. */
    scripts,
    async open(context: BrowserContext): Promise<Page> {
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      await page.goto(address)
      await ready(page)
      return page
    },
    async reload(page: Page): Promise<void> {
      await page.reload()
      await ready(page)
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}

export const joinOn = (page: Page, visit: Visit): Promise<void> => page.evaluate((given) => join(given), visit)

/** The text of a document on the page. */
export const textOn = (page: Page, document = 'default'): Promise<string> =>
  page.evaluate((name) => stay.room.getDocument(name).getText('content').toString(), document)

export const insertOn = (page: Page, words: string, document = 'default'): Promise<void> =>
  page.evaluate(
    ([given, name]) => {
      const text = stay.room.getDocument(name).getText('content')
      text.insert(text.length, given as string)
    },
    [words, document],
  )

export const syncOn = (page: Page): Promise<string> => page.evaluate(() => stay.room.sync.get())
export const errorsOn = (page: Page): Promise<string[]> => page.evaluate(() => stay.errors)
/** The names of the databases that the SDK has made. */
export const databasesOn = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await indexedDB.databases()).flatMap(({ name }) => name ?? []).sort())
