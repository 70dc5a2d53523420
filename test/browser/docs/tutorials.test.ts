// Follows the tutorials word by word, in empty folders: their files, their commands, and what they say is to be seen, in two browsers.
import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { eventually } from '../../apps/editor-page.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { temporaryFolder } from '../../kit/folder.ts'
import { spokenTo } from '../../kit/readme.ts'
import { sharedServer } from '../../kit/shared-server.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const root = join(import.meta.dirname, '../../..')
const run = promisify(execFile)

/** What the tutorials promise of their commands and of the page that they lead to. */
const promisedMs = 120_000

/** npm as somebody has it who has installed something before: how quick a registry is belongs to no tutorial. */
const environment = { ...process.env, npm_config_prefer_offline: 'true', npm_config_audit: 'false', NODE_ENV: '' }

/** A line as a person types it into a shell. */
const type = (command: string, folder: string) => run('bash', ['-ec', command], { cwd: folder, env: environment })

const packages = 'react react-dom vue yjs phoenix esbuild'

describe.skipIf(missing)(`the tutorials${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let packedMs: number
  const server = sharedServer()
  beforeAll(async () => {
    browser = await launchBrowser()
    const begunAt = Date.now()
    await type('npm run pack', root)
    packedMs = Date.now() - begunAt
    // Fills npm's cache, so that what is counted below waits for no download.
    const once = await mkdtemp(join(tmpdir(), 'syncforge-tutorials-'))
    await type(
      `npm init -y && npm install ${packages} ${root}/tarballs/syncforge-{client,ui,react,vue}-0.1.0.tgz`,
      once,
    )
    await rm(once, { recursive: true, force: true })
  }, 300_000)
  afterAll(() => browser?.close())

  /** The tutorial's blocks of one language, as they are printed but for the port of the server and a room that nobody else is in. */
  const read = async (name: string, room: string) => {
    const tutorial = await readFile(join(root, `docs/tutorials/${name}.md`), 'utf8')
    const own = `${room}-${randomUUID()}`
    const blocks = [...tutorial.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
      language,
      code: spokenTo(server.port, code).replaceAll(`'${room}'`, `'${own}'`).replaceAll(`:${room}'`, `:${own}'`),
    }))
    expect(tutorial, `${name} says where its server is`).toContain('127.0.0.1:8787')
    return (language: string) => blocks.filter((block) => block.language === language).map(({ code }) => code)
  }

  /** A window in a browser of its own. */
  const openAt = async (address: string, complaints: string[]): Promise<Page> => {
    const profile = await browser.newContext()
    onTestFinished(() => profile.close())
    const page = await profile.newPage()
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.goto(address)
    await page.getByText('You are').waitFor()
    return page
  }

  const serve = async (command: string, folder: string): Promise<string> => {
    // A group of its own: npx starts another process.
    const child = spawn('bash', ['-c', command], {
      cwd: folder,
      env: environment,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    })
    onTestFinished(() => void (child.pid && process.kill(-child.pid, 'SIGKILL')))
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    const address = () => /Local:\s+(\S+)/.exec(output)?.[1]
    await expect
      .poll(address, { timeout: 60_000, message: command })
      .toBeDefined()
      .catch((error: Error) => {
        throw new Error(`${error.message}\n${output}`)
      })
    return address() ?? ''
  }

  /** Does what a tutorial says, in an empty folder: its files, then its commands line by line, the last of which serves the page. */
  const follow = async (name: string, files: Readonly<Record<string, string>>, room: string) => {
    const code = await read(name, room)
    const written = Object.entries(files).map(([file, language]) => [file, code(language).join('\n')] as const)
    const folder = await temporaryFolder()
    const lines = code('sh').flatMap((block) => block.trim().split('\n'))
    const serving = lines.pop() ?? ''
    let spentMs = 0
    const counted = async <Result>(work: () => Promise<Result>): Promise<Result> => {
      const begunAt = Date.now()
      const result = await work()
      spentMs += Date.now() - begunAt
      return result
    }
    for (const line of lines) {
      if (line === 'npm run pack') spentMs += packedMs
      else await counted(() => type(line.replaceAll('<path of the clone>', root), folder))
    }
    for (const [file, text] of written) await writeFile(join(folder, file), text)
    const complaints: string[] = []
    const address = await counted(() => serve(serving, folder))
    const open = () => counted(() => openAt(address, complaints))
    return { open, complaints, spentMs: () => spentMs }
  }

  test('a shared list: both windows name the other, show the pointer and have one list, also after both were closed', async () => {
    const { open, complaints, spentMs } = await follow(
      'shared-list',
      { 'index.html': 'html', 'list.js': 'js' },
      'shopping',
    )
    const [first, second] = [await open(), await open()]
    for (const page of [first, second]) await page.getByText(/Also here: (Ada|Grace|Linus|Margaret)$/).waitFor()
    expect(spentMs()).toBeLessThan(promisedMs)
    await first.getByLabel('What to buy').fill('bread')
    await first.getByRole('button', { name: 'Add' }).click()
    await second.getByLabel('What to buy').fill('milk')
    await second.getByRole('button', { name: 'Add' }).click()
    for (const page of [first, second])
      await eventually(() => page.getByRole('listitem').allTextContents(), ['bread', 'milk'])
    await first.mouse.move(200, 150)
    await first.mouse.move(220, 160)
    await eventually(async () => (await second.locator('#pointers span').boundingBox())?.x, 220)
    await second.getByText('bread').click()
    await eventually(() => first.getByRole('listitem').allTextContents(), ['milk'])
    await Promise.all([first.close(), second.close()])
    const third = await open()
    await eventually(() => third.getByRole('listitem').allTextContents(), ['milk'])
    expect(complaints).toEqual([])
  }, 240_000)

  /** Two windows with a board, who is here, and comments. */
  const meet = async ([first, second]: readonly [Page, Page], counts: RegExp) => {
    for (const page of [first, second]) await page.getByText(counts).waitFor()
    await first.mouse.move(200, 180)
    await first.mouse.move(220, 190)
    await second.locator('syncforge-cursors [part~=name]').first().waitFor()
    await first.getByRole('textbox').first().fill('When do we begin?')
    await first.getByRole('button', { name: 'Send', exact: true }).click()
    await second.getByText('When do we begin?').waitFor()
    await first.reload()
    await first.getByText('When do we begin?').waitFor()
  }

  test.each([
    ['react', { 'app.jsx': 'jsx' }],
    ['vue', { 'app.js': 'js' }],
  ])(
    'people and comments in %s: both windows count the other, show the pointer, and have what was said',
    async (name, script) => {
      const files = { 'index.html': 'html', 'app.css': 'css', ...script }
      const { open, complaints, spentMs } = await follow(name, files, 'plans')
      const windows = [await open(), await open()] as const
      for (const page of windows) await page.getByText(/1 more here\.$/).waitFor()
      expect(spentMs()).toBeLessThan(promisedMs)
      await meet(windows, /^You are \w+, connected\. 1 more here\.$/)
      expect(complaints).toEqual([])
    },
    240_000,
  )

  test('[PA1] people and comments in plain HTML: one file, opened as it lies there, has the same', async () => {
    const code = await read('html', 'plans')
    expect(code('sh')).toEqual([])
    const folder = await temporaryFolder({ 'index.html': code('html').join('\n') })
    const complaints: string[] = []
    const open = () => openAt(String(pathToFileURL(join(folder, 'index.html'))), complaints)
    await meet([await open(), await open()], /^You are \w+\. 1 more here\.$/)
    expect(complaints).toEqual([])
    const allowed = async (path: string) =>
      (await fetch(`${server.url}${path}`, { headers: { origin: 'https://a.example' } })).headers.get(
        'access-control-allow-origin',
      )
    expect(await Promise.all(['/sdk/syncforge.js', '/', '/examples/editor/', '/sdk'].map(allowed))).toEqual([
      '*',
      null,
      null,
      null,
    ])
  })

  test('people and a conversation with the phoenix package: both windows name the other, point, and have what was said', async () => {
    const { open, complaints, spentMs } = await follow('phoenix', { 'index.html': 'html', 'app.js': 'js' }, 'plans')
    const [first, second] = [await open(), await open()]
    for (const page of [first, second]) await page.getByText(/Also here: (Ada|Grace|Linus|Margaret)$/).waitFor()
    expect(spentMs()).toBeLessThan(promisedMs)
    await first.mouse.move(200, 150)
    await first.mouse.move(220, 160)
    await eventually(async () => (await second.locator('#pointers span').boundingBox())?.x, 220)
    await second.getByLabel('Message').fill('When do we begin?')
    await second.getByRole('button', { name: 'Send' }).click()
    for (const page of [first, second]) {
      await eventually(
        async () => (await page.getByRole('listitem').allTextContents()).map((text) => text.replace(/^\w+: /, '')),
        ['When do we begin?'],
      )
    }
    await first.reload()
    await first.getByText('When do we begin?').waitFor()
    expect(await first.getByRole('listitem').count()).toBe(1)
    expect(complaints).toEqual([])
  }, 240_000)
})
