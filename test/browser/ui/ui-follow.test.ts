// Following by the element and by the client are one: whoever begins or ends it, both say the same.
import { describe, expect, test } from 'vitest'
import { findChromium } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId } from '../../sdk/kit.ts'
import { enterOn, eventually, useUiPages } from '../ui-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`following${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  const server = sharedServer()
  const { open, join } = useUiPages(server)

  const meet = async (id = freshRoomId('follow')) => {
    const { page, complaints } = await open('<syncforge-follow></syncforge-follow>')
    await page.evaluate(() => {
      const told: (string | null)[] = []
      addEventListener('syncforge-follow', ({ detail }) => told.push(detail.user?.userId ?? null))
      addEventListener('syncforge-error', ({ detail }) => told.push(detail.error.code))
      Object.assign(globalThis, { told })
    })
    await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada', userInfo: { name: 'Ada' } })
    const bob = await join(id, 'bob', { name: 'Bob' })
    bob.followers.subscribe(() => {})
    bob.following.subscribe(() => {})
    await eventually(() => page.evaluate(() => ui.room!.presence.getOthers().length)).toBe(1)
    return {
      page,
      complaints,
      bob,
      frame: page.locator('syncforge-follow .label'),
      followed: () => page.evaluate(() => ui.room!.following.get()?.user.userId ?? null),
      byElement: () => page.evaluate(() => document.querySelector('syncforge-follow')!.following?.userId ?? null),
      told: () => page.evaluate(() => (globalThis as unknown as { told: unknown[] }).told),
      start: () =>
        page.evaluate(() => document.querySelector('syncforge-follow')!.start({ userId: 'bob', verified: false })),
      followersOf: (room: typeof bob) => room.followers.get().map(({ user }) => user.userId),
    }
  }

  test('[FO7] what the element begins and ends is so for the client, on both sides', async () => {
    const { page, complaints, bob, frame, followed, byElement, told, start, followersOf } = await meet()
    await start()
    await frame.getByText('You follow Bob').waitFor()
    await eventually(followed).toBe('bob')
    await eventually(() => followersOf(bob)).toEqual(['ada'])
    // An own move ends it for both.
    await page.mouse.wheel(0, 100)
    await frame.waitFor({ state: 'detached' })
    await eventually(followed).toBe(null)
    await eventually(() => followersOf(bob)).toEqual([])
    await start()
    await frame.getByRole('button', { name: 'Stop' }).click()
    await eventually(followed).toBe(null)
    // Taken out of the page it follows nobody any more.
    await start()
    await eventually(byElement).toBe('bob')
    await page.evaluate(() => document.querySelector('syncforge-follow')!.remove())
    await eventually(() => followersOf(bob)).toEqual([])
    expect(await told()).toEqual(['bob', null, 'bob', null, 'bob'])
    expect(complaints).toEqual([])
  })

  test('[FO7] what the client begins and ends is so for the element, and the page goes along', async () => {
    const { page, complaints, bob, frame, byElement, told, followed } = await meet()
    await page.evaluate(() => document.querySelector('syncforge-follow')!.after(document.createElement('div')))
    await page.evaluate(() => Object.assign((document.querySelector('div') as HTMLElement).style, { height: '4000px' }))
    await page.evaluate(() => ui.room!.follow(ui.room!.presence.getOthers()[0]!))
    await frame.getByText('You follow Bob').waitFor()
    expect(await byElement()).toBe('bob')
    bob.presence.update({ viewport: { x: 0, y: 1 } })
    await eventually(() =>
      page.evaluate(() => Math.ceil(scrollY) >= document.documentElement.scrollHeight - innerHeight),
    ).toBe(true)
    await page.evaluate(() => ui.room!.following.stop())
    await frame.waitFor({ state: 'detached' })
    expect(await byElement()).toBe(null)
    // What the app began goes on without the element.
    await page.evaluate(() => ui.room!.follow('bob'))
    await frame.waitFor()
    await page.evaluate(() => document.querySelector('syncforge-follow')!.remove())
    expect(await followed()).toBe('bob')
    expect((await told()).slice(0, 3)).toEqual(['bob', null, 'bob'])
    expect(complaints).toEqual([])
  })

  test('[FO7] [FO1] the one who is followed is told by the element, a person once; what is seen is shown only meanwhile; round in a circle nobody goes', async () => {
    const id = freshRoomId('follow-me')
    const { page, complaints, bob, told, start } = await meet(id)
    const again = await join(id, 'bob', { name: 'Bob' })
    const view = () => bob.presence.getOthers().find(({ userId }) => userId === 'ada')?.presence.viewport
    expect(view()).toBeUndefined()
    for (const room of [bob, again]) await room.follow('ada')
    await page.getByText('1 person follows you').waitFor()
    await eventually(view).toEqual({ x: 0, y: 0 })
    await start()
    await eventually(told).toEqual(['VALIDATION_ERROR'])
    // To say so in presence makes nobody a follower.
    const eve = await join(id, 'eve', { name: 'Eve' })
    eve.presence.update({ following: { userId: 'ada', verified: false }, said: true })
    await eventually(() =>
      page.evaluate(() => ui.room!.presence.getOthers().some(({ presence }) => presence.said)),
    ).toBe(true)
    expect(await page.getByText('2 people follow you').count()).toBe(0)
    for (const room of [bob, again]) await room.following.stop()
    await page.getByText('1 person follows you').waitFor({ state: 'detached' })
    await eventually(view).toBeUndefined()
    expect(complaints).toEqual([])
  })
})
