// Every editor of the gallery as two people use it: both write, see each other's carets, take back what is their own, lose the line and come back.
import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findChromium, launchBrowser } from '../kit/chromium.ts'
import { sharedServer } from '../kit/shared-server.ts'
import { faultsOf } from './page-faults.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const waitMs = 20_000

interface Editor {
  readonly id: string
  /** What one writes into. */
  readonly field: string
  /** The names at the carets of others; for Monaco, which paints them, their places. */
  readonly names: string
  readonly canComment?: boolean
  /** Words in one run of text belong to who began it: others write on a line of their own. */
  readonly hasOwners?: boolean
}

const editors: readonly Editor[] = [
  { id: 'tiptap', field: '.tiptap', names: '.ProseMirror-yjs-cursor > div', canComment: true },
  { id: 'blocknote', field: '.bn-editor', names: '.bn-collaboration-cursor__label' },
  { id: 'prosemirror', field: '.ProseMirror', names: '.ProseMirror-yjs-cursor > div', canComment: true },
  { id: 'codemirror', field: '.cm-content', names: '.cm-ySelectionInfo', canComment: true },
  { id: 'lexical', field: '.editor-lexical [contenteditable]', names: '.editor-lexical .carets span', hasOwners: true },
  { id: 'monaco', field: '.view-lines', names: '.yRemoteSelectionHead', canComment: true },
  { id: 'quill', field: '.ql-editor', names: '.ql-cursor-name' },
  { id: 'slate', field: '.editor-slate [contenteditable="true"]', names: '.caret-name' },
]

describe.skipIf(missing)(`the gallery${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  const server = sharedServer()
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  const enter = async (address: string, options: Parameters<Browser['newContext']>[0] = {}) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    page.setDefaultTimeout(waitMs)
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && !/WebSocket|404/.test(message.text())) complaints.push(message.text())
    })
    page.on('response', (response) => {
      if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`)
    })
    let isCut = false
    const lines = new Set<() => Promise<unknown>>()
    await page.routeWebSocket(/\/v1\/rooms\//, (near) => {
      if (isCut) return void near.close()
      const far = near.connectToServer()
      lines.add(() => Promise.all([near.close(), far.close()]))
    })
    await page.goto(address)
    return {
      page,
      complaints,
      async cut() {
        isCut = true
        for (const close of lines) await close()
        lines.clear()
      },
      mend() {
        isCut = false
      },
    }
  }
  type Person = Awaited<ReturnType<typeof enter>>

  const sign = ({ page }: Person) => page.getByRole('status').first().textContent()
  /** The name that this window has. */
  const nameOf = async ({ page }: Person): Promise<string> =>
    ((await page.getByText('(you)').first().textContent()) ?? '').replace(' (you)', '')

  /** The text as it is on the page, without spaces (Chromium drops one at the edge of a block now and then) and without the carets of others and what holds empty places open. */
  const read = ({ page }: Person, { field }: Editor): Promise<string> =>
    page
      .locator(field)
      .first()
      .evaluate((element) => {
        const copy = element.cloneNode(true) as HTMLElement
        const extras =
          '.ProseMirror-yjs-cursor, .bn-collaboration-cursor__base, .cm-ySelectionCaret, .caret, [data-slate-placeholder]'
        for (const extra of copy.querySelectorAll(extras)) extra.remove()
        return (copy.textContent ?? '').replace(/[\u200b\u2060\ufeff]/g, '').replace(/\s/g, '')
      })
  const eventually = <T>(seen: () => Promise<T>, wanted: T, message: string) =>
    expect.poll(seen, { timeout: waitMs, message }).toEqual(wanted)

  const write = async ({ page }: Person, { field }: Editor, words: string) => {
    await page.locator(field).first().click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(words)
  }

  test.each(editors)(
    '$id: two people',
    async (editor) => {
      const room = `gallery-${randomUUID()}`
      const address = `${server.url}/examples/gallery/?room=${room}#${editor.id}`
      const [ada, bob] = await Promise.all([enter(address), enter(address)])
      for (const { page } of [ada, bob]) await page.locator('[data-ready=true]').waitFor()
      const [adasName, bobsName] = [await nameOf(ada), await nameOf(bob)]

      await write(ada, editor, 'Ada wrote this.')
      await eventually(() => read(bob, editor), 'Adawrotethis.', 'the words at the other')
      if (editor.hasOwners) await write(bob, editor, '\n')
      await write(bob, editor, ' Bob too.')
      await eventually(() => read(ada, editor), 'Adawrotethis.Bobtoo.', 'the words back')

      // Whom each sees; Monaco paints the name, so that it is in no text.
      const seen = ({ page }: Person) =>
        page.locator(editor.names).evaluateAll((found) =>
          found.map((each) => {
            const painted = getComputedStyle(each, '::after').content
            return (painted === 'none' || painted === 'normal' ? (each.textContent ?? '') : painted.slice(1, -1)).trim()
          }),
        )
      await expect.poll(() => seen(ada), { timeout: waitMs, message: 'the name at the caret' }).toContain(bobsName)
      await expect.poll(() => seen(bob), { timeout: waitMs, message: 'the name at the caret' }).toContain(adasName)

      await ada.page.locator(editor.field).first().click()
      // What was written slowly is taken back in steps.
      const takeBack = async () => {
        await ada.page.keyboard.press('Control+z')
        return read(bob, editor)
      }
      await eventually(takeBack, 'Bobtoo.', 'what Ada took back, and nothing of Bob')
      await eventually(() => read(ada, editor), 'Bobtoo.', 'the same here')

      await eventually(() => sign(ada), 'Saved', 'the sign')
      await ada.cut()
      await eventually(() => sign(ada), 'Offline', 'the sign')
      await write(ada, editor, ' Offline.')
      await write(bob, editor, ' Online.')
      expect(await read(bob, editor)).not.toContain('Offline')
      ada.mend()
      await expect
        .poll(() => read(bob, editor), { timeout: 45_000, message: 'what was written offline' })
        .toContain('Offline.')
      await eventually(async () => (await read(ada, editor)).includes('Online.'), true, 'what was written meanwhile')
      await eventually(() => read(ada, editor), await read(bob, editor), 'the same at both')

      expect(await faultsOf(ada.page)).toEqual([])
      if (editor.canComment) {
        await ada.page.locator(editor.field).first().click()
        await ada.page.keyboard.press('Control+a')
        await ada.page.getByLabel('Comment on the selected words').fill('Really?')
        await ada.page.getByRole('button', { name: 'Comment', exact: true }).click()
        await bob.page.getByText('Really?').waitFor()
        await eventually(
          async () => (await bob.page.locator('.sheet .commented').allTextContents()).join('').includes('Bob'),
          true,
          'the highlight',
        )
      }
      expect([...ada.complaints, ...bob.complaints]).toEqual([])
    },
    90_000,
  )

  test.each(['light', 'dark'] as const)(
    'in the %s theme, on a phone and a screen',
    async (colorScheme) => {
      const room = `gallery-${randomUUID()}`
      for (const width of [390, 1280]) {
        const { page, complaints } = await enter(`${server.url}/examples/gallery/?room=${room}`, {
          colorScheme,
          viewport: { width, height: 844 },
        })
        await page.getByText('The lines you write').first().click()
        await page.getByText("import Collaboration from '@tiptap/extension-collaboration'").waitFor()
        expect(await faultsOf(page)).toEqual([])
        await page.getByRole('link', { name: /^Tiptap/ }).click()
        await page.locator('[data-ready=true]').waitFor()
        expect(await faultsOf(page)).toEqual([])
        expect(complaints).toEqual([])
      }
    },
    60_000,
  )
})
