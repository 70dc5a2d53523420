import { randomUUID } from 'node:crypto'
import { SyncForge } from '@syncforge/client'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { lowContrast } from '../../browser/contrast.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { enter, eventually, expectSign, nameOf, type Person, read, write } from '../editor-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`the history in the editor${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  const server = sharedServer()
  const fresh = () => ({ url: server.url, room: `browser-${randomUUID()}` })
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
  })

  const panel = ({ page }: Person) => page.getByRole('complementary', { name: 'History' })
  const past = ({ page }: Person) => page.locator('#past:not([hidden])')
  const openHistory = async (person: Person) => {
    await person.page.getByRole('button', { name: 'History: versions and authors' }).click()
    await panel(person).waitFor()
  }
  const nameVersion = async (person: Person, name: string) => {
    await panel(person).getByLabel('Keep the document as it is now').fill(name)
    await panel(person).getByRole('button', { name: 'Save version' }).click()
    await panel(person).getByRole('button', { name }).waitFor()
  }
  const versionNames = (person: Person) => panel(person).locator('.version-name').allTextContents()

  test('by mouse: name a version, see what has changed since, restore it; the others see both at once', async () => {
    const where = fresh()
    const [ada, bob] = [await enter(browser, where), await enter(browser, where)]
    await write(ada, 'The first plan.')
    await eventually(() => read(bob), 'The first plan.')
    await openHistory(bob)
    await panel(bob).getByText('No versions yet.').waitFor()
    await openHistory(ada)
    await nameVersion(ada, 'First plan')
    expect(await panel(ada).locator('.version-facts').first().textContent()).toContain(await nameOf(ada))
    await eventually(() => versionNames(bob), ['First plan'])

    await write(bob, ' And a second thought.')
    await eventually(() => read(ada), 'The first plan. And a second thought.')
    await panel(ada).getByRole('button', { name: 'First plan' }).click()
    await past(ada).waitFor()
    expect(await past(ada).locator('.past-text').textContent()).toBe('The first plan. And a second thought.')
    expect(await past(ada).locator('.past-text ins').allTextContents()).toEqual([' And a second thought.'])
    await past(ada).getByRole('button', { name: 'Back to the document' }).click()
    await eventually(() => past(ada).count(), 0)
    expect(await ada.text.isVisible()).toBe(true)

    await panel(ada).getByRole('button', { name: 'First plan' }).click()
    await past(ada).getByRole('button', { name: 'Restore this version' }).click()
    await eventually(() => read(bob), 'The first plan.')
    await eventually(() => read(ada), 'The first plan.')
    await eventually(
      () => ada.page.locator('#announcer').textContent(),
      'Restored: First plan. What was there before is in the list of versions.',
    )
    // Nothing is lost: what was there before the restore is a version as well.
    await eventually(async () => (await versionNames(bob)).length, 2)
    await panel(bob).getByRole('button', { name: 'Saved automatically' }).click()
    await eventually(() => past(bob).locator('.past-text del').allTextContents(), [' And a second thought.'])
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  })

  test('who wrote what: in colours, in words, and in the order of the text', async () => {
    const where = fresh()
    const [ada, bob] = [await enter(browser, where), await enter(browser, where)]
    const [adaName, bobName] = [await nameOf(ada), await nameOf(bob)]
    await write(ada, 'Ada wrote this.')
    await eventually(() => read(bob), 'Ada wrote this.')
    await write(bob, ' Bob wrote that.')
    await eventually(() => read(ada), 'Ada wrote this. Bob wrote that.')
    await openHistory(ada)
    await panel(ada).getByRole('button', { name: 'Who wrote what' }).click()
    await past(ada).waitFor()
    expect(await past(ada).locator('.legend .author').allTextContents()).toEqual([adaName, bobName])
    expect(await past(ada).locator('.authored').allTextContents()).toEqual([
      `${adaName}: Ada wrote this.`,
      `${bobName}: Bob wrote that.`.replace(': Bob', ':  Bob'),
    ])
    const grounds = await past(ada)
      .locator('.authored')
      .evaluateAll((runs) => runs.map((run) => getComputedStyle(run).backgroundColor))
    expect(new Set(grounds).size).toBe(2)
    expect(await past(ada).getByRole('button', { name: 'Restore this version' }).count()).toBe(0)
  })

  test('by keyboard alone: open, name, look, leave; the focus is always where one was', async () => {
    const ada = await enter(browser, fresh())
    const { page } = ada
    const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.className)
    await write(ada, 'text')
    await page.locator('#history').focus()
    await page.keyboard.press('Enter')
    await eventually(focused, 'history-heading')
    const reached: unknown[] = []
    for (let press = 0; press < 4; press++) {
      await page.keyboard.press('Tab')
      reached.push(await focused())
    }
    expect(reached).toEqual(['history-close', 'authors', 'version-name', 'button button-primary'])
    await page.locator('#version-name').focus()
    await page.keyboard.type('By keyboard')
    await page.keyboard.press('Enter')
    await panel(ada).getByRole('button', { name: 'By keyboard' }).waitFor()
    await eventually(() => page.locator('#announcer').textContent(), 'Version saved: By keyboard.')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('version')
    await page.keyboard.press('Enter')
    await eventually(focused, 'past-heading')
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('restore')
    await page.keyboard.press('Escape')
    await eventually(focused, 'version')
    expect(await past(ada).count()).toBe(0)
    await page.keyboard.press('Escape')
    await eventually(focused, 'history')
    expect(await panel(ada).isVisible()).toBe(false)
    expect(await page.locator('#history').getAttribute('aria-expanded')).toBe('false')
  })

  test('whatever a hostile client calls versions and writes is words', async () => {
    const where = fresh()
    const client = new SyncForge({ apiKey: developmentKeys.publishable, endpoint: server.wsUrl })
    onTestFinished(() => client.close())
    const markup = '<img src=x onerror="document.title=1" id=owned>'
    const mallory = await client.joinRoom(where.room, {
      userId: 'm',
      userInfo: { name: `${markup}\u202e` },
    })
    mallory.getDocument().getText('content').insert(0, `# ${markup}\r\n\r\n${markup}`)
    await mallory.flush()
    await mallory.versions.create(`\u202e${markup.repeat(4)}`)
    const ada = await enter(browser, where)
    expect(await ada.page.getByRole('heading', { level: 1 }).textContent()).toBe(markup)
    await openHistory(ada)
    await eventually(async () => (await versionNames(ada))[0]?.startsWith(markup), true)
    await panel(ada).locator('.version').first().click()
    await past(ada).waitFor()
    expect(await past(ada).locator('.past-text').textContent()).toBe(`# ${markup}\n\n${markup}`)
    await panel(ada).getByRole('button', { name: 'Who wrote what' }).click()
    await eventually(async () => (await past(ada).locator('.author').allTextContents())[0]?.startsWith('<img'), true)
    expect(await ada.page.locator('#owned').count()).toBe(0)
    expect(await ada.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(ada.complaints).toEqual([])
  })

  test('without a connection it says so, and is there again with it', async () => {
    const where = fresh()
    let cut = false
    const ada = await enter(browser, {
      ...where,
      before: (page) =>
        page.routeWebSocket(/.*/, (socket) => {
          if (cut) void socket.close()
          else {
            const far = socket.connectToServer()
            sockets.push(() => Promise.all([socket.close(), far.close()]))
          }
        }),
    })
    await write(ada, 'kept')
    await expectSign(ada, 'Saved')
    cut = true
    for (const close of sockets.splice(0)) await close()
    await expectSign(ada, 'Offline')
    await openHistory(ada)
    await panel(ada).getByText('You’re offline').waitFor()
    cut = false
    await expectSign(ada, 'Saved', 45_000)
    await panel(ada).getByText('No versions yet.').waitFor()
  })
  const sockets: (() => Promise<unknown>)[] = []

  test.each([320, 390, 700, 1280])(
    'at %i px the panel, a version and its buttons fit, in light and dark',
    async (width) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const touch = width < 700
        const ada = await enter(browser, {
          ...fresh(),
          context: { viewport: { width, height: 800 }, hasTouch: touch, isMobile: touch, colorScheme },
        })
        await write(ada, '# A title\n\nSome words.')
        await expectSign(ada, 'Saved')
        await openHistory(ada)
        await nameVersion(ada, 'A version with a rather long name that goes on')
        expect(await lowContrast(ada.page)).toEqual([])
        await panel(ada).locator('.version').first().click()
        await past(ada).waitFor()
        expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
        expect(await lowContrast(ada.page)).toEqual([])
        for (const control of await past(ada).getByRole('button').all()) {
          const box = await control.boundingBox()
          expect(box && box.x >= 0 && box.x + box.width <= width).toBe(true)
        }
        await past(ada).getByRole('button', { name: 'Back to the document' }).click()
        expect(await ada.text.isVisible()).toBe(true)
        expect(await panel(ada).isVisible()).toBe(width >= 1000)
        await ada.page.context().close()
      }
    },
  )
})
