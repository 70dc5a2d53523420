// Markup in every field of the apps that a person can write, their name among them: the others read it as it was typed, and nothing of it is an element or runs.
import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startUiPages } from '../../browser/ui-page.ts'
import { come } from '../../browser/ui-people.ts'
import { password, type SignedIn, signUp } from '../../kit/accounts.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { enter, freshRoomId } from '../../sdk/kit.ts'
import { beginProject, comeIn, expectSign, messagesOf, openProject, say, showTab, takePen } from '../siteflow-page.ts'
import { expectOnlyWords, markup } from './markup.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const waitMs = 30_000

describe.skipIf(missing)(`markup in the apps${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let pages: Awaited<ReturnType<typeof startUiPages>>
  const server = sharedServer()
  beforeAll(async () => {
    ;[browser, pages] = await Promise.all([launchBrowser(), startUiPages()])
  })
  afterAll(async () => {
    await browser?.close()
    await pages?.stop()
  })

  const open = async (address: string, before?: (page: Page) => Promise<unknown>): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    onTestFinished(() => context.close())
    const page = await context.newPage()
    page.setDefaultTimeout(waitMs)
    page.on('dialog', (dialog) => {
      expect.soft(dialog.message()).toBe('no dialog')
      void dialog.dismiss()
    })
    await before?.(page)
    await page.goto(address)
    return page
  }
  const eventually = <T>(seen: () => Promise<T>, wanted: T) => expect.poll(seen, { timeout: waitMs }).toEqual(wanted)

  test('Siteflow: names, projects, texts, tasks and the chat', async () => {
    const workspace = `ws-${randomUUID()}`
    const ada = await comeIn(browser, { url: server.url, workspace, name: markup })
    const bob = await comeIn(browser, { url: server.url, workspace, name: 'Bob' })
    await beginProject(ada, markup)
    await bob.page.getByText(`Begun by ${markup}`).waitFor()
    await expectOnlyWords(bob.page, 'the projects')
    await openProject(bob, markup)
    await bob.page.getByText(markup).first().waitFor()
    const text = await takePen(ada, 'Brief')
    await text.fill(`# ${markup}\n- ${markup}\n\n${markup}`)
    await expectSign(ada, 'Saved')
    // As a heading, an entry of a list and a paragraph.
    const shownIn = (tag: string) => bob.page.locator(`article ${tag}`, { hasText: markup }).count()
    for (const tag of ['h3', 'li', 'p']) await expect.poll(() => shownIn(tag), { timeout: waitMs }).toBeGreaterThan(0)
    await bob.page.getByText(`${markup} has the pen`).waitFor()
    await ada.page.getByRole('textbox', { name: 'New task for Brief' }).fill(markup)
    await ada.page.getByRole('button', { name: 'Add' }).click()
    await bob.page.locator('.task').getByText(markup, { exact: true }).waitFor()
    await showTab(ada, 'Chat')
    await showTab(bob, 'Chat')
    await say(ada, markup)
    await eventually(() => messagesOf(bob), [markup])
    for (const { page } of [ada, bob]) await expectOnlyWords(page, 'the project')
    expect([ada.complaints, bob.complaints]).toEqual([[], []])
  })

  test('Converge: names of people, documents and snapshots, and the text', async () => {
    const [ada, bob] = await Promise.all([signUp(server, { name: markup }), signUp(server, { name: `B ${markup}` })])
    const signIn = async ({ email }: SignedIn, address = `${server.url}/examples/converge/`) => {
      const page = await open(address)
      await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      return page
    }
    const owner = await signIn(ada)
    await owner.getByText(markup, { exact: true }).waitFor()
    await owner.getByRole('textbox', { name: 'Name of a new document' }).fill(markup)
    await owner.getByRole('button', { name: 'Create' }).click()
    await owner.getByRole('heading', { name: markup }).waitFor()
    const text = owner.getByRole('textbox', { name: 'Text', exact: true })
    await eventually(() => text.isEditable(), true)
    await text.fill(`${markup}</textarea>${markup}`)
    await eventually(() => owner.locator('.sign').textContent(), 'Saved')
    await owner.getByRole('button', { name: 'History' }).click()
    await owner.getByRole('textbox', { name: 'Name of a snapshot' }).fill(markup)
    await owner.getByRole('button', { name: 'Keep' }).click()
    await owner.getByRole('link', { name: markup, exact: true }).waitFor()
    await owner.getByRole('button', { name: 'Share' }).click()
    await owner.getByRole('combobox', { name: 'As' }).selectOption({ label: 'Editor' })
    await owner.getByRole('textbox', { name: 'E-mail of a person' }).fill(bob.email)
    await owner.getByRole('button', { name: 'Invite' }).click()
    await owner.getByText(`A mail is on its way to ${bob.email}.`).waitFor()
    const guest = await signIn(bob, owner.url())
    await eventually(
      () => guest.getByRole('textbox', { name: 'Text', exact: true }).inputValue(),
      `${markup}</textarea>${markup}`,
    )
    await owner.locator('.here').getByText(`B ${markup}`).waitFor()
    await guest.getByRole('button', { name: 'History' }).click()
    await guest.getByRole('list', { name: 'Log' }).getByText(markup).first().waitFor()
    await expectOnlyWords(guest, 'the log')
    await guest.getByRole('link', { name: markup, exact: true }).click()
    await eventually(() => guest.locator('.past pre').textContent(), `${markup}</textarea>${markup}`)
    for (const page of [owner, guest]) await expectOnlyWords(page, 'the document')
    await owner.goto(`${server.url}/examples/converge/`)
    await owner.getByRole('link', { name: markup }).waitFor()
    await expectOnlyWords(owner, 'the documents')
  })

  test('the scratchpad: names, colours and the text', async () => {
    const page = await open(`${server.url}/examples/scratchpad/`)
    await page.locator('.bn-editor').click()
    await page.keyboard.type(markup)
    const pad = new URL(page.url()).searchParams.get('pad') ?? ''
    const color = `red"></style>${markup}`
    const { room } = await enter(server.wsUrl, pad, { userId: 'eve', userInfo: { name: markup } })
    room.getAwareness().setLocalStateField('user', { name: markup, color })
    await page.getByRole('list', { name: 'Who is here' }).getByText(markup, { exact: true }).waitFor()
    const other = await open(page.url())
    await other.locator('.bn-editor').getByText(markup).waitFor()
    for (const each of [page, other]) await expectOnlyWords(each, 'the pad')
  })

  const editors = ['tiptap', 'blocknote', 'prosemirror', 'codemirror', 'lexical', 'monaco', 'quill', 'slate'] as const
  const fieldOf: Readonly<Record<(typeof editors)[number], string>> = {
    tiptap: '.tiptap',
    blocknote: '.bn-editor',
    prosemirror: '.ProseMirror',
    codemirror: '.cm-content',
    lexical: '.editor-lexical [contenteditable]',
    monaco: '.view-lines',
    quill: '.ql-editor',
    slate: '.editor-slate [contenteditable="true"]',
  }

  test('the gallery: names, what is written in every editor, and comments on it', async () => {
    const room = freshRoomId('gallery-markup')
    const me = { userId: 'eve', name: markup, color: '#c2255c' }
    const beEve = (page: Page) =>
      page.addInitScript((person) => sessionStorage.setItem('syncforge.gallery.person', person), JSON.stringify(me))
    for (const editor of editors) {
      const address = `${server.url}/examples/gallery/?room=${room}#${editor}`
      const [eve, ada] = [await open(address, beEve), await open(address)]
      for (const page of [eve, ada]) await page.locator('[data-ready=true]').waitFor()
      await eve.locator(fieldOf[editor]).first().click()
      await eve.keyboard.type(markup)
      const shown = async () => ((await ada.locator(fieldOf[editor]).first().textContent()) ?? '').replace(/\s/g, '')
      await expect.poll(shown, { timeout: waitMs, message: editor }).toContain(markup.replace(/\s/g, ''))
      if (editor === 'codemirror') {
        const quote = eve.locator('p.thread-quote')
        const select = async () => {
          await eve.locator(fieldOf[editor]).click()
          await eve.keyboard.press('Control+a')
          await eve.keyboard.press('Control+Alt+m')
          return quote.count()
        }
        await expect.poll(select, { timeout: waitMs }).toBe(1)
        await eve.getByLabel('Comment on the selected words').fill(`A ${markup}`)
        await eve.keyboard.press('Enter')
        await ada.locator('.thread').getByText(`A ${markup}`).waitFor()
        await ada.locator('.thread').getByRole('button').first().click()
        await ada.getByRole('textbox', { name: 'Reply' }).fill(`B ${markup}`)
        await ada.keyboard.press('Enter')
        await eve.locator('.thread').getByText(`B ${markup}`).waitFor()
      }
      for (const page of [eve, ada]) {
        await expectOnlyWords(page, editor)
        await page.context().close()
      }
    }
  }, 240_000)

  test('elements: comments, pins, the inbox and the history', async () => {
    const room = freshRoomId('elements-markup')
    const body = `<h2 data-syncforge-anchor="title">Plan</h2><syncforge-pins></syncforge-pins><syncforge-inbox></syncforge-inbox>
      <syncforge-comments></syncforge-comments><syncforge-history></syncforge-history>`
    const where = { browser, pages, server }
    const rights = ['write']
    const eve = await come(where, { room, body, name: `Eve${room.replace(/\W/g, '')}`, rights })
    // Nobody else's notifications come to this person.
    const ada = await come(where, { room, body, name: `Ada${room.replace(/\W/g, '')}`, rights })
    await ada.evaluate(() => {
      Object.assign(document.querySelector('syncforge-inbox') as object, { inbox: ui.client?.inbox })
    })
    const threadId = await ada.evaluate(async (words) => {
      const thread = await ui.room?.comments.create({ body: words, anchorId: 'title' })
      return thread?.id ?? ''
    }, `Ada ${markup}`)
    await eve.locator('syncforge-comments').getByText(`Ada ${markup}`).first().waitFor()
    await eve.evaluate(
      async ([id, words]) => {
        await ui.room?.comments.reply(id as string, { body: words as string })
        const text = ui.room?.getDocument().getText('content')
        text?.insert(0, words as string)
        await ui.room?.flush()
        await ui.room?.versions.create(words as string)
      },
      [threadId, `Eve ${markup}`],
    )
    await ada.locator('syncforge-history').getByText(`Eve ${markup}`).first().waitFor()
    await ada
      .locator('syncforge-history')
      .getByRole('button', { name: `Eve ${markup}` })
      .click()
    await ada.getByRole('button', { name: 'Notifications, 1 unread' }).click()
    await ada.locator('syncforge-inbox').getByText(`Eve ${markup}`).first().waitFor()
    await expectOnlyWords(ada, 'the inbox and the history')
    await ada.keyboard.press('Escape')
    await ada.locator('syncforge-pins [part~=pin]').first().click()
    await ada.locator('syncforge-pins').getByText(`Eve ${markup}`).first().waitFor()
    for (const page of [eve, ada]) await expectOnlyWords(page, 'the elements')
  })
})
