// The whiteboard without a network: what is drawn meanwhile is kept, goes to the others, or is said not to be taken.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { documentsKeptOn } from '../../browser/kept.ts'
import { faultsOf } from '../../browser/page-faults.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId, openNetwork, rest } from '../../sdk/kit.ts'
import { startFront } from '../page-front.ts'
import {
  boardOf,
  choose,
  comeToBoard,
  type Drawer,
  eventually,
  myName,
  press,
  pull,
  shapesOf,
  waitMs,
} from '../whiteboard-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`the whiteboard without a network${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  const server = sharedServer()
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser?.close())

  const saved = ({ page }: Drawer) =>
    eventually(() => page.locator('syncforge-connection [part=text]').textContent(), 'Saved')
  const offline = ({ page }: Drawer) => page.getByText('What you write is kept').first().waitFor()

  test('[CONV-2] what was drawn without a network survives a reload and a closed window, is shown at once, and reaches the others', async () => {
    const network = await openNetwork(server)
    const front = await startFront(Number(new URL(network.endpoint).port))
    onTestFinished(() => front.stop())
    const address = `${front.url}/examples/whiteboard/?board=${freshRoomId('whiteboard-away')}`
    const ada = await comeToBoard(browser, address)
    const bob = await comeToBoard(browser, address)
    for (const each of [ada, bob]) await boardOf(each).waitFor()
    const name = await myName(ada)
    const draw = async (drawer: Drawer, tool: string, x: number) => {
      await choose(drawer, tool)
      await pull(drawer, [
        [x, 200],
        [x + 80, 300],
      ])
    }
    await draw(ada, 'Rectangle', 300)
    await eventually(async () => (await shapesOf(bob)).length, 1)
    await saved(ada)
    network.goDown()
    await Promise.all([ada, bob].map(offline))
    const kept = (drawer: Drawer, count: number) =>
      eventually(async () => (await documentsKeptOn(drawer.page)).map((doc) => doc.getMap('shapes').size), [count])
    await draw(ada, 'Ellipse', 450)
    await draw(bob, 'Arrow', 300)
    await kept(ada, 2)
    ada.page.on('dialog', (dialog) => void dialog.accept())
    await ada.page.reload()
    await boardOf(ada).waitFor()
    expect(await shapesOf(ada)).toEqual(['Rectangle', 'Ellipse'])
    await offline(ada)
    await draw(ada, 'Pen', 600)
    await kept(ada, 3)
    // The window is closed; another of this browser is the same person.
    const page = await ada.page.context().newPage()
    page.setDefaultTimeout(waitMs)
    await ada.page.close()
    await page.goto(address)
    const again = { ...ada, page }
    await boardOf(again).waitFor()
    expect(await shapesOf(again)).toEqual(['Rectangle', 'Ellipse', 'Drawing'])
    network.comeUp()
    await Promise.all([again, bob].map(saved))
    for (const each of [again, bob]) {
      await eventually(async () => (await shapesOf(each)).toSorted(), ['Arrow', 'Drawing', 'Ellipse', 'Rectangle'])
    }
    expect(await myName(again)).toBe(name)
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  })

  test('what was drawn without a network and is not taken any more says so, and goes when it is thrown away', async () => {
    const network = await openNetwork(server)
    const front = await startFront(Number(new URL(network.endpoint).port))
    onTestFinished(() => front.stop())
    const id = freshRoomId('whiteboard-refused')
    const ada = await comeToBoard(browser, `${front.url}/examples/whiteboard/?board=${id}`)
    await boardOf(ada).waitFor()
    const draw = async (tool: string, x: number) => {
      await choose(ada, tool)
      await press(ada, [x, 300])
    }
    await draw('Rectangle', 300)
    await saved(ada)
    network.goDown()
    await offline(ada)
    await draw('Ellipse', 600)
    const [me] = await ada.page.evaluate(() => JSON.parse(localStorage.getItem('syncforge.whiteboard.people') ?? '[]'))
    const body = JSON.stringify({ access: 'read' })
    await rest(server, `/rooms/${id}/participants/${me.userId}`, { method: 'PATCH', body })
    network.comeUp()
    await ada.page.getByText('Something you drew was not taken').waitFor()
    expect(await shapesOf(ada)).toEqual(['Rectangle', 'Ellipse'])
    expect(await faultsOf(ada.page)).toEqual([])
    await ada.page.getByRole('button', { name: 'Throw it away' }).click()
    await ada.page.getByText('You may look at this board').waitFor()
    await eventually(() => shapesOf(ada), ['Rectangle'])
    expect(ada.complaints).toEqual([])
  })
})
