// What is said about the documents of a plan, in their margin: two people, each in a browser of their own.
import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { lowContrast } from '../../browser/contrast.ts'
import { faultsOf } from '../../browser/page-faults.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { createRoom, createToken } from '../../sdk/kit.ts'
import {
  beginProject,
  comeIn,
  comment,
  commentsOf,
  messagesOf,
  openDocument,
  openProject,
  type Planner,
  say,
  showTab,
  waitMs,
} from '../siteflow-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`comments in Siteflow${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let server: TestServer

  beforeAll(async () => {
    ;[browser, server] = await Promise.all([launchBrowser(), startServer()])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const meet = async (): Promise<readonly [Planner, Planner]> => {
    const workspace = `ws-${randomUUID()}`
    const ada = await comeIn(browser, { url: server.url, workspace, name: 'Ada' })
    const bob = await comeIn(browser, { url: server.url, workspace, name: 'Bob' })
    await beginProject(ada, 'Harbour')
    await openProject(bob, 'Harbour')
    return [ada, bob]
  }
  const eventually = <T>(seen: () => Promise<T> | T, wanted: T) =>
    expect.poll(async () => seen(), { timeout: waitMs }).toEqual(wanted)
  const badgeOf = ({ page }: Planner, title: string) =>
    page.getByRole('link', { name: new RegExp(`^${title}`) }).locator('.badge')
  const tabOf = ({ page }: Planner) => page.getByRole('tab', { name: /^Comments/ })

  test('[CM6] a document is spoken about in its margin: who said what, what is new in which document, and what is done', async () => {
    const [ada, bob] = await meet()
    await openDocument(bob, 'Goals')
    await showTab(ada, 'Comments')
    await ada.page.getByText('No comments yet.').waitFor()
    await ada.page.getByRole('textbox', { name: 'Comment' }).click()
    await ada.page.keyboard.type('@Bo')
    await ada.page.getByRole('option', { name: 'Bob' }).click()
    await ada.page.keyboard.type('is that one sentence?')
    await ada.page.keyboard.press('Control+Enter')
    await eventually(() => commentsOf(ada), [['Ada: @Bob is that one sentence?']])
    await comment(ada, 'And who decides?')

    // In the list it is new for Bob, and only there: nothing of it belongs to what he has open.
    await eventually(() => badgeOf(bob, 'Brief').textContent(), '2 unread in its comments')
    expect(await badgeOf(bob, 'Goals').count()).toBe(0)
    await showTab(bob, 'Comments')
    await bob.page.getByText('No comments yet.').waitFor()
    expect(await badgeOf(ada, 'Brief').count()).toBe(0)
    await showTab(bob, 'Checklist')
    await openDocument(bob, 'Brief')
    await eventually(() => tabOf(bob).textContent(), 'Comments2 unread')
    // What is seen is read.
    await showTab(bob, 'Comments')
    await eventually(() => commentsOf(bob), [['Ada: And who decides?'], ['Ada: @Bob is that one sentence?']])
    expect(await bob.page.locator('.syncforge-mention-self').allTextContents()).toEqual(['@Bob'])
    await eventually(() => tabOf(bob).textContent(), 'Comments')
    await eventually(() => badgeOf(bob, 'Brief').count(), 0)

    await comment(bob, 'It is', { to: 'one sentence?' })
    const both = [['Ada: @Bob is that one sentence?', 'Bob: It is'], ['Ada: And who decides?']]
    for (const planner of [ada, bob]) await eventually(() => commentsOf(planner), both)
    await ada.page.locator('syncforge-thread', { hasText: 'It is' }).getByRole('button', { name: 'Resolve' }).click()
    for (const planner of [ada, bob]) await eventually(() => commentsOf(planner), [['Ada: And who decides?']])
    await bob.page.getByRole('button', { name: 'Resolved' }).click()
    await eventually(() => commentsOf(bob), [both[0]!])
    await bob.page.getByText('Resolved by Ada').waitFor()
    // After a reload all of it is as it was.
    await bob.page.reload()
    await showTab(bob, 'Comments')
    await eventually(() => commentsOf(bob), [['Ada: And who decides?']])
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  })

  test('by keyboard alone: to the comments, saying something, answering, and being done with it', async () => {
    const [ada, bob] = await meet()
    const { page } = ada
    /** Until the focus is there, as somebody without a pointer goes; it reaches into shadows. */
    const tabTo = async (name: string) => {
      const focused = () =>
        page.evaluate(() => {
          let element = globalThis.document.activeElement
          while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
          return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? ''
        })
      for (let steps = 0; steps < 80; steps++) {
        if ((await focused()) === name) return
        await page.keyboard.press('Tab')
      }
      throw new Error(`no way to “${name}”`)
    }
    await tabTo('Checklist')
    await page.keyboard.press('ArrowRight')
    await eventually(() => tabOf(ada).getAttribute('aria-selected'), 'true')
    await tabTo('Comment')
    await page.keyboard.type('Too long')
    await page.keyboard.press('Control+Enter')
    await eventually(() => commentsOf(ada), [['Ada: Too long']])
    await tabTo('Reply')
    await page.keyboard.type('Much too long')
    await page.keyboard.press('Control+Enter')
    await eventually(() => commentsOf(ada), [['Ada: Too long', 'Ada: Much too long']])
    await page.getByRole('textbox', { name: 'Comment' }).focus()
    await tabTo('Resolve')
    await page.keyboard.press('Enter')
    await eventually(() => commentsOf(ada), [])
    await showTab(bob, 'Comments')
    await bob.page.getByRole('button', { name: 'Resolved' }).click()
    await eventually(() => commentsOf(bob), [['Ada: Too long', 'Ada: Much too long']])
    // The arrows go round.
    await page.getByRole('tab', { name: /^Chat/ }).focus()
    await showTab(ada, 'Chat')
    await page.keyboard.press('ArrowRight')
    await eventually(() => page.getByRole('tab', { name: 'Checklist' }).getAttribute('aria-selected'), 'true')
    await page.keyboard.press('ArrowLeft')
    await eventually(() => page.getByRole('tab', { name: /^Chat/ }).getAttribute('aria-selected'), 'true')
  })

  test('who may comment, and no more, is told so and comments', async () => {
    const workspace = `ws-${randomUUID()}`
    for (const id of [workspace, `${workspace}-plan`]) await createRoom(server, { id, access: 'private' })
    const page = await browser.newPage()
    onTestFinished(() => page.close())
    page.setDefaultTimeout(waitMs)
    const come = async (name: string, right: string): Promise<Planner> => {
      const token = await createToken(server, name, { [`${workspace}*`]: [right] })
      await page.goto('about:blank')
      await page.goto(
        `${server.url}/examples/siteflow/?workspace=${workspace}&project=${workspace}-plan#token=${token}`,
      )
      const planner = { page, name, complaints: [] }
      await page.getByRole('heading', { level: 2, name: 'Brief', exact: true }).waitFor()
      await showTab(planner, 'Comments')
      return planner
    }
    const grace = await come('Grace', 'comment')
    await page.getByText('You may read this project and comment.').waitFor()
    expect(await page.getByRole('button', { name: /Begin with|Add/ }).count()).toBe(0)
    await comment(grace, 'I would begin with the audience')
    await eventually(() => commentsOf(grace), [['Grace: I would begin with the audience']])
    const reader = await come('Rita', 'read')
    await eventually(() => commentsOf(reader), [['Grace: I would begin with the audience']])
    await page.getByText('You may read this project.').waitFor()
    expect(await page.getByRole('textbox', { name: /Comment|Reply/ }).count()).toBe(0)
  })

  test('on a phone only what shows is read: not the chat or the comments behind the text', async () => {
    const [ada, bob] = await meet()
    await bob.page.setViewportSize({ width: 390, height: 844 })
    const face = (name: string) =>
      bob.page
        .getByRole('navigation', { name: 'Parts of the page' })
        .getByRole('button', { name: new RegExp(`^${name}`) })
    await face('Chat').click()
    await showTab(ada, 'Chat')
    await say(ada, 'Seen')
    await eventually(() => messagesOf(bob), ['Seen'])
    await eventually(() => face('Chat').textContent(), 'Chat')
    await face('Text').click()
    await say(ada, 'Not seen')
    await eventually(() => face('Chat').textContent(), 'Chat1 unread')
    await face('Comments').click()
    await face('Text').click()
    await showTab(ada, 'Comments')
    await comment(ada, 'Nor this')
    await eventually(() => face('Comments').textContent(), 'Comments1 unread')
    await face('Comments').click()
    await eventually(() => face('Comments').textContent(), 'Comments')
    expect(await face('Chat').textContent()).toBe('Chat1 unread')
    await face('Chat').click()
    await eventually(() => face('Chat').textContent(), 'Chat')
  })

  test('it is readable and whole in both themes, wide and at 390 pixels, where a finger reaches it', async () => {
    const [ada, bob] = await meet()
    await showTab(bob, 'Comments')
    await comment(
      bob,
      'A comment that is longer than the margin is wide, with https://example.com/a-long-address-in-it',
    )
    await openDocument(bob, 'Goals')
    await comment(bob, 'Another')
    const looks = async (page: Page, where: string) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        const seen = [where, colorScheme, await faultsOf(page), await lowContrast(page)]
        expect(seen).toEqual([where, colorScheme, [], []])
      }
    }
    await badgeOf(ada, 'Goals').waitFor()
    await looks(ada.page, 'with a badge')
    await showTab(ada, 'Comments')
    await eventually(async () => (await commentsOf(ada)).length, 1)
    await looks(ada.page, 'the margin')
    await ada.page.setViewportSize({ width: 390, height: 844 })
    const faces = ada.page.getByRole('navigation', { name: 'Parts of the page' })
    await faces.getByRole('button', { name: /^Comments/ }).click()
    await ada.page.locator('syncforge-thread').waitFor()
    await looks(ada.page, 'at 390')
    // Each of the five is whole, and none lies over another.
    const boxes = await faces.getByRole('button').evaluateAll((buttons) =>
      buttons.map((button) => {
        const { left, right } = button.getBoundingClientRect()
        return { left, right, isCut: button.scrollWidth > button.clientWidth }
      }),
    )
    expect(boxes.map(({ isCut }) => isCut)).toEqual([false, false, false, false, false])
    for (const [at, { left }] of boxes.entries()) expect(left).toBeGreaterThanOrEqual(boxes[at - 1]?.right ?? 0)
    expect(boxes.at(-1)!.right).toBeLessThanOrEqual(390)
    await comment(ada, 'From a phone', { to: 'longer than the margin' })
    await eventually(async () => (await commentsOf(ada))[0]?.at(-1), 'Ada: From a phone')
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  })
})
