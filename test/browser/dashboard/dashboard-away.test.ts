/** The server, or the database behind it, is away for a while under open pages: they say so, keep what was there, and are whole again by themselves. */
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../kit/chromium.ts'
import { type StartedPostgres, startPostgres } from '../../kit/postgres.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { heading, visitorAs } from '../dashboard-page.ts'
import { openAs, ownerOf } from '../walks/owner.ts'

const shots = process.env.SHOTS

/** Between the server and its database: held, nothing more comes through, and nobody is told. */
const openLine = async ({ url }: StartedPostgres) => {
  const sockets = new Set<Socket>()
  let isHeld = false
  const proxy = createServer((near) => {
    const far = connect(Number(new URL(url).port), '127.0.0.1')
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(end)
      end.on('data', (bytes) => void other.write(bytes))
      end.on('error', () => other.destroy())
      end.on('close', () => {
        sockets.delete(end)
        other.destroy()
      })
      if (isHeld) end.pause()
    }
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const own = new URL(url)
  own.port = String((proxy.address() as AddressInfo).port)
  return {
    url: own.href,
    hold() {
      isHeld = true
      for (const socket of sockets) socket.pause()
    },
    release() {
      isHeld = false
      for (const socket of sockets) socket.resume()
    },
    close() {
      for (const socket of sockets) socket.destroy()
      proxy.close()
    },
  }
}

let browser: Browser
let dataDir: string
let server: TestServer
let postgres: StartedPostgres
let line: Awaited<ReturnType<typeof openLine>>
beforeAll(async () => {
  const started = await startPostgres()
  if ('missing' in started) throw new Error(started.missing)
  postgres = started
  line = await openLine(postgres)
  dataDir = await mkdtemp(join(tmpdir(), 'syncforge-away-'))
  server = await start()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  line?.close()
  await postgres?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const start = (port = 0) => startServer({ dataDir, port, env: { DATABASE_URL: line.url }, makesDatabase: true })
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

const unavailable = async (page: Page) => {
  await page.getByRole('heading', { name: 'This could not be loaded' }).first().waitFor(soon)
  await page.getByText('UNAVAILABLE', { exact: true }).first().waitFor(soon)
  await page.getByRole('button', { name: 'Try again' }).first().waitFor()
}
const old = (page: Page) => page.getByText(/^Something is away at the moment\. What you see is from before/)

test('[DB2] a database that is away: pages say UNAVAILABLE, keep what they had, and are there when it is', {
  timeout: 240_000,
}, async () => {
  const acme = await ownerOf(server, 'Waits')
  await acme.told('POST', '/rooms', { id: 'notes', name: 'Notes' })
  const { page, complaints } = await openAs(browser, server, acme, '/rooms', 'Rooms')
  await page.getByRole('link', { name: 'Notes' }).waitFor()
  await postgres.halt()
  await page.getByRole('link', { name: 'Members' }).click()
  await heading(page, 'Members')
  await unavailable(page)
  await page.getByText(/^req_/).first().waitFor()
  if (shots !== undefined) await page.screenshot({ path: `${shots}/database-away.png` })
  // Whoever comes now is told as well, instead of being asked to sign in.
  const { page: late } = await visitorAs(browser, server, acme.person)
  await late.goto(`${server.url}/dashboard/orgs/${acme.slug}/rooms`)
  await unavailable(late)
  // What is there stays; as soon as it is asked for again, it is said that it is from before.
  const comeAndGo = async () => {
    await page.getByRole('link', { name: 'Members' }).click()
    await page.getByRole('link', { name: 'Rooms', exact: true }).click()
    await page.getByRole('link', { name: 'Notes' }).waitFor()
    return old(page).isVisible()
  }
  await expect.poll(comeAndGo, { timeout: 60_000, interval: 1_000 }).toBe(true)
  if (shots !== undefined) await page.screenshot({ path: `${shots}/database-away-before.png` })
  await postgres.resume()
  await old(page).waitFor({ state: 'detached', ...soon })
  await page.getByRole('link', { name: 'Members' }).click()
  await page.getByRole('row', { name: /Owner of Waits/ }).waitFor(soon)
  await late.getByRole('link', { name: 'Notes' }).waitFor(soon)
  expect(complaints).toEqual([])
})

test('[DB2] a database that hangs: pages say UNAVAILABLE instead of waiting for good, and are there when it answers', {
  timeout: 240_000,
}, async () => {
  const acme = await ownerOf(server, 'Hanging')
  const { page, complaints } = await openAs(browser, server, acme, '/rooms', 'Rooms')
  await live(page).waitFor()
  line.hold()
  await page.getByRole('link', { name: 'Members' }).click()
  await heading(page, 'Members')
  await unavailable(page)
  line.release()
  await page.getByRole('row', { name: /Owner of Hanging/ }).waitFor(soon)
  expect(complaints).toEqual([])
})
