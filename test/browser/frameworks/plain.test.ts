// The page without a bundler, as the guide prints it: a script tag and elements, nothing else.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from '../../kit/chromium.ts'
import { spokenTo } from '../../kit/readme.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId } from '../../sdk/kit.ts'

const server = sharedServer()

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

test('two windows of the printed page see each other, and a script of the page has the same Yjs', async () => {
  const guide = await readFile(join(import.meta.dirname, '../../../docs/guides/script-tag.md'), 'utf8')
  const [page = '', script = ''] = [...guide.matchAll(/^```html\n(.*?)^```$/gms)].map(([, block = '']) => block)
  const room = freshRoomId('plain')
  const printed = spokenTo(server.port, `${page}${script}`)
    .replaceAll('room="plans"', `room="${room}"`)
    .replaceAll("'plans'", `'${room}'`)
    .replace('console.log(event.delta)', 'document.title = JSON.stringify(event.delta)')
  const open = async (name: string) => {
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    const shown = await context.newPage()
    const complaints: string[] = []
    shown.on('pageerror', (error) => complaints.push(String(error)))
    // Of the server's own origin, as the guide says; a file of the customer's that lies there.
    await shown.route(`${server.url}/plans.html`, (route) =>
      route.fulfill({ contentType: 'text/html', body: printed.replace('user-name="Ada"', `user-name="${name}"`) }),
    )
    await shown.goto(`${server.url}/plans.html`)
    return { shown, complaints }
  }
  const [ada, grace] = [await open('Ada'), await open('Grace')]
  await ada.shown.getByRole('listitem', { name: 'Grace' }).waitFor()
  await grace.shown.getByRole('listitem', { name: 'Ada' }).waitFor()
  await ada.shown.evaluate(async (id) => {
    const { SyncForge } = await import('/sdk/syncforge.js' as string)
    const client = new SyncForge({ endpoint: location.origin.replace('http', 'ws'), apiKey: 'pk_dev_syncforge' })
    const joined = await client.joinRoom(id)
    joined.getDocument().getText('content').insert(0, 'Hello')
    await joined.flush()
  }, room)
  await grace.shown.waitForFunction(() => document.title === '[{"insert":"Hello"}]')
  expect([ada.complaints, grace.complaints]).toEqual([[], []])
})
