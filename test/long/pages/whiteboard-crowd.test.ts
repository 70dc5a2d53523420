// Two hundred people on one whiteboard, all over it and all pointing: a page that shows a corner hears of those in the corner alone.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boardOf, comeToBoard, cursorsHeardBy, cursorsOn, eventually } from '../../apps/whiteboard-page.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { createRoom, enter, type Person } from '../../sdk/kit.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

const people = 200
/** They stand in rows of twenty, so many units apart. */
const apart = 1_000
const placeOf = (index: number) => ({ x: (index % 20) * apart + 100, y: Math.floor(index / 20) * apart + 100 })

describe.skipIf(missing)(`a crowd on the whiteboard${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let server: TestServer
  beforeAll(async () => {
    ;[browser, server] = await Promise.all([launchBrowser(), startServer()])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  test('[CU6] of two hundred people who move, a page is sent the cursors of those in sight', async () => {
    const id = `whiteboard-crowd-${process.pid}`
    await createRoom(server, { id, access: 'public', maxParticipants: people + 50 })
    const crowd: Person[] = []
    for (let index = 0; index < people; index++) {
      const person = await enter(server.wsUrl, id, { userId: `person-${index}`, userInfo: { name: `P${index}` } })
      // Each looks at what is around them, as a board does.
      person.room.cursors.watch({ area: { ...placeOf(index), width: 100, height: 100 } })
      person.room.cursors.update(placeOf(index))
      crowd.push(person)
    }
    const drawer = await comeToBoard(browser, 'about:blank')
    const heard = cursorsHeardBy(drawer.page)
    await drawer.page.goto(`${server.url}/examples/whiteboard/?board=${id}`)
    await boardOf(drawer).waitFor()
    // 1,280 by 800 of the board's units: the first two of the first row.
    const inSight = ['P0', 'P1']
    await eventually(async () => (await cursorsOn(drawer.page)).toSorted(), inSight, 60_000)
    heard.length = 0
    for (let turn = 1; turn <= 40; turn++) {
      for (const [index, { room }] of crowd.entries()) {
        const { x, y } = placeOf(index)
        room.cursors.update({ x: x + turn, y: y + turn })
      }
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    await expect.poll(() => heard.length, { timeout: 60_000 }).toBeGreaterThan(10)
    // Everybody's last move has been taken by the room: a neighbour has seen it.
    const last = crowd.at(-1) as Person
    await last.room.flush()
    expect(new Set(heard).size).toBe(inSight.length)
    // A move for each of the forty turns and of the two, at the very most.
    expect(heard.length).toBeLessThanOrEqual(40 * inSight.length)
    expect((await cursorsOn(drawer.page)).toSorted()).toEqual(inSight)
    expect(drawer.complaints).toEqual([])
  }, 600_000)
})
