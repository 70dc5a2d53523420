// The list of versions while others make some: what the room tells of is in it, whatever is being asked at that moment.
import { describe, expect, test } from 'vitest'
import { findChromium } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId } from '../../sdk/kit.ts'
import { enterOn, eventually, useUiPages } from '../ui-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

/** What holds back an answer of the room, on the page. */
interface Held {
  readonly asked: boolean
  release(): void
}
declare global {
  var held: Held
}

describe.skipIf(missing)(`the list of versions${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  const server = sharedServer()
  const { open, join } = useUiPages(server)

  const meet = async () => {
    const id = freshRoomId('versions')
    const { page, complaints } = await open('<div></div>')
    await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada', userInfo: { name: 'Ada' } })
    const bob = await join(id, 'bob', { name: 'Bob' })
    bob.getDocument().getText('content').insert(0, 'Words')
    await bob.flush()
    return {
      page,
      complaints,
      bob,
      /** The next answer to this question comes, and is kept from the page until it is released. */
      holdBack: (question: 'list' | 'compare') =>
        page.evaluate((name) => {
          const versions = ui.room!.versions as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
          const ask = versions[name]!
          let release = () => {}
          const released = new Promise<void>((resolve) => {
            release = resolve
          })
          globalThis.held = { asked: false, release }
          versions[name] = async (...args) => {
            versions[name] = ask
            const answer = await ask(...args)
            globalThis.held = { asked: true, release }
            await released
            return answer
          }
        }, question),
      answered: () => page.waitForFunction(() => globalThis.held.asked),
      release: () => page.evaluate(() => globalThis.held.release()),
      show: () =>
        page.evaluate(() => {
          const list = document.createElement('syncforge-history')
          list.room = ui.room
          document.querySelector('div')!.append(list)
        }),
      /** Until this page was told of so many. */
      told: (count: number) =>
        page.evaluate(
          (wanted) =>
            new Promise<void>((resolve) => {
              ui.room!.activity.subscribe((entries) => {
                if (entries.filter(({ kind }) => kind === 'version.created').length === wanted) resolve()
              })
            }),
          count,
        ),
      names: () => page.locator('syncforge-history .version bdi').allTextContents(),
    }
  }

  test('[HI1] one that is made while the list is loaded for the first time is in it', async () => {
    const { complaints, bob, holdBack, answered, release, show, told, names } = await meet()
    await bob.versions.create('First')
    await holdBack('list')
    await show()
    await answered()
    await bob.versions.create('Second')
    await told(2)
    await release()
    await eventually(names).toEqual(['Second', 'First'])
    expect(complaints).toEqual([])
  })

  test('[HI1] one that is made while another is compared is in it, and what is compared goes on standing there', async () => {
    const { page, complaints, bob, holdBack, answered, release, show, told, names } = await meet()
    await bob.versions.create('First')
    await show()
    await eventually(names).toEqual(['First'])
    await holdBack('compare')
    await page.getByRole('button', { name: /^First/ }).click()
    await answered()
    await bob.versions.create('Second')
    await told(2)
    await release()
    await eventually(names).toEqual(['Second', 'First'])
    await page.getByText('The same as now.').waitFor()
    expect(complaints).toEqual([])
  })
})
