import { randomUUID } from 'node:crypto'
import { SyncForge } from '@syncforge/client'
import { limits } from '@syncforge/protocol/limits'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { lowContrast } from '../../browser/contrast.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { followInNode } from '../../kit/readme.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { documentAt, enter, eventually, expectSign, insert, read, visit, write } from '../editor-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`the editor page${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  const server = sharedServer()
  const fresh = () => ({ url: server.url, room: `browser-${randomUUID()}` })

  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
  })

  test('a new document gets a readable address of its own that stays', async () => {
    const { page } = await enter(browser, fresh())
    await page.getByRole('link', { name: 'SyncForge: start a new document' }).click()
    await page.waitForURL(/\?room=[a-z]+-[a-z]+-[0-9a-z]{8}$/)
    const address = page.url()
    await page.getByRole('textbox', { name: 'Document text' }).waitFor()
    await page.reload()
    expect(page.url()).toBe(address)
  })

  test('an empty document invites to write and to share, until there is a word', async () => {
    const ada = await enter(browser, fresh())
    await ada.page.getByText('Start writing…').waitFor()
    await ada.page.getByRole('button', { name: 'Copy the link' }).waitFor()
    await write(ada, 'x')
    await eventually(() => ada.page.locator('#hint').isVisible(), false)
    expect(await ada.page.getByText('Start writing…').count()).toBe(0)
  })

  test('nobody can type before the document has arrived', async () => {
    // The network between takes the connection and then says nothing.
    const { page } = await visit(browser, {
      ...fresh(),
      before: (page) => page.routeWebSocket(/.*/, () => {}),
    })
    await page.locator('#skeleton').waitFor()
    expect(await page.locator('#document').getAttribute('aria-busy')).toBe('true')
    expect(await page.locator('.cm-content').count()).toBe(0)
    expect(await page.getByRole('button', { name: 'History' }).count()).toBe(0)
    expect(await page.locator('#status .status-text').textContent()).toBe('Connecting…')
  })

  test('a room that cannot be says why, with the code, and another try is one press away', async () => {
    const { page } = await visit(browser, { url: server.url, room: 'no such/room!' })
    await page.getByRole('heading', { name: 'This link doesn’t name a document' }).waitFor()
    expect(await page.locator('#problem').textContent()).toContain('VALIDATION_ERROR')
    const retry = page.getByRole('button', { name: 'Try again' })
    expect(await retry.evaluate((button) => button === document.activeElement)).toBe(true)
    await retry.click()
    await page.getByRole('heading', { name: 'This link doesn’t name a document' }).waitFor()
    await page.getByRole('link', { name: 'Start a new document', exact: true }).click()
    await page.getByRole('textbox', { name: 'Document text' }).waitFor()
  })

  test('the link is copied, and the button says so', async () => {
    const where = fresh()
    const { page } = await enter(browser, { ...where, context: { permissions: ['clipboard-read', 'clipboard-write'] } })
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(documentAt(where))
    expect(await page.locator('#announcer').textContent()).toBe('Link copied.')
    await page.getByRole('button', { name: 'Copy link' }).waitFor()
  })

  test('without the clipboard API the old command copies', async () => {
    const where = fresh()
    const ada = await enter(browser, {
      ...where,
      before: (page) => page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined })),
    })
    await ada.page.getByRole('button', { name: 'Copy link' }).click()
    await ada.page.getByRole('button', { name: 'Copied' }).waitFor()
    await ada.text.focus()
    await ada.page.keyboard.press('Control+v')
    await eventually(() => read(ada), documentAt(where))
  })

  test('where nothing can copy, the link is shown selected', async () => {
    const where = fresh()
    const { page } = await enter(browser, {
      ...where,
      before: (page) =>
        page.addInitScript(() => {
          Object.defineProperty(navigator, 'clipboard', { value: undefined })
          document.execCommand = () => false
        }),
    })
    await page.getByRole('button', { name: 'Copy link' }).click()
    await page.getByRole('dialog', { name: 'Link to this document' }).waitFor()
    expect(await page.evaluate(() => getSelection()?.toString())).toBe(documentAt(where))
  })

  test('light and dark follow the system until somebody chooses, and the choice stays', async () => {
    const { page } = await enter(browser, { ...fresh(), context: { colorScheme: 'dark' } })
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    expect(await ground()).toBe('rgb(19, 18, 16)')
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Light theme' }).click()
    expect(await ground()).toBe('rgb(245, 243, 239)')
    await page.reload()
    expect(await ground()).toBe('rgb(245, 243, 239)')
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Dark theme' }).click()
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await ground()).toBe('rgb(245, 243, 239)')
  })

  test.each([320, 390, 430, 768, 1280])('at %i px nothing is cut off or scrolls sideways', async (width) => {
    const touch = width < 700
    const ada = await enter(browser, {
      ...fresh(),
      context: { viewport: { width, height: 800 }, hasTouch: touch, isMobile: touch },
    })
    await insert(ada, `# ${'A long title '.repeat(8)}\n\n${'unbreakable'.repeat(30)} and some more words that wrap`)
    await expectSign(ada, 'Saved')
    expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    for (const control of await ada.page.locator('header :is(a, button, input):visible').all()) {
      const box = await control.boundingBox()
      expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true)
      if (touch) expect(box && Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24)
    }
    await ada.page.locator('#people').click()
    await ada.page.getByRole('dialog', { name: 'People here' }).waitFor()
    expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  })

  test('everything is reached and used by keyboard alone', async () => {
    const ada = await enter(browser, fresh())
    const { page } = ada
    await page.locator('.skip-link').focus()
    const reached: string[] = []
    for (let press = 0; press < 10; press++) {
      if (press > 0) await page.keyboard.press('Tab')
      reached.push(
        await page.evaluate(() => {
          const here = document.activeElement as HTMLElement
          const visible = getComputedStyle(here).outlineStyle !== 'none' || here.classList.contains('cm-content')
          return `${here.id || here.className.split(' ')[0]}${visible ? '' : ' without a focus ring'}`
        }),
      )
    }
    expect(reached).toEqual([
      'skip-link',
      'brand',
      'people',
      'comments',
      'history',
      'menu',
      'copy-link',
      'cm-content',
      'copy-link-hint',
      'text-button',
    ])

    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.type('text')
    await eventually(() => read(ada), 'text')
    await page.locator('#people').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'People here' }).waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('name')
    await page.keyboard.press('Escape')
    await eventually(() => page.getByRole('dialog', { name: 'People here' }).isVisible(), false)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('people')
  })

  test('the page says what it is, where the docs are, and how to join it from code', async () => {
    const where = fresh()
    const { page } = await enter(browser, where)
    await page.getByRole('button', { name: 'What is SyncForge?' }).click()
    const menu = page.getByRole('dialog', { name: 'Menu' })
    await menu.getByText('real-time collaboration that you add to your own product').waitFor()
    const code = (await menu.locator('#snippet').textContent()) ?? ''
    for (const part of [`"${server.wsUrl}"`, `"${where.room}"`]) expect(code).toContain(part)
    const program = followInNode(`${code}\nawait room.flush()\nprocess.exit()`)
    onTestFinished(() => program.stop())
    expect(await program.ended, program.output()).toBe(0)
    await eventually(() => page.locator('.cm-content').textContent(), 'Hello from code. ')
    await menu.getByRole('link', { name: 'API reference' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/docs/')
  })

  test('every control has a name that a screen reader can say', async () => {
    const { page } = await enter(browser, fresh())
    await page.locator('#people').click()
    const devtools = await page.context().newCDPSession(page)
    const { nodes } = await devtools.send('Accessibility.getFullAXTree')
    const controls = nodes
      .filter((node) => !node.ignored && ['button', 'link', 'textbox', 'dialog'].includes(String(node.role?.value)))
      .map((node) => ({ role: String(node.role?.value), name: String(node.name?.value ?? '').trim() }))
    expect(controls.filter(({ name }) => name === '')).toEqual([])
    expect(controls).toContainEqual({ role: 'textbox', name: 'Document text' })
    expect(controls).toContainEqual({ role: 'button', name: 'History: versions and authors' })
    expect(controls).toContainEqual({ role: 'textbox', name: 'Your name' })
    expect(controls).toContainEqual({ role: 'link', name: 'SyncForge: start a new document' })
    expect(controls.length).toBeGreaterThanOrEqual(8)
    const ids = await page.evaluate(() => Array.from(document.querySelectorAll('[id]'), (element) => element.id))
    expect(new Set(ids).size).toBe(ids.length)
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    expect(await page.locator('main').count()).toBe(1)
  })

  test('a document that fills up says so calmly, in light and in dark, until it is dismissed, and again at the next mark', async () => {
    const where = fresh()
    const client = new SyncForge({ apiKey: developmentKeys.publishable, endpoint: server.wsUrl })
    onTestFinished(() => client.close())
    const room = await client.joinRoom(where.room)
    const fillTo = (share: number) => {
      const doc = room.getDocument()
      doc.transact(() => {
        for (let n = 0; n < limits.documentRootsMax * share - 1; n++) doc.getMap(`root-${n}`).set('is', share)
      })
      return room.flush()
    }
    const early = await enter(browser, { ...where, context: { colorScheme: 'dark' } })
    await write(early, 'Some words.')
    await fillTo(0.85)
    const late = await enter(browser, where)
    for (const { page } of [early, late]) {
      const banner = page.locator('#filled')
      await banner.getByText(/^This document is 8\d % full\.$/).waitFor()
      expect(await page.getByRole('status').filter({ hasText: 'no longer saved' }).count()).toBe(1)
      expect(await lowContrast(page)).toEqual([])
      await banner.getByRole('button', { name: 'Dismiss' }).click()
      expect(await banner.isVisible()).toBe(false)
    }
    await fillTo(0.92)
    await early.page.getByText(/^This document is 9\d % full\.$/).waitFor()
    await expectSign(early, 'Saved')
    expect([...early.complaints, ...late.complaints]).toEqual([])
  })

  test('words stand out from what is behind them, in light and in dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const ada = await enter(browser, { ...fresh(), context: { colorScheme } })
      await ada.page.locator('#people').click()
      await ada.page.getByRole('dialog', { name: 'People here' }).waitFor()
      expect(await lowContrast(ada.page)).toEqual([])
    }
  })
})
