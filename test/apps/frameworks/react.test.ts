// @syncforge/react in a real Chromium: joins counted, renders counted, and the first lines of the docs as they stand.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { enter, freshRoomId, textOf } from '../../sdk/kit.ts'
import { startPage } from './pages.ts'
import type {} from './react-cases.tsx'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const patience = { timeout: 20_000, interval: 50 }

describe.skipIf(missing)(`@syncforge/react${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let cases: Awaited<ReturnType<typeof startPage>>
  let snippet: Awaited<ReturnType<typeof startPage>>
  const server = sharedServer()

  beforeAll(async () => {
    ;[browser, cases, snippet] = await Promise.all([
      launchBrowser(),
      startPage('react-cases.tsx'),
      startPage('seed-snippet.tsx'),
    ])
  })
  afterAll(async () => {
    await browser?.close()
    await Promise.all([cases?.stop(), snippet?.stop()])
  })

  const open = async (address: string): Promise<Page> => {
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(address)
    return page
  }
  const openCases = async (room: string) => {
    const page = await open(cases.address({ room, endpoint: server.wsUrl }))
    await page.waitForFunction(() => globalThis.cases !== undefined)
    return page
  }
  const counted = (page: Page) => page.evaluate(() => globalThis.cases.counted())
  const joined = (page: Page, count: number) =>
    page.waitForFunction((wanted) => [...document.querySelectorAll('[data-connection]')].length === wanted, count)

  test('the first lines of the docs: two people see each other, their pictures and their cursors', async () => {
    const roomId = freshRoomId('snippet')
    const [ada, bob] = (await Promise.all(
      ['ada', 'bob'].map((userId) => open(snippet.address({ roomId, userId, endpoint: server.wsUrl }))),
    )) as [Page, Page]
    await ada.waitForFunction(() => document.querySelector('#others')?.textContent === 'bob')
    await bob.mouse.move(60, 70)
    await ada.waitForFunction(() => document.querySelector('#cursors')?.textContent === '60,70')
    expect(await ada.locator('#status').textContent()).toBe('connected')
    await ada.waitForFunction(
      () => document.querySelector('syncforge-avatars')?.shadowRoot?.querySelectorAll('li').length === 2,
    )
    await ada.waitForFunction(
      () => document.querySelector('syncforge-cursors')?.shadowRoot?.textContent?.includes('bob') === true,
    )
  })

  test('StrictMode, two components, new literals at each render, a remount: one socket; after the last is gone none', async () => {
    const id = freshRoomId('strict')
    const page = await openCases(id)
    await page.evaluate((room) => globalThis.cases.seats(room, room), id)
    await joined(page, 2)
    for (const seat of await page.locator('button').all()) for (let i = 0; i < 5; i++) await seat.click()
    await page.evaluate(() => globalThis.cases.seats())
    await joined(page, 0)
    await page.evaluate((room) => globalThis.cases.seats(room), id)
    await joined(page, 1)
    expect(await counted(page)).toMatchObject({ opened: 1, open: 1 })
    await page.evaluate(() => globalThis.cases.unmount())
    await expect.poll(() => counted(page), patience).toMatchObject({ opened: 1, open: 0 })
  })

  test('another id is another room, and the first one is left; two providers are two sockets', async () => {
    const [first, second] = [freshRoomId('first'), freshRoomId('second')]
    const page = await openCases(first)
    await page.evaluate((room) => globalThis.cases.seats(room), first)
    await joined(page, 1)
    await page.evaluate((room) => globalThis.cases.seats(room), second)
    await page.waitForFunction((room) => document.querySelector('button')?.textContent === `connected ${room}`, second)
    await expect.poll(() => counted(page), patience).toMatchObject({ opened: 2, open: 1 })
    await page.evaluate((room) => globalThis.cases.twoProviders(room), second)
    await joined(page, 2)
    // The first of the two is the provider that was there before.
    await expect.poll(() => counted(page), patience).toMatchObject({ opened: 3, open: 2 })
  })

  test('unmounted in the middle of a join: nothing stays open', async () => {
    const id = freshRoomId('middle')
    const page = await openCases(id)
    await page.evaluate((room) => globalThis.cases.seats(room), id)
    await page.waitForFunction(() => sockets.length === 1)
    await page.evaluate(() => globalThis.cases.unmount())
    await expect.poll(() => counted(page), patience).toMatchObject({ opened: 1, open: 0 })
  })

  test('one of twenty people changes: one row renders, and whoever picks only names does not', async () => {
    const id = freshRoomId('renders')
    const page = await openCases(id)
    await page.evaluate(async () => {
      for (let i = 0; i < 20; i++) await globalThis.cases.other(`person-${i}`)
      globalThis.cases.list()
    })
    await page.waitForFunction(() => document.querySelectorAll('li').length === 20)
    const before = await counted(page)
    for (let at = 1; at <= 3; at++) {
      await page.evaluate((value) => globalThis.cases.change(7, value), at)
      await page.waitForFunction((value) => document.body.textContent?.includes(`{"at":${value}}`), at)
    }
    const after = await counted(page)
    // StrictMode renders what renders twice.
    expect(after.rows - before.rows).toBe(3 * 2)
    expect(after.lists).toBe(before.lists)
    expect(await page.locator('#naive').textContent()).toBe('20')
  })

  test('Suspense: the fallback, then the room; a refusal is the error boundary’s', async () => {
    const id = freshRoomId('suspense')
    const page = await openCases(id)
    await page.evaluate((room) => globalThis.cases.suspended(room), id)
    await page.waitForFunction(() => document.querySelector('#inside')?.textContent === 'ada connected')
    expect(await counted(page)).toMatchObject({ opened: 1, open: 1 })
    await page.evaluate(() => {
      globalThis.cases.unmount()
      globalThis.cases.suspended('not / a name')
    })
    await page.waitForFunction(() => document.querySelector('#refused')?.textContent === 'VALIDATION_ERROR')
  })

  test('Suspense: what a room has is there when the hooks give something for the first time', async () => {
    const id = freshRoomId('suspense-work')
    const { room } = await enter(server.wsUrl, id, { userId: 'writer' })
    await room.records.save('brief', 'Text', { expectedVersion: 0 })
    await room.chat.send({ body: 'Said' })
    const { id: item } = await room.checklists.add('launch', { text: 'To do' })
    await room.checklists.toggle(item, true)
    await room.comments.create({ body: 'Noted' })
    textOf(room).insert(0, 'Written')
    await room.flush()
    await room.versions.create('Kept')
    const page = await openCases(id)
    await page.evaluate((to) => globalThis.cases.suspendedWork(to), id)
    await page.waitForFunction(() => document.querySelector('#inside') !== null)
    const whole = {
      record: 'Text',
      none: null,
      said: ['Said'],
      todo: ['To do'],
      share: 1,
      noted: ['Noted'],
      one: 'Noted',
      happened: true,
      versions: ['Kept'],
      inbox: 'VALIDATION_ERROR',
    }
    expect((await page.evaluate(() => globalThis.cases.seen())).map((shown) => JSON.parse(shown))).toEqual([whole])
    // And they go on following.
    await room.chat.send({ body: 'More' })
    await page.waitForFunction(() => document.querySelector('#inside')?.textContent?.includes('"More"') === true)
    expect(await counted(page)).toMatchObject({ opened: 1, open: 1 })
  })

  test('a reference is to the element', async () => {
    const page = await openCases(freshRoomId('refs'))
    await page.evaluate(() => globalThis.cases.refs())
    await page.waitForFunction(() => globalThis.cases.referred().every((name) => name !== undefined))
    expect(await page.evaluate(() => globalThis.cases.referred())).toEqual([
      'syncforge-avatars',
      'syncforge-cursors',
      'syncforge-thread',
    ])
  })
})
