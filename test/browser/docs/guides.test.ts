// The guides for features, as they are printed: their page, their script and what their server does, used by two people.
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { buildPage } from '../../apps/frameworks/pages.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { spokenTo } from '../../kit/readme.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { openNetwork } from '../../sdk/kit.ts'
import { keptOn } from '../kept.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const root = join(import.meta.dirname, '../../..')
const patience = { timeout: 30_000 }

type TokenFor = (person: { readonly id: string; readonly name: string }) => Promise<{ readonly token: string }>

describe.skipIf(missing)(`the guides for features${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  const server = sharedServer()
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  /** What a server of the guide's reader does, from the block that shows it. */
  const loadServer = async (code: string): Promise<TokenFor> => {
    const folder = join(root, 'test-results', `guide-${randomUUID()}`)
    await mkdir(folder, { recursive: true })
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    await writeFile(join(folder, 'token.ts'), code)
    const { tokenFor } = (await import(/* @vite-ignore */ String(pathToFileURL(join(folder, 'token.ts'))))) as {
      tokenFor: TokenFor
    }
    return tokenFor
  }

  /** Serves the guide's page. Changed is only the port of the server and the room, which nobody else is in. */
  const read = async (guide: string, port = server.port) => {
    const text = await readFile(join(root, `docs/guides/features/${guide}.md`), 'utf8')
    const room = `plans-${randomUUID()}`
    const code = (language: string) =>
      [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
        .flatMap(([, of, block = '']) => (of === language ? [block] : []))
        .map((block) => block.replaceAll("'plans'", `'${room}'`).replaceAll(":plans'", `:${room}'`))
        .map((block) => block.replaceAll('plans: [', `'${room}': [`))
        .join('\n')
    const scripts = await buildPage({ contents: `${spokenTo(port, code('js'))}\nglobalThis.hasRun = true` })
    const serverCode = code('ts')
    const tokenFor = serverCode === '' ? null : await loadServer(spokenTo(server.port, serverCode))
    const pages = createServer(async ({ url = '/', headers }, response) => {
      const { pathname } = new URL(url, 'http://page')
      if (pathname === '/api/syncforge-token') {
        // The app knows who is signed in; here a cookie says it.
        const name = /name=(\w+)/.exec(headers.cookie ?? '')?.[1] ?? ''
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify(await tokenFor?.({ id: `${name}-${room}`, name })))
        return
      }
      const script = scripts.get(pathname)
      response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
      response.end(
        script ??
          `<!doctype html><meta charset="utf-8" />${code('html')}<script type="module" src="/page.js"></script>`,
      )
    })
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      pages.closeAllConnections()
      pages.close()
    })
    const address = `http://127.0.0.1:${(pages.address() as AddressInfo).port}/`
    const complaints: string[] = []
    const openIn = async (profile: BrowserContext, name: string) => {
      await profile.addCookies([{ name: 'name', value: name, url: address }])
      const page = await profile.newPage()
      page.on('pageerror', (error) => complaints.push(String(error)))
      await page.goto(`${address}?name=${name}`)
      await page.waitForFunction(() => 'hasRun' in globalThis)
      return page
    }
    const open = async (name: string) => {
      const profile = await browser.newContext()
      onTestFinished(() => profile.close())
      return openIn(profile, name)
    }
    return { open, complaints }
  }

  test('presence: each sees the other’s face, pointer and place', async () => {
    const { open, complaints } = await read('presence')
    const [ada, bob] = [await open('Ada'), await open('Bob')]
    await ada.getByText('Bob looks around').waitFor()
    await bob.getByRole('button', { name: 'Ada', exact: true }).waitFor()
    await ada.mouse.move(80, 100)
    await ada.mouse.move(90, 110)
    await bob.locator('syncforge-cursors [part~=name]', { hasText: 'Ada' }).waitFor()
    await ada.getByLabel('Brief').focus()
    await bob.getByText('Ada is in brief').waitFor()
    await ada.getByLabel('Brief').blur()
    await bob.getByText('Ada looks around').waitFor()
    expect(complaints).toEqual([])
  })

  test('comments and inbox: a question is a pin, an answer is in the inbox of who asked and leads there', async () => {
    const { open, complaints } = await read('comments')
    const [ada, bob] = [await open('Ada'), await open('Bob')]
    await ada.getByText('0 open').waitFor()
    await ada.getByRole('button', { name: 'Ask about the title' }).click()
    await bob.getByText('1 open').waitFor()
    await bob.locator('syncforge-pins').getByRole('button', { name: /Ada/ }).waitFor()
    await bob.locator('syncforge-comments').getByRole('textbox', { name: 'Reply' }).click()
    await bob.keyboard.type('It is.')
    await bob.keyboard.press('Control+Enter')
    await ada.getByRole('button', { name: 'Notifications, 1 unread' }).click()
    await ada.locator('syncforge-inbox').getByText('Bob replied').click()
    await ada.locator('syncforge-pins syncforge-thread').getByText('It is.').waitFor()
    expect(complaints).toEqual([])
  })

  test('chat: what one says the other has, with who is writing and what is unread', async () => {
    const { open, complaints } = await read('chat')
    const [ada, bob] = [await open('Ada'), await open('Bob')]
    const isSeenToWrite = async () => {
      await ada.getByLabel('Message').pressSequentially('.')
      return bob.getByText('Somebody is writing …').isVisible()
    }
    await expect.poll(isSeenToWrite, patience).toBe(true)
    await ada.getByLabel('Message').fill('<b>Hello</b>')
    await ada.getByRole('button', { name: 'Send' }).click()
    await bob.getByText('Ada: <b>Hello</b>').waitFor()
    await bob.getByText('1 unread').waitFor()
    await bob.getByText('Ada: <b>Hello</b>').click()
    await expect.poll(() => bob.locator('#unread').textContent(), patience).toBe('')
    expect(await ada.getByLabel('Message').inputValue()).toBe('')
    expect(complaints).toEqual([])
  })

  test('history: a version is gone back to, words have their authors, and every edit can be seen again', async () => {
    const { open, complaints } = await read('history')
    const page = await open('Ada')
    const reads = (words: string) => expect.poll(() => page.locator('#text').textContent(), patience).toBe(words)
    const write = async (words: string) => {
      await page.getByLabel('Words').fill(words)
      await page.getByRole('button', { name: 'Add', exact: true }).click()
    }
    await write('First.')
    await reads('First.')
    await page.getByRole('button', { name: 'Keep a version' }).click()
    await page.locator('syncforge-history').getByText('before the review').first().waitFor()
    await write(' Second.')
    await reads('First. Second.')
    await page.getByRole('button', { name: 'Go back to it' }).click()
    await reads('First.')
    await page.getByRole('button', { name: 'Replay the last hour' }).click()
    await page.getByText('Ada: First.').waitFor()
    await page.getByLabel('Moment').fill('0')
    expect(await page.locator('#then').textContent()).toBe('First.')
    expect(complaints).toEqual([])
  })

  test('offline: what is written without a network is there after a reload, and with the others on return', async () => {
    const network = await openNetwork(server)
    const { open, complaints } = await read('offline', Number(new URL(network.endpoint).port))
    const ada = await open('Ada')
    const text = ada.getByLabel('Text')
    await ada.getByText('Saved', { exact: true }).waitFor()
    await text.fill('Before.')
    await ada.getByText('Saved', { exact: true }).waitFor()
    network.goDown()
    await ada.getByText('Offline: kept in this browser').waitFor()
    await text.fill('Before. On the train.')
    await expect.poll(() => keptOn(ada), patience).toEqual(['Before. On the train.'])
    await ada.reload()
    await expect.poll(() => text.inputValue(), patience).toBe('Before. On the train.')
    network.comeUp()
    await ada.getByText('Saved', { exact: true }).waitFor()
    // Of the same person, in another browser.
    const elsewhere = await open('Ada')
    await expect.poll(() => elsewhere.getByLabel('Text').inputValue(), patience).toBe('Before. On the train.')
    expect(complaints).toEqual([])
  })

  test('follow: who chooses a face sees what that person sees, and is seen to follow', async () => {
    const { open, complaints } = await read('follow')
    const [ada, bob] = [await open('Ada'), await open('Bob')]
    await ada.getByRole('button', { name: 'Bob', exact: true }).click()
    await ada.getByText('You see what Bob sees.').waitFor()
    await bob.getByText('1 person follows you').waitFor()
    await bob.evaluate(() => scrollTo(0, 600))
    await expect.poll(() => ada.evaluate(() => scrollY), patience).toBeGreaterThan(300)
    await ada.mouse.wheel(0, -100)
    await bob.getByText('1 person follows you').waitFor({ state: 'detached' })
    expect(await ada.locator('#led').textContent()).toBe('')
    await bob.locator('main').dblclick()
    await ada.getByRole('button', { name: 'Follow on the canvas' }).click()
    await expect.poll(() => ada.title(), patience).toBe('Bob is at 100')
    await bob.locator('main').dblclick()
    await expect.poll(() => ada.title(), patience).toBe('Bob is at 200')
    expect(complaints).toEqual([])
  })

  test('[SITE-7] Phoenix: both edit one document with the stock packages, and one of them has the lock', async () => {
    const { open, complaints } = await read('phoenix')
    const [ada, bob] = [await open('Ada'), await open('Bob')]
    await ada.getByRole('button', { name: 'Add a line' }).click()
    await bob.getByText('A line by Ada.').waitFor()
    await bob.getByRole('button', { name: 'Add a line' }).click()
    await expect.poll(() => ada.locator('#text').textContent(), patience).toBe('A line by Ada.\nA line by Bob.\n')
    await ada.getByRole('button', { name: 'Edit alone' }).click()
    for (const page of [ada, bob]) await page.getByText('Ada has it').waitFor()
    await bob.getByRole('button', { name: 'Edit alone' }).click()
    await expect.poll(() => bob.locator('#lock').textContent(), patience).not.toBe('')
    await ada.close()
    expect(complaints).toEqual([])
  })
})
