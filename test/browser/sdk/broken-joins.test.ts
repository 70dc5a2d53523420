// A12 in browsers: pages that go, or that think better of it, while they join. Nobody stays in the room, and nothing dials again.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SyncForge } from '@syncforge/client'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { buildPage } from '../../apps/frameworks/pages.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId, rest } from '../../sdk/kit.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const patience = { timeout: 60_000, interval: 200 }
/** Where a join is broken off, in milliseconds: on its way, while it is greeted, as it is done. */
const moments = [0, 2, 5, 10, 20, 40, 80, 160]

declare global {
  var joinAt: (endpoint: string, room: string, signal?: AbortSignal) => ReturnType<SyncForge['joinRoom']>
}

describe.skipIf(missing)(`joins that are broken off in a browser${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let address: string
  const server = sharedServer()
  const app = createServer()
  beforeAll(async () => {
    const scripts = await buildPage({
      contents: `import { SyncForge } from '@syncforge/client'
globalThis.joinAt = (endpoint, room, signal) => new SyncForge({ endpoint, apiKey: 'pk_dev_syncforge' }).joinRoom(room, { signal })`,
    })
    app.on('request', ({ url = '/' }, response) => {
      const script = scripts.get(url)
      response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
      response.end(script ?? '<!doctype html><title>App</title><script type="module" src="/page.js"></script>')
    })
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
    address = `http://127.0.0.1:${(app.address() as AddressInfo).port}/`
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    app.closeAllConnections()
    app.close()
  })

  const open = async () => {
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const sockets: { isClosed(): boolean }[] = []
    page.on('websocket', (socket) => sockets.push(socket))
    await page.goto(address)
    await page.waitForFunction(() => globalThis.joinAt !== undefined)
    return { context, page, sockets }
  }
  const peopleIn = async (room: string): Promise<number> => {
    const found = await (await rest(server, `/rooms/${room}/participants`)).json()
    return (found as { participants: readonly object[] }).participants.length
  }
  /** Somebody who stays: without them an empty room would tell nothing. */
  const stay = async (room: string) => {
    const { page } = await open()
    await page.evaluate(
      ([endpoint, id]) => joinAt(endpoint as string, id as string).then(() => undefined),
      [server.wsUrl, room],
    )
    expect(await peopleIn(room)).toBe(1)
  }

  test('a join that its signal aborts, at any moment: the page has no socket left, and the room nobody', async () => {
    const room = freshRoomId('aborted')
    await stay(room)
    const { page, sockets } = await open()
    const ends = await page.evaluate(
      async ([endpoint, id, all]) => {
        const breakOff = async (afterMs: number) => {
          const giveUp = new AbortController()
          const joining = joinAt(endpoint as string, id as string, giveUp.signal)
          setTimeout(() => giveUp.abort(), afterMs)
          // Who was quicker than the signal leaves by themselves.
          return joining.then(
            (joined) => {
              joined.leave()
              return 'LEFT'
            },
            (error) => error.code as string,
          )
        }
        return Promise.all((all as number[]).map(breakOff))
      },
      [server.wsUrl, room, moments] as const,
    )
    expect(ends[0]).toBe('ABORTED')
    expect(ends.filter((end) => end !== 'ABORTED' && end !== 'LEFT')).toEqual([])
    await expect.poll(() => sockets.filter((socket) => !socket.isClosed()).length, patience).toBe(0)
    await expect.poll(() => peopleIn(room), patience).toBe(1)
    // Whoever dials again does so within a few seconds: the room's own time for coming back is over by now.
    const dialled = sockets.length
    await expect.poll(() => peopleIn(room), patience).toBe(1)
    expect([sockets.length, sockets.filter((socket) => !socket.isClosed()).length]).toEqual([dialled, 0])
  })

  test('a page that is closed, or goes elsewhere, while it joins: the room lets go of it', async () => {
    const room = freshRoomId('closed')
    await stay(room)
    const visits = moments.flatMap((afterMs) => [
      { afterMs, leaves: 'closed' as const },
      { afterMs, leaves: 'elsewhere' as const },
    ])
    for (const { afterMs, leaves } of visits) {
      const { context, page } = await open()
      await page.evaluate(
        ([endpoint, id]) => void joinAt(endpoint as string, id as string).catch(() => {}),
        [server.wsUrl, room],
      )
      await page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), afterMs)
      if (leaves === 'closed') await page.close()
      else await page.goto('about:blank')
      await expect.poll(() => peopleIn(room), patience).toBe(1)
      await context.close()
    }
    expect(await peopleIn(room)).toBe(1)
  })
})
