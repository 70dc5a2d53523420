// CONV-2 in a real browser: what is written without a network is kept, merged on return, forgotten on sign-out.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, createToken, enter, freshRoomId, openNetwork, rest, textOf, until } from '../../sdk/kit.ts'
import { keptOn } from '../kept.ts'
import { databasesOn, errorsOn, insertOn, joinOn, startSdkPage, syncOn, textOn } from '../sdk-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`offline${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  const server = sharedServer()
  let pages: Awaited<ReturnType<typeof startSdkPage>>

  beforeAll(async () => {
    ;[browser, pages] = await Promise.all([launchBrowser(), startSdkPage()])
  })
  afterAll(async () => {
    await browser?.close()
    await pages?.stop()
  })

  /** A profile of its own, with a page on it. */
  const openProfile = async (): Promise<{ context: BrowserContext; page: Page }> => {
    const context = await browser.newContext()
    onTestFinished(() => context.close())
    return { context, page: await pages.open(context) }
  }
  const eventually = (page: Page, sync: string) => expect.poll(() => syncOn(page), { timeout: 30_000 }).toBe(sync)
  const loaded = (page: Page, document = 'default') =>
    page.evaluate(async (name) => void (await stay.room.getDocument(name).whenLoaded), document)
  /** An edit is in the browser's storage a moment after it was made. */
  const kept = (page: Page, ...texts: string[]) => expect.poll(() => keptOn(page)).toEqual(texts)
  const textByRest = async (id: string) => (await rest(server, `/rooms/${id}/document?format=text`)).text()

  test('[CONV-2] edits made without a network survive reloads and merge on return; nothing says saved before the room has it', async () => {
    const id = freshRoomId('offline')
    const network = await openNetwork(server)
    const visit = { endpoint: network.endpoint, room: id, userId: 'ada', userInfo: { name: 'Ada' }, offline: true }
    const { page } = await openProfile()
    await joinOn(page, visit)
    await insertOn(page, 'Together.')
    await insertOn(page, 'Notes.', 'notes')
    await eventually(page, 'saved')

    network.goDown()
    await eventually(page, 'offline')
    await insertOn(page, ' Ada before the reload.')
    await kept(page, 'Together. Ada before the reload.')
    await pages.reload(page)

    await joinOn(page, visit)
    expect(await page.evaluate(() => ({ ...stay.room.self, status: stay.room.status.get() }))).toMatchObject({
      connectionId: '',
      userId: 'ada',
      userInfo: expect.objectContaining({ name: 'Ada' }),
      verified: false,
      access: 'write',
      status: 'connecting',
    })
    await loaded(page)
    expect(await textOn(page)).toBe('Together. Ada before the reload.')
    await insertOn(page, ' Ada after it.')
    await kept(page, 'Together. Ada before the reload. Ada after it.')
    await pages.reload(page)

    await joinOn(page, visit)
    await Promise.all([loaded(page), loaded(page, 'notes')])
    expect(await textOn(page)).toBe('Together. Ada before the reload. Ada after it.')
    expect(await textOn(page, 'notes')).toBe('Notes.')
    expect(await page.evaluate(() => stay.syncs)).toEqual(['offline'])

    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    await bob.room.getDocument().whenSynced
    expect(textOf(bob.room).toString()).toBe('Together.')
    textOf(bob.room).insert(0, 'Bob: ')
    await bob.room.flush()
    network.comeUp()
    await eventually(page, 'saved')
    const merged = 'Bob: Together. Ada before the reload. Ada after it.'
    await until('bob has it', () => textOf(bob.room).toString() === merged)
    expect(await textOn(page)).toBe(merged)
    expect(await textByRest(id)).toBe(merged)
    expect(await page.evaluate(() => [stay.syncs, stay.errors])).toEqual([['offline', 'synchronizing', 'saved'], []])
    expect(await page.evaluate(() => stay.room.self.connectionId)).toMatch(/^con_/)
  })

  test('deletions alone, made without a network and reloaded, reach the others', async () => {
    const id = freshRoomId('deletions')
    const network = await openNetwork(server)
    const visit = { endpoint: network.endpoint, room: id, userId: 'ada', offline: true }
    const { page } = await openProfile()
    await joinOn(page, visit)
    await insertOn(page, 'keep and throw away')
    await eventually(page, 'saved')
    network.goDown()
    await eventually(page, 'offline')
    await page.evaluate(() => stay.room.getDocument().getText('content').delete(4, 15))
    await kept(page, 'keep')
    await pages.reload(page)
    await joinOn(page, visit)
    await loaded(page)
    network.comeUp()
    await eventually(page, 'saved')
    expect(await textByRest(id)).toBe('keep')
  })

  test('a room that was never met can be written in, and gets it when it is met', async () => {
    const id = freshRoomId('unmet')
    const network = await openNetwork(server)
    network.goDown()
    const visit = { endpoint: network.endpoint, room: id, userId: 'ada', offline: true }
    const { page } = await openProfile()
    await joinOn(page, visit)
    await insertOn(page, 'written on a plane')
    await kept(page, 'written on a plane')
    await pages.reload(page)
    await joinOn(page, visit)
    await loaded(page)
    expect(await textOn(page)).toBe('written on a plane')
    network.comeUp()
    await eventually(page, 'saved')
    expect(await textByRest(id)).toBe('written on a plane')
  })

  test('one call on sign-out deletes everything of this endpoint, in every tab, and open documents make nothing anew', async () => {
    const [network, other] = [await openNetwork(server), await openNetwork(server)]
    const { context, page } = await openProfile()
    await joinOn(page, { endpoint: other.endpoint, room: freshRoomId('elsewhere'), userId: 'ada', offline: true })
    await insertOn(page, 'of another server')
    await eventually(page, 'saved')
    const elsewhere = await databasesOn(page)
    expect(elsewhere.length).toBe(2)

    await pages.reload(page)
    const [first, second] = [freshRoomId('first'), freshRoomId('second')]
    await joinOn(page, { endpoint: network.endpoint, room: first, userId: 'bob', offline: true })
    await insertOn(page, 'left behind by an earlier visit')
    await eventually(page, 'saved')
    await pages.reload(page)
    const tab = await pages.open(context)
    for (const each of [page, tab]) {
      await joinOn(each, { endpoint: network.endpoint, room: second, userId: 'ada', offline: true })
      await insertOn(each, 'secret ')
      await insertOn(each, 'notes ', 'notes')
      await eventually(each, 'saved')
    }
    expect((await databasesOn(page)).length).toBe(elsewhere.length + 2 + 3)

    await page.evaluate(() => stay.client.forgetOffline())
    expect(await databasesOn(page)).toEqual(elsewhere)
    await expect.poll(() => tab.evaluate(() => stay.room.status.get())).toBe('disconnected')
    expect([await errorsOn(page), await errorsOn(tab)]).toEqual([[], ['CLOSED']])
    for (const each of [page, tab]) {
      await insertOn(each, 'after the end')
      expect(await each.evaluate(() => stay.room.status.get())).toBe('disconnected')
    }
    await pages.reload(tab)
    expect(await databasesOn(page)).toEqual(elsewhere)

    // Whoever comes next begins with nothing, and the room still has what it acknowledged.
    await joinOn(tab, { endpoint: network.endpoint, room: second, userId: 'ada', offline: true })
    await tab.evaluate(() => stay.room.getDocument().whenSynced)
    expect(await textOn(tab)).toBe('secret secret ')
  })

  test('what one person keeps, another person of the same browser never sees', async () => {
    const id = freshRoomId('persons')
    const network = await openNetwork(server)
    network.goDown()
    const { page } = await openProfile()
    const visit = { endpoint: network.endpoint, room: id, offline: true }
    await joinOn(page, { ...visit, userId: 'ada' })
    await insertOn(page, 'of Ada')
    await kept(page, 'of Ada')
    await pages.reload(page)
    await joinOn(page, { ...visit, userId: 'bob' })
    await insertOn(page, 'of Bob')
    await expect.poll(async () => (await keptOn(page)).sort()).toEqual(['of Ada', 'of Bob'])
    await pages.reload(page)
    await joinOn(page, { ...visit, userId: 'bob' })
    await loaded(page)
    expect(await textOn(page)).toBe('of Bob')
  })

  test('[L16] a room that was deleted and made anew: a copy of the earlier one is put aside unmerged, and can be read', async () => {
    const id = freshRoomId('anew')
    const visit = { endpoint: server.wsUrl, room: id, userId: 'ada', offline: true }
    const { page } = await openProfile()
    await joinOn(page, visit)
    await insertOn(page, 'of the first life')
    await eventually(page, 'saved')
    await pages.reload(page)
    await rest(server, `/rooms/${id}`, { method: 'DELETE' })
    await createRoom(server, { id, access: 'public' })
    const bob = await enter(server.wsUrl, id, { userId: 'bob' })
    textOf(bob.room).insert(0, 'of the second life')
    await bob.room.flush()

    await joinOn(page, visit)
    await page.evaluate(() => stay.room.getDocument().whenSynced)
    await eventually(page, 'saved')
    expect(await textOn(page)).toBe('of the second life')
    expect(await errorsOn(page)).toEqual(['ROOM_REPLACED'])
    const aside = await page.evaluate(() => {
      const { document, database, update } = stay.details[0] as Record<string, string> & { update: Uint8Array }
      return { document, database, text: textOfUpdate(update) }
    })
    expect(aside).toEqual({ document: 'default', database: expect.any(String), text: 'of the first life' })
    expect(await databasesOn(page)).toContain(aside.database)
    expect(await textByRest(id)).toBe('of the second life')

    // The new copy is a good one: it is there without a network, and nothing is reported again.
    await pages.reload(page)
    await joinOn(page, visit)
    await loaded(page)
    expect(await textOn(page)).toBe('of the second life')
    await eventually(page, 'saved')
    expect(await errorsOn(page)).toEqual([])
    expect(await textByRest(id)).toBe('of the second life')
  })

  test('[L16] a copy that was open before its room turned out to be another ends the stay, and nothing of it gets in', async () => {
    const id = freshRoomId('turned')
    const network = await openNetwork(server)
    const visit = { endpoint: network.endpoint, room: id, userId: 'ada', offline: true }
    const { page } = await openProfile()
    await joinOn(page, visit)
    await insertOn(page, 'of the first life')
    await eventually(page, 'saved')
    network.goDown()
    await pages.reload(page)
    await joinOn(page, visit)
    await loaded(page)
    await insertOn(page, ', and more')
    await kept(page, 'of the first life, and more')
    await rest(server, `/rooms/${id}`, { method: 'DELETE' })
    await createRoom(server, { id, access: 'public' })
    network.comeUp()
    await expect.poll(() => page.evaluate(() => stay.room.status.get()), { timeout: 30_000 }).toBe('disconnected')
    expect(await errorsOn(page)).toEqual(['ROOM_REPLACED'])
    expect(await textOn(page)).toBe('of the first life, and more')
    expect(await textByRest(id)).toBe('')

    await pages.reload(page)
    await joinOn(page, visit)
    await page.evaluate(() => stay.room.getDocument().whenSynced)
    expect(await textOn(page)).toBe('')
    expect(await errorsOn(page)).toEqual(['ROOM_REPLACED'])
    expect(await page.evaluate(() => textOfUpdate((stay.details[0] as { update: Uint8Array }).update))).toBe(
      'of the first life, and more',
    )
    expect(await textByRest(id)).toBe('')
  })

  test('somebody who may only read when they come back: their edits are refused aloud and never shown as saved', async () => {
    const id = freshRoomId('demoted')
    await createRoom(server, { id, access: 'private' })
    const network = await openNetwork(server)
    const [writer, reader, stranger] = [
      await createToken(server, 'ada', { [id]: ['write'] }),
      await createToken(server, 'ada', { [id]: ['read'] }),
      await createToken(server, 'eve', { [id]: ['write'] }),
    ]
    const visit = { endpoint: network.endpoint, room: id, userId: 'ada', offline: true }
    const { page } = await openProfile()
    await joinOn(page, { ...visit, token: writer })
    await insertOn(page, 'as a writer')
    await eventually(page, 'saved')
    network.goDown()
    await eventually(page, 'offline')
    await page.evaluate(() => stay.room.getDocument().getText('content').delete(0, 3))
    await kept(page, 'a writer')
    await pages.reload(page)
    await joinOn(page, { ...visit, token: reader })
    await loaded(page)
    network.comeUp()
    await expect.poll(() => errorsOn(page), { timeout: 30_000 }).toEqual(['FORBIDDEN'])
    expect(await page.evaluate(() => [stay.room.access.get(), stay.room.sync.get()])).toEqual(['read', 'refused'])
    expect(await page.evaluate(() => stay.syncs)).not.toContain('saved')
    expect(await textByRest(id)).toBe('as a writer')

    // Rights that come back later, after a reload too, publish nothing of it: the person decides.
    await pages.reload(page)
    await joinOn(page, { ...visit, token: writer })
    await loaded(page)
    await eventually(page, 'refused')
    expect(await textByRest(id)).toBe('as a writer')
    expect(await page.evaluate(() => stay.room.refused.get().map(({ error }) => error.code))).toEqual(['FORBIDDEN'])
    await page.evaluate(() => void stay.room.refused.get()[0]?.discard())
    await eventually(page, 'saved')
    // The document is a new one: what the room has comes into it with its first exchange.
    await expect.poll(() => textOn(page)).toBe('as a writer')
    await pages.reload(page)
    await joinOn(page, { ...visit, token: writer })
    await loaded(page)
    await eventually(page, 'saved')
    expect(await textOn(page)).toBe('as a writer')
    expect(await textByRest(id)).toBe('as a writer')

    // And a copy is never sent by anybody but its owner.
    await pages.reload(page)
    await expect(joinOn(page, { ...visit, token: stranger })).rejects.toThrow('FORBIDDEN')
    expect(await textByRest(id)).toBe('as a writer')
  })

  test('who only ever read has nothing to complain about', async () => {
    const id = freshRoomId('reader')
    await createRoom(server, { id, access: 'private' })
    const bob = await createToken(server, 'bob', { [id]: ['write'] })
    const writer = await enter(server.wsUrl, id, {}, { authEndpoint: async () => ({ token: bob }) })
    textOf(writer.room).insert(0, 'to be read, not deleted')
    textOf(writer.room).delete(10, 13)
    await writer.room.flush()
    const token = await createToken(server, 'ada', { [id]: ['read'] })
    const { page } = await openProfile()
    for (const _ of ['first', 'second']) {
      await pages.reload(page)
      await joinOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada', offline: true, token })
      await page.evaluate(() => stay.room.getDocument().whenSynced)
      expect(await textOn(page)).toBe('to be read')
      await eventually(page, 'saved')
      expect(await errorsOn(page)).toEqual([])
    }
  })

  test('[PE1] what was kept for who only claimed an id is not the proven person’s, nor the other way round', async () => {
    const id = freshRoomId('two-copies')
    await createRoom(server, { id, access: 'public' })
    const network = await openNetwork(server)
    const { page } = await openProfile()
    const visit = { endpoint: network.endpoint, room: id, userId: 'boss', offline: true }
    const token = await createToken(server, 'boss', { [id]: ['write'] })
    await joinOn(page, visit)
    await page.evaluate(() => stay.room.getDocument().whenSynced)
    network.goDown()
    await eventually(page, 'offline')
    await insertOn(page, 'I resign')
    await kept(page, 'I resign')
    await pages.reload(page)
    network.comeUp()
    await joinOn(page, { ...visit, token })
    await page.evaluate(() => stay.room.getDocument().whenSynced)
    await eventually(page, 'saved')
    expect([await textOn(page), await textByRest(id)]).toEqual(['', ''])
    await insertOn(page, 'I stay')
    await eventually(page, 'saved')
    await pages.reload(page)
    await joinOn(page, visit)
    await expect.poll(() => textOn(page)).toContain('I stay')
    await eventually(page, 'saved')
    const { texts } = (await (await rest(server, `/rooms/${id}/blame`)).json()) as {
      texts: Record<string, { text: string; by: { verified: boolean } }[]>
    }
    expect(texts.content?.map(({ text, by }) => [text, by.verified]).sort()).toEqual([
      ['I resign', false],
      ['I stay', true],
    ])
  })

  test('the browser asks before it closes on something unsaved, and only then', async () => {
    const id = freshRoomId('closing')
    const network = await openNetwork(server)
    const { page } = await openProfile()
    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(dialog.type())
      void dialog.dismiss()
    })
    await joinOn(page, { endpoint: network.endpoint, room: id, warnBeforeClose: true })
    // A browser asks only for somebody who has touched the page.
    await page.getByRole('button').click()
    network.goDown()
    await eventually(page, 'offline')
    await insertOn(page, 'not saved yet')
    await page.close({ runBeforeUnload: true })
    await expect.poll(() => asked).toEqual(['beforeunload'])
    expect(await textOn(page)).toBe('not saved yet')

    network.comeUp()
    await eventually(page, 'saved')
    const closed = page.waitForEvent('close')
    await page.close({ runBeforeUnload: true })
    await closed
    expect(asked).toEqual(['beforeunload'])
    expect(await textByRest(id)).toBe('not saved yet')
  })

  test('a browser that keeps nothing says so, and the room works', async () => {
    const { page } = await openProfile()
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('denied', 'SecurityError')
      }
    })
    await pages.reload(page)
    const id = freshRoomId('keepless')
    await joinOn(page, { endpoint: server.wsUrl, room: id, userId: 'ada', offline: true })
    await insertOn(page, 'all the same')
    await eventually(page, 'saved')
    expect(await errorsOn(page)).toEqual(['STORAGE_FAILED'])
    expect(await textByRest(id)).toBe('all the same')
  })

  test('who does not ask for it loads no code for it and keeps nothing', async () => {
    const offline = [...pages.scripts.keys()].filter((path) => path.startsWith('/keep-room'))
    expect(offline.length).toBe(1)
    const { page } = await openProfile()
    const scripts: string[] = []
    page.on('request', (request) => scripts.push(new URL(request.url()).pathname))
    await joinOn(page, { endpoint: server.wsUrl, room: freshRoomId('without'), userId: 'ada' })
    await insertOn(page, 'kept by the room alone')
    await eventually(page, 'saved')
    expect(await databasesOn(page)).toEqual([])
    expect(scripts.filter((path) => offline.includes(path))).toEqual([])
  })
})
