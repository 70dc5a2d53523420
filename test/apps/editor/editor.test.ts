import { randomUUID } from 'node:crypto'
import { SyncForge } from '@syncforge/client'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { boxOf, enter, eventually, expectSign, insert, nameOf, peopleSeenBy, read, write } from '../editor-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`two people in the editor${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  const server = sharedServer()
  const room = () => `browser-${randomUUID()}`

  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
  })
  const two = async () => {
    const where = { url: server.url, room: room() }
    return [await enter(browser, where), await enter(browser, where)] as const
  }

  /** The room's text as the server has it. */
  const storedIn = async (id: string): Promise<string> => {
    const headers = { authorization: `Bearer ${developmentKeys.secret}` }
    return (await fetch(`${server.url}/api/v1/rooms/${id}/document?format=text`, { headers })).text()
  }
  const joinAs = async (id: string, userId: string) => {
    const client = new SyncForge({ apiKey: developmentKeys.publishable, endpoint: server.wsUrl })
    onTestFinished(() => client.close())
    return client.joinRoom(id, { userId })
  }

  test('what one writes the other reads, both ways and at once', async () => {
    const [ada, bob] = await two()
    await write(ada, 'Dear Bob,\nthis is Ada.')
    await eventually(() => read(bob), 'Dear Bob,\nthis is Ada.')
    await Promise.all([write(ada, ' I write.'), write(bob, ' Me too!')])
    const lengthOfBoth = 'Dear Bob,\nthis is Ada.'.length + ' I write.'.length + ' Me too!'.length
    await eventually(async () => (await read(ada)).length, lengthOfBoth)
    await eventually(() => read(bob), await read(ada))
    await Promise.all([expectSign(ada, 'Saved'), expectSign(bob, 'Saved')])
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  })

  test('each undoes only what they wrote', async () => {
    const [ada, bob] = await two()
    await write(ada, 'kept')
    await eventually(() => read(bob), 'kept')
    await write(bob, ' taken back')
    await eventually(() => read(ada), 'kept taken back')
    // What is typed slowly is taken back in several steps.
    await eventually(async () => {
      await bob.page.keyboard.press('Control+z')
      return await read(ada)
    }, 'kept')
    await bob.page.keyboard.press('Control+z')
    await write(bob, '.')
    await eventually(() => read(ada), 'kept.')
  })

  test('the first heading is the title, in the header and of the window, for everybody', async () => {
    const [ada, bob] = await two()
    const title = bob.page.getByRole('heading', { level: 1 })
    expect(await title.textContent()).toBe('Untitled document')
    expect(await bob.page.title()).toBe('SyncForge')
    await write(ada, 'Some words.\n\n# Plan for *June*')
    await eventually(() => title.textContent(), 'Plan for June')
    await eventually(() => bob.page.title(), 'Plan for June · SyncForge')
    await bob.page.keyboard.press('Control+Home')
    await bob.page.keyboard.type('## First\n')
    await eventually(() => ada.page.getByRole('heading', { level: 1 }).textContent(), 'First')
    await ada.page.keyboard.press('Control+a')
    await ada.page.keyboard.press('Delete')
    await eventually(() => title.textContent(), 'Untitled document')
    await eventually(() => bob.page.title(), 'SyncForge')
  })

  test('two who come with the same given name and colour are told apart, and stay so', async () => {
    const given = (id: string) => JSON.stringify([{ userId: id, name: 'Calm Heron', color: '#1864ab' }])
    const where = { url: server.url, room: room() }
    const as = (id: string) =>
      enter(browser, {
        ...where,
        before: (page) =>
          page.addInitScript(
            (people) =>
              localStorage.getItem('syncforge.editor.people') ??
              localStorage.setItem('syncforge.editor.people', people),
            given(id),
          ),
      })
    const ada = await as('guest-ada')
    const [bob, cyd] = await Promise.all([as('guest-bob'), as('guest-cyd')])
    const everyone = [ada, bob, cyd]
    const colorsSeenBy = ({ page }: typeof ada) =>
      page
        .locator('.avatar-stack .avatar')
        .evaluateAll((all) => all.map((avatar) => getComputedStyle(avatar).backgroundColor))
    for (const person of everyone) {
      await eventually(async () => new Set(await colorsSeenBy(person)).size, 3)
      await eventually(async () => new Set(await Promise.all(everyone.map(nameOf))).size, 3)
    }
    expect(await nameOf(ada)).toBe('Calm Heron')
    const bobName = await nameOf(bob)
    expect(await peopleSeenBy(ada)).toContain(bobName)
    await write(bob, 'x')
    await eventually(
      async () => (await ada.page.locator('.remote-caret-label').allTextContents()).includes(bobName),
      true,
    )
    await bob.page.reload()
    await bob.text.waitFor()
    await eventually(() => nameOf(bob), bobName)
  })

  test('two windows of one browser are two people on plain http too, where there are no locks', async () => {
    const where = { url: server.url, room: room() }
    const first = await enter(browser, {
      ...where,
      before: (page) =>
        page.context().addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined })),
    })
    const name = await nameOf(first)
    const second = await first.page.context().newPage()
    await second.goto(first.page.url())
    await eventually(async () => (await peopleSeenBy(first)).startsWith('2 people here:'), true)
    await second.close()
    await first.page.reload()
    await first.text.waitFor()
    expect(await nameOf(first)).toBe(name)
  })

  test('whose rights are lowered can read on, is told so, and cannot write', async () => {
    const where = { url: server.url, room: room() }
    const ada = await enter(browser, where)
    await write(ada, 'before')
    await expectSign(ada, 'Saved')
    const headers = { authorization: `Bearer ${developmentKeys.secret}`, 'content-type': 'application/json' }
    const people = `${server.url}/api/v1/rooms/${where.room}/participants`
    const userId = await ada.page.evaluate(
      () => JSON.parse(localStorage.getItem('syncforge.editor.people') ?? '[]')[0].userId,
    )
    const change = (access: string) =>
      fetch(`${people}/${userId}`, { method: 'PATCH', headers, body: JSON.stringify({ access }) })
    expect((await change('read')).status).toBe(200)
    await ada.page.getByText('You can read this document, not change it.').waitFor()
    await ada.page.locator('.cm-content[contenteditable="false"]').waitFor()
    await change('write')
    await ada.page.locator('.cm-content[contenteditable="true"]').waitFor()
    expect(await ada.page.getByText('You can read this document, not change it.').isVisible()).toBe(false)
    await write(ada, ' after')
    await eventually(() => read(ada), 'before after')
  })

  test.each(['dropped', 'sent again'])(
    'a change that the room refuses is not called saved, the page says why, and it can be %s',
    async (ending) => {
      const where = { url: server.url, room: room() }
      let cut = false
      const sockets: (() => Promise<unknown>)[] = []
      const ada = await enter(browser, {
        ...where,
        before: (page) =>
          page.routeWebSocket(/.*/, (socket) => {
            if (cut) void socket.close()
            else {
              const far = socket.connectToServer()
              sockets.push(() => Promise.all([socket.close(), far.close()]))
            }
          }),
      })
      await write(ada, 'before')
      await expectSign(ada, 'Saved')
      // The sign may still be the one of the letter before.
      await expect.poll(() => storedIn(where.room)).toBe('before')
      const userId = await ada.page.evaluate(
        () => JSON.parse(localStorage.getItem('syncforge.editor.people') ?? '[]')[0].userId,
      )
      cut = true
      for (const close of sockets.splice(0)) await close()
      await expectSign(ada, 'Offline')
      await write(ada, ' while away')
      const headers = { authorization: `Bearer ${developmentKeys.secret}`, 'content-type': 'application/json' }
      const address = `${server.url}/api/v1/rooms/${where.room}/participants/${userId}`
      await fetch(address, { method: 'PATCH', headers, body: JSON.stringify({ access: 'read' }) })
      cut = false
      await expectSign(ada, 'Not saved', 45_000)
      await ada.page.getByText('A change was not saved and is in this window only.').waitFor()
      expect(await ada.page.locator('#refused').textContent()).toContain('FORBIDDEN')
      expect(await storedIn(where.room)).toBe('before')
      expect(await read(ada)).toBe('before while away')
      // Dropped is dropped, here and for good; or, with the right to write again, sent.
      ada.page.on('dialog', (dialog) => void dialog.accept())
      if (ending === 'dropped') {
        await ada.page.getByRole('button', { name: 'Drop it' }).click()
        await eventually(() => read(ada), 'before')
      }
      await fetch(address, { method: 'PATCH', headers, body: JSON.stringify({ access: 'write' }) })
      await ada.page.locator('.cm-content[contenteditable="true"]').waitFor()
      if (ending === 'sent again') {
        expect(await storedIn(where.room)).toBe('before')
        await ada.page.getByRole('button', { name: 'Try again' }).click()
      }
      await expectSign(ada, 'Saved')
      expect(await ada.page.locator('#refused').isVisible()).toBe(false)
      await write(ada, ' after')
      await eventually(() => storedIn(where.room), ending === 'dropped' ? 'before after' : 'before while away after')
      expect(ada.complaints).toEqual([])
    },
  )

  test('each sees the other by name: in the header, at the caret, at the selection', async () => {
    const [ada, bob] = await two()
    const [adaName, bobName] = [await nameOf(ada), await nameOf(bob)]
    await eventually(() => peopleSeenBy(ada), `2 people here: ${adaName} (you) and ${bobName}`)
    await eventually(() => peopleSeenBy(bob), `2 people here: ${bobName} (you) and ${adaName}`)
    await write(ada, 'one two')
    const caret = bob.page.locator('.remote-caret-label')
    await eventually(() => caret.allTextContents(), [adaName])
    await ada.page.keyboard.press('Control+Shift+ArrowLeft')
    await eventually(() => bob.page.locator('.remote-selection').allTextContents(), ['two'])
  })

  test('a new name reaches the other everywhere, and is remembered', async () => {
    const [ada, bob] = await two()
    await write(ada, 'hello')
    await ada.page.locator('#people').click()
    await ada.page.getByLabel('Your name').fill('Ada Lovelace')
    await ada.page.getByRole('button', { name: 'Save', exact: true }).click()
    await eventually(() => bob.page.locator('.remote-caret-label').allTextContents(), ['Ada Lovelace'])
    await eventually(async () => (await peopleSeenBy(bob)).endsWith('and Ada Lovelace'), true)
    await ada.page.reload()
    await ada.text.waitFor()
    expect(await nameOf(ada)).toBe('Ada Lovelace')
  })

  test('two windows of one browser are two people', async () => {
    const where = { url: server.url, room: room() }
    const first = await enter(browser, where)
    const second = await first.page.context().newPage()
    await second.goto(first.page.url())
    await eventually(async () => (await peopleSeenBy(first)).startsWith('2 people here:'), true)
    expect(await second.locator('#name').inputValue()).not.toBe(await nameOf(first))
  })

  test('a pointer is seen with its name, at the same word in a narrower window, and goes when it leaves', async () => {
    const where = { url: server.url, room: room() }
    const ada = await enter(browser, where)
    const bob = await enter(browser, { ...where, context: { viewport: { width: 700, height: 900 } } })
    const filler = 'Some words that wrap somewhere else in a narrow window. '
    await insert(ada, `# A heading\n\n${filler.repeat(3)}needle ${filler}\n\nThe last line.`)
    await eventually(async () => (await read(bob)).endsWith('The last line.'), true)

    const word = await boxOf(ada, 'needle')
    await ada.page.mouse.move(word.x - 40, word.y - 10)
    await ada.page.mouse.move(word.x + word.width / 2, word.y + word.height / 2, { steps: 4 })
    const pointer = bob.page.locator('.pointer')
    await eventually(() => pointer.locator('.pointer-label').allTextContents(), [await nameOf(ada)])
    const onTheWord = async () => {
      const [tip, there] = [await pointer.boundingBox(), await boxOf(bob, 'needle')]
      if (!tip) return 'not drawn'
      const inside =
        tip.x > there.x && tip.x < there.x + there.width && tip.y > there.y && tip.y < there.y + there.height
      return inside ? 'on the word' : `at ${tip.x}, ${tip.y} of ${JSON.stringify(there)}`
    }
    await eventually(onTheWord, 'on the word')
    expect((await boxOf(bob, 'needle')).x).not.toBeCloseTo(word.x, 0)

    // The pointer stays on its word of the page when the text moves below it: Ada's hand did not.
    await bob.text.focus()
    await bob.page.keyboard.press('Control+Home')
    await bob.page.keyboard.type('A first line.\n')
    await eventually(async () => (await read(ada)).startsWith('A first line.\n'), true)
    const besideAda = async () => {
      const [tip, heading] = [await pointer.boundingBox(), await boxOf(bob, 'needle')]
      return tip !== null && tip.y < heading.y
    }
    await eventually(besideAda, true)

    await ada.page.mouse.move(640, 10)
    await eventually(() => pointer.count(), 0)
  })

  test('a pointer glides from line to line instead of jumping, fades when it rests, and is back with the next move', async () => {
    const [ada, bob] = await two()
    await insert(ada, Array.from({ length: 16 }, (_, i) => `Line ${i} has its own place to point at.`).join('\n'))
    await eventually(async () => (await read(bob)).includes('Line 15'), true)
    const [top, bottom] = [await boxOf(ada, 'Line 0 has'), await boxOf(ada, 'Line 15 has')]
    const moveTo = (share: number) =>
      ada.page.mouse.move(top.x + 20, top.y + 8 + share * (bottom.y - top.y), { steps: 1 })
    await moveTo(0)
    const pointer = bob.page.locator('.pointer')
    await pointer.waitFor()
    const path = await bob.page.evaluateHandle(() => {
      const heights: number[] = []
      const element = document.querySelector('.pointer') as HTMLElement
      const note = () => heights.push(new DOMMatrix(element.style.transform).m42)
      note()
      new MutationObserver(note).observe(element, { attributes: true, attributeFilter: ['style'] })
      return heights
    })
    for (let step = 1; step <= 8; step++) {
      await moveTo(step / 8)
      await bob.page.waitForTimeout(120)
    }
    const last = await boxOf(bob, 'Line 15 has')
    const onTheLast = async () => {
      const tip = await pointer.boundingBox()
      return tip !== null && tip.y > last.y && tip.y < last.y + last.height
    }
    await eventually(onTheLast, true)
    const heights = [...new Set(await path.jsonValue())]
    expect(heights.length).toBeGreaterThan(16)
    expect([...heights].sort((a, b) => a - b)).toEqual(heights)

    await eventually(() => pointer.isVisible(), false)
    await moveTo(0.5)
    await eventually(() => pointer.isVisible(), true)
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  })

  test.each(['\r\n', '\r', '\n'])(
    'line ends stored as %j are line ends: what is typed lands where it is shown, for everybody',
    async (end) => {
      const where = { url: server.url, room: room() }
      const other = await joinAs(where.room, 'other')
      const text = other.getDocument().getText('content')
      text.insert(0, ['one', 'two', 'three'].join(end))
      await other.flush()
      const ada = await enter(browser, where)
      const lines = (content: string) => content.split(/\r\n|[\r\n]/)
      await eventually(() => read(ada), 'one\ntwo\nthree')
      await write(ada, ' END')
      await ada.page.keyboard.press('ArrowUp')
      await ada.page.keyboard.press('Home')
      await ada.page.keyboard.type('IN ')
      await eventually(async () => lines(await storedIn(where.room)), ['one', 'IN two', 'three END'])
      // What comes later from elsewhere, carets and selections too.
      text.insert(3, `${end}new`)
      await eventually(() => read(ada), 'one\nnew\nIN two\nthree END')
      const at = (index: number) => Y.createRelativePositionFromTypeIndex(text, index)
      const two = text.toString().indexOf('two')
      const awareness = other.getAwareness()
      awareness.setLocalStateField('user', { name: 'Other', color: '#445566' })
      awareness.setLocalStateField('cursor', { anchor: at(two), head: at(two + 3) })
      await eventually(() => ada.page.locator('.remote-selection').allTextContents(), ['two'])
      await ada.text.focus()
      await ada.page.keyboard.press('Control+End')
      await ada.page.keyboard.press('Shift+Home')
      const selected = () => {
        const state = [...awareness.getStates()].find(([id]) => id !== awareness.clientID)?.[1]
        const ends = [state?.cursor?.anchor, state?.cursor?.head].map((json) =>
          json
            ? Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(json), other.getDocument())
                ?.index
            : undefined,
        )
        return text.toString().slice(Math.min(...ends.map(Number)), Math.max(...ends.map(Number)))
      }
      await expect.poll(selected).toBe('three END')
      // A line end goes whole.
      await ada.page.keyboard.press('Home')
      await ada.page.keyboard.press('Backspace')
      await eventually(async () => lines(await storedIn(where.room)), ['one', 'new', 'IN twothree END'])
      for (let press = 0; press < 5; press++) await ada.page.keyboard.press('Control+z')
      await eventually(async () => lines(await storedIn(where.room)), ['one', 'new', 'two', 'three'])
      expect(await read(ada)).toBe('one\nnew\ntwo\nthree')
      expect(ada.complaints).toEqual([])
    },
  )

  test('what is no text, or no ordinary character, takes its place and moves nothing', async () => {
    const where = { url: server.url, room: room() }
    const other = await joinAs(where.room, 'other')
    const text = other.getDocument().getText('content')
    text.insert(0, 'a\u2028b\u202ec\0d😀')
    text.insertEmbed(1, { image: 'x' })
    await other.flush()
    const ada = await enter(browser, where)
    await write(ada, 'END')
    await expect.poll(() => text.toString()).toBe('a\u2028b\u202ec\0d😀END')
    text.insertEmbed(0, { image: 'y' })
    text.insert(text.length, '.')
    await eventually(async () => (await read(ada)).endsWith('.'), true)
    await write(ada, '!')
    await expect.poll(() => text.toString()).toBe('a\u2028b\u202ec\0d😀END.!')
    expect(ada.complaints).toEqual([])
  })

  test('a name at a caret hides neither what is written nor what is being written', async () => {
    const [ada, bob] = await two()
    await insert(ada, `${'ab '.repeat(600)}\n\nshort`)
    await eventually(async () => (await read(bob)).endsWith('short'), true)
    const covered = () =>
      ada.page.evaluate(() => {
        const label = document.querySelector('.remote-caret-label')
        if (!label) return ['no label']
        if (getComputedStyle(label).visibility === 'hidden') return []
        const box = label.getBoundingClientRect()
        const words: string[] = []
        const walker = document.createTreeWalker(document.querySelector('.cm-content') as Node, NodeFilter.SHOW_TEXT)
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          if (node.parentElement?.closest('.remote-caret')) continue
          const range = document.createRange()
          range.selectNodeContents(node)
          for (const text of range.getClientRects()) {
            if (text.left < box.right && box.left < text.right && text.top < box.bottom && box.top < text.bottom)
              words.push(node.textContent ?? '')
          }
        }
        return words
      })
    // In the middle of full lines the name stands behind them, where there is room, or waits to be asked for.
    await bob.page.keyboard.press('Control+Home')
    for (let press = 0; press < 200; press++) await bob.page.keyboard.press('ArrowRight')
    await eventually(() => ada.page.locator('.remote-caret-label:not([data-crowded])').count(), 1)
    await eventually(covered, [])
    await ada.page.setViewportSize({ width: 400, height: 800 })
    await eventually(() => ada.page.locator('.remote-caret-label[data-crowded]').count(), 1)
    await eventually(covered, [])
    await ada.page.locator('.remote-caret').evaluate((element) => element.scrollIntoView({ block: 'center' }))
    const caret = await ada.page.locator('.remote-caret').boundingBox()
    await ada.page.mouse.move((caret?.x ?? 0) + 1, (caret?.y ?? 0) + 8)
    await eventually(() => ada.page.locator('.remote-caret-label').isVisible(), true)
    await ada.page.mouse.move(5, 5)

    // At the end there is room, until Ada writes there.
    await bob.page.keyboard.press('Control+End')
    await eventually(() => ada.page.locator('.remote-caret-label:not([data-crowded])').count(), 1)
    await write(ada, ' and a few more words to come')
    await eventually(covered, [])
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  })

  test('who leaves the page alone is shown as away, and as there again when they return', async () => {
    const [ada, bob] = await two()
    const [adaName, bobName] = [await nameOf(ada), await nameOf(bob)]
    const turn = (state: 'hidden' | 'visible') =>
      ada.page.evaluate((visibilityState) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, value: visibilityState })
        document.dispatchEvent(new Event('visibilitychange'))
      }, state)
    await eventually(() => peopleSeenBy(bob), `2 people here: ${bobName} (you) and ${adaName}`)
    await turn('hidden')
    await eventually(() => peopleSeenBy(bob), `2 people here: ${bobName} (you) and ${adaName} (away)`)
    expect(await bob.page.locator('.avatar-stack [data-activity="away"]').count()).toBe(1)
    await bob.page.locator('#people').click()
    await eventually(() => bob.page.locator('.person-note').allTextContents(), ['you · guest', 'away · guest'])
    await turn('visible')
    await eventually(() => peopleSeenBy(bob), `2 people here: ${bobName} (you) and ${adaName}`)
    await eventually(() => bob.page.locator('[data-activity]').count(), 0)
  })

  test('who closes the window is gone at once: from the header, the text and the screen reader', async () => {
    const [ada, bob] = await two()
    const bobName = await nameOf(bob)
    await write(bob, 'bye')
    await bob.page.mouse.move(640, 400, { steps: 3 })
    await eventually(() => ada.page.locator('.remote-caret').count(), 1)
    await eventually(() => ada.page.locator('.pointer').count(), 1)
    await bob.page.close({ runBeforeUnload: false })
    await eventually(() => peopleSeenBy(ada), `1 person here: ${await nameOf(ada)} (you)`)
    await eventually(() => ada.page.locator('.remote-caret').count(), 0)
    await eventually(() => ada.page.locator('.pointer').count(), 0)
    await eventually(() => ada.page.locator('#announcer').textContent(), `${bobName} left.`)
  })

  test('a deleted document stays to be copied, cannot be typed into, and says that it ended', async () => {
    const where = { url: server.url, room: room() }
    const ada = await enter(browser, where)
    await write(ada, 'worth keeping')
    await expectSign(ada, 'Saved')
    const headers = { authorization: `Bearer ${developmentKeys.secret}` }
    const deleted = await fetch(`${server.url}/api/v1/rooms/${where.room}`, { method: 'DELETE', headers })
    expect(deleted.ok).toBe(true)
    await expectSign(ada, 'Ended')
    await ada.page.getByText('You’re no longer part of this document.').waitFor()
    await ada.page.locator('.cm-content[contenteditable="false"]').waitFor()
    expect(await read(ada)).toBe('worth keeping')
    await ada.page.getByRole('button', { name: 'Join again' }).click()
    // Whatever the room is now, a new document or a refusal: this page says it and is not stuck.
    await ada.page.locator('.cm-content[contenteditable="true"], #problem:not([hidden])').first().waitFor()
    expect(ada.complaints).toEqual([])
  })

  test('names and colours from a hostile peer stay text', async () => {
    const where = { url: server.url, room: room() }
    const ada = await enter(browser, where)
    await write(ada, 'hello')
    const client = new SyncForge({ apiKey: developmentKeys.publishable, endpoint: server.wsUrl })
    onTestFinished(() => client.close())
    const name = '<img src=x id=owned>'
    const mallory = await client.joinRoom(where.room, {
      userId: 'mallory',
      presence: { name, color: 'red;position:fixed' },
    })
    const text = mallory.getDocument().getText('content')
    await expect.poll(() => text.toString()).toBe('hello')
    const at = Y.createRelativePositionFromTypeIndex(text, 2)
    const awareness = mallory.getAwareness()
    awareness.setLocalStateField('user', { name, color: 'red;position:fixed', colorLight: 'red;position:fixed' })
    awareness.setLocalStateField('cursor', { anchor: Y.createRelativePositionFromTypeIndex(text, 0), head: at })
    mallory.cursors.update({ x: 500, y: 500, anchor: 'line:1' })
    await eventually(() => ada.page.locator('.remote-caret-label').allTextContents(), [name])
    await eventually(() => ada.page.locator('.pointer-label').allTextContents(), [name])
    await eventually(() => ada.page.locator('.remote-selection').allTextContents(), ['he'])
    expect(await ada.page.locator('[style*="fixed"]').count()).toBe(0)
    const placed = ada.page.locator('.remote-selection, .remote-caret, .pointer, .avatar')
    const positions = await placed.evaluateAll((all) => all.map((element) => getComputedStyle(element).position))
    expect(positions.length).toBeGreaterThanOrEqual(5)
    expect(positions).not.toContain('fixed')

    // Positions that no text has, and anchors that mean nothing: skipped, while everything else goes on.
    awareness.setLocalStateField('cursor', { anchor: { type: 7 }, head: 'there' })
    mallory.cursors.update({ x: 1, y: 1, anchor: 'line:99999999999999' })
    await eventually(() => ada.page.locator('.remote-caret').count(), 0)
    await eventually(() => ada.page.locator('.pointer:visible').count(), 0)
    await write(ada, ' again')
    await expect.poll(() => text.toString()).toBe('hello again')
    expect(await ada.page.locator('#owned').count()).toBe(0)
    expect(ada.complaints).toEqual([])
  })
})
