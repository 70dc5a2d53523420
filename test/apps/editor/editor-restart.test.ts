import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { keptOn } from '../../browser/kept.ts'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { startServer } from '../../kit/server.ts'
import { enter, eventually, expectSign, nameOf, peopleSeenBy, read, write } from '../editor-page.ts'
import { startFront } from '../page-front.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`the editor while its server is away${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let dataDir: string
  let server: Awaited<ReturnType<typeof startServer>>

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'syncforge-browser-'))
    ;[browser, server] = await Promise.all([launchBrowser(), startServer({ dataDir })])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  test('both come back with nothing lost, including what was typed meanwhile', async () => {
    const where = { url: server.url, room: `browser-${randomUUID()}` }
    const [ada, bob] = [await enter(browser, where), await enter(browser, where)]
    const names = [await nameOf(ada), await nameOf(bob)]
    await write(ada, 'Before.')
    await eventually(() => read(bob), 'Before.')
    await expectSign(ada, 'Saved')

    const { port } = server
    await server.kill()
    await Promise.all([expectSign(ada, 'Offline'), expectSign(bob, 'Offline')])
    expect(await ada.page.getByText('You’re offline.').isVisible()).toBe(true)
    await write(ada, ' Ada while away.')
    await write(bob, ' Bob while away.')
    expect(await read(ada)).toBe('Before. Ada while away.')
    expect(await read(bob)).toBe('Before. Bob while away.')

    server = await startServer({ port, dataDir })
    // Reconnects are spread out, so that a restart is not followed by a storm: the last may take its time.
    await Promise.all([ada, bob].map((person) => expectSign(person, 'Saved', 45_000)))
    await eventually(async () => (await read(ada)).length, 'Before. Ada while away. Bob while away.'.length)
    await eventually(() => read(bob), await read(ada))
    for (const part of ['Before.', ' Ada while away.', ' Bob while away.']) expect(await read(ada)).toContain(part)
    expect(await ada.page.getByText('You’re offline.').isVisible()).toBe(false)
    await eventually(() => peopleSeenBy(ada), `2 people here: ${names[0]} (you) and ${names[1]}`)
    await eventually(() => peopleSeenBy(bob), `2 people here: ${names[1]} (you) and ${names[0]}`)

    await write(bob, ' After.')
    await eventually(async () => (await read(ada)).endsWith(' After.'), true)
    // A third who was never there reads the same from the disk.
    const cyd = await enter(browser, where)
    expect(await read(cyd)).toBe(await read(bob))
    expect([...ada.complaints, ...bob.complaints, ...cyd.complaints]).toEqual([])
  })

  test('[CONV-2] what was typed while the server was away survives a reload, is shown at once, and is merged when the server is back', async () => {
    const front = await startFront(server.port)
    onTestFinished(() => front.stop())
    const where = { url: front.url, room: `browser-${randomUUID()}` }
    const [ada, bob] = [await enter(browser, where), await enter(browser, where)]
    await write(ada, 'Before.')
    await eventually(() => read(bob), 'Before.')
    await Promise.all([ada, bob].map((person) => expectSign(person, 'Saved')))
    const { port } = server
    await server.kill()
    await expectSign(ada, 'Offline')
    await write(ada, ' Ada before the reload.')

    await eventually(() => keptOn(ada.page), ['Before. Ada before the reload.'])
    ada.page.on('dialog', (dialog) => void dialog.accept())
    await ada.page.reload()
    await ada.text.waitFor()
    await eventually(() => read(ada), 'Before. Ada before the reload.')
    await expectSign(ada, 'Offline')
    await write(ada, ' Ada after it.')

    server = await startServer({ port, dataDir })
    await Promise.all([ada, bob].map((person) => expectSign(person, 'Saved', 45_000)))
    await eventually(() => read(bob), 'Before. Ada before the reload. Ada after it.')
    expect(await read(ada)).toBe('Before. Ada before the reload. Ada after it.')
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  })
})
