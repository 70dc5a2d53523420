// The tools of whoever builds an app: what is in the room, what goes over the wire, and a network that is slow or gone.
import type {} from '@syncforge/ui/devtools'
import { describe, expect, test } from 'vitest'
import { findChromium } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { freshRoomId } from '../../sdk/kit.ts'
import { faultsOf } from '../page-faults.ts'
import { bothThemes, enterOn, eventually, useUiPages } from '../ui-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`devtools${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  const server = sharedServer()
  const { open, join } = useUiPages(server, {
    script: "import '@syncforge/ui/devtools'; import * as Y from 'yjs'; globalThis.Y = Y",
  })

  test('people, their presence, documents as trees, frames, round trips; nothing secret, and markup is text', async () => {
    const id = freshRoomId('tools')
    const { page, complaints } = await open('<h1>Plans</h1><syncforge-devtools></syncforge-devtools>')
    await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada', userInfo: { name: 'Ada' } })
    const bob = await join(id, 'bob', { name: '<img src=x onerror=alert(1)>' })
    bob.presence.update({ selection: 'row-7' })
    await page.getByRole('button', { name: 'SyncForge' }).click()
    await page.getByText('"selection":"row-7"').waitFor()
    await page.getByText('<img src=x onerror=alert(1)>').waitFor()
    await page.evaluate(async () => {
      const { Y } = globalThis as unknown as { Y: typeof import('yjs') }
      const doc = ui.room!.getDocument('board')
      const map = doc.getMap('shapes')
      map.set('one', new Y.Map(Object.entries({ kind: 'circle', at: [1, 2] })))
      doc.getText('title').insert(0, 'A <b>title</b>')
      await ui.room!.flush()
    })
    await page.getByRole('tab', { name: 'Documents' }).click()
    for (const part of ['board', 'shapes', 'one', 'title']) await page.locator('summary', { hasText: part }).click()
    await page.getByText('"circle"').or(page.getByText('circle')).waitFor()
    await page.getByText('A <b>title</b>').waitFor()
    await page.getByRole('tab', { name: 'Documents' }).press('ArrowRight')
    expect(await page.getByRole('tab', { name: 'Frames' }).getAttribute('aria-selected')).toBe('true')
    await page.getByLabel('Only').fill('document ack')
    await page.locator('summary', { hasText: 'document ack' }).first().waitFor()
    await page.getByLabel('Only').fill('welcome')
    await page.locator('summary', { hasText: 'welcome' }).click()
    const welcome = (await page.locator('pre').first().textContent()) ?? ''
    expect(welcome).toContain('"secret":"…"')
    await page.getByRole('tab', { name: 'Network' }).click()
    await page.getByRole('cell', { name: 'edit of board' }).waitFor()
    await page.getByText('Waiting for an answer: 0').waitFor()
    expect(complaints).toEqual([])
  })

  test('offline is offline until it is not: edits wait and arrive; later is later; a broken connection is made anew', async () => {
    const id = freshRoomId('tools-weather')
    const { page } = await open('<syncforge-devtools open></syncforge-devtools>')
    await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada' })
    const bob = await join(id, 'bob')
    const text = () => bob.getDocument().getText('content').toString()
    const write = (words: string) =>
      page.evaluate((said) => ui.room!.getDocument().getText('content').insert(0, said), words)
    const status = () => page.evaluate(() => ui.room!.status.get())
    await write('one ')
    await eventually(text).toBe('one ')
    await page.getByRole('tab', { name: 'Network' }).click()
    await page.getByLabel('Offline').check()
    await eventually(status).toBe('reconnecting')
    await page.getByText('simulated network').waitFor()
    await write('two ')
    expect(await page.evaluate(() => ui.room!.sync.get())).toBe('offline')
    await page.getByLabel('Offline').uncheck()
    await eventually(text).toBe('two one ')
    await eventually(status).toBe('connected')
    await page.evaluate(() => document.querySelector('syncforge-devtools')!.simulate({ delayMs: 400, loss: 0.2 }))
    const tookMs = await page.evaluate(async () => {
      const startedAt = performance.now()
      await ui.room!.presence.recentlyLeft()
      return performance.now() - startedAt
    })
    expect(tookMs).toBeGreaterThan(790)
    for (const word of ['a', 'b', 'c', 'd', 'e']) await write(word)
    await eventually(text).toBe('edcbatwo one ')
    await page.evaluate(() => document.querySelector('syncforge-devtools')!.simulate({}))
    await page.getByRole('button', { name: 'Break the connection' }).click()
    await eventually(status).toBe('connected')
    await page.evaluate(() => document.querySelector('syncforge-devtools')!.remove())
    expect(await page.evaluate(() => /native code/.test(String(WebSocket.prototype.send)))).toBe(true)
  })

  test('put into the page late it hears what is open already, and from the next connection on the network is its own; in the words of the app', async () => {
    const id = freshRoomId('tools-late')
    const { page } = await open('<p></p>')
    await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada' })
    await page.evaluate(async () => {
      const words = { network: 'Netz', offline: 'Getrennt', edit: 'Änderung an {document}', waiting: 'Warten: {count}' }
      const tools = Object.assign(document.createElement('syncforge-devtools'), { open: true, room: ui.room, words })
      document.querySelector('main')?.append(tools)
      await ui.room!.presence.recentlyLeft()
      ui.room!.getDocument('board').getText('title').insert(0, 'one')
      await ui.room!.flush()
    })
    await page.getByRole('tab', { name: 'Netz' }).click()
    await page.getByRole('cell', { name: 'presence.listDeparted' }).waitFor()
    await page.getByRole('cell', { name: 'Änderung an board' }).waitFor()
    await page.getByText('Warten: 0').waitFor()
    await page.getByRole('tab', { name: 'People' }).waitFor() // what is left out is said in English
    await page.getByLabel('Getrennt').check()
    await eventually(() => page.evaluate(() => ui.room!.status.get())).toBe('reconnecting')
    await page.getByLabel('Getrennt').uncheck()
    await eventually(() => page.evaluate(() => ui.room!.status.get())).toBe('connected')
  })

  test.each(['light', 'dark'] as const)(
    'axe finds nothing in any of its views, %s, 390 pixels wide',
    async (colorScheme) => {
      const id = freshRoomId('tools-axe')
      const { page } = await open('<h1>Plans</h1><syncforge-devtools open></syncforge-devtools>', {
        colorScheme,
        viewport: { width: 390, height: 800 },
      })
      await bothThemes(page)
      await enterOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada' })
      await page.evaluate(() => ui.room!.getDocument().getText('content').insert(0, 'words'))
      for (const tab of ['People', 'Documents', 'Frames', 'Network']) {
        await page.getByRole('tab', { name: tab }).click()
        expect(await faultsOf(page), tab).toEqual([])
        const shots = process.env.SHOTS
        if (shots) await page.screenshot({ path: `${shots}/ui-devtools-${tab}-${colorScheme}.png` })
      }
    },
  )
})
