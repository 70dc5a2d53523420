// Each of the apps without a network for longer than its room waits for somebody: what is written meanwhile is lost nowhere, and the others have it on return.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { password, signUp } from '../../kit/accounts.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { developmentKeys } from '../../kit/server.ts'
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
      line,
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

  test('[CONV-2] Converge: the text and the list of what waits survive a reload without a network', async () => {
    const ada = await signUp(server, { name: 'Ada' })
    const signIn = async () => {
      const window = await open(`${server.url}/examples/converge/`)
      await window.page.getByRole('textbox', { name: 'E-mail' }).fill(ada.email)
      await window.page.getByLabel('Password').fill(password)
      await window.page.getByRole('button', { name: 'Sign in' }).click()
      await window.page.getByRole('heading', { name: 'Documents', exact: true }).waitFor()
      return window
    }
    const [here, elsewhere] = [await signIn(), await signIn()]
    await here.page.getByRole('textbox', { name: 'Name of a new document' }).fill('The plan')
    await here.page.getByRole('button', { name: 'Create' }).click()
    const textIn = ({ page }: typeof here) => page.getByRole('textbox', { name: 'Text', exact: true })
    const reads = (window: typeof here, words: string) => eventually(() => textIn(window).inputValue(), words)
    const sign = (words: string) => eventually(() => here.page.locator('.sign').textContent(), words)
    const write = async (words: string) => {
      await eventually(() => textIn(here).isEditable(), true)
      await textIn(here).focus()
      await here.page.keyboard.press('Control+End')
      await here.page.keyboard.type(words)
    }
    await write('Before.')
    await sign('Saved')
    const id = inAddress(here.page, 'doc')
    await elsewhere.page.goto(here.page.url())
    await reads(elsewhere, 'Before.')

    // The page itself comes without a network too, as by a service worker; nothing else does.
    let isAway = false
    await here.page.route(/\/examples\/converge\//, async (route) => {
      const { pathname } = new URL(route.request().url())
      if (!isAway) return route.continue()
      if (pathname.includes('/api/')) return route.abort('internetdisconnected')
      const file = pathname.endsWith('/') ? `${pathname}index.html` : pathname
      await route.fulfill({ path: join(import.meta.dirname, '../../../dist/pages', file) })
    })
    isAway = true
    await here.line.cut()
    await sign('Offline')
    await write(' One.')
    await here.page.getByText('1 change waits in this browser').waitFor()
    // Ada is there by two windows: of the connections one is left.
    await expect
      .poll(
        async () => {
          const answer = await rest(server, `/rooms/${id}/participants`)
          const { participants } = (await answer.json()) as { participants: { connections: object[] }[] }
          return participants.flatMap(({ connections }) => connections).length
        },
        { timeout: waitMs, interval: 500 },
      )
      .toBe(1)
    await here.page.reload()
    await reads(here, 'Before. One.')
    await sign('Offline')
    await here.page.getByText('1 change waits in this browser').waitFor()
    expect(await here.page.locator('.waiting li').textContent()).toContain('+5')
    await write(' Two.')
    await here.page.getByText('2 changes wait in this browser').waitFor()
    await here.page.reload()
    await reads(here, 'Before. One. Two.')
    await here.page.getByText('2 changes wait in this browser').waitFor()
    expect(await textIn(elsewhere).inputValue()).toBe('Before.')
    isAway = false
    here.line.mend()
    // From the server itself: the browser lets a page of the test's own making dial no address of this machine.
    await here.page.reload()
    await sign('Saved')
    await reads(elsewhere, 'Before. One. Two.')
    expect(await here.page.locator('.waiting').count()).toBe(0)
    expect([here.complaints, elsewhere.complaints]).toEqual([[], []])
  })

  const blocksOf = ({ page }: { readonly page: Page }) =>
    page.locator('.bn-editor').evaluate((element) => {
      const copy = element.cloneNode(true) as HTMLElement
      for (const extra of copy.querySelectorAll('.bn-collaboration-cursor__base')) extra.remove()
      return (copy.textContent ?? '').replace(/[\u200b\u2060\ufeff]/g, '').replaceAll('\u00a0', ' ')
    })
  const writeBlock = async ({ page }: { readonly page: Page }, words: string) => {
    // Not Control+End: below the last block BlockNote shows another that is none, and a space typed there is lost.
    await page.locator('.bn-editor .bn-inline-content').last().click()
    await page.keyboard.press('End')
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

  test('[EPH-4] the scratchpad: when the last has left it is erased, and who comes back finds an empty pad to write in', async () => {
    // So long, in minutes: three seconds after the room has let the last one go.
    const address = `${server.url}/examples/scratchpad/?minutes=0.05`
    const ada = await open(address)
    await ada.page.locator('.bn-editor').waitFor()
    await writeBlock(ada, 'For this moment alone.')
    const pad = inAddress(ada.page, 'pad')
    const bob = await open(ada.page.url())
    await eventually(() => blocksOf(bob), 'For this moment alone.')
    await ada.page.context().close()
    await writeBlock(bob, ' Still here.')
    const link = bob.page.url()
    await letGo(pad, 1)
    await bob.page.context().close()
    await letGo(pad, 0)
    const stored = async () => {
      const answer = await fetch(`${server.url}/api/v1/rooms/${pad}/document?format=json`, {
        headers: { authorization: `Bearer ${developmentKeys.secret}` },
      })
      expect([200, 404]).toContain(answer.status)
      return answer.text()
    }
    // Whoever reads it all the time keeps it no longer.
    await expect.poll(stored, { timeout: waitMs, interval: 500 }).not.toContain('For this moment alone')
    const cyd = await open(link)
    await cyd.page.locator('.bn-editor').waitFor()
    await cyd.page.getByText(/^If you leave now, this is erased at/).waitFor()
    expect(await blocksOf(cyd)).toBe('')
    await writeBlock(cyd, 'Anew.')
    const dan = await open(link)
    await eventually(() => blocksOf(dan), 'Anew.')
    expect([ada.complaints, bob.complaints, cyd.complaints, dan.complaints]).toEqual([[], [], [], []])
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
