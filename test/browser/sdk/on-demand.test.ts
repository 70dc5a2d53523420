// Parts of the SDK that a page loads when they are first used, in a real browser: which ones, and what happens when one does not come.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId } from '../../sdk/kit.ts'
import { errorsOn, insertOn, joinOn, startSdkPage } from '../sdk-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`parts on demand${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  const server = sharedServer()
  let pages: Awaited<ReturnType<typeof startSdkPage>>

  beforeAll(async () => {
    ;[browser, pages] = await Promise.all([launchBrowser(), startSdkPage()])
  })
  afterAll(async () => {
    await browser?.close()
    await pages?.stop()
  })

  const openPage = async (): Promise<Page> => {
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    return pages.open(context)
  }
  /** What the call rejects with, or `null`. */
  const outcome = (page: Page, call: 'versions' | 'blame' | 'seed'): Promise<string | null> =>
    page.evaluate((name) => {
      const { room } = stay
      const calls = {
        versions: () => room.versions.list(),
        blame: () => room.history.blame(),
        seed: () => room.seed((doc) => doc.getText('content').insert(0, 'seeded')),
      }
      return calls[name]().then(
        () => null,
        (error: { code: string }) => error.code,
      )
    }, call)

  test('each comes with its first use, once; before, a page that edits and points has loaded none', async () => {
    const page = await openPage()
    const scripts: string[] = []
    page.on('request', (request) => scripts.push(new URL(request.url()).pathname.replace(/-[A-Z0-9]+\.js$/, '')))
    await joinOn(page, { endpoint: server.wsUrl, room: freshRoomId('parts') })
    await insertOn(page, 'text')
    await page.evaluate(() => {
      stay.room.cursors.update({ x: 1, y: 2 })
      return Promise.all([stay.room.broadcast('wave'), stay.room.flush()])
    })
    const parts = () =>
      scripts.filter((path) => ['/versions', '/seed', '/smooth-cursors', '/awareness-sync'].includes(path))
    expect(parts()).toEqual([])
    expect(await outcome(page, 'versions')).toBe(null)
    expect(await outcome(page, 'blame')).toBe(null)
    expect(parts()).toEqual(['/versions'])
    await page.evaluate(() => void stay.room.getAwareness())
    await expect.poll(parts).toEqual(['/versions', '/awareness-sync'])
  })

  test('one that does not come is LOAD_FAILED; the next use tries again, and what was missed is there', async () => {
    const page = await openPage()
    await joinOn(page, { endpoint: server.wsUrl, room: freshRoomId('blocked') })
    const blocked = /\/(versions|seed|smooth-cursors)-/
    await page.route(blocked, (route) => route.abort())
    expect(await outcome(page, 'versions')).toBe('LOAD_FAILED')
    expect(await outcome(page, 'seed')).toBe('LOAD_FAILED')
    await page.evaluate(() => void stay.room.cursors.subscribeSmooth(() => {}))
    await expect.poll(() => errorsOn(page)).toEqual(['LOAD_FAILED'])
    await page.unroute(blocked)
    expect(await outcome(page, 'versions')).toBe(null)
    expect(await outcome(page, 'seed')).toBe(null)
    expect(await page.evaluate(() => stay.room.getDocument().getText('content').toString())).toBe('seeded')
  })
})
