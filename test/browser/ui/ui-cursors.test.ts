// Cursors over a page: where they are drawn and told, when it scrolls and zooms, for whom wants no motion, and what two hundred of them cost.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findChromium } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, freshRoomId } from '../../sdk/kit.ts'
import { faultsOf } from '../page-faults.ts'
import { bothThemes, enterOn, eventually, useUiPages } from '../ui-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

/** Of every drawn cursor: whose, and where in the layer. */
const drawnOn = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('syncforge-cursors')].flatMap(({ shadowRoot }) =>
      [...(shadowRoot?.querySelectorAll<HTMLElement>('.cursor') ?? [])].map((cursor) => {
        const [x = 0, y = 0] = cursor.style.translate.split(' ').map(Number.parseFloat)
        return { name: cursor.querySelector('bdi')?.textContent, x, y, opacity: Number(cursor.style.opacity) }
      }),
    ),
  )

describe.skipIf(missing)(`cursors${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  const server = sharedServer()
  const { open, join } = useUiPages(server)
  const canvas = (attributes = '') =>
    `<syncforge-cursors ${attributes}><h1>Plans</h1><p id="area">All of us point here.</p></syncforge-cursors>`
  const size = (page: Page, width: number, height: number) =>
    page.evaluate(
      ([w, h]) =>
        Object.assign(document.querySelector('syncforge-cursors')!.style, { width: `${w}px`, height: `${h}px` }),
      [width, height],
    )

  test('what one points at is where the other sees it, in a page of another size', async () => {
    const id = freshRoomId('cursors')
    const [ada, bob] = await Promise.all([open(canvas()), open(canvas())])
    await Promise.all([size(ada.page, 400, 300), size(bob.page, 800, 900)])
    await enterOn(ada.page, { endpoint: server.wsUrl, room: id, userId: 'ada', userInfo: { name: 'Ada' } })
    await enterOn(bob.page, { endpoint: server.wsUrl, room: id, userId: 'bob', userInfo: { name: 'Bob' } })
    const { x, y } = await ada.page.evaluate(() => document.querySelector('syncforge-cursors')!.getBoundingClientRect())
    await ada.page.mouse.move(x + 100, y + 150)
    await eventually(() => drawnOn(bob.page)).toEqual([{ name: 'Ada', x: 200, y: 450, opacity: 1 }])
    await size(bob.page, 400, 900)
    await eventually(() => drawnOn(bob.page)).toEqual([{ name: 'Ada', x: 100, y: 450, opacity: 1 }])
    await ada.page.mouse.move(x + 500, y + 400)
    await eventually(() => drawnOn(bob.page)).toEqual([])
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  })

  test('a crowd is drawn on one canvas as its elements would look, and by elements again when it is none any more', async () => {
    const id = freshRoomId('cursors-crowd')
    await createRoom(server, { id, access: 'public', maxParticipants: 100 })
    const { page, complaints } = await open(canvas('unit="pixels"'))
    await size(page, 700, 4_000)
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync('syncforge-cursors::part(name) { background: rgb(1, 2, 200); border-radius: 0 }')
      document.adoptedStyleSheets = [sheet]
    })
    await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada' })
    const people = 64
    const place = (index: number) => ({ x: 20 + 80 * (index % 8), y: 100 + 60 * Math.floor(index / 8) })
    const others = await Promise.all(
      Array.from({ length: people }, async (_, index) => {
        const room = await join(id, `person-${index}`, { name: `Person ${index}`, color: '#00c800' })
        room.cursors.update(place(index))
        return room
      }),
    )
    /** What is painted there, `[r, g, b]`. */
    const colorsAt = (points: readonly { x: number; y: number }[]) =>
      page.evaluate((asked) => {
        const drawn = document
          .querySelector('syncforge-cursors')
          ?.shadowRoot?.querySelector<HTMLCanvasElement>('.crowd')
        const copy = Object.assign(document.createElement('canvas'), { width: drawn?.width, height: drawn?.height })
        const brush = copy.getContext('2d', { willReadFrequently: true })
        if (drawn) brush?.drawImage(drawn, 0, 0)
        const top = Number.parseFloat(drawn?.style.translate.split(' ')[1] ?? '0') || 0
        return asked.map(({ x, y }) => [...(brush?.getImageData(x, y - top, 1, 1).data ?? [])].slice(0, 3))
      }, points)
    const green = [0, 200, 0]
    const tips = Array.from({ length: people }, (_, index) => place(index)).map(({ x, y }) => ({ x: x + 3, y: y + 6 }))
    await eventually(() => colorsAt(tips)).toEqual(tips.map(() => green))
    // The corner of a name: a style of the page made it square and blue.
    expect(await colorsAt([{ x: 20 + 15, y: 100 + 20 }])).toEqual([[1, 2, 200]])
    expect(await drawnOn(page)).toEqual([])
    // The page is scrolled, and the canvas with it is not larger than what is seen.
    others[0]?.cursors.update({ x: 300, y: 3_000 })
    await page.evaluate(() => scrollTo(0, 2_600))
    await eventually(() => colorsAt([{ x: 303, y: 3_006 }])).toEqual([green])
    const height = await page.evaluate(
      () => document.querySelector('syncforge-cursors')?.shadowRoot?.querySelector<HTMLCanvasElement>('.crowd')?.height,
    )
    expect(height).toBeLessThan(1_500)
    for (const room of others.slice(10)) room.cursors.update(null)
    await eventually(async () => (await drawnOn(page)).length).toBe(10)
    expect(
      await page.evaluate(() => document.querySelector('syncforge-cursors')?.shadowRoot?.querySelector('.crowd')),
    ).toBe(null)
    expect(complaints).toEqual([])
  })

  test('a page that scrolls or is zoomed moves under the pointer: what is pointed at is told', async () => {
    const id = freshRoomId('cursors-scroll')
    const { page } = await open(`<div id="scroller">${canvas('unit="pixels"')}</div>`)
    await page.evaluate(() => {
      Object.assign(document.querySelector<HTMLElement>('#scroller')!.style, { height: '200px', overflow: 'auto' })
      Object.assign(document.querySelector<HTMLElement>('syncforge-cursors')!.style, { height: '1000px', zoom: '2' })
    })
    await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada' })
    const bob = await join(id, 'bob')
    const { x, y } = await page.evaluate(() => document.querySelector('syncforge-cursors')!.getBoundingClientRect())
    const seen = () => [...bob.cursors.get().values()].map((cursor) => [cursor.x, cursor.y])
    await page.mouse.move(x + 40, y + 60)
    await eventually(seen).toEqual([[20, 30]])
    await page.evaluate(() => document.querySelector('#scroller')?.scrollTo(0, 100))
    await eventually(seen).toEqual([[20, 80]])
  })

  test('a canvas that moves and zooms has points of its own; an anchor keeps pages apart', async () => {
    const id = freshRoomId('cursors-canvas')
    const { page } = await open(canvas('anchor="board"'))
    await size(page, 400, 300)
    await page.evaluate(() =>
      Object.assign(document.querySelector('syncforge-cursors')!, { view: { x: 100, y: 200, scale: 2 } }),
    )
    await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada' })
    const [bob, eve] = await Promise.all([join(id, 'bob'), join(id, 'eve')])
    bob.cursors.update({ x: 150, y: 210, anchor: 'board' })
    eve.cursors.update({ x: 150, y: 210 })
    await eventually(() => drawnOn(page)).toEqual([{ name: 'bob', x: 100, y: 20, opacity: 1 }])
    await page.evaluate(() =>
      Object.assign(document.querySelector('syncforge-cursors')!, { view: { x: 100, y: 200, scale: 1 } }),
    )
    await eventually(() => drawnOn(page)).toEqual([{ name: 'bob', x: 50, y: 10, opacity: 1 }])
    const { x, y } = await page.evaluate(() => document.querySelector('syncforge-cursors')!.getBoundingClientRect())
    await page.mouse.move(x + 10, y + 20)
    await eventually(() => [...bob.cursors.get().values()]).toContainEqual(
      expect.objectContaining({ x: 110, y: 220, anchor: 'board' }),
    )
    // The board moves, and the pointer rests: it points at something else.
    await page.evaluate(() =>
      Object.assign(document.querySelector('syncforge-cursors')!, { view: { x: 500, y: 200, scale: 1 } }),
    )
    await eventually(() => [...bob.cursors.get().values()]).toContainEqual(
      expect.objectContaining({ x: 510, y: 220, anchor: 'board' }),
    )
  })

  test('one that rests is seen no more, also where nobody wants motion; there nothing glides', async () => {
    const id = freshRoomId('cursors-calm')
    const { page } = await open(canvas('unit="pixels" idle-after-ms="1500"'), { reducedMotion: 'reduce' })
    await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada' })
    const bob = await join(id, 'bob')
    await page.evaluate(() => {
      const seen = new Set<string>()
      Object.assign(globalThis, { seen })
      const look = () => {
        const cursor = document.querySelector('syncforge-cursors')?.shadowRoot?.querySelector<HTMLElement>('.cursor')
        if (cursor) seen.add(cursor.style.translate)
        requestAnimationFrame(look)
      }
      look()
    })
    bob.cursors.update({ x: 10, y: 10 })
    await eventually(() => drawnOn(page)).toHaveLength(1)
    bob.cursors.update({ x: 90, y: 10 })
    await eventually(async () => (await drawnOn(page))[0]?.x).toBe(90)
    const seen = () => page.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen])
    await eventually(seen).toContain('90px 10px')
    // Nothing in between.
    expect((await seen()).filter((place) => place !== '10px 10px' && place !== '90px 10px')).toEqual([])
    await eventually(() => drawnOn(page)).toEqual([])
  })

  test.each(['light', 'dark'] as const)('axe finds nothing, %s', async (colorScheme) => {
    const id = freshRoomId('cursors-axe')
    const { page } = await open(canvas(), { colorScheme })
    await bothThemes(page)
    await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada' })
    for (const [userId, color] of [
      ['bob', 'gold'],
      ['<b>eve</b>\u202E', 'url(x)'],
    ] as const) {
      const room = await join(id, userId, color === 'gold' ? { color } : {})
      room.cursors.update({ x: 0.2, y: 0.4 })
    }
    await eventually(async () => (await drawnOn(page)).map(({ name }) => name).sort()).toEqual(['<b>eve</b>', 'bob'])
    expect(await faultsOf(page)).toEqual([])
  })
})
