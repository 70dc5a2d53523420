// Threads and where one writes in them, as pages have them: two people in a real room, who may do what, and whatever somebody writes.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId, rest } from '../../sdk/kit.ts'
import { faultsOf } from '../page-faults.ts'
import { enterOn, startUiPages } from '../ui-page.ts'
import { come as comeTo, fieldOn as field, type Someone } from '../ui-people.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`threads${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
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

  const markup =
    '<h1>Plans</h1><syncforge-composer></syncforge-composer><syncforge-thread id="thread"></syncforge-thread>'
  const come = (someone: Omit<Someone, 'body'> & { readonly body?: string }) =>
    comeTo({ browser, pages, server }, { body: markup, ...someone })
  const show = (page: Page, threadId: string) =>
    page.evaluate((id) => {
      document.querySelector('syncforge-thread')!.threadId = id
    }, threadId)
  /** Begins a thread as a person does, and shows it below. */
  const begin = async (page: Page, words: string): Promise<string> => {
    const sent = page.evaluate(
      () =>
        new Promise<string>((resolve) =>
          addEventListener('syncforge-sent', ({ detail }) => resolve(detail.threadId as string), { once: true }),
        ),
    )
    await field(page, 'Comment').click()
    await page.keyboard.insertText(words)
    await page.keyboard.press('Control+Enter')
    const id = await sent
    await show(page, id)
    return id
  }

  test('[PR10] what an agent says that is shown carries its mark, what a person says does not', async () => {
    const room = freshRoomId('threads')
    const ada = await come({ room, name: 'Ada' })
    const id = await begin(ada, 'Is anything missing?')
    await ada.getByText('Is anything missing?').waitFor()
    const userInfo = { name: 'Proofreader' }
    await rest(server, `/rooms/${room}/agents/proofreader`, { method: 'PUT', body: JSON.stringify({ userInfo }) })
    const said = { userId: 'proofreader', userInfo, threadId: id, body: 'A word.' }
    await rest(server, `/rooms/${room}/comments`, { method: 'POST', body: JSON.stringify(said) })
    const comments = ada.locator('syncforge-thread .comment')
    await comments.filter({ hasText: 'A word.' }).locator('.head').getByText('agent', { exact: true }).waitFor()
    expect(await comments.locator('[part=agent]').count()).toBe(1)
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 390]) {
        await ada.emulateMedia({ colorScheme })
        await ada.setViewportSize({ width, height: 800 })
        expect(await faultsOf(ada)).toEqual([])
        const shots = process.env.SHOTS
        if (shots !== undefined) await ada.screenshot({ path: `${shots}/ui-thread-${colorScheme}-${width}.png` })
      }
  })

  test('what one says the other answers, reacts to, and both see each change', async () => {
    const room = freshRoomId('threads')
    const [ada, bob] = await Promise.all([come({ room, name: 'Ada' }), come({ room, name: 'Bob' })])
    const id = await begin(ada, 'Too dark?')
    expect(await field(ada, 'Comment').textContent()).toBe('')
    await show(bob, id)
    await bob.getByText('Too dark?').waitFor()
    await field(bob, 'Reply').click()
    await bob.keyboard.type('A little, @Ad')
    await bob.getByRole('option', { name: 'Ada' }).click()
    await bob.keyboard.type('.')
    // The caret is inside of the field of the page, and so is the focus: nothing is hidden in a shadow.
    expect(await bob.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Reply')
    await bob.getByRole('button', { name: 'Send' }).last().click()
    await ada.getByText('A little, @Ada .').waitFor()
    await ada.locator('.syncforge-mention-self').waitFor()

    await bob.getByRole('button', { name: 'React' }).first().click()
    await bob.getByRole('button', { name: '🎉' }).click()
    const party = (page: Page) => page.locator('.reaction').first().getAttribute('aria-label', { timeout: 1_000 })
    await expect.poll(() => party(ada), { timeout: 15_000 }).toBe('🎉 1: Bob')
    await ada.locator('.reaction').click()
    await expect.poll(() => party(bob), { timeout: 15_000 }).toBe('🎉 2: you and Ada')
    await ada.locator('.reaction').click()
    await expect.poll(() => party(bob), { timeout: 15_000 }).toBe('🎉 1: you')

    // A change keeps what was said before.
    await ada.getByRole('button', { name: 'Edit' }).click()
    const edit = field(ada, 'Edit the comment')
    await expect.poll(() => edit.textContent()).toBe('Too dark?')
    await edit.press('End')
    await ada.keyboard.type(' Or not?')
    await ada.getByRole('button', { name: 'Save' }).click()
    await bob.getByText('Too dark? Or not?').waitFor()
    await bob.getByRole('button', { name: 'edited' }).click()
    const before = bob.getByRole('list', { name: 'What it said before' }).locator('.earlier-body')
    await expect.poll(() => before.allTextContents(), { timeout: 15_000 }).toEqual(['Too dark?'])

    // Done, and begun again, by whoever may comment.
    await bob.getByRole('button', { name: 'Resolve' }).click()
    await ada.getByText('Resolved by Bob').waitFor()
    await expect.poll(() => field(ada, 'Reply').isVisible()).toBe(false)
    await ada.getByRole('button', { name: 'Reopen' }).click()
    await bob.getByRole('button', { name: 'Resolve' }).waitFor()

    // Only one's own, and only when asked twice.
    expect(await bob.getByRole('button', { name: 'Delete' }).count()).toBe(1)
    await bob.getByRole('button', { name: 'Delete' }).click()
    expect(await ada.getByText('A little').count()).toBe(1)
    await bob.getByRole('button', { name: 'Delete for good?' }).click()
    await ada.getByText('This comment was deleted.').waitFor()
    await ada.getByRole('button', { name: 'Delete' }).click()
    await ada.getByRole('button', { name: 'Delete for good?' }).click()
    await bob.getByText('This thread is not there any more.').waitFor()
  })

  test('whom this page does not know the room offers: somebody to whom it was granted', async () => {
    const room = freshRoomId('threads')
    const ada = await come({ room, name: 'Ada' })
    const granted = await rest(server, `/rooms/${room}/participants/zoe`, {
      method: 'PATCH',
      body: JSON.stringify({ access: 'write' }),
    })
    expect(granted.status).toBe(200)
    await field(ada, 'Comment').click()
    await ada.keyboard.type('@zo')
    await ada.getByRole('option', { name: 'zoe' }).waitFor()
    await ada.keyboard.press('Enter')
    expect(await field(ada, 'Comment').locator('.syncforge-mention').textContent()).toBe('@zoe')
    const sent = ada.evaluate(
      () => new Promise((resolve) => addEventListener('syncforge-sent', () => resolve(null), { once: true })),
    )
    await ada.keyboard.press('Control+Enter')
    await sent
  })

  test('what others say is new until one looks at it', async () => {
    const room = freshRoomId('threads-unread')
    const [ada, bob] = await Promise.all([
      come({ room }),
      come({ room, name: 'Bob', body: `<div id="above"></div>${markup}` }),
    ])
    await bob.evaluate(() => {
      document.querySelector<HTMLElement>('#above')!.style.height = '3000px'
    })
    const id = await begin(ada, 'New')
    await show(bob, id)
    const unread = () => bob.evaluate(() => ui.room!.comments.unread.get())
    await bob.evaluate(() => void ui.room!.comments.unread.subscribe(() => {}))
    await expect.poll(unread).toBe(1)
    await bob.locator('syncforge-thread').scrollIntoViewIfNeeded()
    await expect.poll(unread).toBe(0)
  })

  test('files go with an answer, those that are refused do not, and whoever reads gets them', async () => {
    const room = freshRoomId('threads-files')
    const [ada, bob] = [await come({ room }), await come({ room, name: 'Bob' })]
    const id = await begin(ada, 'See')
    await show(bob, id)
    const composer = ada.locator('syncforge-composer[slot=reply]')
    const file = (name: string, bytes: number) => ({ name, mimeType: 'text/plain', buffer: Buffer.alloc(bytes, 'x') })
    await field(ada, 'Reply').click()
    await composer.locator('input[type=file]').setInputFiles([file('notes<b>.txt', 2_000), file('empty.txt', 0)])
    await composer.getByText('notes<b>.txt, 2 kB', { exact: true }).waitFor()
    await composer.getByText(/^empty.txt: /).waitFor()
    await composer.getByRole('button', { name: 'Leave out empty.txt' }).click()
    await field(ada, 'Reply').click()
    await ada.keyboard.type('These')
    await ada.keyboard.press('Control+Enter')
    const given = bob.locator('syncforge-thread').getByRole('button', { name: /^notes.*2 kB$/ })
    await given.waitFor()
    expect(await composer.getByText('notes').count()).toBe(0)
    expect(await faultsOf(bob)).toEqual([])
    const download = Promise.any([
      bob.waitForEvent('download'),
      bob
        .context()
        .waitForEvent('page')
        .then((page) => page.waitForEvent('download')),
    ])
    await given.click()
    expect((await download).suggestedFilename()).toMatch(/^notes.*\.txt$/)
  })

  test('says which words it is about, leads there, and still says them when they are gone', async () => {
    const room = freshRoomId('threads-words')
    const ada = await come({ room })
    const id = await ada.evaluate(async () => {
      const { comments, flush, getDocument } = ui.room!
      const text = getDocument().getText('content')
      text.insert(0, 'The quick fox')
      await flush()
      const anchors = await comments.anchors()
      return (await comments.create({ body: 'Why?', anchor: anchors.of(text, 4, 9) })).id
    })
    await show(ada, id)
    const asked = ada.evaluate(
      () =>
        new Promise((resolve) =>
          addEventListener('syncforge-thread', ({ detail }) => resolve(detail.thread.id), { once: true }),
        ),
    )
    await ada.getByRole('button', { name: '“quick”' }).click()
    expect(await asked).toBe(id)
    await ada.evaluate(() => ui.room!.getDocument().getText('content').delete(4, 6))
    await ada.getByText('These words are gone from the document.').waitFor()
    expect(await ada.getByRole('button', { name: '“quick”' }).count()).toBe(1)
  })

  test('who may only read is told so, and is offered nothing that would be refused', async () => {
    const room = freshRoomId('threads-read')
    const ada = await come({ room })
    const id = await begin(ada, 'Read this')
    const eve = await come({ room, name: 'Eve', rights: ['read'] })
    await show(eve, id)
    await eve.getByText('Read this').waitFor()
    await eve.getByText('You can read here, but not comment.').waitFor()
    expect(await eve.getByRole('textbox').count()).toBe(0)
    expect(await eve.locator('syncforge-thread').getByRole('button').count()).toBe(0)
  })

  test('what is refused comes back into the field, and nothing is lost', async () => {
    const room = freshRoomId('threads-refused')
    const ada = await come({ room })
    const id = await begin(ada, 'First')
    // Another page of hers takes the thread away while she writes.
    await field(ada, 'Reply').click()
    await ada.keyboard.type('Too late')
    await ada.evaluate((threadId) => {
      const { comments } = ui.room!
      const ask = comments.reply
      comments.reply = async (given, comment) => {
        comments.reply = ask
        const [first] = comments.get().find((thread) => thread.id === threadId)!.comments
        await comments.remove(first!.id)
        return ask(given, comment)
      }
    }, id)
    const composer = ada.locator('syncforge-composer[slot=reply]')
    const refused = ada.evaluate(
      () =>
        new Promise((resolve) =>
          addEventListener('syncforge-error', ({ detail }) => resolve(detail.error.code), {
            once: true,
          }),
        ),
    )
    await ada.keyboard.press('Control+Enter')
    expect(await refused).toBe('NOT_FOUND')
    expect(await composer.evaluate((each) => each.querySelector('.syncforge-field')?.textContent)).toBe('Too late')
  })

  test('a draft is there again after a reload, a sent one is not', async () => {
    const room = freshRoomId('threads-draft')
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    const { page } = await pages.open(context, markup)
    const visit = { endpoint: server.wsUrl, room, userId: 'ada', userInfo: { name: 'Ada' } }
    await enterOn(page, visit)
    await field(page, 'Comment').click()
    await page.keyboard.type('Begun @Ad')
    await page.getByRole('option', { name: 'Ada' }).click()
    await page.reload()
    await page.waitForFunction(() => globalThis.enter !== undefined)
    await enterOn(page, visit)
    await expect.poll(() => field(page, 'Comment').textContent()).toBe('Begun @Ada ')
    await field(page, 'Comment').click()
    const sent = page.evaluate(
      () => new Promise<void>((resolve) => addEventListener('syncforge-sent', () => resolve(), { once: true })),
    )
    await page.keyboard.press('Control+Enter')
    await sent
    await page.reload()
    await page.waitForFunction(() => globalThis.enter !== undefined)
    await enterOn(page, visit)
    await page.evaluate(() => ui.room!.comments.getDraft('new'))
    expect(await field(page, 'Comment').textContent()).toBe('')
  })

  test('a field of a form: its value, what is required, reset, and its label', async () => {
    const room = freshRoomId('threads-form')
    const page = await come({
      room,
      body: '<form><label for="c">Your opinion</label><syncforge-composer id="c" name="opinion" required></syncforge-composer><button>Go</button></form>',
    })
    const value = () => page.evaluate(() => new FormData(document.forms[0]).get('opinion'))
    const isValid = () => page.evaluate(() => document.forms[0]!.checkValidity())
    expect(await isValid()).toBe(false)
    await page.getByText('Your opinion').click()
    await page.keyboard.type('Fine')
    expect(await value()).toBe('Fine')
    expect(await isValid()).toBe(true)
    expect(await field(page, 'Your opinion').textContent()).toBe('Fine')
    await page.evaluate(() => document.forms[0]!.reset())
    expect(await value()).toBe('')
    expect(await isValid()).toBe(false)
  })

  test('taken out of the page and put back it keeps what was written, and goes on', async () => {
    const room = freshRoomId('threads-moved')
    const ada = await come({ room, body: `<div id="a">${markup}</div><div id="b"></div>` })
    const id = await begin(ada, 'Here')
    await field(ada, 'Reply').click()
    await ada.keyboard.type('Half a')
    await ada.evaluate(() => document.querySelector('#b')!.append(document.querySelector('syncforge-thread')!))
    expect(await field(ada, 'Reply').textContent()).toBe('Half a')
    const bob = await come({ room, name: 'Bob' })
    await show(bob, id)
    await field(bob, 'Reply').click()
    await bob.keyboard.type('Back')
    await bob.keyboard.press('Control+Enter')
    await ada.locator('#b').getByText('Back').waitFor()
    await field(ada, 'Reply').click()
    await ada.keyboard.press('Control+End')
    await ada.keyboard.type(' word')
    await ada.keyboard.press('Control+Enter')
    await bob.getByText('Half a word').waitFor()
  })

  test('markup in a name, in words, in an address is text', async () => {
    const room = freshRoomId('threads-hostile')
    const [ada, eve] = await Promise.all([
      come({ room }),
      come({ room, name: '<img src=x onerror=alert(1)>\u202Egro' }),
    ])
    const id = await begin(eve, '<script>alert(1)</script> javascript:alert(1) http://x.example/"onmouseover="alert(1)')
    await show(ada, id)
    await ada.getByText('<script>alert(1)</script>').waitFor()
    const thread = ada.locator('syncforge-thread')
    expect(await thread.locator('.name').allTextContents()).toEqual(['<img src=x onerror=alert(1)> gro'])
    expect(await thread.locator('img, script').count()).toBe(0)
    expect(await thread.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual([
      'http://x.example/',
    ])
  })

  test.each(['light', 'dark'] as const)(
    'has nothing that axe finds, %s, at 390 pixels, both ways',
    async (colorScheme) => {
      const room = freshRoomId('threads-axe')
      for (const root of ['lang="en"', 'lang="ar" dir="rtl"']) {
        const page = await come({ room, root, colorScheme, viewport: { width: 390, height: 800 } })
        await page.evaluate(() => {
          document.documentElement.style.colorScheme = 'light dark'
          document.documentElement.style.background = 'Canvas'
          document.documentElement.style.color = 'CanvasText'
        })
        await begin(page, 'A thread with a rather long first sentence that breaks into several lines at this width')
        await page.getByRole('button', { name: 'React' }).first().click()
        await page.getByRole('button', { name: '👍' }).click()
        await page.getByRole('button', { name: '👍 1: you' }).waitFor()
        await field(page, 'Reply').click()
        await page.keyboard.type('@')
        await page.getByRole('option').first().waitFor()
        expect(await faultsOf(page)).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
      }
    },
  )
})
