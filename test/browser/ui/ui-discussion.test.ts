// Lists of threads, pins on a page, the inbox and the history, as pages have them: two people in a real room.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId } from '../../sdk/kit.ts'
import { faultsOf } from '../page-faults.ts'
import { startUiPages } from '../ui-page.ts'
import { come, fieldOn, type Someone } from '../ui-people.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const patience = { timeout: 15_000 }

describe.skipIf(missing)(`discussions${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let pages: Awaited<ReturnType<typeof startUiPages>>
  const server = sharedServer()

  beforeAll(async () => {
    ;[browser, pages] = await Promise.all([launchBrowser(), startUiPages()])
  })
  afterAll(async () => {
    await browser?.close()
    await pages?.stop()
  })

  const enter = (someone: Someone) => come({ browser, pages, server }, someone)
  const create = (page: Page, ...bodies: string[]) =>
    page.evaluate(async (all) => {
      for (const body of all) await ui.room!.comments.create({ body })
    }, bodies)

  describe('a list of threads', () => {
    const body = '<h1>Plans</h1><syncforge-comments></syncforge-comments>'
    const words = (page: Page) => page.locator('syncforge-thread .body').allTextContents()

    test('begins one, shows those of others first that were last active, and keeps what is being written', async () => {
      const room = freshRoomId('comments')
      const [ada, bob] = [await enter({ room, body }), await enter({ room, body, name: 'Bob' })]
      await ada.getByText('No comments yet.').waitFor()
      await fieldOn(ada, 'Comment').click()
      await ada.keyboard.type('First')
      await ada.keyboard.press('Control+Enter')
      await expect.poll(() => words(bob), patience).toEqual(['First'])
      await fieldOn(bob, 'Reply').click()
      await bob.keyboard.type('Half an ans')
      await create(ada, 'Second')
      await expect.poll(async () => (await words(bob)).toSorted(), patience).toEqual(['First', 'Second'])
      // A new thread takes neither the focus nor a letter from who writes.
      await bob.keyboard.type('wer')
      await bob.keyboard.press('Control+Enter')
      await expect.poll(() => words(ada), patience).toEqual(['First', 'Half an answer', 'Second'])
    })

    test('what is said in one of many threads draws that one alone, and who has left can still be meant', async () => {
      const room = freshRoomId('comments-drawn')
      const ada = await enter({ room, body })
      const bob = await enter({ room, body: '<p>Nothing</p>', name: 'Bob' })
      await create(ada, ...Array.from({ length: 20 }, (_, index) => `Thread ${index}`))
      await expect.poll(() => words(ada), patience).toHaveLength(20)
      await ada.evaluate(async () => {
        const threads = [...document.querySelectorAll('syncforge-thread')]
        await Promise.all(threads.map((thread) => thread.updateComplete))
        const drawn: string[] = []
        Object.assign(globalThis, { drawn })
        for (const thread of threads) {
          const render = thread.render.bind(thread)
          thread.render = () => {
            drawn.push(thread.threadId!)
            return render()
          }
        }
      })
      const id = await ada.evaluate(() => ui.room!.comments.get().find(({ text }) => text === 'Thread 7')!.id)
      await bob.evaluate(async (threadId) => {
        await ui.room!.comments.reply(threadId, { body: 'Seven' })
        ui.room!.leave()
      }, id)
      await ada.getByText('Seven').waitFor()
      const drawn = await ada.evaluate(() => [...new Set((globalThis as unknown as { drawn: string[] }).drawn)])
      expect(drawn).toEqual([id])
      await expect.poll(() => ada.evaluate(() => ui.room!.presence.getOthers().length), patience).toBe(0)
      await fieldOn(ada, 'Comment').click()
      await ada.keyboard.type('@Bo')
      await ada.getByRole('option', { name: 'Bob' }).waitFor()
    })

    test('leads to what is resolved, and to what holds some words', async () => {
      const room = freshRoomId('comments-filter')
      const ada = await enter({ room, body })
      await create(ada, 'Apples are red', 'Pears are green', 'Plums are blue')
      await expect.poll(() => words(ada), patience).toHaveLength(3)
      await ada.evaluate(async () => {
        const { comments } = ui.room!
        await comments.resolve(comments.get().find(({ text }) => text.startsWith('Pears'))!.id)
      })
      await expect.poll(() => words(ada), patience).toEqual(['Plums are blue', 'Apples are red'])
      const bob = await enter({ room, body, name: 'Bob' })
      await expect.poll(() => words(bob), patience).toEqual(['Plums are blue', 'Apples are red'])
      await bob.getByRole('button', { name: 'Resolved' }).click()
      await expect.poll(() => words(bob), patience).toEqual(['Pears are green'])
      await bob.getByRole('searchbox', { name: 'Search comments' }).fill('apples')
      await expect.poll(() => words(bob), patience).toEqual(['Apples are red'])
      await bob.getByRole('searchbox', { name: 'Search comments' }).fill('cherries')
      await bob.getByText('No comment holds these words.').waitFor()
    })

    test('pages through many, and who only reads gets no place to write', async () => {
      const room = freshRoomId('comments-pages')
      const ada = await enter({ room, body: '<p>Nothing</p>' })
      await ada.evaluate(async () => {
        for (let round = 0; round < 60; round += 10) {
          await Promise.all(
            Array.from({ length: 10 }, (_, index) => ui.room!.comments.create({ body: `Thread ${round + index}` })),
          )
        }
      })
      const bob = await enter({ room, body, name: 'Bob', rights: ['read'] })
      await expect.poll(() => bob.locator('syncforge-thread').count(), patience).toBe(50)
      await bob.getByRole('button', { name: 'More threads' }).click()
      await expect.poll(() => bob.locator('syncforge-thread').count(), patience).toBe(60)
      await bob.getByRole('button', { name: 'More threads' }).waitFor({ state: 'detached' })
      expect(await bob.getByRole('textbox').count()).toBe(0)
    })
  })

  describe('pins', () => {
    const body = `<h1>Plans</h1><div id="board"><div id="inner"><p data-syncforge-anchor="hero">A hero</p><p>Others</p></div></div>
      <syncforge-pins for="board"></syncforge-pins>`
    const lay = (page: Page) =>
      page.evaluate(() => {
        const board = document.querySelector<HTMLElement>('#board')!
        Object.assign(board.style, { height: '300px', width: '320px', overflow: 'auto', border: '1px solid' })
        document.querySelector<HTMLElement>('#inner')!.style.height = '1200px'
        Object.assign(document.querySelector<HTMLElement>('[data-syncforge-anchor]')!.style, {
          height: '80px',
          width: '200px',
        })
      })
    const pins = (page: Page) => page.locator('syncforge-pins .pin')
    /** Where the point of a pin is, beside the corner of the element. */
    const offset = (page: Page) =>
      page.evaluate(() => {
        const pin = document.querySelector('syncforge-pins')!.shadowRoot!.querySelector('.pin')!.getBoundingClientRect()
        const hero = document.querySelector('[data-syncforge-anchor]')!.getBoundingClientRect()
        return { x: Math.round(pin.left - hero.left), y: Math.round(pin.bottom - hero.top) }
      })

    test('one is set by a press, stays with its element for everybody, and opens its thread', async () => {
      const room = freshRoomId('pins')
      const [ada, bob] = [await enter({ room, body }), await enter({ room, body, name: 'Bob' })]
      await Promise.all([lay(ada), lay(bob)])
      await ada.getByRole('button', { name: 'Comment on the page' }).click()
      const hero = (await ada.locator('[data-syncforge-anchor]').boundingBox())!
      await ada.mouse.click(hero.x + 100, hero.y + 40)
      await fieldOn(ada, 'New comment').waitFor()
      await ada.keyboard.type('Here')
      await ada.keyboard.press('Control+Enter')
      await pins(bob).waitFor()
      expect(
        await bob.evaluate(() => ui.room!.comments.get().map(({ anchorId, anchor }) => ({ anchorId, anchor }))),
      ).toEqual([{ anchorId: 'hero', anchor: { x: 0.5, y: expect.closeTo(0.5, 1) } }])
      await expect.poll(() => offset(bob), patience).toEqual({ x: 100, y: expect.closeTo(40, -1) })
      await bob.evaluate(() => document.querySelector('#board')!.scrollTo(0, 20))
      await expect.poll(() => offset(bob), patience).toEqual({ x: 100, y: expect.closeTo(40, -1) })
      await pins(bob).click()
      await fieldOn(bob, 'Reply').click()
      await bob.keyboard.type('Seen')
      await bob.keyboard.press('Control+Enter')
      await ada.locator('syncforge-thread').getByText('Seen').waitFor()
      await bob.keyboard.press('Escape')
      await bob.locator('syncforge-thread').waitFor({ state: 'detached' })
      expect(await bob.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className)).toContain('pin')
      // Scrolled out of its surface it lies on nothing else.
      await bob.evaluate(() => document.querySelector('#board')!.scrollTo(0, 600))
      await expect.poll(() => pins(bob).isVisible(), patience).toBe(false)
    })

    test('one is set by keys alone, and Escape gives up', async () => {
      const room = freshRoomId('pins-keys')
      const ada = await enter({ room, body })
      await lay(ada)
      const begin = ada.getByRole('button', { name: 'Comment on the page' })
      await begin.press('Enter')
      await ada.getByRole('application').waitFor()
      await ada.keyboard.press('Escape')
      await begin.press('Enter')
      await ada.keyboard.press('ArrowDown')
      await ada.keyboard.press('Shift+ArrowRight')
      await ada.keyboard.press('Enter')
      await fieldOn(ada, 'New comment').waitFor()
      await expect.poll(() => ada.evaluate(() => document.activeElement?.className)).toBe('syncforge-field')
      await ada.keyboard.type('By keys')
      await ada.keyboard.press('Control+Enter')
      await pins(ada).waitFor()
      expect(await pins(ada).getAttribute('aria-label')).toBe('Ada: By keys')
      expect(await faultsOf(ada)).toEqual([])
    })
  })

  describe('the inbox', () => {
    const body = '<h1>Plans</h1><syncforge-inbox></syncforge-inbox>'
    const give = (page: Page) =>
      page.evaluate(() => {
        document.querySelector('syncforge-inbox')!.inbox = ui.client!.inbox
      })

    test('counts what one was not told, leads there, forgets, mutes, and obeys what one wants to be told', async () => {
      const room = freshRoomId('inbox')
      // Nobody else's notifications come to this person.
      const reader = `Reader${room.replace(/\W/g, '')}`
      const bob = await enter({ room, body, name: reader, rights: ['write'], viewport: { width: 390, height: 800 } })
      const ada = await enter({ room, body: '<p>Nothing</p>', rights: ['write'] })
      await give(bob)
      await bob.getByRole('button', { name: 'Notifications' }).click()
      await bob.getByText('Nothing yet.').waitFor()
      await bob.keyboard.press('Escape')
      const mention = (text: string) =>
        ada.evaluate(
          ([words, userId]) =>
            ui.room!.comments.create({
              body: {
                blocks: [
                  {
                    type: 'paragraph',
                    content: [
                      { type: 'text', text: words! },
                      { type: 'mention', userId: userId!, verified: true },
                    ],
                  },
                ],
              },
            }),
          [text, reader.toLowerCase()],
        )
      const first = await mention('<b>Look</b> ')
      await bob.getByRole('button', { name: 'Notifications, 1 unread' }).click()
      await bob.getByText('Ada mentioned you').waitFor()
      expect(await bob.locator('syncforge-inbox .text').textContent()).toContain('<b>Look</b>')
      expect(await faultsOf(bob)).toEqual([])
      const told = bob.evaluate(
        () =>
          new Promise((resolve) =>
            addEventListener('syncforge-notification', ({ detail }) => resolve(detail.notification.threadId)),
          ),
      )
      await bob.getByText('Ada mentioned you').click()
      expect(await told).toBe(first.id)
      await bob.getByRole('button', { name: 'Notifications', exact: true }).click()
      await bob.getByRole('button', { name: 'Delete: Ada mentioned you' }).click()
      await bob.getByText('Nothing yet.').waitFor()

      await mention('Again ')
      await bob.getByRole('button', { name: 'Mark read: Ada mentioned you' }).click()
      await bob.getByRole('button', { name: 'Mark read: Ada mentioned you' }).waitFor({ state: 'detached' })
      await bob.getByRole('button', { name: /^Tell me nothing more of this/ }).click()
      await bob.getByRole('button', { name: 'Settings' }).click()
      await bob.getByText(`A thread in ${room}`).waitFor()
      const mails = bob.getByRole('checkbox', { name: 'Mentions, By e-mail' })
      await mails.uncheck()
      await bob.getByRole('checkbox', { name: 'Do not disturb every day' }).check()
      await bob.getByLabel('from').fill('21:30')
      expect(await faultsOf(bob)).toEqual([])
      const wanted = () => bob.evaluate(() => ui.client!.inbox.preferences.get())
      await expect.poll(async () => (await wanted()).doNotDisturb?.daily?.from, patience).toBe('21:30')
      expect((await wanted()).kinds.mention).toEqual({ inApp: true, email: false })
      await bob.getByRole('button', { name: /^Unmute/ }).click()
      await bob.getByText('Nothing is muted.').waitFor()
      expect((await wanted()).muted).toEqual([])
    })

    test('who merely claims an id has none, and is told so', async () => {
      const page = await enter({ room: freshRoomId('inbox-none'), body })
      await give(page)
      await page.getByRole('button', { name: 'Notifications' }).click()
      await page.getByRole('alert').filter({ hasText: 'There is no inbox for you here.' }).waitFor()
    })
  })

  describe('the history', () => {
    const body = '<h1>Plans</h1><syncforge-history></syncforge-history>'
    const write = (page: Page, at: number, words: string) =>
      page.evaluate(
        async ([place, text]) => {
          ui.room!.getDocument()
            .getText('content')
            .insert(place as number, text as string)
          await ui.room!.flush()
        },
        [at, words],
      )
    const textOn = (page: Page) => page.evaluate(() => ui.room!.getDocument().getText('content').toString())

    test('names versions, shows what has changed, and goes back only when asked twice', async () => {
      const room = freshRoomId('history')
      const [ada, bob] = [await enter({ room, body }), await enter({ room, body, name: 'Bob' })]
      await write(ada, 0, 'A fox')
      await ada.getByRole('textbox', { name: 'Name of the version' }).fill('<i>First</i>')
      await ada.keyboard.press('Enter')
      const version = bob.getByRole('button', { name: /^<i>First<\/i>/ })
      await version.waitFor()
      await write(ada, 2, 'quick ')
      await version.click()
      await expect
        .poll(() => bob.locator('syncforge-history .text ins').allTextContents(), patience)
        .toEqual(['quick '])
      await bob.getByRole('button', { name: 'Restore' }).click()
      await bob.getByRole('button', { name: 'Cancel' }).click()
      expect(await textOn(ada)).toBe('A quick fox')
      await bob.getByRole('button', { name: 'Restore' }).click()
      await bob.getByRole('alertdialog').getByRole('button', { name: 'Restore it' }).click()
      await bob.getByText('Restored: <i>First</i>.').waitFor()
      await expect.poll(() => textOn(ada), patience).toBe('A fox')
    })

    test('walks through the past, and says who wrote what', async () => {
      const room = freshRoomId('history-replay')
      const [ada, bob] = [
        await enter({ room, body, viewport: { width: 390, height: 800 } }),
        await enter({ room, body, name: 'Bob' }),
      ]
      await write(ada, 0, 'One ')
      await expect.poll(() => textOn(bob), patience).toBe('One ')
      await write(bob, 4, 'two ')
      await expect.poll(() => textOn(ada), patience).toBe('One two ')
      await write(ada, 8, 'three')
      const moments: Promise<number> = ada.evaluate(
        () =>
          new Promise((resolve) =>
            addEventListener('syncforge-moment', ({ detail }) => resolve(detail.at), { once: true }),
          ),
      )
      await ada.getByRole('button', { name: 'Replay' }).click()
      expect(await moments).toBeGreaterThan(0)
      const text = ada.locator('syncforge-history .text')
      await expect.poll(() => text.textContent(), patience).toBe('One two three')
      const slider = ada.getByRole('slider', { name: 'Moment' })
      await slider.press('Home')
      await expect.poll(() => text.textContent(), patience).toBe('One')
      expect(await slider.getAttribute('aria-valuetext')).toContain('Ada')
      expect(await faultsOf(ada)).toEqual([])
      await ada.getByRole('button', { name: 'Play', exact: true }).click()
      await expect.poll(() => text.textContent(), patience).toBe('One two three')
      await ada.getByRole('button', { name: 'Authors' }).click()
      const runs = ada.locator('syncforge-history .run')
      await expect.poll(() => runs.allTextContents(), patience).toEqual(['Ada: One ', 'Bob: two ', 'Ada: three'])
      expect(await faultsOf(ada)).toEqual([])
    })

    test('who may only read goes nowhere', async () => {
      const room = freshRoomId('history-read')
      const ada = await enter({ room, body })
      await write(ada, 0, 'Text')
      await ada.evaluate(() => ui.room!.versions.create('First'))
      const eve = await enter({ room, body, name: 'Eve', rights: ['read'] })
      await eve.getByRole('button', { name: /^First/ }).click()
      await eve.getByText('The same as now.').waitFor()
      expect(await eve.getByRole('button', { name: 'Restore' }).count()).toBe(0)
      expect(await eve.getByRole('textbox').count()).toBe(0)
    })
  })
})
