// Owns the margin: which of comments, activity and inbox shows beside the text, and the buttons in the header that open it.

import type { EditorView } from '@codemirror/view'
import type { SuggestedPerson, SyncForge } from '@syncforge/client'
import type * as Y from 'yjs'
import { safeColor } from '../color.ts'
import { oneLine } from '../one-line.ts'
import { keyOf, type Person } from '../people.ts'
import type { Room } from '../room.ts'
import type { ShownText } from '../shown-text.ts'
import { createActivityPanel } from './activity-panel.ts'
import type { Mentionable } from './body.ts'
import type { CommentCompany } from './comment-item.ts'
import { createInboxPanel } from './inbox-panel.ts'
import { createThreadsPanel } from './threads-panel.ts'
import { refreshTimes } from './times.ts'

export interface MarginPlaces {
  readonly aside: HTMLElement
  readonly close: HTMLButtonElement
  readonly opener: HTMLButtonElement
  readonly bell: HTMLButtonElement
  readonly tabs: {
    readonly threads: HTMLButtonElement
    readonly activity: HTMLButtonElement
    readonly inbox: HTMLButtonElement
  }
  readonly panels: { readonly threads: HTMLElement; readonly activity: HTMLElement; readonly inbox: HTMLElement }
  /** Begins a comment on what is selected. */
  readonly selection: HTMLButtonElement
}

interface Surroundings {
  readonly text: Y.Text
  readonly shown: ShownText
  readonly view: EditorView
  /** `null` where nobody is verified. */
  readonly inbox: SyncForge['inbox'] | null
  readonly people: () => readonly Person[]
  readonly say: (sentence: string) => void
  /** Only one thing stands beside the text. */
  readonly onOpen: () => void
  readonly onGo: (roomId: string, threadId: string | null) => void
}

type Tab = 'threads' | 'activity' | 'inbox'

const TIMES_MS = 30_000
/** As in margin.css. */
const covering = matchMedia('(max-width: 999px)')
/** There is no room for a bell: the inbox is a tab of the margin alone, whose button tells of both. */
const narrow = matchMedia('(max-width: 640px)')

export const canComment = (room: Room): boolean =>
  room.status.get() !== 'disconnected' && ['comment', 'write', 'moderate'].includes(room.access.get())

const badge = (button: HTMLButtonElement, label: string, count: number): void => {
  button.setAttribute('aria-label', count > 0 ? `${label}, ${count} unread` : label)
  button.dataset.count = count > 99 ? '99+' : String(count)
}

export const showMargin = (room: Room, places: MarginPlaces, surroundings: Surroundings) => {
  const { aside, opener, bell, tabs, panels } = places
  const { text, shown, view, inbox, people, say, onOpen, onGo } = surroundings
  const ending = new AbortController()
  const { signal } = ending
  let tab: Tab = 'threads'

  const unread = { threads: room.comments.unread.get(), inbox: 0 }
  const showUnread = () => {
    badge(bell, 'Inbox', unread.inbox)
    badge(tabs.inbox, 'Inbox', unread.inbox)
    if (narrow.matches && inbox !== null) badge(opener, 'Comments, activity and inbox', unread.threads + unread.inbox)
    else badge(opener, 'Comments and activity', unread.threads)
  }
  const isOpen = () => !aside.hidden
  const lookOf: CommentCompany['lookOf'] = ({ userId, verified = false, name }) => {
    const key = keyOf({ userId, verified })
    const here = people().find((person) => person.key === key)
    return {
      name: here?.name ?? ((name && oneLine(name, 40)) || 'Somebody'),
      color: here?.color ?? safeColor(undefined, userId),
      isSelf: key === keyOf(room.self),
    }
  }
  /** Whom the room has named: they are not here, and have said nothing. */
  const named = new Map<string, Mentionable>()
  const company: CommentCompany = {
    lookOf,
    say,
    mayComment: () => canComment(room),
    mayModerate: () => room.access.get() === 'moderate',
    mentionable() {
      // Who is here; then who has said something here.
      const met = room.comments.get().flatMap((thread) => [thread, ...thread.comments])
      const authors = met.map(({ author: { userId, verified, userInfo } }) => ({
        userId,
        verified,
        name: oneLine(userInfo.name, 40),
      }))
      const all: Mentionable[] = [...people(), ...authors, ...named.values()]
      const seen = new Set([keyOf(room.self)])
      return all.filter((one) => one.name && !seen.has(keyOf(one)) && seen.add(keyOf(one)))
    },
    attach: (file) => room.comments.attach(file),
    urlOf: async (commentId, attachmentId) =>
      (await room.comments.files(commentId)).find(({ id }) => id === attachmentId)?.url ?? null,
    async meet(query) {
      const add = (found: readonly SuggestedPerson[]) => {
        for (const { userId, verified, name } of found)
          named.set(keyOf({ userId, verified }), { userId, verified, name: oneLine(name, 40) })
      }
      add(await room.people.suggest(query, { more: ({ people }) => add(people) }))
    },
  }
  const threads = createThreadsPanel(room, panels.threads, {
    text,
    shown,
    view,
    company,
    isOpen: () => isOpen() && tab === 'threads',
    open: () => open('threads'),
    uncover: () => covering.matches && close(),
  })
  const activity = createActivityPanel(room, panels.activity, {
    nameOf: (someone) => lookOf(someone).name,
    showThread: (threadId) => threads.show(threadId),
  })
  const told =
    inbox &&
    createInboxPanel(inbox, panels.inbox, {
      roomId: room.id,
      onUnread(count) {
        unread.inbox = count
        showUnread()
      },
      onGo: (roomId, threadId) =>
        roomId === room.id && threadId?.startsWith('thr_') ? threads.show(threadId) : onGo(roomId, threadId),
    })

  const showTab = (next: Tab) => {
    tab = next
    for (const name of ['threads', 'activity', 'inbox'] as const) {
      const isShown = name === next
      tabs[name].setAttribute('aria-selected', String(isShown))
      tabs[name].tabIndex = isShown ? 0 : -1
      panels[name].hidden = !isShown
    }
    if (next === 'activity' && isOpen()) activity.open()
    else activity.close()
    opener.setAttribute('aria-expanded', String(isOpen() && (next !== 'inbox' || narrow.matches)))
    bell.setAttribute('aria-expanded', String(isOpen() && next === 'inbox'))
    threads.drawSoon()
  }
  const open = (next: Tab) => {
    if (!isOpen()) {
      onOpen()
      aside.hidden = false
    }
    showTab(next)
    refreshTimes(aside)
  }
  const close = () => {
    aside.hidden = true
    showTab(tab)
  }
  const closeAndReturn = () => {
    const from = tab === 'inbox' && !narrow.matches ? bell : opener
    close()
    from.focus()
  }
  const toggle = (next: Tab) => {
    if (isOpen() && (narrow.matches || (tab === 'inbox') === (next === 'inbox'))) return closeAndReturn()
    open(next)
    tabs[next].focus()
  }

  opener.hidden = false
  bell.hidden = inbox === null
  tabs.inbox.hidden = inbox === null
  showUnread()
  narrow.addEventListener('change', showUnread, { signal })
  opener.addEventListener('click', () => toggle('threads'), { signal })
  bell.addEventListener('click', () => toggle('inbox'), { signal })
  places.close.addEventListener('click', closeAndReturn, { signal })
  places.selection.addEventListener('click', () => threads.startThread(), { signal })
  for (const name of ['threads', 'activity', 'inbox'] as const)
    tabs[name].addEventListener('click', () => showTab(name), { signal })
  aside.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented) closeAndReturn()
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      const shownTabs = Object.values(tabs).filter((one) => !one.hidden)
      const at = shownTabs.indexOf(event.target as HTMLButtonElement)
      if (step === undefined || at < 0) return
      const next = shownTabs[(at + step + shownTabs.length) % shownTabs.length]
      next?.click()
      next?.focus()
    },
    { signal },
  )
  showTab('threads')
  const timer = setInterval(() => isOpen() && refreshTimes(aside), TIMES_MS)
  const stopUnread = room.comments.unread.subscribe((count) => {
    unread.threads = count
    showUnread()
  })

  return {
    close,
    show: threads.show,
    pick(id: string) {
      open('threads')
      threads.pick(id, { wantsFocus: covering.matches })
    },
    /** By key: what is said at the caret, or a new comment on what is selected. */
    key(id: string | undefined) {
      if (id === undefined) return threads.startThread()
      open('threads')
      threads.pick(id, { wantsFocus: true })
    },
    /** Who is here, or how they look, changed. */
    peopleChanged: threads.drawSoon,
    end() {
      ending.abort()
      clearInterval(timer)
      stopUnread()
      activity.close()
      threads.end()
      told?.end()
      close()
      opener.hidden = true
      bell.hidden = true
      places.selection.hidden = true
    },
  }
}
