// What two hundred cursors cost a page, drawn by <syncforge-cursors>: scripting per frame in Chromium, with everything that the client does for them.
import { type Room, SyncForge } from '@syncforge/client'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { enterOn, useUiPages } from '../../browser/ui-page.ts'
import { findChromium } from '../../kit/chromium.ts'
import { developmentKeys, startServer, type TestServer } from '../../kit/server.ts'
import { createRoom } from '../../sdk/kit.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

const people = 200
const measuredMs = 10_000
const allowedMs = 4
/** A frame or two fewer than the screen has. */
const framesWanted = 58

describe.skipIf(missing)(`two hundred cursors${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let server: TestServer
  const { open } = useUiPages({
    get wsUrl() {
      return server.wsUrl
    },
  })
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server?.stop())

  test(`take less than ${allowedMs} ms of scripting in a frame`, async () => {
    const room = `crowd-${process.pid}`
    await createRoom(server, { id: room, access: 'public', maxParticipants: people + 50 })
    const { page } = await open('<syncforge-cursors><h1>Plans</h1></syncforge-cursors>', {
      viewport: { width: 1_280, height: 900 },
    })
    await page.evaluate(() =>
      Object.assign(document.querySelector<HTMLElement>('syncforge-cursors')!.style, { height: '860px' }),
    )
    await enterOn(page, { endpoint: server.wsUrl, room, userId: 'ada' })
    const rooms: Room[] = []
    for (let i = 0; i < people; i++) {
      const client = new SyncForge({ apiKey: developmentKeys.publishable, endpoint: server.wsUrl })
      onTestFinished(() => client.close())
      rooms.push(await client.joinRoom(room, { userId: `person-${i}` }))
    }
    let turn = 0
    const timer = setInterval(() => {
      turn += 1
      for (const [i, each] of rooms.entries()) {
        const at = turn / 40 + i
        each.cursors.update({ x: 0.5 + 0.45 * Math.sin(at), y: 0.5 + 0.45 * Math.cos(at * 1.3) })
      }
    }, 50)
    onTestFinished(() => clearInterval(timer))
    // A crowd is drawn on a canvas: whose cursor went where is heard there.
    await page.evaluate(() => {
      const moves = { count: 0, places: new Map<unknown, string>() }
      const { prototype } = CanvasRenderingContext2D
      const draw = prototype.drawImage as (...drawn: unknown[]) => void
      prototype.drawImage = function (this: CanvasRenderingContext2D, ...drawn: unknown[]) {
        const [picture, x, y] = drawn
        if (moves.places.get(picture) !== `${x} ${y}`) moves.count += 1
        moves.places.set(picture, `${x} ${y}`)
        draw.apply(this, drawn)
      }
      Object.assign(globalThis, { moves, stopWatching: () => Object.assign(prototype, { drawImage: draw }) })
    })
    const drawn = () =>
      page.evaluate(() => (globalThis as unknown as { moves: { places: Map<unknown, string> } }).moves.places.size)
    await expect.poll(drawn, { timeout: 60_000 }).toBeGreaterThanOrEqual(people)

    /** Runs for so long; how many frames there were. */
    const framesFor = (ms: number) =>
      page.evaluate(
        (durationMs) =>
          new Promise<number>((resolve) => {
            const endsAt = performance.now() + durationMs
            let frames = 0
            const frame = () => {
              frames += 1
              if (performance.now() < endsAt) requestAnimationFrame(frame)
              else resolve(frames)
            }
            frame()
          }),
        ms,
      )
    await page.evaluate(() => Object.assign((globalThis as unknown as { moves: object }).moves, { count: 0 }))
    const watched = await framesFor(2_000)
    const moves = await page.evaluate(() => {
      const { moves, stopWatching } = globalThis as unknown as { moves: { count: number }; stopWatching(): void }
      stopWatching()
      return moves.count
    })

    // What the page's thread itself computed: other processes of a busy machine do not count.
    const tools = await page.context().newCDPSession(page)
    await tools.send('Performance.enable', { timeDomain: 'threadTicks' })
    const scriptSeconds = async () => {
      const { metrics } = await tools.send('Performance.getMetrics')
      return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN
    }
    const before = await scriptSeconds()
    const frames = await framesFor(measuredMs)
    const perFrameMs = (((await scriptSeconds()) - before) * 1_000) / frames
    const perSecond = frames / (measuredMs / 1_000)
    const moved = moves / watched
    const measured = [
      {
        target: `${people} cursors on a page: scripting per frame`,
        wanted: `< ${allowedMs} ms`,
        measured: `${perFrameMs.toFixed(2)} ms, ${moved.toFixed(0)} cursors moved in each`,
        kept: perFrameMs < allowedMs,
      },
      // Of the machine as much as of the page: told, and no reason to fail.
      {
        target: `${people} cursors on a page: frames a second`,
        wanted: `60, at least ${framesWanted}`,
        measured: perSecond.toFixed(1),
        kept: perSecond >= framesWanted,
      },
    ]
    for (const each of measured) console.log(JSON.stringify(each))
    expect(moved).toBeGreaterThan(people / 4)
    expect(perFrameMs).toBeLessThan(allowedMs)
  })
})
