// The stack of who is here, as a page has it: real people in a real room, both themes, from right to left, and whatever somebody calls themselves.
import { describe, expect, test } from 'vitest'
import { findChromium } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId } from '../../sdk/kit.ts'
import { faultsOf } from '../page-faults.ts'
import { bothThemes, enterOn, eventually, useUiPages } from '../ui-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`avatars${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  const server = sharedServer()
  const { open: openPage, join: joinAs } = useUiPages(server)

  test('shows who is here, counts the rest, names whom one points at, and tells whom one chooses', async () => {
    const room = freshRoomId('avatars')
    const { page, complaints } = await openPage('<h1>Plans</h1><syncforge-avatars max="2"></syncforge-avatars>')
    await enterOn(page, {
      endpoint: server.wsUrl,
      room,
      userId: 'ada',
      userInfo: { name: 'Ada Lovelace', color: '#2f6feb' },
    })
    const [bob] = await Promise.all([joinAs(room, 'bob', { name: 'Bob' }), joinAs(room, 'eve'), joinAs(room, 'dan')])
    await page.getByRole('button', { name: /^2 more: / }).waitFor()
    const list = page.getByRole('list', { name: '4 people here' })
    expect(await list.getByRole('button').allTextContents()).toHaveLength(3)
    const ada = page.getByRole('button', { name: 'Ada Lovelace (you)' })
    expect(await ada.locator('.initials').getAttribute('data-letters')).toBe('AL')
    expect(await ada.evaluate((button) => getComputedStyle(button).backgroundColor)).toBe(
      'color(srgb 0.184314 0.435294 0.921569)',
    )
    await ada.focus()
    const tip = page.locator('syncforge-avatars .tip')
    await eventually(() => tip.evaluate((each) => each.matches(':popover-open') && each.textContent)).toBe(
      'Ada Lovelace (you)',
    )
    const chosen = page.evaluate(
      () =>
        new Promise((resolve) =>
          document.addEventListener('syncforge-person', ({ detail }) => resolve(detail.user.userId)),
        ),
    )
    await ada.press('Enter')
    expect(await chosen).toBe('ada')
    bob.leave()
    await page.getByRole('list', { name: '3 people here' }).waitFor()
    expect(
      await list
        .or(page.getByRole('list', { name: '3 people here' }))
        .getByRole('button')
        .count(),
    ).toBe(3)
    expect(complaints).toEqual([])
  })

  test.each(['light', 'dark'] as const)(
    'has nothing that axe finds, %s, from left to right and from right to left',
    async (colorScheme) => {
      const room = freshRoomId('avatars-axe')
      for (const root of ['lang="en"', 'lang="ar" dir="rtl"']) {
        const body = '<h1>Plans</h1><syncforge-avatars></syncforge-avatars>'
        const { page } = await openPage(body, {
          root,
          colorScheme,
          viewport: { width: 390, height: 700 },
        })
        await bothThemes(page)
        await enterOn(page, { endpoint: server.wsUrl, room, userId: 'ada', userInfo: { name: 'Ada', color: 'gold' } })
        for (const name of ['Bo', 'Cy', 'Di', 'Ed', 'Flo']) await joinAs(room, name, { name })
        await page.getByRole('button', { name: /more: / }).waitFor()
        expect(await faultsOf(page)).toEqual([])
      }
    },
  )

  test('a name, a colour, a picture that want to be more are text, another colour, no picture', async () => {
    const room = freshRoomId('avatars-hostile')
    const { page, complaints } = await openPage('<syncforge-avatars></syncforge-avatars>')
    await enterOn(page, {
      endpoint: server.wsUrl,
      room,
      userId: 'mallory',
      userInfo: { name: '<img src=x onerror=alert(1)>\u202Egro.live', avatar: 'javascript:alert(1)', color: 'inherit' },
    })
    const button = page.locator('syncforge-avatars button')
    await button.waitFor()
    expect(await button.getAttribute('aria-label')).toBe('<img src=x onerror=alert(1)> gro.live (you)')
    expect(await button.locator('img').count()).toBe(0)
    expect(await button.evaluate((each) => each.style.getPropertyValue('--person'))).toMatch(/^#[\da-f]{6}$/)
    expect(complaints).toEqual([])
  })

  test('speaks the words of the app, of one element, and in the plural of its language', async () => {
    const room = freshRoomId('avatars-words')
    const words = JSON.stringify({
      self: '{name} — это вы',
      here: { one: '{count} человек', few: '{count} человека', other: '{count} людей' },
    })
    const { page } = await openPage(
      `<syncforge-avatars words='${words}'></syncforge-avatars><syncforge-avatars id="b"></syncforge-avatars>`,
      { root: 'lang="ru"' },
    )
    await enterOn(page, { endpoint: server.wsUrl, room, userId: 'ada', userInfo: { name: 'Ада' } })
    await page.getByRole('list', { name: '1 человек' }).waitFor()
    await joinAs(room, 'bob')
    await page.getByRole('list', { name: '2 человека' }).waitFor()
    await page.getByRole('button', { name: 'Ада — это вы' }).waitFor()
    await page.evaluate(() => ui.parts.setWords({ 'syncforge-avatars': { here: 'hier: {count}' } }))
    await page.getByRole('list', { name: 'hier: 2' }).waitFor()
    await page.getByRole('list', { name: '2 человека' }).waitFor()
  })

  test('taken out of the page and put back it goes on, and holds nothing meanwhile', async () => {
    const room = freshRoomId('avatars-moved')
    const { page } = await openPage('<div id="a"><syncforge-avatars></syncforge-avatars></div><div id="b"></div>')
    await enterOn(page, { endpoint: server.wsUrl, room, userId: 'ada' })
    await page.getByRole('list', { name: '1 person here' }).waitFor()
    await page.evaluate(() =>
      document.querySelector('#b')?.append(document.querySelector('syncforge-avatars') as Element),
    )
    await joinAs(room, 'bob')
    await page.locator('#b').getByRole('list', { name: '2 people here' }).waitFor()
  })

  test('one person changes: one picture is drawn anew, and nothing else', async () => {
    const room = freshRoomId('avatars-counted')
    const { page } = await openPage('<syncforge-avatars max="50"></syncforge-avatars>')
    await enterOn(page, { endpoint: server.wsUrl, room, userId: 'ada' })
    const others = await Promise.all(Array.from({ length: 20 }, (_, i) => joinAs(room, `person-${i}`)))
    await page.getByRole('list', { name: '21 people here' }).waitFor()
    await page.evaluate(() => {
      const touched = new Set<string>()
      const note = (changes: MutationRecord[]) => {
        for (const { target } of changes) {
          const element = target instanceof Element ? target : target.parentElement
          touched.add(element?.closest('button')?.getAttribute('aria-label') ?? String(element?.outerHTML))
        }
      }
      const watch = new MutationObserver(note)
      const shadow = document.querySelector('syncforge-avatars')!.shadowRoot!
      watch.observe(shadow, { attributes: true, childList: true, characterData: true, subtree: true })
      Object.assign(globalThis, { touched })
    })
    others[7]?.presence.setActivity('away')
    await page.getByRole('button', { name: 'person-7, away' }).waitFor()
    const touched = await page.evaluate(() => [...(globalThis as unknown as { touched: Set<string> }).touched])
    expect(touched).toEqual(['person-7, away'])
  })
})
