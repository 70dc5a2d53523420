// @syncforge/vue in a real Chromium: joins counted, renders counted, and shared types behind `reactive`.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId } from '../../sdk/kit.ts'
import { startPage } from './pages.ts'
import type {} from './vue-cases.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const patience = { timeout: 20_000, interval: 50 }

describe.skipIf(missing)(`@syncforge/vue${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let cases: Awaited<ReturnType<typeof startPage>>
  const server = sharedServer()

  beforeAll(async () => {
    ;[browser, cases] = await Promise.all([launchBrowser(), startPage('vue-cases.ts')])
  })
  afterAll(async () => {
    await browser?.close()
    await cases?.stop()
  })

  const open = async (room: string) => {
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(cases.address({ room, endpoint: server.wsUrl }))
    await page.waitForFunction(() => globalThis.vue !== undefined)
    return page
  }

  test('two uses of a room are one socket; another id leaves it; unmounted, none is open', async () => {
    const [first, second] = [freshRoomId('vue'), freshRoomId('vue-second')]
    const page = await open(first)
    await page.evaluate(() => globalThis.vue.mount())
    await page.waitForFunction((room) => document.querySelector('#status')?.textContent === `connected ${room}`, first)
    expect(await page.evaluate(() => globalThis.vue.counted())).toMatchObject({ opened: 1, open: 1 })
    expect(await page.evaluate(() => globalThis.vue.isBare())).toBe(true)
    await page.evaluate((room) => globalThis.vue.move(room), second)
    await page.waitForFunction((room) => document.querySelector('#status')?.textContent === `connected ${room}`, second)
    await expect
      .poll(() => page.evaluate(() => globalThis.vue.counted()), patience)
      .toMatchObject({ opened: 2, open: 1 })
    await page.evaluate(() => globalThis.vue.unmount())
    await expect
      .poll(() => page.evaluate(() => globalThis.vue.counted()), patience)
      .toMatchObject({ opened: 2, open: 0 })
  })

  test('one of ten people changes: one row renders; the element shows everybody', async () => {
    const page = await open(freshRoomId('vue-renders'))
    await page.evaluate(async () => {
      for (let i = 0; i < 10; i++) await globalThis.vue.other(`person-${i}`)
      globalThis.vue.mount()
    })
    await page.waitForFunction(() => document.querySelectorAll('main li').length === 10)
    expect(await page.locator('#users').textContent()).toBe('11')
    await page.waitForFunction(
      () => (document.querySelector('syncforge-avatars')?.shadowRoot?.querySelectorAll('li').length ?? 0) > 2,
    )
    const before = await page.evaluate(() => globalThis.vue.counted())
    for (let at = 1; at <= 3; at++) {
      await page.evaluate((value) => globalThis.vue.change(4, value), at)
      await page.waitForFunction((value) => document.body.textContent?.includes(`{"at":${value}}`), at)
    }
    const after = await page.evaluate(() => globalThis.vue.counted())
    expect(after.rows - before.rows).toBe(3)
  })
})
