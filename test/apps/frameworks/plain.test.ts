// The page without a bundler, as the guide prints it: a script tag and elements, nothing else.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchBrowser } from '../../kit/chromium.ts'
import { spokenTo } from '../../kit/readme.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { enter, freshRoomId, textOf } from '../../sdk/kit.ts'

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
  // A file of the customer's that lies beside the server's own, as the guide says.
  const beside = createServer(async ({ url = '/' }, response) => {
    const { pathname, searchParams } = new URL(url, server.url)
    if (pathname === '/plans.html') {
      response.setHeader('content-type', 'text/html')
      response.end(printed.replace('user-name="Ada"', `user-name="${searchParams.get('name')}"`))
      return
    }
    const answer = await fetch(`${server.url}${url}`)
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  await new Promise<void>((resolve) => beside.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void beside.close())
  const open = async (name: string) => {
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    const shown = await context.newPage()
    const complaints: string[] = []
    shown.on('pageerror', (error) => complaints.push(String(error)))
    await shown.goto(`http://127.0.0.1:${(beside.address() as AddressInfo).port}/plans.html?name=${name}`)
    return { shown, complaints }
  }
  const [ada, grace] = [await open('Ada'), await open('Grace')]
  await ada.shown.getByRole('button', { name: 'Grace', exact: true }).waitFor()
  await grace.shown.getByRole('button', { name: 'Ada', exact: true }).waitFor()
  const { room: remote } = await enter(server.wsUrl, room)
  textOf(remote).insert(0, 'Hello')
  await remote.flush()
  await grace.shown.waitForFunction(() => document.title === '[{"insert":"Hello"}]')
  expect([ada.complaints, grace.complaints]).toEqual([[], []])
})
