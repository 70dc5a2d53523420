// Every hook and composable that follows a feature, in a real Chromium with two people: what it gives, and what it renders.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, createToken, enter, expireToken, freshRoomId, textOf } from '../../sdk/kit.ts'
import type { Given } from './hooks-page.ts'
import { startPage } from './pages.ts'
import type {} from './react-hooks.tsx'
import type {} from './vue-hooks.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const patience = { timeout: 30_000, interval: 25 }
const scripts = { React: 'react-hooks.tsx', Vue: 'vue-hooks.ts' } as const

describe.skipIf(missing)(`hooks of every feature${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  const pages = new Map<string, Awaited<ReturnType<typeof startPage>>>()
  const server = sharedServer()

  beforeAll(async () => {
    const started = Object.entries(scripts).map(async ([name, script]) => pages.set(name, await startPage(script)))
    ;[browser] = await Promise.all([launchBrowser(), ...started])
  })
  afterAll(async () => {
    await browser?.close()
    await Promise.all([...pages.values()].map((page) => page.stop()))
  })

  test.each(Object.keys(scripts))(
    '%s: two people, what each is given, and that nothing else renders',
    async (framework) => {
      const room = freshRoomId('hooks')
      const named = (name: string) => `${name}-${room}`
      await createRoom(server, { id: room, access: 'public' })
      const open = async (name: string) => {
        const context = await browser.newContext()
        onTestFinished(() => context.close())
        const page = await context.newPage()
        const complaints: string[] = []
        page.on('pageerror', (error) => complaints.push(String(error)))
        const token = await createToken(server, named(name), { [room]: ['write'] })
        await page.goto(pages.get(framework)?.address({ room, token, endpoint: server.wsUrl }) ?? '')
        await page.waitForFunction(() => globalThis.hooks?.given.chat?.chat != null)
        return { page, complaints }
      }
      const [ada, bob] = [await open('ada'), await open('bob')]
      const shows = (page: Page, pick: (given: Given) => unknown, value: unknown) =>
        expect.poll(() => page.evaluate(`(${pick})(hooks.given)`), patience).toEqual(value)
      const counts = (page: Page) => page.evaluate(() => ({ ...hooks.counts }))
      /**
       * What renders at Bob's while Ada does something, once he sees it, and how often. What is told of rooms from outside comes when it comes, and
       * activity is of everything.
       */
      const renderedBy = async (act: () => Promise<unknown>, seen: () => Promise<unknown>) => {
        const before = await counts(bob.page)
        await act()
        await seen()
        const { inbox, lobby, activity, ...after } = await counts(bob.page)
        const renders = Object.entries(after).map(
          ([name, count]) => [name, count - before[name as keyof Given]] as const,
        )
        return Object.fromEntries(renders.filter(([, count]) => count > 0))
      }

      for (const { page } of [ada, bob]) {
        await shows(page, ({ history }) => history.isLoading, false)
        await shows(page, ({ record }) => [record.record, record.isLoading ?? false], [null, false])
        await shows(page, ({ lobby }) => lobby.rooms.map(({ total }) => total), [2])
      }

      await ada.page.evaluate(
        (userId) =>
          hooks.given.comments.comments?.create({
            body: { blocks: [{ type: 'paragraph', content: [{ type: 'mention', userId }] }] },
          }),
        named('bob'),
      )
      await shows(bob.page, (given) => [given.comments.threads.length, given.comments.unread], [1, 1])
      await shows(bob.page, ({ inbox }) => [inbox.unread, inbox.notifications[0]?.kind], [1, 'mention'])
      await bob.page.evaluate(() => hooks.given.inbox.inbox.markAllRead())
      await shows(bob.page, ({ inbox }) => inbox.unread, 0)
      await shows(ada.page, ({ inbox }) => inbox.notifications.length, 0)

      const comments = await renderedBy(
        () =>
          ada.page.evaluate(() =>
            hooks.given.comments.comments?.reply(hooks.given.comments.threads[0]?.id ?? '', { body: 'Tomorrow?' }),
          ),
        () => shows(bob.page, (given) => given.comments.threads[0]?.count, 2),
      )
      const chat = await renderedBy(
        () => ada.page.evaluate(() => hooks.given.chat.chat?.send({ body: 'Hello' })),
        () => shows(bob.page, (given) => given.chat.messages.map(({ body }) => body), ['Hello']),
      )
      await shows(bob.page, (given) => given.chat.unread, 1)
      await shows(bob.page, ({ lobby }) => lobby.rooms[0]?.unread?.chat, 1)

      const lock = await renderedBy(
        () => ada.page.evaluate(() => hooks.given.lock.acquire()),
        () => shows(bob.page, (given) => [given.lock.lease?.key, given.lock.isMine], ['brief-lock', false]),
      )
      await shows(ada.page, (given) => given.lock.isMine, true)
      expect(await bob.page.evaluate(() => hooks.given.lock.acquire().catch(({ code }) => code))).toBe('LOCK_HELD')
      await ada.page.evaluate(() => hooks.given.lock.release())
      await shows(bob.page, (given) => given.lock.lease, null)

      const record = await renderedBy(
        () => ada.page.evaluate(() => hooks.given.record.save('first')),
        () => shows(bob.page, (given) => given.record.record?.content, 'first'),
      )
      await bob.page.evaluate(() => hooks.given.record.save('second'))
      await shows(ada.page, (given) => [given.record.record?.content, given.record.record?.version], ['second', 2])

      const checklist = await renderedBy(
        () => ada.page.evaluate(() => hooks.given.checklists.checklists?.add('brief-list', { text: 'Ship it' })),
        () => shows(bob.page, (given) => given.checklist.checklist?.items.map(({ text }) => text), ['Ship it']),
      )
      await bob.page.evaluate(() =>
        hooks.given.checklist.checklists?.toggle(hooks.given.checklist.checklist?.items[0]?.id ?? '', true),
      )
      await shows(ada.page, ({ checklists }) => [checklists.done, checklists.total, checklists.share], [1, 1, 1])

      await ada.page.evaluate(() => hooks.given.document.doc?.getText('content').insert(0, 'Once'))
      await ada.page.evaluate(() => hooks.given.history.create('Draft'))
      await shows(ada.page, ({ history }) => history.versions.map(({ name }) => name), ['Draft'])
      await bob.page.evaluate(() => hooks.given.history.refresh())
      await shows(bob.page, ({ history }) => history.versions.map(({ name }) => name), ['Draft'])

      await shows(bob.page, ({ activity }) => activity.entries.length > 0, true)
      // A selector renders when what it picks is another: what is unread, and how much there is to do.
      const picked = framework === 'React' ? { picked: 1 } : {}
      expect({ comments, chat, lock, record, checklist }).toEqual({
        comments: { comments: 1 },
        chat: { chat: 1, ...picked },
        lock: { lock: 1 },
        record: { record: 1 },
        checklist: { checklist: 1, checklists: 1, ...picked },
      })

      await shows(ada.page, ({ state }) => [state.status, state.access, state.self?.userId], [
        'connected',
        'write',
        named('ada'),
      ])
      await shows(ada.page, ({ state }) => state.sync, 'saved')
      await shows(ada.page, ({ undo }) => [undo.canUndo, undo.canRedo], [true, false])
      await ada.page.evaluate(() => hooks.given.undo.undo())
      await shows(ada.page, ({ undo }) => [undo.canUndo, undo.canRedo], [false, true])
      await shows(bob.page, (given) => given.document.doc?.getText('content').toString(), '')
      await ada.page.evaluate(() => hooks.given.undo.redo())
      await shows(bob.page, (given) => given.document.doc?.getText('content').toString(), 'Once')
      await ada.page.evaluate(() => hooks.given.events.broadcast('brief-event', { x: 1 }))
      await ada.page.evaluate(() => hooks.given.events.broadcast('other-event', { x: 2 }))
      await shows(bob.page, ({ events }) => events.heard, [{ x: 1 }])
      // Another name of the event, and of everything else that has one.
      await bob.page.evaluate(() => hooks.rename('other'))
      await shows(
        bob.page,
        ({ record: { isLoading }, lock, checklist }) => [isLoading, lock.lease, checklist.checklist],
        [false, null, null],
      )
      await ada.page.evaluate(() => hooks.given.events.broadcast('other-event', { x: 3 }))
      await shows(bob.page, ({ events }) => events.heard, [{ x: 1 }, { x: 3 }])
      await shows(bob.page, (given) => given.record.record, null)
      await bob.page.evaluate(() => hooks.given.record.save('of the other'))
      await shows(bob.page, (given) => given.record.record?.content, 'of the other')
      expect(await ada.page.evaluate(() => hooks.given.record.record?.content)).toBe('second')
      await bob.page.evaluate(() => hooks.given.awareness.awareness?.setLocalState({ caret: 4 }))
      await shows(
        ada.page,
        ({ awareness }) => [...(awareness.awareness?.getStates().values() ?? [])].some((each) => each.caret === 4),
        true,
      )
      await bob.page.waitForFunction(() => document.querySelector('syncforge-devtools')?.shadowRoot !== null)
      expect([ada.complaints, bob.complaints]).toEqual([[], []])
    },
  )

  test.each(Object.keys(scripts))(
    '%s: a room id that changes: no hook shows anything of the room before, and every one what is in the next',
    async (framework) => {
      const [first, second] = [freshRoomId('moved-from'), freshRoomId('moved-to')]
      for (const id of [first, second]) {
        await createRoom(server, { id, access: 'public', name: `Room in ${id}` })
        const { room } = await enter(server.wsUrl, id, { userId: 'writer' })
        const { version } = await room.records.save('brief', `Text in ${id}`, { expectedVersion: 0 })
        if (id === first) await room.records.save('brief', `Newer text in ${id}`, { expectedVersion: version })
        await room.chat.send({ body: `Said in ${id}` })
        await room.checklists.add('brief-list', { text: `To do in ${id}` })
        await room.comments.create({ body: `Noted in ${id}` })
        await room.locks.acquire('brief-lock')
        textOf(room).insert(0, `Written in ${id}`)
        await room.flush()
        await room.versions.create(`Kept in ${id}`)
      }
      const context = await browser.newContext()
      onTestFinished(() => context.close())
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(String(error)))
      const token = await createToken(server, `mover-${first}`, { [first]: ['write'], [second]: ['write'] })
      const address = { room: first, token, endpoint: server.wsUrl, strict: 'yes' }
      await page.goto(pages.get(framework)?.address(address) ?? '')
      const showsRoom = (id: string) =>
        expect
          .poll(
            () =>
              page.evaluate(() => {
                const { record, chat, checklist, comments, lock, activity, history, document, state } = hooks.given
                return [
                  record.record?.content,
                  chat.messages.map(({ body }) => body),
                  checklist.checklist?.items.map(({ text }) => text),
                  comments.threads.map(({ text }) => text),
                  lock.lease?.by.userId,
                  activity.entries.length > 0,
                  history.versions.map(({ name }) => name),
                  document.doc?.getText('content').toString(),
                  state.info.name,
                ]
              }),
            patience,
          )
          .toEqual([
            `${id === first ? 'Newer text' : 'Text'} in ${id}`,
            [`Said in ${id}`],
            [`To do in ${id}`],
            [`Noted in ${id}`],
            'writer',
            true,
            [`Kept in ${id}`],
            `Written in ${id}`,
            `Room in ${id}`,
          ])
      await showsRoom(first)
      await page.evaluate((id) => hooks.move(id), second)
      await showsRoom(second)
      // On the version that it shows, which is another one here.
      await page.evaluate(() => hooks.given.record.save('saved after the move'))
      await expect
        .poll(() => page.evaluate(() => hooks.given.record.record?.content), patience)
        .toBe('saved after the move')
      expect(await page.evaluate(() => [...new Set(hooks.leaked)])).toEqual([])
      expect(complaints).toEqual([])
    },
  )

  test.each(Object.keys(scripts))(
    '%s: a token that ends: the page asks for another one, and the room goes on',
    async (framework) => {
      const room = freshRoomId('token-ends')
      await createRoom(server, { id: room, access: 'private' })
      const token = await createToken(server, 'tia', { [room]: ['write'] })
      let asked = 0
      const context = await browser.newContext()
      onTestFinished(() => context.close())
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(String(error)))
      await page.exposeFunction('nextToken', () => {
        asked += 1
        return asked === 1 ? expireToken(token, 5) : token
      })
      await page.goto(pages.get(framework)?.address({ room, endpoint: server.wsUrl, strict: 'yes' }) ?? '')
      await page.waitForFunction(() => globalThis.hooks?.given.state?.status === 'connected')
      await page.evaluate(() => hooks.given.document.doc?.getText('content').insert(0, 'before'))
      await expect.poll(() => asked, patience).toBeGreaterThan(1)
      await page.waitForFunction(() => hooks.given.state.status === 'connected')
      await page.evaluate(() => hooks.given.document.doc?.getText('content').insert(6, ' and after'))
      await page.evaluate(() => hooks.given.chat.chat?.send({ body: 'Still here' }))
      await expect.poll(() => page.evaluate(() => hooks.given.state.sync), patience).toBe('saved')
      const ada = await enter(
        server.wsUrl,
        room,
        {},
        { authEndpoint: async () => ({ token: await createToken(server, 'ada', { [room]: ['write'] }) }) },
      )
      await expect.poll(() => textOf(ada.room).toString(), patience).toBe('before and after')
      expect(complaints).toEqual([])
    },
  )
})
