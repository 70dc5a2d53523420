// Owns how a test uses the whiteboard: as a person does, by what is named on the page and by the pointer.
import { readCursorsMessage } from '@syncforge/protocol/cursor-frames'
import { Channel, readPack } from '@syncforge/protocol/frames'
import * as decoding from 'lib0/decoding'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'

export const waitMs = 30_000

type Place = readonly [x: number, y: number]

/** Comes to a board in a browser of one's own. Places are pixels of the board. */
export const comeToBoard = async (browser: Browser, address: string, options: BrowserContextOptions = {}) => {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    acceptDownloads: true,
    ...options,
  })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(waitMs)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(address)
  return { page, complaints }
}

export type Drawer = Awaited<ReturnType<typeof comeToBoard>>

export const boardOf = ({ page }: Drawer) => page.getByRole('listbox', { name: 'Board' })

/** Where a place of the board is in the window. */
const inWindow = async (drawer: Drawer, [x, y]: Place): Promise<Place> => {
  const box = await boardOf(drawer).boundingBox()
  return [x + (box?.x ?? 0), y + (box?.y ?? 0)]
}

export const choose = ({ page }: Drawer, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click()

export const pull = async (drawer: Drawer, places: readonly Place[], steps = 8): Promise<void> => {
  const { mouse } = drawer.page
  const [first, ...rest] = await Promise.all(places.map((place) => inWindow(drawer, place)))
  await mouse.move(...(first as [number, number]))
  await mouse.down()
  for (const [x, y] of rest) await mouse.move(x, y, { steps })
  await mouse.up()
}

export const press = async (drawer: Drawer, place: Place, clickCount = 1): Promise<void> => {
  const [x, y] = await inWindow(drawer, place)
  await drawer.page.mouse.click(x, y, { clickCount })
}

/** What is on the board as who hears it is told, from the lowest on. */
export const shapesOf = ({ page }: Drawer): Promise<(string | null)[]> =>
  page.locator('.shapes > g').evaluateAll((shapes) => shapes.map((shape) => shape.getAttribute('aria-label')))

export const eventually = <T>(seen: () => Promise<T> | T, wanted: T, timeout = waitMs) =>
  expect.poll(async () => seen(), { timeout }).toEqual(wanted)

/** Where each shape is on the board. */
export const placesOf = ({ page }: Drawer): Promise<(string | null)[]> =>
  page.locator('.shapes > g').evaluateAll((shapes) => shapes.map((shape) => shape.getAttribute('transform')))

export const viewOf = ({ page }: Drawer): Promise<string | null> => page.locator('.shapes').getAttribute('transform')

export const myName = async ({ page }: Drawer): Promise<string> =>
  ((await page.getByRole('button', { name: /\(you\)$/ }).getAttribute('aria-label')) ?? '').replace(' (you)', '')

/** Whose cursors are drawn. */
export const cursorsOn = (page: Page): Promise<(string | null | undefined)[]> =>
  page.evaluate(() =>
    [...(document.querySelector('syncforge-cursors')?.shadowRoot?.querySelectorAll('.cursor') ?? [])].map(
      (cursor) => cursor.querySelector('bdi')?.textContent,
    ),
  )

/** Whose carets are drawn in the field that is open, and where from its left edge; how many pieces of selected words. */
export const caretsOn = ({ page }: Drawer) =>
  page.evaluate(() => {
    const left = document.querySelector('.words')?.getBoundingClientRect().left ?? 0
    const root = document.querySelector('syncforge-selections')?.shadowRoot
    return [...(root?.querySelectorAll('.person') ?? [])].map((person) => ({
      name: person.querySelector('bdi')?.textContent,
      x: Math.round((person.querySelector('.caret')?.getBoundingClientRect().left ?? Number.NaN) - left),
      selected: person.querySelectorAll('.piece').length,
    }))
  })

/** The numbers of all whose cursors come over the wire to a page, each time that one does. Call it before the page opens its address. */
export const cursorsHeardBy = (page: Page): string[] => {
  const heard: string[] = []
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (typeof payload === 'string') return
      for (const { frame } of readPack(payload)) {
        if (frame[0] !== Channel.cursors) continue
        const decoder = decoding.createDecoder(frame.subarray(1))
        for (const { number, sample } of readCursorsMessage(decoder).moved) if (sample) heard.push(String(number))
      }
    }),
  )
  return heard
}
