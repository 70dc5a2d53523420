// What pages and frameworks do to elements: they set properties too early, patch attributes away, theme from outside, and pass on what anybody wrote.
import { describe, expect, test } from 'vitest'
import { findChromium } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId } from '../../sdk/kit.ts'
import { enterOn, eventually, useUiPages } from '../ui-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`elements in a page${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  const server = sharedServer()
  const { open, join } = useUiPages(server)

  test('what is set before the script has come counts', async () => {
    const init = () => {
      // Elements are parsed long before a module runs.
      new MutationObserver((_, watch) => {
        const early = document.querySelector('syncforge-avatars')
        if (!early) return
        watch.disconnect()
        Object.assign(early, { max: 1, words: { self: 'me' } })
        Object.assign(globalThis, { wasEarly: customElements.get('syncforge-avatars') === undefined })
      }).observe(document, { childList: true, subtree: true })
    }
    const { page } = await open('<syncforge-avatars></syncforge-avatars>', { init })
    const id = freshRoomId('traps-early')
    await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada' })
    await Promise.all(['b', 'c', 'd'].map((name) => join(id, name)))
    await page.getByRole('button', { name: 'me', exact: true }).waitFor()
    await page
      .getByRole('button', { name: '3 more: b, c, and d' })
      .or(page.getByRole('button', { name: /^3 more: / }))
      .waitFor()
    expect(await page.evaluate(() => (globalThis as unknown as { wasEarly: boolean }).wasEarly)).toBe(true)
  })

  test('a patch that takes every attribute away takes nothing away; a number that is null is the default', async () => {
    const tags = ['avatars', 'connection', 'cursors', 'selections', 'typing', 'toasts', 'follow'].map(
      (name) => `syncforge-${name}`,
    )
    const { page, complaints } = await open(tags.map((tag) => `<${tag}></${tag}>`).join(''))
    const id = freshRoomId('traps-patch')
    await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada' })
    await page.locator('syncforge-connection:state(saved)').waitFor()
    const attributes = await page.evaluate(() =>
      [...document.querySelectorAll('main > *')].flatMap((element) => element.getAttributeNames()),
    )
    expect(attributes).toEqual([])
    await page.evaluate(() => {
      for (const element of document.querySelectorAll('main > *')) {
        element.setAttribute('max', '1')
        element.setAttribute('words', '{broken')
        element.removeAttribute('max')
        element.removeAttribute('words')
        Object.assign(element, { max: null, words: null, idleAfterMs: null })
      }
    })
    await Promise.all(['b', 'c', 'd'].map((name) => join(id, name)))
    await page.getByRole('list', { name: '4 people here' }).waitFor()
    expect(await page.locator('syncforge-avatars button').count()).toBe(4)
    expect(complaints).toEqual([])
  })

  test('custom properties and parts reach through the shadow', async () => {
    const { page } = await open('<syncforge-avatars></syncforge-avatars>')
    const id = freshRoomId('traps-theme')
    await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada' })
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(
        'main { --syncforge-avatar-size: 48px } syncforge-avatars::part(avatar) { border-radius: 4px } syncforge-avatars:state(empty) { display: none }',
      )
      document.adoptedStyleSheets = [sheet]
    })
    const button = page.getByRole('button', { name: 'ada (you)' })
    expect(
      await button.evaluate((each) => [getComputedStyle(each).width, getComputedStyle(each).borderRadius]),
    ).toEqual(['48px', '4px'])
    await page.evaluate(() => ui.room?.leave())
  })

  test('presence may say anything: no place, no viewport, nobody’s words do more than nothing', async () => {
    const body = `<syncforge-selections><p data-shared="text">Some words</p><textarea data-shared="field">ab</textarea></syncforge-selections>
      <syncforge-follow></syncforge-follow><syncforge-typing presence-key="typing"></syncforge-typing>`
    const { page, complaints } = await open(body)
    const id = freshRoomId('traps-presence')
    await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada' })
    const mallory = await join(id, 'mallory', { name: '\u202E"><script>alert(1)</script>' })
    const nonsense = [
      { in: 7 },
      { in: '"], body, x[y="' },
      { in: 'text', from: -1, to: 1e300 },
      { in: 'field', from: 5_000, to: 9_000_000_000 },
      { in: 'text', from: 3, to: 99_999 },
      'text',
      ['text'],
      null,
      { in: 'field', from: 0, to: 1 },
    ]
    for (const [turn, selection] of nonsense.entries()) {
      mallory.presence.update({ selection, viewport: selection, following: selection, typing: { turn }, turn })
      await page.waitForFunction((now) => ui.room?.presence.getOthers()[0]?.presence.turn === now, turn)
      if (turn === 0)
        await page.evaluate(() => {
          const [other] = ui.room?.presence.getOthers() ?? []
          if (other) document.querySelector('syncforge-follow')?.start(other)
        })
    }
    const name = '"><script>alert(1)</script>'
    await page.getByText(`${name} is typing`).waitFor()
    await eventually(() => page.locator('syncforge-selections .piece').count()).toBe(1)
    expect(await page.locator('syncforge-selections bdi').textContent()).toBe(name)
    await page.getByText(`You follow ${name}`).first().waitFor()
    expect(complaints).toEqual([])
  })
})
