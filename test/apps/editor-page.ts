// Owns how a test uses the editor page: as a person does, by what is written and named on it.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'

export interface Visit {
  readonly url: string
  readonly room: string
  readonly context?: BrowserContextOptions
  /** Runs on the new page before it opens the address. */
  readonly before?: (page: Page) => Promise<unknown>
}

const WAIT_MS = 15_000

/** The address of a room's document. */
export const documentAt = ({ url, room }: Pick<Visit, 'url' | 'room'>): string =>
  `${url}/examples/editor/?room=${encodeURIComponent(room)}`

/** Opens the page in a browser of its own (a fresh profile) without waiting for the document. */
export const visit = async (browser: Browser, { url, room, context, before }: Visit) => {
  const profile = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...context })
  onTestFinished(() => profile.close())
  const page = await profile.newPage()
  page.setDefaultTimeout(WAIT_MS)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  await before?.(page)
  await page.goto(documentAt({ url, room }))
  return { page, complaints, text: page.getByRole('textbox', { name: 'Document text' }) }
}

/** Opens the page and waits until one can write. */
export const enter = async (browser: Browser, where: Visit) => {
  const person = await visit(browser, where)
  await person.text.waitFor()
  return person
}

export type Person = Awaited<ReturnType<typeof enter>>

/** Puts the caret at the end of the document and types. */
export const write = async ({ page, text }: Person, words: string): Promise<void> => {
  await text.focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(words)
}

/** Like {@link write}, but all words arrive at once, as from the clipboard or a dictation. */
export const insert = async ({ page, text }: Person, words: string): Promise<void> => {
  await text.focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText(words)
}

/** The document as this person sees it. Remote carets and the placeholder are not part of it. */
export const read = ({ text }: Person): Promise<string> =>
  text.evaluate((content) => {
    const lines = Array.from(content.querySelectorAll('.cm-line'), (line) => {
      const copy = line.cloneNode(true) as HTMLElement
      for (const extra of copy.querySelectorAll('.remote-caret, .cm-placeholder, .cm-widgetBuffer')) extra.remove()
      return copy.textContent ?? ''
    })
    return lines.join('\n')
  })

/** The name that this person got or chose, from the panel's list. */
export const nameOf = ({ page }: Person): Promise<string> => page.locator('#name').inputValue()

/** Everyone whom this person's header names. */
export const peopleSeenBy = async ({ page }: Person): Promise<string> =>
  (await page.locator('#people').getAttribute('aria-label')) ?? ''

/** Waits for the sign in the header. A server that was away longer is found again later: give `timeout`, in milliseconds. */
export const expectSign = ({ page }: Person, sign: string, timeout = WAIT_MS): Promise<void> =>
  expect
    .poll(() => page.locator('#status .status-text').textContent(), { timeout, message: `the sign “${sign}”` })
    .toBe(sign)

/** Waits until `seen` gives `wanted`. */
export const eventually = async <T>(seen: () => Promise<T>, wanted: T): Promise<void> => {
  await expect.poll(seen, { timeout: WAIT_MS }).toEqual(wanted)
}

/** Where `words` stand in this person's window; they must be in one line of it. */
export const boxOf = async ({ text }: Person, words: string) => {
  const box = await text.evaluate((content, wanted) => {
    const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1
      if (at < 0) continue
      const range = document.createRange()
      range.setStart(node, at)
      range.setEnd(node, at + wanted.length)
      const { x, y, width, height } = range.getBoundingClientRect()
      return { x, y, width, height }
    }
    return undefined
  }, words)
  if (!box) throw new Error(`“${words}” is not on the page`)
  return box
}
