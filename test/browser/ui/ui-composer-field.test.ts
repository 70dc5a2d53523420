// A place to write a comment in, as plain functions, in a page that trusts no markup: mentions, input methods, pasting, undo, and what it reads out of a field.
import type { CommentBody } from '@syncforge/client'
import type { Composer, Suggestion } from '@syncforge/ui/primitives'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { startUiPages } from '../ui-page.ts'

declare global {
  var field: HTMLElement
  var composer: Composer
  var heard: string[]
  /** Answers of `suggest` that a test holds back. */
  var waiting: {
    query: string
    answer(people: readonly Suggestion[]): void
    more(people: readonly Suggestion[]): void
  }[]
  var people: Suggestion[]
  var holds: boolean
  var drawn: (body: CommentBody) => string
}

const script = `
  import { createComposer, drawBody } from '@syncforge/ui/primitives'
  document.querySelector('#field').style.minHeight = '40px'
  globalThis.people = [
    { userId: 'ada', name: 'Ada Lovelace', verified: true },
    { userId: 'adam', name: 'Adam', verified: false },
    { userId: 'evil', name: '<img src=x onerror="globalThis.hit=1">\\u202egnp', verified: true },
  ]
  globalThis.heard = []
  globalThis.waiting = []
  globalThis.holds = false
  const suggest = (query, more) => holds
    ? new Promise((answer) => waiting.push({ query, answer, more }))
    : people.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()))
  globalThis.field = document.querySelector('#field')
  globalThis.composer = createComposer(field, document.querySelector('#list'), {
    suggest,
    onChange: () => heard.push('change'),
    onSend: () => heard.push('send'),
    onCancel: () => heard.push('cancel'),
  })
  globalThis.drawn = (body) => {
    const holder = document.createElement('div')
    holder.append(...drawBody(body))
    return holder.innerHTML
  }
`
const body = '<div id="field" role="textbox" aria-label="Comment"></div><div id="list" aria-label="People"></div>'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`a field for comments${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let pages: Awaited<ReturnType<typeof startUiPages>>

  beforeAll(async () => {
    ;[browser, pages] = await Promise.all([launchBrowser(), startUiPages({ script })])
  })
  afterAll(async () => {
    await browser?.close()
    await pages?.stop()
  })

  const open = async (): Promise<Page> => {
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    const { page, complaints } = await pages.open(context, body)
    onTestFinished(() => expect(complaints).toEqual([]))
    await page.locator('#field').click()
    return page
  }
  const said = (page: Page) => page.evaluate(() => composer.get())
  const options = (page: Page) => page.getByRole('option').allTextContents()

  test('reads lines as they were typed, and is empty again when everything is deleted', async () => {
    const page = await open()
    await page.keyboard.type('One ')
    await page.keyboard.press('Enter')
    await page.keyboard.type(' two')
    expect(await said(page)).toBe('One \n two')
    expect(await page.evaluate(() => field.querySelectorAll('div, p').length)).toBe(0)
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Delete')
    expect(await said(page)).toBe(null)
    expect(await page.evaluate(() => field.matches(':empty'))).toBe(true)
  })

  test('offers whom an @ may mean, chosen by key, and says so to assistive technology', async () => {
    const page = await open()
    await page.keyboard.type('Hi @ad')
    await expect.poll(() => options(page)).toEqual(['Ada Lovelace', 'Adam'])
    const active = () => page.evaluate(() => field.getAttribute('aria-activedescendant'))
    const first = await active()
    expect(await page.evaluate((id) => document.getElementById(id!)?.getAttribute('aria-selected'), first)).toBe('true')
    await page.keyboard.press('ArrowDown')
    expect(await active()).not.toBe(first)
    await page.keyboard.press('Enter')
    await page.keyboard.type('!')
    expect(await said(page)).toEqual({
      blocks: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'Hi ' },
            { type: 'mention', userId: 'adam', verified: false, name: 'Adam' },
            { type: 'text', text: ' !' },
          ],
        },
      ],
    })
    expect(await active()).toBe(null)
    expect(await options(page)).toEqual([])
  })

  test('an address is no mention, and after Escape the list stays away until the next @', async () => {
    const page = await open()
    await page.keyboard.type('me@ada')
    expect(await options(page)).toEqual([])
    await page.keyboard.type(' @a')
    await expect.poll(() => options(page)).not.toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.type('d')
    expect(await options(page)).toEqual([])
    expect(await page.evaluate(() => heard.includes('cancel'))).toBe(false)
    await page.keyboard.type(' @ad')
    await expect.poll(() => options(page)).toEqual(['Ada Lovelace', 'Adam'])
  })

  test('a press chooses too, and the caret stays in the field', async () => {
    const page = await open()
    await page.keyboard.type('@Ada')
    await page.getByRole('option', { name: 'Ada Lovelace' }).click()
    await page.keyboard.type('reads')
    expect(await page.locator('#field').textContent()).toBe('@Ada Lovelace\u00a0reads')
  })

  test('undo takes a mention back to what was typed, and redo brings it again', async () => {
    const page = await open()
    await page.keyboard.type('Dear @Adam')
    await page.getByRole('option', { name: 'Adam' }).click()
    const text = () => page.locator('#field').textContent()
    expect(await text()).toBe('Dear @Adam\u00a0')
    await page.keyboard.press('Control+z')
    expect(await text()).toBe('Dear @Adam')
    expect(await page.locator('#field [data-user-id]').count()).toBe(0)
    await page.keyboard.press('Control+Shift+z')
    expect(await page.locator('#field [data-user-id]').count()).toBe(1)
    expect(await text()).toBe('Dear @Adam\u00a0')
  })

  test('an answer that comes too late is not shown', async () => {
    const page = await open()
    await page.evaluate(() => {
      holds = true
    })
    await page.keyboard.type('@a')
    await page.waitForFunction(() => waiting.length === 1)
    await page.keyboard.type('dam')
    await page.evaluate(() => waiting[0]!.answer(people))
    await page.waitForFunction(() => waiting.length === 2)
    expect(await options(page)).toEqual([])
    expect(await page.evaluate(() => waiting[1]!.query)).toBe('adam')
    await page.evaluate(() => waiting[1]!.answer([people[1]!]))
    await expect.poll(() => options(page)).toEqual(['Adam'])
    await page.keyboard.type(' x\n')
    await expect.poll(() => options(page)).toEqual([])
  })

  test('a longer list takes the place of the first, and who was chosen stays so; for other words it is too late', async () => {
    const page = await open()
    await page.evaluate(() => {
      holds = true
    })
    await page.keyboard.type('@')
    await page.waitForFunction(() => waiting.length === 1)
    await page.evaluate(() => waiting[0]!.answer([people[0]!, people[1]!]))
    await expect.poll(() => options(page)).toEqual(['Ada Lovelace', 'Adam'])
    await page.keyboard.press('ArrowDown')
    const far = { userId: 'far', name: 'Fara', verified: true }
    await page.evaluate((one) => waiting[0]!.more([people[0]!, one, people[1]!]), far)
    expect(await options(page)).toEqual(['Ada Lovelace', 'Fara', 'Adam'])
    expect(await page.locator('#list [aria-selected=true]').textContent()).toBe('Adam')
    await page.keyboard.type('ad')
    await page.waitForFunction(() => waiting.length === 2)
    await page.evaluate(() => waiting[1]!.answer([people[1]!]))
    await page.waitForFunction(() => waiting.length === 3)
    await page.evaluate(() => waiting[2]!.answer([people[1]!]))
    await expect.poll(() => options(page)).toEqual(['Adam'])
    await page.evaluate((one) => waiting[0]!.more([one]), far)
    expect(await options(page)).toEqual(['Adam'])
  })

  test('an input method is left alone: its keys choose nothing, and an @ counts when it is done', async () => {
    const page = await open()
    const session = await page.context().newCDPSession(page)
    await page.keyboard.type('@')
    await expect.poll(async () => (await options(page)).length).toBe(3)
    await session.send('Input.imeSetComposition', { text: 'あ', selectionStart: 1, selectionEnd: 1 })
    await page.evaluate(() =>
      field.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true }),
      ),
    )
    expect(await page.locator('#field [data-user-id]').count()).toBe(0)
    await session.send('Input.insertText', { text: 'あだ' })
    expect(await page.locator('#field').textContent()).toBe('@あだ')
    await expect.poll(() => options(page)).toEqual([])
  })

  test('pasting takes the words alone, without what turns their direction', async () => {
    const page = await open()
    await page.evaluate(() => {
      const data = new DataTransfer()
      data.setData('text/html', '<img src=x onerror="globalThis.hit=1"><b>bold</b><script>globalThis.hit=1</script>')
      data.setData('text/plain', 'a\u202eb\u2066c\r\nd')
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    })
    expect(await said(page)).toBe('abc\nd')
    expect(await page.evaluate(() => field.querySelectorAll('*:not(br)').length)).toBe(0)
    await page.keyboard.press('Control+z')
    expect(await said(page)).toBe(null)
    expect(await page.evaluate(() => 'hit' in globalThis)).toBe(false)
  })

  test('names and bodies of others are never markup', async () => {
    const page = await open()
    await page.keyboard.type('@img')
    await page.getByRole('option').click()
    expect(await page.locator('#field img').count()).toBe(0)
    expect(await page.locator('#field').textContent()).toContain('@<img src=x')
    const body: CommentBody = {
      blocks: [
        { type: 'paragraph', content: [{ type: 'text', text: '<script>globalThis.hit=1</script>', bold: true }] },
        { type: 'paragraph', content: [{ type: 'text', text: 'press', link: 'javascript:globalThis.hit=1' }] },
        { type: 'paragraph', content: [{ type: 'mention', userId: 'x', name: '<svg onload="globalThis.hit=1">' }] },
      ],
    }
    const drawn = await page.evaluate((given) => globalThis.drawn(given), body)
    expect(drawn).toContain('<strong>&lt;script&gt;')
    expect(drawn).toContain('<p>press</p>')
    expect(drawn).toContain('&lt;svg onload')
    expect(await page.evaluate(() => 'hit' in globalThis)).toBe(false)
  })

  test('a body that is put in comes out the same: marks, links, lists, mentions', async () => {
    const page = await open()
    const body: CommentBody = {
      blocks: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'bold', bold: true },
            { type: 'text', text: ' both', bold: true, italic: true },
            { type: 'text', text: ' gone', strike: true },
            { type: 'text', text: ' x()', code: true },
            { type: 'text', text: ' there', link: 'https://example.com/a?b=c' },
          ],
        },
        { type: 'paragraph', content: [] },
        { type: 'paragraph', content: [{ type: 'mention', userId: 'ada', verified: true, name: 'Ada' }] },
        {
          type: 'list',
          ordered: true,
          items: [
            [{ type: 'paragraph', content: [{ type: 'text', text: 'one' }] }],
            [
              { type: 'paragraph', content: [{ type: 'text', text: 'two' }] },
              {
                type: 'list',
                ordered: false,
                items: [[{ type: 'paragraph', content: [{ type: 'text', text: 'in' }] }]],
              },
            ],
          ],
        },
        { type: 'paragraph', content: [{ type: 'text', text: 'end' }] },
      ],
    }
    const again = await page.evaluate((given) => {
      composer.set(given)
      return composer.get()
    }, body)
    expect(again).toEqual(body)
  })

  test('words can be bold by key, but take no colour and no underline', async () => {
    const page = await open()
    await page.keyboard.press('Control+b')
    await page.keyboard.type('b')
    await page.keyboard.press('Control+b')
    await page.keyboard.press('Control+u')
    await page.keyboard.type('u')
    expect(await said(page)).toEqual({
      blocks: [
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'b', bold: true },
            { type: 'text', text: 'u' },
          ],
        },
      ],
    })
    expect(await page.locator('#field u').count()).toBe(0)
  })

  test('sends by Ctrl+Enter, gives up by Escape', async () => {
    const page = await open()
    await page.keyboard.type('x')
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('Escape')
    expect(await page.evaluate(() => heard.filter((what) => what !== 'change'))).toEqual(['send', 'cancel'])
    expect(await said(page)).toBe('x')
  })
})
