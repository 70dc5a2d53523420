// Every editor of the gallery as two people use it: both write, see each other's carets, take back what is their own, lose the line and come back, and comment on words.
import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { faultsOf } from '../../browser/page-faults.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { layLine } from './line.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const waitMs = 20_000

interface Editor {
  readonly id: string
  /** What one writes into. */
  readonly field: string
  /** The names at the carets of others; for Monaco, which paints them, their places. */
  readonly names: string
  /** Words in one run of text belong to who began it: others write on a line of their own. */
  readonly hasOwners?: boolean
}

const editors: readonly Editor[] = [
  { id: 'tiptap', field: '.tiptap', names: '.ProseMirror-yjs-cursor > div' },
  { id: 'blocknote', field: '.bn-editor', names: '.bn-collaboration-cursor__label' },
  { id: 'prosemirror', field: '.ProseMirror', names: '.ProseMirror-yjs-cursor > div' },
  { id: 'codemirror', field: '.cm-content', names: '.cm-ySelectionInfo' },
  { id: 'lexical', field: '.editor-lexical [contenteditable]', names: '.editor-lexical .carets span', hasOwners: true },
  { id: 'monaco', field: '.view-lines', names: '.yRemoteSelectionHead' },
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
    const line = await layLine(page)
    await page.goto(address)
    return { page, complaints, ...line }
  }
  type Person = Awaited<ReturnType<typeof enter>>

  const sign = ({ page }: Person) => page.getByRole('status').first().textContent()
  /** The name that this window has. */
  const nameOf = async ({ page }: Person): Promise<string> =>
    ((await page.getByText('(you)').first().textContent()) ?? '').replace(' (you)', '')

  /** Carets of others, and what holds empty places open. */
  const extras =
    '.ProseMirror-yjs-cursor, .bn-collaboration-cursor__base, .cm-ySelectionCaret, .caret, [data-slate-placeholder]'
  /** Without spaces: Chromium drops one at the edge of a block now and then. */
  const squeeze = (text: string) => text.replace(/[\u200b\u2060\ufeff]/g, '').replace(/\s/g, '')
  /** The text of elements as it is on the page. */
  const textOf = async ({ page }: Person, selector: string): Promise<string> =>
    squeeze(
      await page.locator(selector).evaluateAll((elements, unwanted) => {
        const copies = elements.map((element) => element.cloneNode(true) as HTMLElement)
        for (const copy of copies) for (const extra of copy.querySelectorAll(unwanted)) extra.remove()
        return copies.map(({ textContent }) => textContent).join('')
      }, extras),
    )
  const read = (person: Person, { field }: Editor) => textOf(person, field)
  const eventually = <T>(seen: () => Promise<T>, wanted: T, message: string) =>
    expect.poll(seen, { timeout: waitMs, message }).toEqual(wanted)

  const write = async ({ page }: Person, { field }: Editor, words: string) => {
    await page.locator(field).first().click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(words)
  }

  const storedIn = async (room: string, { id }: Editor): Promise<unknown> => {
    const address = `${server.url}/api/v1/rooms/${room}/document?name=${id}`
    const answer = await fetch(address, { headers: { authorization: `Bearer ${developmentKeys.secret}` } })
    expect(answer.status).toBe(200)
    return answer.json()
  }
  const threadOf = ({ page }: Person) => page.locator('.thread')
  /** The words that are highlighted, as elements of the editor or painted by the browser. */
  const highlighted = async (person: Person): Promise<string> => {
    const painted = await person.page.evaluate(() =>
      ['commented', 'commented-active'].flatMap((name) => [...(CSS.highlights.get(name) ?? [])].map(String)),
    )
    return (await textOf(person, '.sheet .commented')) + squeeze(painted.join(''))
  }
  const placeOfWords = ({ page }: Person) =>
    page.evaluate(() => {
      const [painted] = ['commented-active', 'commented'].flatMap((name) => [...(CSS.highlights.get(name) ?? [])])
      const words = (painted as Range | undefined) ?? document.querySelector('.sheet .commented')
      const { x, y, width, height } = words?.getClientRects()[0] ?? { x: -1, y: -1, width: 0, height: 0 }
      return { x: x + width / 2, y: y + height / 2, bottom: innerHeight }
    })
  const clickWords = async (person: Person) => {
    const { x, y } = await placeOfWords(person)
    await person.page.mouse.click(x, y)
  }
  const isInView = async (person: Person) => {
    const { y, bottom } = await placeOfWords(person)
    return y > 0 && y < bottom
  }
  /** Comments on the last characters of the text; says which. */
  const comment = async ({ page }: Person, { field }: Editor, body: string): Promise<string> => {
    const quote = page.locator('p.thread-quote')
    // An editor hears of a selection a moment after it was made: nobody is as quick as a script.
    const select = async () => {
      await page.locator(field).first().click()
      await page.keyboard.press('Control+End')
      for (let left = 7; left > 0; left--) await page.keyboard.press('Shift+ArrowLeft')
      await page.keyboard.press('Control+Alt+m')
      return (await quote.count()) === 0 ? '' : squeeze(await quote.innerText())
    }
    await expect.poll(select, { timeout: waitMs, message: 'the words that are commented on' }).not.toBe('')
    const words = squeeze(await quote.innerText())
    await page.getByLabel('Comment on the selected words').fill(body)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Resolve', exact: true }).waitFor()
    return words
  }

  const erase = (person: Person, editor: Editor) => {
    const all = async () => {
      await person.page.locator(editor.field).first().click()
      await person.page.keyboard.press('Control+a')
      await person.page.keyboard.press('Delete')
      return read(person, editor)
    }
    return eventually(all, '', 'nothing is left')
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

      for (const person of [ada, bob]) await eventually(() => sign(person), 'Saved', 'the sign')
      const stored = await storedIn(room, editor)
      const words = await comment(ada, editor, 'Really?')
      expect(await faultsOf(ada.page)).toEqual([])
      await bob.page.getByText('Really?').waitFor()
      await eventually(() => highlighted(bob), words, 'the words at the other')
      expect(await storedIn(room, editor), 'nothing of it is in the document').toEqual(stored)

      // From the words to their thread, and what is written elsewhere moves them.
      expect(await threadOf(bob).getAttribute('data-picked')).toBe('false')
      await clickWords(bob)
      await eventually(() => threadOf(bob).getAttribute('data-picked'), 'true', 'the thread of the words')
      await bob.page.keyboard.press('Control+Home')
      await bob.page.keyboard.type('First')
      await eventually(async () => (await read(ada, editor)).includes('First'), true, 'what is written before them')
      for (const person of [ada, bob]) await eventually(() => highlighted(person), words, 'the same words')

      // In other letters, and to who comes later.
      await bob.page.keyboard.press('Control+End')
      for (let left = 3; left > 0; left--) await bob.page.keyboard.press('Shift+ArrowLeft')
      await bob.page.keyboard.press('Control+b')
      for (const person of [ada, bob]) await eventually(() => highlighted(person), words, 'the same words')
      await eventually(() => sign(bob), 'Saved', 'the sign')
      await bob.page.reload()
      await threadOf(bob).getByText('Really?').waitFor()
      await eventually(() => highlighted(bob), words, 'the words for who comes later')

      // From the thread to its words, when they cannot be seen.
      await ada.page.setViewportSize({ width: 1280, height: 320 })
      await threadOf(ada).getByRole('button', { expanded: true }).click()
      await eventually(() => isInView(ada), true, 'the words of the thread')

      await erase(bob, editor)
      await threadOf(ada).getByText('These words are gone from the document.').waitFor()
      expect(squeeze(await threadOf(ada).locator('.thread-quote').innerText())).toBe(words)
      for (const person of [ada, bob]) await eventually(() => highlighted(person), '', 'no highlight')
      const bringBack = async () => {
        await bob.page.keyboard.press('Control+z')
        return highlighted(bob)
      }
      await eventually(bringBack, words, 'the words that came back')
      await eventually(() => highlighted(ada), words, 'the words that came back')

      await threadOf(ada).getByRole('button', { name: 'Resolve', exact: true }).click()
      for (const person of [ada, bob]) {
        await eventually(() => highlighted(person), '', 'no highlight of what is resolved')
        expect(await threadOf(person).count()).toBe(0)
      }
      expect([...ada.complaints, ...bob.complaints]).toEqual([])
    },
    150_000,
  )

  test.each(['light', 'dark'] as const)(
    'in the %s theme, on a phone and a screen',
    async (colorScheme) => {
      const [tiptap] = editors as [Editor]
      for (const width of [390, 1280]) {
        const person = await enter(`${server.url}/examples/gallery/?room=gallery-${randomUUID()}`, {
          colorScheme,
          viewport: { width, height: 844 },
        })
        const { page, complaints } = person
        await page.getByText('The lines you write').first().click()
        await page.getByText("import Collaboration from '@tiptap/extension-collaboration'").waitFor()
        expect(await faultsOf(page)).toEqual([])
        await page.getByRole('link', { name: /^Tiptap/ }).click()
        await page.locator('[data-ready=true]').waitFor()

        // Words that are gone, and others that the thread is given.
        await write(person, tiptap, 'Before it')
        await comment(person, tiptap, 'Hm?')
        await erase(person, tiptap)
        await threadOf(person).getByText('These words are gone from the document.').waitFor()
        expect(await faultsOf(page)).toEqual([])
        await write(person, tiptap, 'Anew')
        await page.keyboard.press('Control+a')
        const attach = async () => {
          const button = page.getByRole('button', { name: 'Attach to the selected words' })
          if (await button.isVisible()) await button.click()
          return highlighted(person)
        }
        await eventually(attach, 'Anew', 'the words that were chosen')
        expect(complaints).toEqual([])
      }
    },
    90_000,
  )
})
