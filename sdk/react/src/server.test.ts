/** Where there is no page: hooks give their empty values, and no room is joined. */
import { createElement, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Composer, PresenceAvatars, SyncForgeProvider, useChat, useInbox, useOthers, useRoom } from './index.ts'
import {
  ClientSideSuspense,
  useChat as useSuspendedChat,
  useInbox as useSuspendedInbox,
  useRoom as useSuspendedRoom,
} from './suspense.ts'

const inProvider = (children: ReactNode) =>
  createElement(SyncForgeProvider, { endpoint: 'wss://nowhere.example', apiKey: 'pk_test', children })

const FullPage = () => {
  const { room, status } = useRoom('plans', { userId: 'ada' })
  const count = useOthers(room, (others) => others.length)
  const { messages } = useChat(room)
  const { unread } = useInbox()
  return createElement(
    'main',
    null,
    `${status} ${count} ${messages.length} ${unread}`,
    createElement(PresenceAvatars, { room, max: 3 }),
    createElement(Composer, { room, threadId: 'thr_1' }),
  )
}
const SuspendedPage = () => createElement('p', null, useSuspendedRoom('plans').room.id)
const SuspendedChat = () =>
  createElement(
    'p',
    null,
    useSuspendedChat(null, ({ unread }) => unread),
  )
const SuspendedInbox = () =>
  createElement(
    'p',
    null,
    useSuspendedInbox(({ unread }) => unread),
  )
const SmallPage = () => createElement('p', null, useRoom('plans').status)

test('a page renders on a server: nobody is there, tags and texts are', () => {
  const html = renderToString(inProvider(createElement(FullPage)))
  expect(html).toContain('connecting 0 0 0')
  expect(html).toContain('<syncforge-avatars max="3"')
  expect(html).toContain('<syncforge-composer thread-id="thr_1"')
  expect(html).toContain('slot="field"')
  expect(html).not.toContain('[object')
})

test('what suspends is left to the browser', () => {
  const inside = createElement(ClientSideSuspense, { fallback: 'joining' }, createElement(SuspendedPage))
  expect(renderToString(inProvider(inside))).toContain('joining')
  for (const Suspended of [SuspendedPage, SuspendedChat, SuspendedInbox]) {
    expect(() => renderToString(inProvider(createElement(Suspended)))).toThrow(
      expect.objectContaining({ digest: 'BAILOUT_TO_CLIENT_SIDE_RENDERING' }),
    )
  }
})

test('without a provider a hook says what it needs', () => {
  expect(() => renderToString(createElement(SmallPage))).toThrow('useRoom needs a <SyncForgeProvider>')
})
