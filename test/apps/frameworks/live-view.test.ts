// The guide for LiveView as it is printed, under the stock `phoenix_live_view` client: two browsers, two lines each.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { createToken, freshRoomId } from '../../sdk/kit.ts'
import { startLiveViewApp } from './live-view-app.ts'
import { buildPage } from './pages.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const patience = { timeout: 30_000, interval: 50 }

describe.skipIf(missing)(`the hook for LiveView${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let app: Awaited<ReturnType<typeof startLiveViewApp>>
  const server = sharedServer()

  beforeAll(async () => {
    const guide = await readFile(join(import.meta.dirname, '../../../docs/guides/live-view.md'), 'utf8')
    const printed = (language: string) => new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(guide)?.[1] ?? ''
    const script = printed('js').replace('wss://collab.example.com', server.wsUrl)
    const [opened, scripts] = await Promise.all([launchBrowser(), buildPage({ contents: script })])
    browser = opened
    app = await startLiveViewApp(printed('heex').replace('data-room="plans"', 'data-room={@room}'), scripts)
  })
  afterAll(async () => {
    await browser?.close()
    app?.stop()
  })

  const open = async (name: string, room: string, ...rooms: readonly string[]) => {
    const token = await createToken(server, name, Object.fromEntries([room, ...rooms].map((id) => [id, ['write']])))
    const { view, address } = app.open(name, { room, token, shown: 'yes' })
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.addInitScript(() => {
      globalThis.addEventListener('syncforge-joined', (event) => {
        joins.push((event as CustomEvent<{ room: (typeof joins)[number] }>).detail.room)
      })
      globalThis.joins = []
    })
    await page.goto(address)
    const sees = (...names: readonly string[]) =>
      expect
        .poll(
          () =>
            page.evaluate(() =>
              joins
                .at(-1)
                ?.presence.get()
                .map(({ userId }) => userId)
                .sort(),
            ),
          patience,
        )
        .toEqual(names)
    return { page, view, complaints, sees }
  }
  type Opened = Awaited<ReturnType<typeof open>>
  const lastPeople = ({ view }: Opened) =>
    view.pushed
      .filter(({ event }) => event === 'syncforge:presence')
      .at(-1)
      ?.value.people?.map(({ userId }) => userId)
      .sort()
  const connectionOf = ({ page }: Opened) => page.evaluate(() => joins.at(-1)?.self.connectionId)

  test('mounted, they see each other, and their app hears it; another token changes nothing, another room is joined', async () => {
    const [first, second] = [freshRoomId('live'), freshRoomId('live-second')]
    const [ada, bob] = [await open('ada', first, second), await open('bob', first, second)]
    for (const one of [ada, bob]) await one.sees('ada', 'bob')
    // Elements that LiveView leaves alone have found the room by themselves.
    await ada.page.waitForFunction(
      () => document.querySelector('syncforge-avatars')?.shadowRoot?.querySelectorAll('li').length === 2,
    )
    await expect.poll(() => lastPeople(bob), patience).toEqual(['ada', 'bob'])
    expect(bob.view.pushed.find(({ event }) => event === 'syncforge:status')?.value).toMatchObject({
      room: first,
      status: 'connected',
    })
    const connection = await connectionOf(ada)
    const token = await createToken(server, 'ada', { [second]: ['write'], [first]: ['write'] })
    app.render(ada.view, { token })
    await ada.page.waitForFunction((now) => document.querySelector<HTMLElement>('#plans')?.dataset.token === now, token)
    expect(await connectionOf(ada)).toBe(connection)
    app.render(ada.view, { room: second })
    await ada.sees('ada')
    await bob.sees('bob')
    app.render(bob.view, { room: second })
    for (const one of [ada, bob]) await one.sees('ada', 'bob')
    expect([ada.complaints, bob.complaints]).toEqual([[], []])
  })

  test('their line to the app is cut, and comes back: in the room nobody has left; an element that goes has left', async () => {
    const id = freshRoomId('live-cut')
    const [ada, bob] = [await open('ada', id), await open('bob', id)]
    for (const one of [ada, bob]) await one.sees('ada', 'bob')
    const connections = await Promise.all([ada, bob].map(connectionOf))
    app.goDown()
    await ada.page.waitForFunction(() => document.querySelector('.phx-loading, .phx-error, .phx-client-error') !== null)
    // What would be pushed meanwhile is dropped without a word.
    await bob.page.evaluate(() => joins.at(-1)?.presence.update({ at: 1 }))
    await ada.page.waitForFunction(() => joins.at(-1)?.presence.getOthers()[0]?.presence.at === 1)
    app.comeUp()
    await expect.poll(() => [ada.view.mounts, bob.view.mounts], patience).toEqual([2, 2])
    expect(await Promise.all([ada, bob].map(connectionOf))).toEqual(connections)
    await bob.page.evaluate(() => joins.at(-1)?.presence.update({ at: 2 }))
    await ada.page.waitForFunction(() => joins.at(-1)?.presence.getOthers()[0]?.presence.at === 2)
    expect(await ada.page.evaluate(() => joins.length)).toBe(1)
    app.render(ada.view, { shown: 'no' })
    await bob.sees('bob')
    expect([ada.complaints, bob.complaints]).toEqual([[], []])
  })
})

declare global {
  var joins: {
    readonly self: { readonly connectionId: string }
    readonly presence: {
      get(): readonly { readonly userId: string }[]
      getOthers(): readonly { readonly presence: { readonly at?: number } }[]
      update(patch: { readonly at: number }): void
    }
  }[]
}
