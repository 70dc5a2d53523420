// What tells of the room beside the work: connection and saving, who writes, messages, selections, and going along with somebody.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findChromium } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, createToken, freshRoomId, openNetwork } from '../../sdk/kit.ts'
import { faultsOf } from '../page-faults.ts'
import { bothThemes, enterOn, eventually, useUiPages } from '../ui-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`signs of the room${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  const server = sharedServer()
  const { open, join } = useUiPages(server)
  const enter = (page: Page, room: string, userId: string, name = userId) =>
    enterOn(page, { endpoint: server.wsUrl, room, userId, userInfo: { name } })

  test('the connection: saved, offline with what is kept, and well again; only a change for the worse and its end are said aloud', async () => {
    const id = freshRoomId('signs')
    const network = await openNetwork(server)
    const { page } = await open(
      '<syncforge-connection></syncforge-connection><syncforge-toasts connection></syncforge-toasts>',
    )
    const sign = page.locator('syncforge-connection')
    const said = async () => (await sign.getByRole('status').textContent())?.trim()
    await sign.getByText('Connecting…').waitFor()
    await enterOn(page, { endpoint: network.endpoint, room: id, userId: 'ada' })
    await page.evaluate(() => ui.room?.getDocument().getText('content').insert(0, 'kept'))
    await page.locator('syncforge-connection:state(saved)').waitFor()
    expect(await said()).toBe('')
    network.goDown()
    await page.locator('syncforge-connection:state(offline)').waitFor()
    await eventually(said).toBe('Offline. What you write is kept and sent when you are back.')
    await page.getByRole('alert').getByText('The connection is lost. What you write is kept.').waitFor()
    network.comeUp()
    await page.locator('syncforge-connection:state(saved)').waitFor()
    await eventually(said).toBe('Saved')
    await page.getByText('Connected again').waitFor()
  })

  test('edits that the room did not take are said, with a way to try again', async () => {
    const id = freshRoomId('signs-refused')
    await createRoom(server, { id, access: 'private' })
    const token = await createToken(server, 'ada', { [id]: ['read'] })
    const { page } = await open('<syncforge-connection></syncforge-connection>')
    await enterOn(page, { endpoint: server.wsUrl, room: id, token })
    await page.evaluate(() => ui.room?.getDocument().getText('content').insert(0, 'mine'))
    await page.locator('syncforge-connection:state(refused)').waitFor()
    await page.getByText('Something you wrote was not taken.').first().waitFor()
    await page.getByRole('button', { name: 'Try again' }).waitFor()
  })

  test('who is writing, by chat and by presence, in their own words', async () => {
    const id = freshRoomId('signs-typing')
    const { page } = await open(
      '<syncforge-typing id="chat"></syncforge-typing><syncforge-typing id="form" presence-key="typing"></syncforge-typing>',
    )
    await enter(page, id, 'ada')
    const [bob, eve] = await Promise.all([join(id, 'bob', { name: 'Bob' }), join(id, 'eve', { name: '<i>Eve</i>' })])
    await page.waitForFunction(() => ui.room?.presence.getOthers().length === 2)
    bob.presence.update({ typing: true })
    await page.locator('#form').getByText('Bob is typing').waitFor()
    eve.presence.update({ typing: true })
    await page.locator('#form').getByText('Bob and <i>Eve</i> are typing').waitFor()
    bob.presence.update({ typing: undefined })
    eve.presence.update({ typing: undefined })
    await page.locator('#form:state(empty)').waitFor()
    await bob.chat.typing()
    await page.locator('#chat').getByText('Bob is typing').waitFor()
  })

  test('messages: who comes and goes, what the app says, and each goes when it is closed', async () => {
    const id = freshRoomId('signs-toasts')
    const { page } = await open('<syncforge-toasts people></syncforge-toasts>')
    await enter(page, id, 'ada')
    const bob = await join(id, 'bob', { name: 'Bob' })
    await page.getByText('Bob is here').waitFor()
    bob.leave()
    await page.getByText('Bob has left').waitFor()
    await page.evaluate(() => {
      const run = () => (document.title += '!')
      const detail = { text: '<img src=x onerror=alert(1)>', kind: 'bad', action: { label: 'Undo', run } } as const
      document.dispatchEvent(new CustomEvent('syncforge-toast', { detail }))
      for (let i = 0; i < 50; i++)
        document.dispatchEvent(new CustomEvent('syncforge-toast', { detail: { text: 'again', name: 'one' } }))
    })
    const alert = page.getByRole('alert')
    expect(await alert.locator('.text').textContent()).toBe('<img src=x onerror=alert(1)>')
    expect(await page.getByText('again').count()).toBe(1)
    await alert.getByRole('button', { name: 'Undo' }).click()
    await alert.waitFor({ state: 'detached' })
    expect(await page.title()).toBe('Page!')
    await page.getByText('again').locator('..').getByRole('button', { name: 'Close' }).click()
    await page.getByText('again').waitFor({ state: 'detached' })
  })

  test('selections: carets and letters in a field and in a text, a frame where there are none; a password is nobody’s', async () => {
    const id = freshRoomId('signs-selections')
    const body = `<syncforge-selections>
      <label>Summary <textarea data-shared="summary" rows="4">Hello brave world</textarea></label>
      <label>Secret <input type="password" data-shared="secret" value="hunter2"></label>
      <label>Mine <input value="not shared" id="mine"></label>
      <p data-shared="text">Some <b>words</b> of all.</p>
      <button data-shared="row-7">Row 7</button>
    </syncforge-selections>`
    const [ada, bob] = await Promise.all([open(body), open(body)])
    await enter(ada.page, id, 'ada', 'Ada')
    await enter(bob.page, id, 'bob', 'Bob')
    const shown = (part: string) =>
      bob.page.evaluate(
        (name) =>
          [...document.querySelector('syncforge-selections')!.shadowRoot!.querySelectorAll(`.${name}`)].map((each) => {
            const { x, y, width, height } = each.getBoundingClientRect()
            return { x, y, width, height }
          }),
        part,
      )
    const saidByAda = () => bob.page.evaluate(() => ui.room?.presence.getOthers()[0]?.presence.selection)
    await ada.page.getByLabel('Summary').evaluate((field: HTMLTextAreaElement) => {
      field.focus()
      field.setSelectionRange(6, 11)
    })
    await eventually(saidByAda).toEqual({ in: 'summary', from: 6, to: 11 })
    await eventually(async () => (await shown('piece')).length).toBe(1)
    const field = (await bob.page.getByLabel('Summary').boundingBox())!
    const [piece] = await shown('piece')
    expect(piece!.x).toBeGreaterThan(field.x + 5)
    expect(piece!.x + piece!.width).toBeLessThan(field.x + field.width)
    expect(piece!.y).toBeGreaterThanOrEqual(field.y)
    expect(piece!.y + piece!.height).toBeLessThan(field.y + field.height / 2)
    await ada.page.evaluate(() => {
      document.querySelector<HTMLElement>(':focus')?.blur()
      const bold = document.querySelector('b')!.firstChild!
      getSelection()?.setBaseAndExtent(bold, 1, bold, 4)
    })
    await eventually(saidByAda).toEqual({ in: 'text', from: 6, to: 9 })
    const exact = await bob.page.evaluate(() => {
      const range = document.createRange()
      const bold = document.querySelector('b')!.firstChild!
      range.setStart(bold, 1)
      range.setEnd(bold, 4)
      const { x, y, width, height } = range.getBoundingClientRect()
      return { x, y, width, height }
    })
    await eventually(async () => (await shown('piece'))[0]?.x ?? 0).toBeCloseTo(exact.x, 0)
    expect((await shown('piece'))[0]!.width).toBeCloseTo(exact.width, 0)
    await ada.page.getByRole('button', { name: 'Row 7' }).focus()
    await eventually(saidByAda).toEqual({ in: 'row-7' })
    await eventually(async () => (await shown('frame')).length).toBe(1)
    await ada.page.getByLabel('Secret').focus()
    await eventually(saidByAda).toEqual({ in: 'secret' })
    await ada.page.getByLabel('Mine').focus()
    await eventually(saidByAda).toBe(undefined)
    await eventually(async () => (await shown('frame')).length).toBe(0)
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  })

  test('following: the page goes where the other one scrolls, until one moves it oneself; the followed one is told', async () => {
    const id = freshRoomId('signs-follow')
    const body =
      '<syncforge-avatars others></syncforge-avatars><syncforge-follow avatars></syncforge-follow><div id="long">Long</div>'
    const [ada, bob] = await Promise.all([
      open(body, { reducedMotion: 'reduce' }),
      open(body, { reducedMotion: 'reduce', viewport: { width: 600, height: 400 } }),
    ])
    for (const { page } of [ada, bob])
      await page.evaluate(() =>
        Object.assign(document.querySelector<HTMLElement>('#long')!.style, { height: '4000px' }),
      )
    await enter(ada.page, id, 'ada', 'Ada')
    await enter(bob.page, id, 'bob', 'Bob')
    await ada.page.evaluate(() => scrollTo(0, 1000))
    expect(await bob.page.evaluate(() => ui.room?.presence.getOthers()[0]?.presence)).toEqual({})
    await bob.page.getByRole('button', { name: 'Ada' }).click()
    await bob.page.getByText('You follow Ada').first().waitFor()
    await ada.page.getByText('1 person follows you').waitFor()
    const share = (page: Page) => page.evaluate(() => scrollY / (document.documentElement.scrollHeight - innerHeight))
    const expected = await share(ada.page)
    await eventually(() => share(bob.page)).toBeCloseTo(expected, 2)
    await ada.page.evaluate(() => scrollTo(0, 0))
    await eventually(() => share(bob.page)).toBe(0)
    await bob.page.mouse.wheel(0, 300)
    await bob.page.locator('syncforge-follow .label').waitFor({ state: 'detached' })
    await ada.page.getByText('1 person follows you').waitFor({ state: 'detached' })
    await bob.page.evaluate(() => scrollTo(0, 0))
    await bob.page.getByRole('button', { name: 'Ada' }).click()
    await bob.page.getByRole('button', { name: 'Stop' }).click()
    await bob.page.locator('syncforge-follow .label').waitFor({ state: 'detached' })
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  })

  test.each(['light', 'dark'] as const)(
    'axe finds nothing in any of them, %s, from both sides',
    async (colorScheme) => {
      for (const root of ['lang="en"', 'lang="ar" dir="rtl"']) {
        const id = freshRoomId('signs-axe')
        const { page } = await open(
          `<h1>Plans</h1><syncforge-avatars></syncforge-avatars><syncforge-connection></syncforge-connection>
         <syncforge-typing presence-key="typing"></syncforge-typing><syncforge-toasts></syncforge-toasts><syncforge-follow></syncforge-follow>
         <syncforge-selections><label>Summary <textarea data-shared="summary">Hello brave world</textarea></label></syncforge-selections>`,
          { root, colorScheme, viewport: { width: 390, height: 800 } },
        )
        await bothThemes(page)
        await enter(page, id, 'ada', 'Ada')
        const bob = await join(id, 'bob', { name: 'Bob' })
        bob.presence.update({ typing: true, selection: { in: 'summary', from: 0, to: 5 } })
        await page.getByText('Bob is typing').waitFor()
        await page.evaluate(() => {
          const follow = document.querySelector('syncforge-follow')
          const [other] = ui.room?.presence.getOthers() ?? []
          if (other) follow?.start(other)
          for (const kind of ['plain', 'good', 'bad'] as const)
            document
              .querySelector('syncforge-toasts')
              ?.show({ text: `A ${kind} message`, kind, action: { label: 'Undo', run: () => {} }, durationMs: 0 })
        })
        await page.getByText('You follow Bob').first().waitFor()
        await page.locator('syncforge-selections .piece').waitFor({ state: 'attached' })
        expect(await faultsOf(page)).toEqual([])
        const shots = process.env.SHOTS
        if (shots)
          await page.screenshot({
            path: `${shots}/ui-signs-${colorScheme}-${root.includes('rtl') ? 'rtl' : 'ltr'}.png`,
          })
      }
    },
  )
})
