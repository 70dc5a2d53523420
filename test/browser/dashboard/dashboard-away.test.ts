/** The server, or the database behind it, is away for a while under open pages: they say so, keep what was there, and are whole again by themselves. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../kit/chromium.ts'
import { startPostgres } from '../../kit/postgres.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { openAs, ownerOf } from '../walks/owner.ts'

const shots = process.env.SHOTS

let browser: Browser
let dataDir: string
let server: TestServer
let postgres: Exclude<Awaited<ReturnType<typeof startPostgres>>, { missing: string }>
beforeAll(async () => {
  const started = await startPostgres()
  if ('missing' in started) throw new Error(started.missing)
  postgres = started
  dataDir = await mkdtemp(join(tmpdir(), 'syncforge-away-'))
  server = await start()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await postgres?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const start = (port = 0) => startServer({ dataDir, port, env: { DATABASE_URL: postgres.url }, makesDatabase: true })
const away = (page: Page) => page.getByText(/^The server does not answer\. What you see is from before/)
const live = (page: Page) => page.getByText('Live', { exact: true }).first()
/** Whoever looks does nothing: the page comes back by itself. */
const soon = { timeout: 60_000 }

test('[DB2] a server that stops and comes back: what was there stays, what was not loaded comes by itself', {
  timeout: 240_000,
}, async () => {
  const acme = await ownerOf(server, 'Away')
  await acme.told('POST', '/rooms', { id: 'plans', name: 'Plans' })
  const { page, complaints } = await openAs(browser, server, acme, '/rooms', 'Rooms')
  await page.getByRole('link', { name: 'Plans' }).waitFor()
  await live(page).waitFor()
  const { page: second } = await openAs(browser, server, acme, '/rooms', 'Rooms')
  await live(second).waitFor()
  const { port } = server
  await server.stop()
  for (const one of [page, second]) {
    await away(one).waitFor(soon)
    await one.getByText('Not live: trying again').waitFor()
    await one.getByRole('link', { name: 'Plans' }).waitFor()
  }
  if (shots !== undefined) await page.screenshot({ path: `${shots}/away.png` })
  // A page that this browser has never loaded.
  await second.getByRole('link', { name: 'Audit log' }).click()
  await second.getByRole('heading', { name: 'This could not be loaded' }).waitFor(soon)
  await page.keyboard.press('Control+k')
  await page.getByText('The server does not answer.', { exact: true }).waitFor()
  server = await start(port)
  await live(page).waitFor(soon)
  await away(page).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Plans' }).waitFor()
  await second.getByRole('heading', { name: 'Audit log', level: 1 }).waitFor(soon)
  await second.getByText('Room added').first().waitFor(soon)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: /^Find a page/ }).waitFor()
  expect(complaints).toEqual([])
})
