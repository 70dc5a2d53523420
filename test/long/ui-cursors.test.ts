// What two hundred cursors cost a page, drawn by <syncforge-cursors>: scripting per frame in Chromium, with everything that the client does for them.
import { type Room, SyncForge } from '@syncforge/client'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { enterOn, useUiPages } from '../browser/ui-page.ts'
import { findChromium } from '../kit/chromium.ts'
import { developmentKeys, startServer, type TestServer } from '../kit/server.ts'
import { createRoom } from '../sdk/kit.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

const people = 200
const measuredMs = 10_000
const allowedMs = 4

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
    const drawn = () =>
      page.evaluate(() => document.querySelector('syncforge-cursors')?.shadowRoot?.querySelectorAll('.cursor').length)
    await expect.poll(drawn, { timeout: 60_000 }).toBe(people)

    const tools = await page.context().newCDPSession(page)
    await tools.send('Performance.enable')
    const scriptSeconds = async () => {
      const { metrics } = await tools.send('Performance.getMetrics')
      return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN
    }
    const before = await scriptSeconds()
    const seen = await page.evaluate(
      (ms) =>
        new Promise<{ frames: number; moves: number }>((resolve) => {
          const layer = document.querySelector('syncforge-cursors')?.shadowRoot?.querySelector('.layer') as Element
          let moves = 0
          const watch = new MutationObserver((changes) => {
            moves += changes.length
          })
          watch.observe(layer, { attributes: true, attributeFilter: ['style'], subtree: true })
          const endsAt = performance.now() + ms
          let frames = 0
          const frame = () => {
            frames += 1
            if (performance.now() < endsAt) requestAnimationFrame(frame)
            else {
              watch.disconnect()
              resolve({ frames, moves })
            }
          }
          frame()
        }),
      measuredMs,
    )
    const perFrameMs = (((await scriptSeconds()) - before) * 1_000) / seen.frames
    const perSecond = seen.frames / (measuredMs / 1_000)
    console.log(
      `${people} cursors: ${perFrameMs.toFixed(2)} ms of scripting per frame, ${perSecond.toFixed(1)} frames a second, ${(seen.moves / seen.frames).toFixed(0)} cursors moved in each`,
    )
    expect(seen.moves / seen.frames).toBeGreaterThan(people / 4)
    expect(perFrameMs).toBeLessThan(allowedMs)
  })
})
