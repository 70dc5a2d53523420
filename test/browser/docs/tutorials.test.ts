// Follows the tutorials as they are printed: their files, their commands, and what they say is to be seen.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { spokenTo } from '../../kit/readme.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { eventually } from '../editor-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const root = join(import.meta.dirname, '../../..')

describe.skipIf(missing)(`the tutorials${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  const server = sharedServer()
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  /**
   * Does what a tutorial says: writes its files into an empty folder, runs its command, opens its page. Beside what is printed only where the packages'
   * sources are, which port to take, and a room that nobody else is in.
   */
  const follow = async (name: string, files: Readonly<Record<string, string>>, room: string) => {
    const tutorial = await readFile(join(root, `docs/tutorials/${name}.md`), 'utf8')
    const code = (language: string) =>
      [...tutorial.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, of, block = '']) =>
        of === language ? [block] : [],
      )
    await mkdir(join(root, 'test-results'), { recursive: true })
    const folder = await mkdtemp(join(root, 'test-results/tutorial-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    for (const [file, language] of Object.entries(files)) {
      const text = spokenTo(server.port, code(language).join('\n')).replaceAll(`'${room}'`, `'${room}-${randomUUID()}'`)
      await writeFile(join(folder, file), text)
    }
    const command =
      code('sh')
        .find((block) => block.includes('npx esbuild'))
        ?.trim() ?? ''
    const [, ...args] = command.split(' ').slice(1)
    const esbuild = spawn(
      join(root, 'node_modules/.bin/esbuild'),
      [...args, '--conditions=source', '--serve=127.0.0.1:0', '--color=false'],
      { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] },
    )
    onTestFinished(() => void esbuild.kill())
    let output = ''
    for (const stream of [esbuild.stdout, esbuild.stderr]) stream.on('data', (chunk) => (output += chunk))
    const address = () => /Local:\s+(\S+)/.exec(output)?.[1]
    await expect.poll(address, { timeout: 30_000, message: output }).toBeDefined()

    const complaints: string[] = []
    const profile = await browser.newContext()
    onTestFinished(() => profile.close())
    const open = async () => {
      const page = await profile.newPage()
      page.on('pageerror', (error) => complaints.push(String(error)))
      await page.goto(address() ?? '')
      await page.getByText('You are').waitFor()
      return page
    }
    return { open, complaints }
  }

  test('a shared list: both windows name the other, show the pointer and have one list, also after both were closed', async () => {
    const { open, complaints } = await follow('shared-list', { 'index.html': 'html', 'list.js': 'js' }, 'shopping')
    const [first, second] = [await open(), await open()]
    for (const page of [first, second]) await page.getByText(/Also here: (Ada|Grace|Linus|Margaret)$/).waitFor()
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
  })

  test.each([
    ['react', { 'app.jsx': 'jsx' }],
    ['vue', { 'app.js': 'js' }],
  ])(
    'people and comments in %s: both windows count the other, show the pointer, and have what was said',
    async (name, script) => {
      const { open, complaints } = await follow(name, { 'index.html': 'html', 'app.css': 'css', ...script }, 'plans')
      const [first, second] = [await open(), await open()]
      for (const page of [first, second]) await page.getByText(/^You are \w+, connected\. 1 more here\.$/).waitFor()
      await first.mouse.move(200, 180)
      await first.mouse.move(220, 190)
      await second.locator('syncforge-cursors [part~=name]').first().waitFor()
      await first.getByRole('textbox').first().fill('When do we begin?')
      await first.getByRole('button', { name: 'Send', exact: true }).click()
      await second.getByText('When do we begin?').waitFor()
      await first.reload()
      await first.getByText('When do we begin?').waitFor()
      expect(complaints).toEqual([])
    },
  )
})
