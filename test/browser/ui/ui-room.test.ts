// The way into a room for a page of plain HTML: what is inside is in the room, whoever comes first, and a moment outside of the page is no leave.
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findChromium } from '../../kit/chromium.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, freshRoomId } from '../../sdk/kit.ts'
import { eventually, useUiPages } from '../ui-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined

describe.skipIf(missing)(`<syncforge-room>${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  const server = sharedServer()
  const { open, join } = useUiPages(server)
  const tagFor = (room: string, more: string, inside: string) =>
    `<syncforge-room endpoint="${server.wsUrl}" api-key="${developmentKeys.publishable}" room="${room}" ${more}>${inside}</syncforge-room>`
  /** The rooms' sockets that the page has opened, with those that are open still. */
  const countSockets = (page: Page) => {
    let opened = 0
    let closed = 0
    page.on('websocket', (socket) => {
      opened += 1
      socket.on('close', () => {
        closed += 1
      })
    })
    return { opened: () => opened, open: () => opened - closed }
  }
  const avatars = '<div><syncforge-avatars></syncforge-avatars></div>'

  test('what is inside is in the room, with the name that the attributes give', async () => {
    const id = freshRoomId('tag')
    const { page, complaints } = await open(tagFor(id, 'user-id="ada" user-name="Ada" user-color="tomato"', avatars))
    const bob = await join(id, 'bob', { name: 'Bob' })
    await page.getByRole('button', { name: 'Ada (you)' }).waitFor()
    await page.getByRole('button', { name: 'Bob' }).waitFor()
    await page.locator('syncforge-room:state(connected)').waitFor({ state: 'attached' })
    const [ada] = bob.presence.getOthers()
    expect(ada).toMatchObject({ userId: 'ada', userInfo: { name: 'Ada', color: 'tomato' }, verified: false })
    await page.evaluate(() => document.querySelector('syncforge-room')?.remove())
    await eventually(() => bob.presence.getOthers()).toEqual([])
    expect(complaints).toEqual([])
  })

  test('a moment outside of the page, or in another place of it, is one join', async () => {
    const id = freshRoomId('tag-moved')
    const { page } = await open('<div id="a"></div><div id="b"></div>')
    const sockets = countSockets(page)
    const bob = await join(id, 'bob')
    const heard: number[] = []
    bob.presence.subscribeOthers((others) => heard.push(others.length))
    await page.evaluate(
      (markup) => {
        const [a, b] = [document.querySelector('#a')!, document.querySelector('#b')!]
        const made = document.createElement('template')
        const policy = (
          globalThis as unknown as {
            trustedTypes: { createPolicy(name: string, rules: object): { createHTML(text: string): string } }
          }
        ).trustedTypes
        made.innerHTML = policy.createPolicy('syncforge', { createHTML: (text: string) => text }).createHTML(markup)
        const element = document.importNode(made.content, true).firstElementChild!
        a.append(element)
        element.remove()
        a.append(element)
        setTimeout(() => element.remove(), 50)
        setTimeout(() => b.append(element), 100)
      },
      tagFor(id, 'user-id="ada"', avatars),
    )
    await page.locator('#b').getByRole('list', { name: '2 people here' }).waitFor()
    await page.evaluate(() => {
      const element = document.querySelector('syncforge-room')!
      element.remove()
      document.querySelector('#a')?.append(element)
    })
    await page.locator('#a').getByRole('list', { name: '2 people here' }).waitFor()
    expect(sockets.opened()).toBe(1)
    expect(heard).toEqual([0, 1])
    await page.evaluate(() => {
      const element = document.querySelector('syncforge-room')!
      element.remove()
      Object.assign(globalThis, { element })
    })
    await eventually(() => bob.presence.getOthers()).toEqual([])
    await eventually(sockets.open).toBe(0)
    await page.evaluate(() =>
      document.querySelector('#a')?.append((globalThis as unknown as { element: Element }).element),
    )
    await page.getByRole('list', { name: '2 people here' }).waitFor()
    await eventually(sockets.open).toBe(1)
  })

  test('taken away in the middle of the join it leaves nothing behind; another room is another stay', async () => {
    const [id, next] = [freshRoomId('tag-first'), freshRoomId('tag-next')]
    const { page } = await open(tagFor(id, 'user-id="ada"', avatars))
    const sockets = countSockets(page)
    await page.evaluate((room) => document.querySelector('syncforge-room')?.setAttribute('room', room), next)
    const [bob, eve] = await Promise.all([join(id, 'bob'), join(next, 'eve')])
    await eventually(() => bob.presence.getOthers().length).toBe(0)
    await page.getByRole('list', { name: '2 people here' }).waitFor()
    await page.evaluate(() => document.querySelector('syncforge-room')?.setAttribute('user-id', 'another'))
    await page.evaluate(() => document.querySelector('syncforge-room')?.remove())
    await eventually(() => eve.presence.getOthers().length).toBe(0)
    await eventually(sockets.open).toBe(0)
  })

  test('elements find it whichever script comes first, and through a shadow', async () => {
    const id = freshRoomId('tag-late')
    const { page } = await open('<x-panel id="panel"></x-panel>')
    await page.evaluate(
      ([endpoint, key, room]) => {
        const panel = document.querySelector('#panel')!
        const shadow = panel.attachShadow({ mode: 'open' })
        shadow.append(document.createElement('syncforge-avatars'))
        // The stand-in of a tag that is not defined yet: asked before there is anybody to answer.
        const later = document.createElement('syncforge-room')
        for (const [name, value] of Object.entries({ endpoint, 'api-key': key, room, 'user-id': 'ada' }))
          later.setAttribute(name, value as string)
        document.querySelector('main')?.append(later)
        later.append(panel)
      },
      [server.wsUrl, developmentKeys.publishable, id],
    )
    await page.getByRole('list', { name: '1 person here' }).waitFor()
  })

  test('a refusal is an event, and its state', async () => {
    const id = freshRoomId('tag-refused')
    await createRoom(server, { id, access: 'private' })
    const { page } = await open('<p></p>')
    const codes = page.evaluate(
      () =>
        new Promise((resolve) =>
          document.addEventListener('syncforge-error', ({ detail }) => resolve(detail.error.code)),
        ),
    )
    await page.evaluate(
      ([endpoint, key, room]) => {
        const element = document.createElement('syncforge-room')
        Object.assign(element, { endpoint, apiKey: key, roomId: room })
        document.querySelector('main')?.append(element)
      },
      [server.wsUrl, developmentKeys.publishable, id],
    )
    expect(await codes).toBe('FORBIDDEN')
    await page.locator('syncforge-room:state(disconnected)').waitFor({ state: 'attached' })
  })
})
