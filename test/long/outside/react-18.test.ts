/** `@syncforge/react` on the oldest React that it says it runs on. Needs npm's registry. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startPage } from '../../apps/frameworks/pages.ts'
import type {} from '../../apps/frameworks/react-cases.tsx'
import { launchBrowser } from '../../kit/chromium.ts'
import { startServer } from '../../kit/server.ts'

test('React 18: a reference is to the element, StrictMode joins once, another id leaves the first room', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'syncforge-react-18-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'package.json'), '{ "private": true }')
  const args = ['install', 'react@18.3.1', 'react-dom@18.3.1', '--prefer-offline', '--no-audit', '--no-fund']
  await promisify(execFile)('npm', args, { cwd: folder })
  const installed = (name: string) => join(folder, 'node_modules', name)
  const pages = await startPage('react-cases.tsx', { react: installed('react'), 'react-dom': installed('react-dom') })
  onTestFinished(() => void pages.stop())
  const server = await startServer()
  onTestFinished(() => server.stop())
  const browser = await launchBrowser()
  onTestFinished(() => browser.close())

  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(pages.address({ room: 'react-18', endpoint: server.wsUrl }))
  await page.waitForFunction(() => globalThis.cases !== undefined)
  await page.evaluate(() => globalThis.cases.refs())
  await page.waitForFunction(() => globalThis.cases.referred().every((name) => name !== undefined))
  expect(await page.evaluate(() => globalThis.cases.referred())).toEqual([
    'syncforge-avatars',
    'syncforge-cursors',
    'syncforge-thread',
  ])
  const joined = (count: number, room: string) =>
    page.waitForFunction(
      (wanted) => {
        const seats = [...document.querySelectorAll('[data-connection]')]
        return (
          seats.length === wanted.count && seats.every(({ textContent }) => textContent === `connected ${wanted.room}`)
        )
      },
      { count, room },
    )
  const counted = () => page.evaluate(() => globalThis.cases.counted())
  await page.evaluate(() => globalThis.cases.seats('react-18', 'react-18'))
  await joined(2, 'react-18')
  expect(await counted()).toMatchObject({ opened: 1, open: 1 })
  await page.evaluate(() => globalThis.cases.seats('react-18-second'))
  await joined(1, 'react-18-second')
  await expect.poll(counted, { timeout: 20_000, interval: 50 }).toMatchObject({ opened: 2, open: 1 })
  expect(complaints).toEqual([])
}, 240_000)
