// Owns the inbox in the margin: what a verified person is told, wherever it happened, and the way there.
import type { InboxState, SyncForge } from '@syncforge/client'
import { oneLine } from '../one-line.ts'
import { sentenceOf } from '../sentence.ts'
import { make, makeButton } from './dom.ts'
import { makeTime } from './times.ts'

type Notification = InboxState['notifications'][number]

interface Surroundings {
  readonly roomId: string
  readonly onUnread: (count: number) => void
  /** Shows where it happened; `roomId` is another room than this one where that is so. */
  readonly onGo: (roomId: string, threadId: string | null) => void
}

const names = new Intl.ListFormat('en')

const nameOf = ({ name, agent }: Notification['actors'][number]) =>
  `${oneLine(name, 40) || 'Somebody'}${agent ? ' (agent)' : ''}`

/** A notification as a sentence. */
export const sentenceFor = ({ kind, actors, count, threadId, payload }: Notification): string => {
  const who = actors.length > 0 ? names.format(actors.map(nameOf)) : 'Somebody'
  if (kind === 'mention') return `${who} mentioned you`
  if (kind === 'reply') return count > 1 ? `${who} replied, ${count} times` : `${who} replied`
  if (kind === 'resolve') return `${who} resolved a thread`
  if (kind === 'system' && payload.what === 'access') return 'Your access to a document changed'
  return threadId === null ? oneLine(kind, 64) : `${who}: ${oneLine(kind, 64)}`
}

export const createInboxPanel = (inbox: SyncForge['inbox'], panel: HTMLElement, surroundings: Surroundings) => {
  const { roomId, onUnread, onGo } = surroundings
  const readAll = makeButton('text-button', 'Mark all read', () => attempt(() => inbox.markAllRead()))
  const note = make('p', 'side-note', 'Loading…')
  note.setAttribute('role', 'status')
  const list = make('ol', 'feed')
  const more = makeButton('button', 'Older', () => void loadOlder())
  panel.replaceChildren(readAll, note, list, more)
  let state: InboxState | undefined
  let older: readonly Notification[] = []
  let next: number | null = null
  let calls = 0

  const attempt = (work: () => Promise<unknown>) => {
    work().catch((error) => tell(sentenceOf(error)))
  }
  const tell = (sentence: string) => {
    note.textContent = sentence
    note.hidden = sentence === ''
  }
  const rowOf = (notification: Notification) => {
    const row = make('li', 'notification')
    const isUnread = notification.readAt === null
    row.classList.toggle('notification-unread', isUnread)
    const go = makeButton('notification-go', '', () => {
      if (isUnread) attempt(() => inbox.markRead(notification.id))
      if (notification.roomId !== null) onGo(notification.roomId, notification.threadId)
    })
    const title = make('span', 'notification-title', sentenceFor(notification))
    if (isUnread) title.append(make('span', 'visually-hidden', ', unread'))
    const text = make('span', 'notification-text', oneLine(notification.text, 160))
    text.dir = 'auto'
    const where = make('span', 'notification-where')
    where.append(makeTime(notification.updatedAt))
    if (notification.roomId !== null && notification.roomId !== roomId)
      where.append(` · ${oneLine(notification.roomId, 40)}`)
    go.append(title, ...(notification.text ? [text] : []), where)
    row.append(go)
    if (isUnread)
      row.append(makeButton('text-button', 'Mark read', () => attempt(() => inbox.markRead(notification.id))))
    return row
  }
  const draw = () => {
    if (!state) return
    const { notifications, unread, quiet, error } = state
    const here = new Set(notifications.map(({ id }) => id))
    list.replaceChildren(...[...notifications, ...older.filter(({ id }) => !here.has(id))].map(rowOf))
    readAll.hidden = unread === 0
    more.hidden = next === null
    if (error) tell(sentenceOf(error))
    else if (notifications.length > 0) tell(quiet ? 'You have asked not to be disturbed: everything is kept here.' : '')
    // The first state comes before the server has answered.
    else tell(calls > 1 ? 'Nothing yet. You are told here when somebody mentions you or answers you.' : 'Loading…')
    onUnread(unread)
  }
  const loadOlder = async () => {
    if (next === null) return
    more.disabled = true
    try {
      const page = await inbox.list({ before: next })
      older = [...older, ...page.notifications]
      next = page.next
      draw()
    } catch (error) {
      tell(sentenceOf(error))
    } finally {
      more.disabled = false
    }
  }
  const stop = inbox.subscribe((told) => {
    calls++
    state = told
    if (older.length === 0) next = told.next
    draw()
  })
  return { end: stop }
}
