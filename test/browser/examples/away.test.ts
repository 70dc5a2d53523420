// Each of the apps without a network for longer than its room waits for somebody: what is written meanwhile is lost nowhere, and the others have it on return.
import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId, rest } from '../../sdk/kit.ts'
import { layLine } from './line.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const waitMs = 60_000

describe.skipIf(missing)(`the apps without a network${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  const server = sharedServer()
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  const eventually = <T>(seen: () => Promise<T>, wanted: T) => expect.poll(seen, { timeout: waitMs }).toEqual(wanted)

  /** A page in a browser of its own, whose network can go away. */
  const open = async (address: string) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    page.setDefaultTimeout(waitMs)
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('dialog', (dialog) => void dialog.accept())
    const line = await layLine(page)
    await page.goto(address)
    return {
      page,
      complaints,
      async goAway() {
        await context.setOffline(true)
        await line.cut()
      },
      async comeBack() {
        line.mend()
        await context.setOffline(false)
      },
    }
  }

  const peopleIn = async (room: string): Promise<number> => {
    const { participants } = (await (await rest(server, `/rooms/${room}/participants`)).json()) as {
      participants: readonly object[]
    }
    return participants.length
  }
  /** The room has waited for who is away, and does so no longer. */
  const letGo = (room: string, left: number) =>
    expect.poll(() => peopleIn(room), { timeout: waitMs, interval: 500 }).toBe(left)
  const inAddress = (page: Page, name: string) => new URL(page.url()).searchParams.get(name) ?? ''

  test('Siteflow: the pen is gone, the words are not', async () => {
    const address = `${server.url}/examples/siteflow/?workspace=ws-${randomUUID()}`
    const comeIn = async (name: string) => {
      const person = await open(address)
      await person.page.getByRole('textbox', { name: 'Your name' }).fill(name)
      await person.page.getByRole('button', { name: 'Come in' }).click()
      await person.page.getByRole('heading', { name: 'Projects' }).waitFor()
      return person
    }
    const ada = await comeIn('Ada')
    await ada.page.getByRole('textbox', { name: 'Name of a new project' }).fill('Harbour')
    await ada.page.getByRole('button', { name: 'Begin', exact: true }).click()
    await ada.page.getByRole('heading', { name: 'Harbour' }).waitFor()
    const bob = await comeIn('Bob')
    await bob.page.getByRole('link', { name: 'Harbour' }).click()
    await bob.page.getByRole('heading', { name: 'Harbour' }).waitFor()
    const sign = (words: string) => eventually(() => ada.page.locator('.sign').textContent(), words)
    await ada.page.getByRole('button', { name: 'Begin with the template' }).click()
    const text = ada.page.getByRole('textbox', { name: 'Text of Brief' })
    await text.fill('before')
    await sign('Saved')
    const project = inAddress(ada.page, 'project')
    expect(await peopleIn(project)).toBe(2)
    await ada.goAway()
    await ada.page.getByText('You’re offline.').waitFor()
    await text.fill('before, and in the train')
    await sign('Offline: kept in this browser')
    await letGo(project, 1)
    await ada.comeBack()
    await letGo(project, 2)
    const again = ada.page.getByRole('button', { name: 'Take the pen again' })
    await again
      .or(ada.page.locator('.sign', { hasText: /^Saved$/ }))
      .first()
      .waitFor()
    if (await again.isVisible()) await again.click()
    await sign('Saved')
    await bob.page.getByText('before, and in the train').waitFor()
    expect([ada.complaints, bob.complaints]).toEqual([[], []])
  })

  const blocksOf = ({ page }: { readonly page: Page }) =>
    page.locator('.bn-editor').evaluate((element) => {
      const copy = element.cloneNode(true) as HTMLElement
      for (const extra of copy.querySelectorAll('.bn-collaboration-cursor__base')) extra.remove()
      return (copy.textContent ?? '').replace(/[\u200b\u2060\ufeff]/g, '').replaceAll('\u00a0', ' ')
    })
  const writeBlock = async ({ page }: { readonly page: Page }, words: string) => {
    await page.locator('.bn-editor').click()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(words)
  }

  test('[EPH-2] the scratchpad: a room that writes nothing down takes what was written away from it', async () => {
    const ada = await open(`${server.url}/examples/scratchpad/`)
    await ada.page.locator('.bn-editor').waitFor()
    const bob = await open(ada.page.url())
    await bob.page.locator('.bn-editor').waitFor()
    await writeBlock(ada, 'Before.')
    await eventually(() => blocksOf(bob), 'Before.')
    const pad = inAddress(ada.page, 'pad')
    await ada.goAway()
    await ada.page.getByText(/^Offline\./).waitFor()
    await writeBlock(ada, ' In the train.')
    await letGo(pad, 1)
    expect(await blocksOf(bob)).toBe('Before.')
    await ada.comeBack()
    await eventually(() => blocksOf(bob), 'Before. In the train.')
    await writeBlock(bob, ' Welcome.')
    await eventually(() => blocksOf(ada), 'Before. In the train. Welcome.')
    expect([ada.complaints, bob.complaints]).toEqual([[], []])
  })

  test('the whiteboard: a note and a shape made without a network are on the others’ board on return', async () => {
    const id = freshRoomId('whiteboard-train')
    const address = `${server.url}/examples/whiteboard/?board=${id}`
    const [ada, bob] = [await open(address), await open(address)]
    const boardOf = ({ page }: typeof ada) => page.getByRole('listbox', { name: 'Board' })
    for (const each of [ada, bob]) await boardOf(each).waitFor()
    const shapes = ({ page }: typeof ada) =>
      page.locator('.shapes > g').evaluateAll((found) => found.map((shape) => shape.getAttribute('aria-label')).sort())
    const draw = async ({ page }: typeof ada, tool: string, x: number) => {
      await page.getByRole('button', { name: tool, exact: true }).click()
      const box = await boardOf({ page } as typeof ada).boundingBox()
      const [left, top] = [(box?.x ?? 0) + x, (box?.y ?? 0) + 200]
      await page.mouse.move(left, top)
      await page.mouse.down()
      await page.mouse.move(left + 80, top + 100, { steps: 8 })
      await page.mouse.up()
    }
    await draw(ada, 'Rectangle', 300)
    await eventually(() => shapes(bob), ['Rectangle'])
    await ada.goAway()
    await ada.page.getByText('What you write is kept').first().waitFor()
    await draw(ada, 'Ellipse', 500)
    await draw(bob, 'Arrow', 700)
    await letGo(id, 1)
    expect(await shapes(bob)).toEqual(['Arrow', 'Rectangle'])
    await ada.comeBack()
    for (const each of [ada, bob]) await eventually(() => shapes(each), ['Arrow', 'Ellipse', 'Rectangle'])
    expect([ada.complaints, bob.complaints]).toEqual([[], []])
  })
})
