/** Comments, mentions and the feed in the editor's margin, as two people use them in two browsers. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { SyncForge } from '@syncforge/client'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { faultsOf } from '../../browser/page-faults.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { rest } from '../../sdk/kit.ts'
import { boxOf, enter, eventually, expectSign, nameOf, type Person, read, write } from '../editor-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`comments in the editor${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  const server = sharedServer()
  const fresh = () => ({ url: server.url, room: `browser-${randomUUID()}` })
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
  })

  const margin = ({ page }: Person) => page.getByRole('complementary', { name: 'Beside the document' })
  const openMargin = (person: Person) => person.page.getByRole('button', { name: /^Comments and activity/ }).click()
  const threads = (person: Person) => margin(person).locator('.thread[data-thread]')
  const said = (person: Person) => threads(person).locator('.comment-body').allTextContents()
  const marked = ({ page }: Person) => page.locator('.cm-content .commented').allTextContents()
  const select = async (person: Person, words: string) => {
    const { x, y, width, height } = await boxOf(person, words)
    const { mouse } = person.page
    await mouse.move(x + 1, y + height / 2)
    await mouse.down()
    await mouse.move(x + width - 1, y + height / 2, { steps: 4 })
    await mouse.up()
  }
  const comment = async (person: Person, words: string, body: string) => {
    await select(person, words)
    await person.page.getByRole('button', { name: 'Comment on the selected words' }).click()
    await margin(person).getByRole('textbox', { name: 'Comment' }).fill(body)
    await margin(person).getByRole('button', { name: 'Comment', exact: true }).click()
    await eventually(async () => (await said(person)).includes(body), true)
  }
  const two = async (words: string) => {
    const where = fresh()
    const [ada, bob] = [await enter(browser, where), await enter(browser, where)]
    await write(ada, words)
    await eventually(() => read(bob), words)
    return [ada, bob] as const
  }

  test('what one says of some words stands beside them for both, and follows them', async () => {
    const [ada, bob] = await two('The quick brown fox.')
    await comment(ada, 'quick', 'Why quick?')
    expect(await marked(ada)).toEqual(['quick'])
    await eventually(() => marked(bob), ['quick'])
    await bob.page.getByRole('button', { name: 'Comments and activity, 1 unread' }).click()
    await eventually(() => said(bob), ['Why quick?'])
    expect(await threads(bob).getByText('1 new').count()).toBe(1)

    // Words that are written before them, by anybody, move them along.
    await ada.text.focus()
    await ada.page.keyboard.press('Control+Home')
    await ada.page.keyboard.type('Look! ')
    await eventually(() => read(bob), 'Look! The quick brown fox.')
    await eventually(() => marked(bob), ['quick'])
    await eventually(() => marked(ada), ['quick'])

    // From the text to the thread, which is read then; and an answer.
    await bob.page.locator('.cm-content .commented').click()
    await bob.page.getByRole('button', { name: 'Comments and activity', exact: true }).waitFor()
    await margin(bob).getByRole('textbox', { name: 'Reply' }).fill('Because it is.')
    await bob.page.keyboard.press('Control+Enter')
    await eventually(() => said(ada), ['Why quick?', 'Because it is.'])

    // A comment on words farther up stands above.
    await comment(bob, 'Look', 'At what?')
    await eventually(() => threads(ada).locator('.thread-quote').allTextContents(), ['“Look”', '“quick”'])
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  })

  test('resolve and reopen, edit, react, delete: the other one sees each of them', async () => {
    const [ada, bob] = await two('One word and another.')
    await comment(ada, 'word', 'Which one?')
    await openMargin(bob)
    await eventually(() => said(bob), ['Which one?'])

    await threads(ada).getByRole('button', { name: 'Edit' }).click()
    await margin(ada).getByRole('textbox', { name: 'Edit the comment' }).fill('Which word?')
    await margin(ada).getByRole('button', { name: 'Save' }).click()
    await eventually(() => said(bob), ['Which word?'])
    expect(await threads(bob).getByText('edited').count()).toBe(1)

    await threads(bob).locator('.thread-quote').click()
    await threads(bob).getByRole('button', { name: 'React' }).click()
    await threads(bob).getByRole('button', { name: 'Heart' }).click()
    await threads(ada)
      .getByRole('button', { name: `Heart: ${await nameOf(bob)}` })
      .waitFor()
    // Only their author edits and deletes.
    expect(await threads(bob).getByRole('button', { name: 'Delete' }).count()).toBe(0)

    await threads(bob).getByRole('button', { name: 'Resolve' }).click()
    await eventually(() => threads(ada).count(), 0)
    await eventually(() => marked(ada), [])
    await margin(ada).getByRole('button', { name: 'Resolved' }).click()
    await threads(ada)
      .getByText(`Resolved by ${await nameOf(bob)}.`)
      .waitFor()
    await threads(ada).getByRole('button', { name: 'Reopen' }).click()
    await eventually(() => marked(bob), ['word'])

    await margin(ada).getByRole('button', { name: 'Resolved' }).click()
    await threads(ada).locator('.thread-quote').click()
    await threads(ada).getByRole('button', { name: 'Delete' }).click()
    await threads(ada).getByRole('button', { name: 'Delete for good?' }).click()
    await eventually(() => threads(bob).count(), 0)
    await eventually(() => marked(bob), [])
  })

  test('a thread whose words are gone says so, keeps them as a quote, and can be given others', async () => {
    const [ada, bob] = await two('Nothing lasts.')
    await comment(ada, 'Nothing', 'Really?')
    await openMargin(bob)
    await bob.text.focus()
    await bob.page.keyboard.press('Control+a')
    await bob.page.keyboard.type('All is new.')
    await threads(ada).getByText('These words are gone from the text.').waitFor()
    expect(await threads(ada).locator('.thread-quote').textContent()).toBe('“Nothing”')
    await eventually(() => marked(ada), [])
    // Its author can give it other words.
    const attach = threads(ada).getByRole('button', { name: 'Attach to the selected words' })
    expect(await threads(bob).getByRole('button', { name: 'Attach to the selected words' }).count()).toBe(0)
    await ada.text.press('Control+Home')
    await attach.click()
    await margin(ada).getByText('Select words in the text first.').waitFor()
    await select(ada, 'All')
    await attach.click()
    await eventually(() => marked(bob), ['All'])
    expect(await threads(ada).getByText('gone from the text').count()).toBe(0)
  })

  test('by keyboard alone: comment, mention somebody from the list, come back to what was begun', async () => {
    const [ada, bob] = await two('Some words')
    const { page } = ada
    const bobName = await nameOf(bob)
    await eventually(async () => (await page.locator('#people').getAttribute('aria-label'))?.includes(bobName), true)
    await ada.text.focus()
    await page.keyboard.press('Control+Shift+ArrowLeft')
    await page.keyboard.press('Control+Alt+m')
    const field = margin(ada).getByRole('textbox', { name: 'Comment' })
    await page.keyboard.type('Ask @')
    await page.getByRole('listbox', { name: 'People to mention' }).waitFor()
    const active = await field.getAttribute('aria-activedescendant')
    expect(await page.locator(`#${active}`).textContent()).toContain(bobName)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('listbox').count()).toBe(0)
    await page.keyboard.type(bobName.slice(0, 3).toLowerCase())
    await page.getByRole('option', { name: bobName }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.keyboard.press('Enter')
    expect(await field.inputValue()).toBe(`Ask @${bobName} `)

    // What was begun is there again after a reload.
    await page.reload()
    await ada.text.waitFor()
    await openMargin(ada)
    await margin(ada).getByRole('button', { name: 'New comment' }).click()
    await eventually(() => field.inputValue(), `Ask @${bobName} `)
    await field.press('Control+Enter')
    await eventually(() => threads(ada).locator('.mention').allTextContents(), [`@${bobName}`])
    await openMargin(bob)
    await eventually(() => threads(bob).locator('.mention-self').allTextContents(), [`@${bobName}`])
  })

  test('what the room answers late opens no list that Escape has closed', async () => {
    const where = fresh()
    let lateMs = 0
    let answers = 0
    const ada = await enter(browser, {
      ...where,
      before: (page) =>
        page.routeWebSocket(/\/v1\/rooms\//, (near) => {
          const far = near.connectToServer()
          far.onMessage((message) => {
            const deliver = () => {
              near.send(message)
              if (String(message).includes('"people"')) answers += 1
            }
            if (lateMs === 0) deliver()
            else setTimeout(deliver, lateMs)
          })
        }),
    })
    const bobName = await nameOf(await enter(browser, where))
    await write(ada, 'Some words')
    await eventually(
      async () => (await ada.page.locator('#people').getAttribute('aria-label'))?.includes(bobName),
      true,
    )
    await ada.page.keyboard.press('Control+Shift+ArrowLeft')
    await ada.page.keyboard.press('Control+Alt+m')
    await margin(ada).getByRole('textbox', { name: 'Comment' }).waitFor()
    const list = ada.page.getByRole('listbox')
    const before = answers
    lateMs = 1_000
    await ada.page.keyboard.type('@')
    await list.waitFor()
    await ada.page.keyboard.press('Escape')
    expect([await list.count(), answers]).toEqual([0, before])
    await eventually(() => Promise.resolve(answers), before + 1)
    await ada.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
    expect(await list.count()).toBe(0)
  })

  test('somebody who is not here, but was given a right to the room, is offered by the room and can be mentioned', async () => {
    const [ada] = await two('Some words')
    const { page } = ada
    const room = new URL(page.url()).searchParams.get('room')
    const granted = await rest(server, `/rooms/${room}/participants/zoe`, {
      method: 'PATCH',
      body: JSON.stringify({ access: 'write' }),
    })
    expect(granted.status).toBe(200)
    await openMargin(ada)
    await margin(ada).getByRole('button', { name: 'New comment' }).click()
    const field = margin(ada).getByRole('textbox', { name: 'Comment' })
    await field.pressSequentially('For @zo')
    await page.getByRole('option', { name: 'zoe' }).waitFor()
    await page.keyboard.press('Enter')
    expect(await field.inputValue()).toBe('For @zoe ')
    // Also from a draft, in a page that has not met them.
    await page.reload()
    await ada.text.waitFor()
    await openMargin(ada)
    await margin(ada).getByRole('button', { name: 'New comment' }).click()
    await eventually(() => field.inputValue(), 'For @zoe ')
    await field.press('Control+Enter')
    await eventually(() => threads(ada).locator('.mention').allTextContents(), ['@zoe'])
  })

  test('files go with a comment: sent while one writes, left out again, refused with a reason, and read by the other', async () => {
    const [ada, bob] = await two('Some words')
    await openMargin(ada)
    await openMargin(bob)
    await margin(ada).getByRole('button', { name: 'New comment' }).click()
    const field = margin(ada).getByRole('textbox', { name: 'Comment' })
    await field.fill('The notes')
    const picker = margin(ada).locator('input[type=file]')
    const file = (name: string, text: string, mimeType = 'text/plain') => ({
      name,
      mimeType,
      buffer: Buffer.from(text),
    })
    await picker.setInputFiles([file('notes.txt', 'read me'), file('other.txt', 'not me')])
    await margin(ada).getByText('other.txt, 6 byte').waitFor()
    await margin(ada).getByRole('button', { name: 'Leave out other.txt' }).click()
    await picker.setInputFiles(file('lie.png', 'no picture', 'image/png'))
    await margin(ada)
      .getByText(/^lie\.png: /)
      .waitFor()
    // The label of the other one's caret fades meanwhile: what is half gone has no contrast to speak of.
    const faults = async ({ page }: Person) =>
      (await faultsOf(page)).filter((fault) => !fault.includes('remote-caret-label'))
    expect(await faults(ada)).toEqual([])
    await field.press('Control+Enter')
    const shown = (person: Person) => threads(person).getByRole('list', { name: 'Files' }).getByRole('button')
    await eventually(() => shown(bob).allTextContents(), ['notes.txt'])
    const download = bob.page.waitForEvent('download')
    await shown(bob).click()
    const saved = await download
    expect(saved.suggestedFilename()).toBe('notes.txt')
    expect(readFileSync(await saved.path(), 'utf8')).toBe('read me')
    expect(await faults(bob)).toEqual([])
    expect([...ada.complaints, ...bob.complaints].filter((each) => !each.includes('400'))).toEqual([])
  })

  test('what happens is told in the feed at once, in sentences', async () => {
    const [ada, bob] = await two('text')
    await openMargin(ada)
    await margin(ada).getByRole('tab', { name: 'Activity' }).click()
    const feed = margin(ada).locator('.feed-entry')
    await bob.page.getByRole('button', { name: 'History: versions and authors' }).click()
    await bob.page.getByLabel('Keep the document as it is now').fill('Draft')
    await bob.page.getByRole('button', { name: 'Save version' }).click()
    await feed.getByText(`${await nameOf(bob)} saved the version “Draft”.`).waitFor()
    expect(await feed.first().locator('time').textContent()).toBe('now')
    const name = await nameOf(bob)
    await comment(bob, 'text', 'Said by Bob')
    await feed.getByRole('button', { name: `${name} began a thread.` }).click()
    await eventually(() => said(ada), ['Said by Bob'])
    await margin(ada).getByRole('tab', { name: 'Activity' }).click()
    const client = new SyncForge({ apiKey: developmentKeys.publishable, endpoint: server.wsUrl })
    onTestFinished(() => client.close())
    await client.joinRoom(new URL(ada.page.url()).searchParams.get('room') ?? '', {
      userId: 'lou',
      userInfo: { name: 'Lou' },
    })
    await feed.getByText(/Lou.* came\./).waitFor()
    client.close()
    await feed.getByText(/Lou.* left\./).waitFor({ timeout: 60_000 })
    expect(await faultsOf(ada.page)).toEqual([])
  })

  test('a comment that the room refuses says why, and its words stay', async () => {
    const ada = await enter(browser, fresh())
    await write(ada, 'words')
    await expectSign(ada, 'Saved')
    await select(ada, 'words')
    await ada.page.getByRole('button', { name: 'Comment on the selected words' }).click()
    const field = margin(ada).getByRole('textbox', { name: 'Comment' })
    await field.fill('turned \u202e around')
    await margin(ada).getByRole('button', { name: 'Comment', exact: true }).click()
    await margin(ada)
      .getByText(/Not sent: .*VALIDATION_ERROR/)
      .waitFor()
    expect(await field.inputValue()).toBe('turned \u202e around')
    expect(await threads(ada).count()).toBe(0)
  })

  test.each([390, 1280])('at %i px it fits and can be read, in light and dark', async (width) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const touch = width < 700
      const ada = await enter(browser, {
        ...fresh(),
        context: { viewport: { width, height: 800 }, hasTouch: touch, isMobile: touch, colorScheme },
      })
      await write(ada, '# A title\n\nSome words.')
      await expectSign(ada, 'Saved')
      await comment(ada, 'words', `Said of them: ${'w'.repeat(200)}`)
      await threads(ada).getByRole('button', { name: 'React' }).click()
      expect(await faultsOf(ada.page)).toEqual([])
      await threads(ada).getByRole('button', { name: 'Heart' }).click()
      await threads(ada).getByRole('button', { name: 'Heart: you' }).waitFor()
      expect(await faultsOf(ada.page)).toEqual([])
      // Where the margin covers the text, the way to the words leads past it.
      await threads(ada).locator('.thread-quote').click()
      expect(await margin(ada).isVisible()).toBe(width >= 1000)
      expect(await ada.page.locator('.commented').isVisible()).toBe(true)
      expect(await faultsOf(ada.page)).toEqual([])
      await ada.page.context().close()
    }
  })
})
