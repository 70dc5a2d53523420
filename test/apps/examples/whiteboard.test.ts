// The whiteboard as its users have it: two people who draw, write, undo and follow, a crash of the server, many shapes, cursors elsewhere, bad input.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createBoard } from '../../../examples/whiteboard/src/board/board.ts'
import { lowContrast } from '../../browser/contrast.ts'
import { faultsOf } from '../../browser/page-faults.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { developmentKeys, startServer, type TestServer } from '../../kit/server.ts'
import { enter, freshRoomId } from '../../sdk/kit.ts'
import {
  boardOf,
  caretsOn,
  choose,
  comeToBoard,
  cursorsHeardBy,
  cursorsOn,
  type Drawer,
  eventually,
  myName,
  placesOf,
  press,
  pull,
  shapesOf,
  viewOf,
  waitMs,
} from '../whiteboard-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`the whiteboard${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let dataDir: string
  let server: TestServer
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'syncforge-whiteboard-'))
    ;[browser, server] = await Promise.all([launchBrowser(), startServer({ dataDir })])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  const addressOf = (id: string) => `${server.url}/examples/whiteboard/?board=${id}`
  const come = async (id: string, options: Parameters<typeof comeToBoard>[2] = {}) => {
    const drawer = await comeToBoard(browser, addressOf(id), options)
    await boardOf(drawer).waitFor()
    return drawer
  }
  const rest = async (method: string, path: string, body: object) => {
    const headers = { authorization: `Bearer ${developmentKeys.secret}`, 'content-type': 'application/json' }
    const response = await fetch(`${server.url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) })
    expect(response.status, await response.clone().text()).toBeLessThan(300)
    return response
  }
  const stateOf = ({ page }: Drawer) => page.locator('syncforge-connection [part=text]').textContent()
  const saved = (drawer: Drawer) => eventually(() => stateOf(drawer), 'Saved')
  const write = async (drawer: Drawer, place: readonly [number, number], words: string) => {
    await press(drawer, place, 2)
    const field = drawer.page.getByRole('textbox')
    await field.waitFor()
    await field.press('Control+End')
    await drawer.page.keyboard.type(words)
  }

  /** Both have the note open: each sees where the other writes, what they select, and that they stop. */
  const seeCarets = async (ada: Drawer, bob: Drawer) => {
    const names = { ada: await myName(ada), bob: await myName(bob) }
    const ofAda = async () => (await caretsOn(bob)).map(({ name, selected }) => ({ name, selected }))
    await eventually(ofAda, [{ name: names.ada, selected: 0 }])
    expect((await caretsOn(ada)).map(({ name }) => name)).toEqual([names.bob])
    const place = async () => (await caretsOn(bob))[0]?.x ?? 0
    const field = ada.page.getByRole('textbox')
    const at = await field.evaluate((words: HTMLTextAreaElement) => words.selectionStart)
    const edge = await bob.page
      .locator('.words')
      .evaluate((words) => Number.parseFloat(getComputedStyle(words).paddingLeft))
    await ada.page.keyboard.press('Control+Home')
    await expect.poll(async () => Math.abs((await place()) - edge), { timeout: waitMs }).toBeLessThan(3)
    for (let turn = 0; turn < 4; turn += 1) await ada.page.keyboard.press('ArrowRight')
    await expect.poll(async () => (await place()) - edge, { timeout: waitMs }).toBeGreaterThan(20)
    for (let turn = 0; turn < 3; turn += 1) await ada.page.keyboard.press('Shift+ArrowLeft')
    await eventually(ofAda, [{ name: names.ada, selected: 1 }])
    await ada.page.keyboard.press('ArrowRight')
    await eventually(ofAda, [{ name: names.ada, selected: 0 }])
    // The board moves under the note, and the caret goes along with it.
    const still = await place()
    await boardOf(bob).dispatchEvent('wheel', { deltaX: 60, deltaY: 20 })
    await expect.poll(async () => Math.abs((await place()) - still), { timeout: waitMs }).toBeLessThanOrEqual(1)
    await boardOf(bob).dispatchEvent('wheel', { deltaX: -60, deltaY: -20 })
    await field.evaluate((words: HTMLTextAreaElement, end) => words.setSelectionRange(end, end), at)
  }

  test('two people draw, write in one note, undo their own, and lose nothing when the server is killed', async () => {
    const id = freshRoomId('whiteboard')
    const ada = await come(id, { permissions: ['clipboard-read', 'clipboard-write'] })
    await ada.page.getByText('An empty board.').waitFor()
    await choose(ada, 'Copy link')
    await ada.page.getByText('Link copied').waitFor()
    expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(addressOf(id))
    await choose(ada, 'Rectangle')
    await pull(ada, [
      [200, 200],
      [360, 300],
    ])
    await choose(ada, 'Colour red')
    await choose(ada, 'Pen')
    await pull(ada, [
      [400, 400],
      [450, 440],
      [520, 400],
    ])
    await choose(ada, 'Sticky note')
    await press(ada, [700, 300])
    await ada.page.keyboard.type('From Ada. ')
    const bob = await come(id)
    // Bob sees everything at once, in the middle of his window.
    await eventually(() => shapesOf(bob), ['Rectangle, red', 'Drawing, red', 'Note, red: From Ada.'])
    expect(await bob.page.getByText('An empty board.').isVisible()).toBe(false)

    // Both have the note open.
    const center = await bob.page.locator('.shapes > g').nth(2).boundingBox()
    const head = await boardOf(bob).boundingBox()
    const place = [center!.x + center!.width / 2, center!.y - head!.y + center!.height / 2] as const
    await write(bob, place, 'From Bob.')
    await eventually(() => ada.page.getByRole('textbox').inputValue(), 'From Ada. From Bob.')
    await ada.page.keyboard.type('Ada again. ')
    await eventually(() => bob.page.getByRole('textbox').inputValue(), 'From Ada. Ada again. From Bob.')
    await seeCarets(ada, bob)
    // An input method of Ada's is at work while Bob goes on: nothing touches what she composes, and both are there in the end.
    const input = await ada.page.context().newCDPSession(ada.page)
    await input.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 })
    await bob.page.keyboard.press('Control+Home')
    await bob.page.keyboard.type('>')
    await saved(bob)
    expect(await ada.page.getByRole('textbox').inputValue()).toBe('From Ada. Ada again. にFrom Bob.')
    await input.send('Input.insertText', { text: '日本' })
    await ada.page.keyboard.type('!')
    await eventually(() => bob.page.getByRole('textbox').inputValue(), '>From Ada. Ada again. 日本!From Bob.')
    for (let turn = 0; turn < 3; turn += 1) await ada.page.keyboard.press('Backspace')
    await bob.page.keyboard.press('Backspace')
    await eventually(() => ada.page.getByRole('textbox').inputValue(), 'From Ada. Ada again. From Bob.')
    await ada.page.keyboard.press('Escape')
    await eventually(() => caretsOn(bob), [])
    await bob.page.keyboard.press('Escape')
    await eventually(
      () => shapesOf(ada),
      ['Rectangle, red', 'Drawing, red', 'Note, red: From Ada. Ada again. From Bob.'],
    )

    // Bob takes back his own words, then nothing more: the rest is not his.
    for (let turn = 0; turn < 4; turn += 1) await bob.page.keyboard.press('Control+z')
    await eventually(() => shapesOf(ada), ['Rectangle, red', 'Drawing, red', 'Note, red: From Ada. Ada again.'])
    expect(await bob.page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true)
    await bob.page.keyboard.press('Control+Shift+z')
    await eventually(
      () => shapesOf(ada),
      ['Rectangle, red', 'Drawing, red', 'Note, red: From Ada. Ada again. From Bob.'],
    )

    // Ada moves, resizes, copies and orders with the keyboard and the pointer.
    await press(ada, [200, 250])
    const before = await placesOf(bob)
    await ada.page.keyboard.press('Shift+ArrowRight')
    await eventually(() => placesOf(bob), ['translate(210 200)', ...before.slice(1)])
    await pull(ada, [
      [210, 230],
      [260, 230],
    ])
    await eventually(() => placesOf(bob), ['translate(260 200)', ...before.slice(1)])
    await pull(ada, [
      [420, 300],
      [460, 340],
    ])
    await eventually(() => bob.page.locator('.shapes rect').first().getAttribute('width'), '200')
    await ada.page.keyboard.press('Control+d')
    await eventually(async () => (await placesOf(bob)).at(-1), 'translate(280 220)')
    await ada.page.keyboard.press('{')
    await eventually(async () => (await placesOf(bob))[0], 'translate(280 220)')
    await ada.page.keyboard.press('Delete')
    await eventually(() => placesOf(bob), ['translate(260 200)', ...before.slice(1)])

    // The server dies under both, who go on.
    await saved(ada)
    const { port } = server
    await server.kill()
    for (const each of [ada, bob]) await expect.poll(() => stateOf(each), { timeout: waitMs }).toMatch(/^Offline/)
    await choose(ada, 'Ellipse')
    await pull(ada, [
      [900, 500],
      [1000, 560],
    ])
    await choose(bob, 'Arrow')
    await pull(bob, [
      [600, 600],
      [700, 640],
    ])
    server = await startServer({ port, dataDir })
    for (const each of [ada, bob]) await saved(each)
    await eventually(async () => (await shapesOf(bob)).length, 5)
    await eventually(async () => (await shapesOf(ada)).toSorted(), (await shapesOf(bob)).toSorted())
    expect(await shapesOf(ada)).toEqual(expect.arrayContaining(['Ellipse, red', 'Arrow']))
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  }, 180_000)

  test('who is followed leads, an own move ends it, and what others have chosen is shown', async () => {
    const id = freshRoomId('whiteboard-follow')
    const [ada, bob] = [await come(id), await come(id)]
    const name = await myName(ada)
    await bob.page.getByRole('button', { name, exact: true }).click()
    await bob.page.getByText(`You follow ${name}`).waitFor()
    const box = (await boardOf(ada).boundingBox())!
    await ada.page.mouse.move(box.x + 300, box.y + 200)
    await ada.page.mouse.wheel(900, 700)
    await eventually(() => viewOf(bob), 'scale(1) translate(-900 -700)')
    await ada.page.keyboard.down('Control')
    await ada.page.mouse.wheel(0, -60)
    await ada.page.keyboard.up('Control')
    const numbers = async (drawer: Drawer) =>
      (await viewOf(drawer))?.match(/-?[\d.]+/g)?.map((each) => Number(each).toFixed(3))
    await eventually(() => numbers(bob), await numbers(ada))
    expect(await viewOf(ada)).not.toContain('scale(1)')
    await boardOf(bob).hover()
    await bob.page.mouse.wheel(0, 50)
    await eventually(() => bob.page.getByText(`You follow ${name}`).isVisible(), false)
    const still = await viewOf(bob)
    await ada.page.mouse.wheel(300, 0)
    await choose(ada, 'Rectangle')
    await pull(ada, [
      [300, 200],
      [400, 300],
    ])
    await eventually(() => bob.page.locator('.theirs-name').allTextContents(), [name])
    expect(await viewOf(bob)).toBe(still)
  })

  test('[CU6] a third person who looks elsewhere gets no cursor from outside of what they see, not over the wire either', async () => {
    const id = freshRoomId('whiteboard-sight')
    const ada = await come(id)
    const cleo = await comeToBoard(browser, 'about:blank')
    const heard = cursorsHeardBy(cleo.page)
    await cleo.page.goto(addressOf(id))
    await boardOf(cleo).waitFor()
    const near = await enter(server.wsUrl, id, { userId: 'near', userInfo: { name: 'Near' } })
    const far = await enter(server.wsUrl, id, { userId: 'far', userInfo: { name: 'Far' } })
    near.room.cursors.update({ x: 100, y: 100 })
    await eventually(() => cursorsOn(cleo.page), ['Near'])
    await eventually(() => cursorsOn(ada.page), ['Near'])
    // Cleo looks at another part, where Far points: of Near nothing is drawn any more.
    await boardOf(cleo).hover()
    await cleo.page.mouse.wheel(50_000, 50_000)
    far.room.cursors.update({ x: 50_200, y: 50_200 })
    await eventually(() => cursorsOn(cleo.page), ['Far'])
    heard.length = 0
    for (let turn = 1; turn <= 40; turn += 1) {
      near.room.cursors.update({ x: 100 + 5 * turn, y: 200 })
      far.room.cursors.update({ x: 50_200 + turn, y: 50_200 })
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const last = () => [...far.room.cursors.get().values()].some(({ x }) => x === 300)
    await expect.poll(last, { timeout: waitMs }).toBe(true)
    await expect.poll(() => heard.length, { timeout: waitMs }).toBeGreaterThan(5)
    expect(new Set(heard).size).toBe(1)
    // Ada, who sees Near, heard of Near all the time.
    expect(await cursorsOn(ada.page)).toEqual(['Near'])
    far.room.cursors.update(null)
    near.room.cursors.update({ x: 50_300, y: 50_300 })
    await eventually(() => cursorsOn(cleo.page), ['Near'])
  })

  test('of two thousand shapes a change touches one element, and what is no shape is not there', async () => {
    const id = freshRoomId('whiteboard-many')
    await rest('POST', '/rooms', { id, access: 'public', type: 'whiteboard' })
    const { room } = await enter(server.wsUrl, id, { userId: 'writer' })
    const doc = room.getDocument()
    const board = createBoard(doc)
    const ids: string[] = []
    doc.transact(() => {
      for (let index = 0; index < 2_000; index += 1) {
        const at = { x: (index % 50) * 120, y: Math.floor(index / 50) * 120 }
        const looks = { width: 100, height: 100, color: 'blue', stroke: 2, isFilled: true } as const
        // In one transaction none of them is seen yet, so that each is on the same height: their ids decide.
        ids.push(board.add({ kind: index % 3 ? 'rectangle' : 'note', ...at, ...looks })!)
      }
      const shapes = doc.getMap<Y.Map<unknown>>('shapes')
      const words = '<img src=x onerror="window.ran = true"><script>window.ran = true</script>'
      for (const [name, bad] of Object.entries({
        unknown: { kind: 'iframe', at: [0, 0], box: [9, 9] },
        nowhere: { kind: 'rectangle', at: [Number.NaN, 0], box: [9, 9] },
        huge: { kind: 'rectangle', at: [0, 0], box: [1e308, 9] },
        lacking: { kind: 'note' },
        markup: { kind: 'note', at: [50, -300], box: [200, 200], color: words, order: words, text: new Y.Text(words) },
      })) {
        shapes.set(name, new Y.Map(Object.entries(bad)))
      }
    })
    await room.flush()
    const { page, complaints } = await come(id)
    const shown = page.locator('.shapes > g')
    await eventually(() => shown.count(), 2_001)
    expect(
      await page.evaluate(() => 'ran' in window || document.querySelector('.shapes img, .shapes script') !== null),
    ).toBe(false)
    await page.evaluate(() => {
      const touched = new Set<Element>()
      Object.assign(window, { touched })
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const element = target instanceof Element ? target : target.parentElement
          touched.add(element?.closest('.shapes > g') ?? (element as Element))
        }
      }).observe(document.querySelector('.shapes')!, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      })
    })
    const touched = () =>
      page.evaluate(() => [...(window as unknown as { touched: Set<Element> }).touched].map(({ id }) => id))
    board.change(new Map([[ids[1_234]!, { x: -500 }]]))
    await eventually(touched, [`shape-${ids[1_234]}`])
    board.write(() => board.textOf(ids[0]!)?.insert(0, 'words'))
    await eventually(touched, [`shape-${ids[1_234]}`, `shape-${ids[0]}`])
    // Moving what is seen touches no shape: only the layer around them.
    await page.keyboard.press('1')
    await page.keyboard.press('+')
    await eventually(touched, [`shape-${ids[1_234]}`, `shape-${ids[0]}`, ''])
    expect(complaints).toEqual([])
  })

  test('what is exported is a whole file in which nobody’s words are markup, and a picture of it', async () => {
    const id = freshRoomId('whiteboard-export')
    const ada = await come(id)
    const words = '</text><script>alert(1)</script> & "quoted"'
    await choose(ada, 'Sticky note')
    await press(ada, [500, 300])
    await ada.page.keyboard.insertText(words)
    await ada.page.keyboard.press('Escape')
    await choose(ada, 'Pen')
    await pull(ada, [
      [100, 100],
      [200, 150],
      [300, 100],
    ])
    const load = async (name: 'SVG' | 'PNG') => {
      const [download] = await Promise.all([ada.page.waitForEvent('download'), choose(ada, name)])
      expect(download.suggestedFilename()).toBe(`whiteboard.${name.toLowerCase()}`)
      return readFile(await download.path())
    }
    const svg = (await load('SVG')).toString()
    const parsed = await ada.page.evaluate((text) => {
      const file = new DOMParser().parseFromString(text, 'image/svg+xml')
      const all = [...file.querySelectorAll('*')]
      return {
        tags: [...new Set(all.map(({ tagName }) => tagName))].sort(),
        attributes: [...new Set(all.flatMap((each) => each.getAttributeNames()))],
        words: [...file.querySelectorAll('tspan')].map((line) => line.textContent).join(' '),
      }
    }, svg)
    expect(parsed.tags).toEqual(['g', 'path', 'rect', 'svg', 'text', 'tspan'])
    expect(parsed.attributes.filter((name) => /^on|href|style/i.test(name))).toEqual([])
    expect(parsed.words.replace(/\s+/g, '')).toBe(words.replace(/\s+/g, ''))
    const png = await load('PNG')
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    const [, width = ''] = /width="(\d+)"/.exec(svg) ?? []
    expect(png.readUInt32BE(16)).toBe(2 * Number(width))
    expect(ada.complaints).toEqual([])
  })

  test('the board is used by keys alone, and by two fingers', async () => {
    const ada = await come(freshRoomId('whiteboard-keys'), { permissions: ['clipboard-read', 'clipboard-write'] })
    const { keyboard } = ada.page
    for (const key of ['r', 'Enter', 'o', 'Enter', 'a', 'Enter']) await keyboard.press(key)
    await eventually(() => shapesOf(ada), ['Rectangle', 'Ellipse', 'Arrow'])
    await keyboard.press('Escape')
    await boardOf(ada).focus()
    await keyboard.press('PageDown')
    const spoken = () =>
      ada.page.evaluate(() => {
        const active = document.activeElement?.getAttribute('aria-activedescendant')
        return active && document.getElementById(active)?.getAttribute('aria-label')
      })
    expect(await spoken()).toBe('Rectangle')
    await keyboard.press('Tab')
    expect(await spoken()).toBe('Ellipse')
    await keyboard.press('Enter')
    await keyboard.type('Round words')
    await keyboard.press('Escape')
    await eventually(spoken, 'Ellipse: Round words')
    await keyboard.press('Delete')
    await eventually(() => shapesOf(ada), ['Rectangle', 'Arrow'])
    await keyboard.press('Control+z')
    await eventually(() => shapesOf(ada), ['Rectangle', 'Ellipse: Round words', 'Arrow'])
    for (const key of ['PageDown', 'PageDown', 'Control+x']) await keyboard.press(key)
    await eventually(() => shapesOf(ada), ['Rectangle', 'Arrow'])
    for (let turn = 0; turn < 2; turn += 1) await keyboard.press('Control+v')
    await eventually(() => shapesOf(ada), ['Rectangle', 'Arrow', 'Ellipse: Round words', 'Ellipse: Round words'])
    await keyboard.press('Delete')
    await eventually(() => shapesOf(ada), ['Rectangle', 'Arrow', 'Ellipse: Round words'])
    // A marquee from where nothing is, and space, which lends the hand.
    await pull(ada, [
      [300, 150],
      [1000, 650],
    ])
    expect(await ada.page.locator('[aria-selected=true]').count()).toBe(3)
    await keyboard.down(' ')
    await pull(ada, [
      [640, 400],
      [740, 450],
    ])
    await keyboard.up(' ')
    expect(await viewOf(ada)).toBe('scale(1) translate(100 50)')
    expect(await ada.page.locator('[aria-selected=true]').count()).toBe(3)
    // With nothing chosen Tab goes on to the tools, of which one is a stop.
    await keyboard.press('Escape')
    await keyboard.press('Tab')
    expect(await ada.page.evaluate(() => document.activeElement?.closest('[role=toolbar]')?.ariaLabel)).toBe(
      'Looks and actions',
    )

    const bob = await come(freshRoomId('whiteboard-touch'), { hasTouch: true, viewport: { width: 390, height: 780 } })
    const session = await bob.page.context().newCDPSession(bob.page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: readonly (readonly [number, number])[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) })
    await choose(bob, 'Pen')
    await touch('touchStart', [100, 400])
    await touch('touchMove', [140, 420])
    await touch('touchMove', [180, 400])
    await touch('touchEnd')
    await eventually(() => shapesOf(bob), ['Drawing'])
    await touch('touchStart', [150, 400])
    await touch('touchStart', [150, 400], [250, 400])
    await touch('touchMove', [100, 400], [300, 400])
    await touch('touchEnd')
    await eventually(() => bob.page.getByRole('button', { name: /^Zoom/ }).textContent(), '200 %')
    // The second finger took back what the first began.
    expect(await shapesOf(bob)).toEqual(['Drawing'])
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  })

  test('who may only look is told so, who is sent out can come again, and a refusal says why', async () => {
    const id = freshRoomId('whiteboard-rights')
    const ada = await come(id)
    await choose(ada, 'Rectangle')
    await press(ada, [300, 300])
    const grant = { userId: 'guest', userInfo: { name: 'Guest' }, rooms: { [id]: ['read'] } }
    const { token } = (await (await rest('POST', '/tokens', grant)).json()) as { token: string }
    const guest = await comeToBoard(browser, `${addressOf(id)}#token=${token}`)
    await guest.page.getByText('You may look at this board').waitFor()
    expect(guest.page.url()).not.toContain('token')
    expect(await guest.page.getByRole('button', { name: 'Pen' }).isDisabled()).toBe(true)
    await eventually(() => shapesOf(guest), ['Rectangle'])
    await press(guest, [640, 300], 2)
    await guest.page.keyboard.press('Control+a')
    await guest.page.keyboard.press('Delete')
    expect(await guest.page.getByRole('textbox').count()).toBe(0)
    await rest('POST', `/rooms/${id}/participants/guest/kick`, {})
    await guest.page.getByText('You are not on this board any more.').waitFor()
    await guest.page.getByRole('button', { name: 'Come in again' }).click()
    await guest.page.getByText('You may look at this board').waitFor()
    await eventually(() => shapesOf(guest), ['Rectangle'])

    // Who claims who they are is the same person when they come again.
    const name = await myName(ada)
    const people = await ada.page.evaluate(() =>
      JSON.parse(localStorage.getItem('syncforge.whiteboard.people') ?? '[]'),
    )
    expect(people).toEqual([expect.objectContaining({ name })])
    await rest('POST', `/rooms/${id}/participants/${people[0].userId}/kick`, {})
    await ada.page.getByRole('button', { name: 'Come in again' }).click()
    await boardOf(ada).waitFor()
    expect(await myName(ada)).toBe(name)

    const stranger = await comeToBoard(browser, `${addressOf(id)}#token=nonsense`)
    await stranger.page
      .getByRole('alert')
      .filter({ hasText: /\([A-Z_]+\)/ })
      .waitFor()
    await stranger.page.getByRole('button', { name: 'Try again' }).waitFor()
    expect(await faultsOf(stranger.page)).toEqual([])
  })

  test.each(['light', 'dark'] as const)('in the %s theme, on a phone and a screen', async (colorScheme) => {
    for (const width of [390, 1280]) {
      const drawer = await come(freshRoomId('whiteboard-look'), { colorScheme, viewport: { width, height: 780 } })
      const { page, complaints } = drawer
      const looks = async (where: string) =>
        expect([where, await faultsOf(page), await lowContrast(page)]).toEqual([where, [], []])
      await choose(drawer, 'Sticky note')
      await press(drawer, [200, 400])
      await page.keyboard.type('Words')
      await looks('writing')
      if (width === 390) {
        await page.keyboard.press('Escape')
        await choose(drawer, 'Keys')
        await looks('help')
      }
      expect(complaints).toEqual([])
    }
  })
})
