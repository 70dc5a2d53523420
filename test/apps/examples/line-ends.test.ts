// Texts with every kind of line end in every editor of the gallery: shown as lines, written on at the right place, the same at both.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { enter, freshRoomId } from '../../sdk/kit.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const waitMs = 20_000
const stored = 'one\r\ntwo\rthree\nfour\r\n\r\nsix'
const lines = (text: string) => text.replace(/\r\n?/g, '\n')

describe.skipIf(missing)(`line ends in the gallery${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  const server = sharedServer()
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  const open = async (room: string, editor: string) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    page.setDefaultTimeout(waitMs)
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && !/WebSocket|404/.test(message.text())) complaints.push(message.text())
    })
    await page.goto(`${server.url}/examples/gallery/?room=${room}#${editor}`)
    await page.locator('[data-ready=true]').waitFor()
    return { page, complaints }
  }
  const eventually = <T>(seen: () => Promise<T>, wanted: T, message: string) =>
    expect.poll(seen, { timeout: waitMs, message }).toEqual(wanted)

  /** What an editor shows, line by line. */
  const linesOf = (page: Page, selector: string) =>
    page.locator(selector).evaluateAll((found) =>
      found
        .map((line) => {
          const copy = line.cloneNode(true) as HTMLElement
          for (const extra of copy.querySelectorAll('.cm-ySelectionCaret, .cm-widgetBuffer')) extra.remove()
          const top = (line as HTMLElement).style.top
          const text = (copy.textContent ?? '').replace(/[\u200b\u2060\ufeff]/g, '').replaceAll('\u00a0', ' ')
          return { text, top: top === '' ? 0 : Number.parseFloat(top) }
        })
        .sort((one, other) => one.top - other.top)
        .map(({ text }) => text),
    )

  test.each([
    ['codemirror', '.cm-content', '.cm-line'],
    ['monaco', '.view-lines', '.view-line'],
    ['quill', '.ql-editor', '.ql-editor > p'],
  ])('[LF1] [LF2] %s, with a text of all kinds', async (editor, field, line) => {
    const room = freshRoomId(`lines-${editor}`)
    const { room: witness } = await enter(server.wsUrl, room, { userId: 'witness' })
    const text = witness.getDocument(editor).getText('content')
    text.insert(0, stored)
    await witness.flush()
    const [ada, bob] = [await open(room, editor), await open(room, editor)]
    const same = async (wanted: string, why: string) => {
      for (const { page } of [ada, bob]) await eventually(() => linesOf(page, line), wanted.split('\n'), why)
      await eventually(async () => lines(text.toString()), wanted, why)
    }
    await same(lines(stored), 'the lines')
    await ada.page.locator(field).first().click()
    await ada.page.keyboard.press('Control+End')
    await ada.page.keyboard.type(' and')
    await same('one\ntwo\nthree\nfour\n\nsix and', 'what is written at the end')
    expect(text.toString()).toBe(`${stored} and`)
    await bob.page.locator(field).first().click()
    await bob.page.keyboard.press('Control+Home')
    await bob.page.keyboard.press('ArrowDown')
    await bob.page.keyboard.press('End')
    await bob.page.keyboard.type('!')
    await same('one\ntwo!\nthree\nfour\n\nsix and', 'what is written at the end of a line')
    // Somebody without an editor, as a program on Windows.
    text.insert(0, 'zero\r\n')
    await same('zero\none\ntwo!\nthree\nfour\n\nsix and', 'what comes before')
    await ada.page.keyboard.press('Control+End')
    await ada.page.keyboard.press('Backspace')
    await ada.page.keyboard.type('y')
    await same('zero\none\ntwo!\nthree\nfour\n\nsix any', 'what is written after that')
    await ada.page.keyboard.press('Control+Home')
    await ada.page.keyboard.press('End')
    await ada.page.keyboard.press('Delete')
    await same('zeroone\ntwo!\nthree\nfour\n\nsix any', 'a line end that is deleted')
    await ada.page.keyboard.press('Control+z')
    // How much an undo takes back is the editor's own, by time; the line end at least, and everywhere the same.
    await eventually(async () => lines(text.toString()).startsWith('zero\none\ntwo!'), true, 'undo')
    for (const { page } of [ada, bob]) {
      const differs = async () => {
        const shown = (await linesOf(page, line)).join('\n')
        return shown === lines(text.toString()) ? '' : shown
      }
      await eventually(differs, '', 'what undo brought back')
    }
    expect([ada.complaints, bob.complaints]).toEqual([[], []])
  })

  /** Editors of blocks have no line ends in their texts; somebody may have stored them there all the same. */
  const blocks: readonly (readonly [editor: string, field: string, store: (doc: Y.Doc) => void])[] = [
    [
      'tiptap',
      '.tiptap',
      (doc) => {
        const paragraph = new Y.XmlElement('paragraph')
        paragraph.insert(0, [new Y.XmlText(stored)])
        doc.getXmlFragment('default').insert(0, [paragraph])
      },
    ],
    [
      'prosemirror',
      '.ProseMirror',
      (doc) => {
        const paragraph = new Y.XmlElement('paragraph')
        paragraph.insert(0, [new Y.XmlText(stored)])
        doc.getXmlFragment('content').insert(0, [paragraph])
      },
    ],
    [
      'blocknote',
      '.bn-editor',
      (doc) => {
        const [group, block, paragraph] = ['blockGroup', 'blockContainer', 'paragraph'].map(
          (name) => new Y.XmlElement(name),
        ) as [Y.XmlElement, Y.XmlElement, Y.XmlElement]
        block.setAttribute('id', 'first')
        paragraph.insert(0, [new Y.XmlText(stored)])
        block.insert(0, [paragraph])
        group.insert(0, [block])
        doc.getXmlFragment('blocks').insert(0, [group])
      },
    ],
    [
      'lexical',
      '.editor-lexical [contenteditable]',
      (doc) => {
        const paragraph = new Y.XmlText()
        paragraph.setAttribute('__type', 'paragraph')
        const words = new Y.Map<unknown>([['__type', 'text']])
        doc.get('root', Y.XmlText).insertEmbed(0, paragraph)
        paragraph.insertEmbed(0, words)
        paragraph.insert(1, stored)
      },
    ],
    [
      'slate',
      '.editor-slate [contenteditable="true"]',
      (doc) => {
        const block = new Y.XmlText(stored)
        doc.get('content', Y.XmlText).insertEmbed(0, block)
      },
    ],
  ]

  test.each(blocks)(
    '[LF2] %s, with line ends within a block: what is written comes to the same place at both',
    async (editor, field, store) => {
      const room = freshRoomId(`lines-${editor}`)
      const { room: witness } = await enter(server.wsUrl, room, { userId: 'witness' })
      store(witness.getDocument(editor))
      await witness.flush()
      const [ada, bob] = [await open(room, editor), await open(room, editor)]
      const read = async ({ page }: { readonly page: Page }) =>
        page
          .locator(field)
          .first()
          .evaluate((element) => {
            const copy = element.cloneNode(true) as HTMLElement
            for (const extra of copy.querySelectorAll(
              '.ProseMirror-yjs-cursor, .bn-collaboration-cursor__base, .caret',
            ))
              extra.remove()
            return (copy.textContent ?? '').replace(/[\s\u200b\u2060\ufeff]/g, '')
          })
      const same = async (wanted: string, why: string) => {
        for (const person of [ada, bob]) await eventually(() => read(person), wanted, why)
      }
      await same('onetwothreefoursix', 'the words')
      await ada.page.locator(field).first().click()
      await ada.page.keyboard.press('Control+End')
      await ada.page.keyboard.type('End')
      await same('onetwothreefoursixEnd', 'what is written at the end')
      await bob.page.locator(field).first().click()
      await bob.page.keyboard.press('Control+Home')
      await bob.page.keyboard.type('Begin')
      await same('BeginonetwothreefoursixEnd', 'what is written at the beginning')
      await ada.page.keyboard.press('Control+End')
      await ada.page.keyboard.type('!')
      await same('BeginonetwothreefoursixEnd!', 'what is written after that')
      expect([ada.complaints, bob.complaints]).toEqual([[], []])
    },
  )
})
