import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { lowContrast } from '../../browser/contrast.ts'
import { faultsOf } from '../../browser/page-faults.ts'
import { linkIn, password, type SignedIn, signUp, waitForMail } from '../../kit/accounts.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { startServer, type TestServer } from '../../kit/server.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const waitMs = 60_000

describe.skipIf(missing)(`Converge${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let dataDir: string
  let server: TestServer

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'syncforge-converge-'))
    ;[browser, server] = await Promise.all([launchBrowser(), startServer({ dataDir })])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  const eventually = <T>(seen: () => Promise<T> | T, wanted: T) =>
    expect.poll(async () => seen(), { timeout: waitMs }).toEqual(wanted)
  const open = async (address: string, context: BrowserContextOptions = {}): Promise<Page> => {
    const profile = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...context })
    onTestFinished(() => profile.close())
    const page = await profile.newPage()
    page.setDefaultTimeout(waitMs)
    page.on('pageerror', (error) => expect.soft(String(error)).toBe(''))
    page.on('dialog', (dialog) => void dialog.accept())
    await page.goto(address)
    return page
  }
  /** Signs in on the page, wherever it stands. */
  const signIn = async (page: Page, { email }: SignedIn) => {
    await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }
  const home = () => `${server.url}/examples/converge/`
  const textOf = (page: Page) => page.getByRole('textbox', { name: 'Text', exact: true })
  const reads = (page: Page, words: string) => eventually(() => textOf(page).inputValue(), words)
  const sign = (page: Page, words: string) => eventually(() => page.locator('.sign').textContent(), words)
  const writes = async (page: Page, words: string) => {
    // Until the text has come the field is read-only.
    await eventually(() => textOf(page).isEditable(), true)
    await textOf(page).focus()
    await page.keyboard.press('Control+End')
    await page.keyboard.type(words)
  }
  const begin = async (owner: SignedIn) => {
    const page = await open(home())
    await signIn(page, owner)
    await page.getByRole('textbox', { name: 'Name of a new document' }).fill('The plan')
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByRole('heading', { name: 'The plan' }).waitFor()
    await textOf(page).waitFor()
    return page
  }
  const inviteBy = async (page: Page, email: string, role: 'Editor' | 'Viewer') => {
    await page.getByRole('combobox', { name: 'As' }).selectOption({ label: role })
    await page.getByRole('textbox', { name: 'E-mail of a person' }).fill(email)
    await page.getByRole('button', { name: 'Invite' }).click()
    await page.getByText(`A mail is on its way to ${email}.`).waitFor()
  }

  test('[CONV-1] [CONV-6] an owner shares by e-mail and link; an editor writes, a viewer only reads, and a new role holds at once', async () => {
    const [ada, bob, cyd] = await Promise.all(['Ada', 'Bob', 'Cyd'].map((name) => signUp(server, { name })))
    const owner = await begin(ada!)
    await writes(owner, 'By Ada.')
    await sign(owner, 'Saved')
    await owner.getByRole('button', { name: 'Share' }).click()
    await inviteBy(owner, bob!.email, 'Editor')
    await inviteBy(owner, cyd!.email, 'Viewer')

    // The mail leads to the page, which asks who they are.
    const pages: Page[] = []
    for (const person of [bob!, cyd!]) {
      const page = await open(linkIn(await waitForMail(server, person.email, /shares/)))
      await signIn(page, person)
      await reads(page, 'By Ada.')
      pages.push(page)
    }
    const [editor, viewer] = pages as [Page, Page]
    await writes(editor, ' By Bob.')
    await reads(owner, 'By Ada. By Bob.')
    await reads(viewer, 'By Ada. By Bob.')
    expect(await textOf(viewer).getAttribute('readonly')).not.toBeNull()
    await editor.getByText('Editor', { exact: true }).waitFor()
    expect(await editor.getByRole('button', { name: 'Share' }).count()).toBe(0)

    // The owner makes an editor of the viewer, and a viewer of the editor, while both are there.
    await owner.getByRole('button', { name: 'Share' }).click()
    await owner.getByRole('button', { name: 'Share' }).click()
    await owner.getByRole('combobox', { name: 'Role of Cyd' }).selectOption({ label: 'Editor' })
    await owner.getByText('Cyd is editor now.').waitFor()
    await eventually(() => textOf(viewer).getAttribute('readonly'), null)
    await writes(viewer, ' By Cyd.')
    await reads(owner, 'By Ada. By Bob. By Cyd.')
    await owner.getByRole('combobox', { name: 'Role of Bob' }).selectOption({ label: 'Viewer' })
    await eventually(async () => (await textOf(editor).getAttribute('readonly')) !== null, true)
    // Not only the page refuses: the backend lets nobody share but the owner.
    const id = new URL(owner.url()).searchParams.get('doc')!
    const refused = await bob!.browser.fetch(`/examples/converge/api/documents/${id}/role`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userId: bob!.id, role: 'editor' }),
    })
    expect(refused.status).toBe(403)

    // Whoever has a link needs no account, until it is revoked.
    await owner.getByRole('combobox', { name: 'As' }).selectOption({ label: 'Viewer' })
    await owner.getByRole('button', { name: 'Make a link' }).click()
    const guest = await open(await owner.getByRole('textbox', { name: 'Link' }).inputValue())
    await reads(guest, 'By Ada. By Bob. By Cyd.')
    await owner.getByText('Guest (by link)').waitFor()
    await owner.getByRole('button', { name: 'Revoke' }).click()
    await guest.getByText('You are not in this document any more.').waitFor()
    await owner.getByRole('button', { name: 'Remove Bob' }).click()
    await editor.getByText('You are not in this document any more.').waitFor()

    // In the lists of both it stands with what they may do.
    const list = await open(home())
    await signIn(list, cyd!)
    await list.getByRole('heading', { name: 'Documents', exact: true }).waitFor()
    await expect
      .poll(
        async () => {
          await list.reload()
          const found = list.getByRole('link', { name: /The plan\s*You may edit/ })
          return found.waitFor({ timeout: 5_000 }).then(
            () => 1,
            () => 0,
          )
        },
        { timeout: waitMs, interval: 1_000 },
      )
      .toBe(1)
  })

  test('[CONV-2] [CONV-5] offline: what waits is listed and merges; a crash of the server loses nothing', async () => {
    const ada = await signUp(server, { name: 'Ada' })
    const first = await begin(ada)
    await writes(first, 'Before.')
    await sign(first, 'Saved')
    const second = await open(home())
    await signIn(second, ada)
    await second.getByRole('link', { name: /The plan/ }).click()
    await reads(second, 'Before.')
    const { port } = server
    await server.kill()
    await Promise.all([first, second].map((page) => sign(page, 'Offline')))
    await writes(first, ' One.')
    await writes(second, ' Two.')
    await first.getByText('1 change waits in this browser').waitFor()
    expect(await first.locator('.waiting li').textContent()).toContain('+5')
    expect(await faultsOf(first)).toEqual([])
    server = await startServer({ port, dataDir })
    await Promise.all([first, second].map((page) => sign(page, 'Saved')))
    await eventually(async () => (await textOf(first).inputValue()).length, 'Before. One. Two.'.length)
    await reads(second, await textOf(first).inputValue())
    expect(await first.locator('.waiting').count()).toBe(0)
  })

  test('[CONV-3] [BEY-5] the log says who wrote when, a snapshot is kept and restored, and a link leads to a moment', async () => {
    const ada = await signUp(server, { name: 'Ada' })
    const page = await begin(ada)
    await writes(page, 'First.')
    await sign(page, 'Saved')
    await page.getByRole('button', { name: 'History' }).click()
    await page.getByRole('textbox', { name: 'Name of a snapshot' }).fill('the first')
    await page.getByRole('button', { name: 'Keep' }).click()
    const snapshot = page.getByRole('link', { name: 'the first' })
    const address = await snapshot.evaluate((link) => (link as HTMLAnchorElement).href)
    await writes(page, ' Second.')
    await sign(page, 'Saved')
    await eventually(() => page.getByRole('list', { name: 'Log' }).getByText('Ada').first().isVisible(), true)
    const later = await open(address)
    await signIn(later, ada)
    await later.getByText(/As it was on/).waitFor()
    expect(await later.locator('.past pre').textContent()).toBe('First.')
    await later.getByText(/last written by Ada/).waitFor()
    expect(await faultsOf(later)).toEqual([])

    // By the slider through every moment, and a link leads to the one that is shown, for somebody who comes anew.
    const past = later.locator('.past pre')
    const slider = later.getByRole('slider', { name: 'Moment' })
    await slider.press('End')
    await eventually(() => past.textContent(), 'First. Second.')
    await slider.press('Home')
    const [first] = [await past.textContent()]
    expect('First.'.startsWith(first ?? '-')).toBe(true)
    await slider.press('End')
    const link = later.getByRole('link', { name: 'Link to this moment' })
    const moment = await link.evaluate((element) => (element as HTMLAnchorElement).href)
    expect(moment).not.toBe(address)
    const shown = await later.getByText(/As it was on/).textContent()
    const anew = await open(moment)
    await signIn(anew, ada)
    await eventually(() => anew.locator('.past pre').textContent(), 'First. Second.')
    expect(await anew.getByText(/As it was on/).textContent()).toBe(shown)
    await link.click()
    await eventually(() => past.textContent(), 'First. Second.')
    expect(later.url()).toBe(moment)
    await page.getByRole('button', { name: 'Restore the first' }).click()
    await reads(page, 'First.')
    // Restoring is an edit like any other, and can be looked back upon too.
    await later.getByRole('link', { name: 'Back to now' }).click()
    await reads(later, 'First.')
  })

  /** Whatever of documents lies in the browser of this page. */
  const keptBy = (page: Page) =>
    page.evaluate(async () => {
      const databases = (await indexedDB.databases()).flatMap(({ name }) =>
        name?.startsWith('syncforge:') ? name : [],
      )
      return [...databases, ...Object.keys(localStorage).filter((key) => /^converge\.(queue|me)/.test(key))]
    })

  test('[CONV-8] who signs out leaves nothing in the browser, in no tab', async () => {
    const ada = await signUp(server, { name: 'Ada' })
    const page = await begin(ada)
    await writes(page, 'Between us.')
    await sign(page, 'Saved')
    const list = await page.context().newPage()
    await list.goto(home())
    expect(await keptBy(list)).not.toEqual([])
    await list.getByRole('button', { name: 'Sign out' }).click()
    for (const tab of [list, page]) await tab.getByRole('heading', { name: 'Sign in to your documents' }).waitFor()
    for (const tab of [list, page]) await eventually(() => keptBy(tab), [])
    await signIn(list, ada)
    await list.getByRole('link', { name: /The plan/ }).click()
    await reads(list, 'Between us.')
  })

  test('[CONV-8] while something waits to be sent, signing out asks first, and says in which documents', async () => {
    const ada = await signUp(server, { name: 'Ada' })
    const page = await begin(ada)
    await writes(page, 'Before.')
    await sign(page, 'Saved')
    let isDown = true
    // Rooms cannot be reached; everything else can.
    await page.context().routeWebSocket(/.*/, (line) => void (isDown ? line.close() : line.connectToServer()))
    await page.reload()
    await sign(page, 'Offline')
    await writes(page, ' In the train.')
    await page.getByText('1 change waits in this browser').waitFor()
    await page.goto(home())
    const question = page.getByRole('dialog', { name: 'Not everything has been sent' })
    await page.getByRole('link', { name: /The plan/ }).waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await question.getByText('The plan: 1 change waits').waitFor()
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 })
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        expect([width, colorScheme, await faultsOf(page)]).toEqual([width, colorScheme, []])
      }
    }
    await question.getByRole('button', { name: 'Stay signed in' }).click()
    expect(await keptBy(page)).not.toEqual([])
    // Nothing is lost: opened with a line it is sent, and then nothing is asked.
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    isDown = false
    await question.getByRole('link', { name: 'The plan' }).click()
    await sign(page, 'Saved')
    await reads(page, 'Before. In the train.')
    isDown = true
    await page.reload()
    await sign(page, 'Offline')
    await writes(page, ' And this is given up.')
    await page.goto(home())
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await question.getByRole('button', { name: 'Sign out and delete it' }).click()
    await page.getByRole('heading', { name: 'Sign in to your documents' }).waitFor()
    await eventually(() => keptBy(page), [])
    isDown = false
    await signIn(page, ada)
    await page.getByRole('link', { name: /The plan/ }).click()
    await reads(page, 'Before. In the train.')
  })

  test('it is readable and whole in both themes, wide and at 390 pixels', async () => {
    const ada = await signUp(server, { name: 'Ada' })
    const page = await open(home())
    const looks = async (where: string) => {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 800 })
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          const found = [where, width, colorScheme, await faultsOf(page), await lowContrast(page)]
          expect(found).toEqual([where, width, colorScheme, [], []])
        }
      }
    }
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    await looks('the way in')
    await page.goto(`${home()}?doc=${randomUUID()}`)
    await signIn(page, ada)
    await page.getByRole('heading', { name: /doesn’t exist|isn’t shared/ }).waitFor()
    await looks('no document')
    await page.getByRole('link', { name: 'All documents' }).last().click()
    await page.getByRole('heading', { name: 'Documents', exact: true }).waitFor()
    await looks('documents')
    await page.getByRole('textbox', { name: 'Name of a new document' }).fill('The plan')
    await page.getByRole('button', { name: 'Create' }).click()
    await textOf(page).waitFor()
    await writes(page, 'Words.')
    await sign(page, 'Saved')
    for (const panel of ['History', 'Share']) {
      await page.getByRole('button', { name: panel }).click()
      await looks(panel)
    }
  })
})
