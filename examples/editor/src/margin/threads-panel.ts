// Owns the threads in the margin: in the order of the text, one of them looked at, linked with its words both ways; and a new one.

import { EditorView } from '@codemirror/view'
import type { Anchors, CommentThread, WordsAnchor } from '@syncforge/client'
import type * as Y from 'yjs'
import type { Room } from '../room.ts'
import { sentenceOf } from '../sentence.ts'
import type { ShownText } from '../shown-text.ts'
import type { CommentCompany } from './comment-item.ts'
import { type CommentedWords, showCommentedWords } from './commented-words.ts'
import { createComposer } from './composer.ts'
import { arrange, make, makeButton } from './dom.ts'
import { createThreadCard, quoteOf, type ThreadCard } from './thread-card.ts'

/** Many edits come in a row: marks move with each by themselves and are looked up anew this much later. */
const REFRESH_AFTER_MS = 50
const DRAFT = 'new'
/** As many heads as a newcomer is told: there may be more. */
const FIRST_PAGE = 50
const LAST = Number.MAX_SAFE_INTEGER

interface Surroundings {
  readonly text: Y.Text
  readonly shown: ShownText
  readonly view: EditorView
  readonly company: CommentCompany
  readonly isOpen: () => boolean
  /** Shows the margin with the threads. */
  readonly open: () => void
  /** Lets the text be seen where the margin lies over it. */
  readonly uncover: () => void
}

export const createThreadsPanel = (room: Room, panel: HTMLElement, surroundings: Surroundings) => {
  const { text, shown, view, company, isOpen, open, uncover } = surroundings
  const { comments } = room
  const cards = new Map<string, ThreadCard>()
  const cardOfElement = new WeakMap<Element, ThreadCard>()
  let threads: readonly CommentThread[] = []
  let anchors: Anchors | undefined
  let active: string | undefined
  let begun: { readonly anchor: WordsAnchor | undefined; readonly element: HTMLElement } | undefined
  let places = new Map<string, { readonly from: number; readonly to: number }>()
  let refresh: ReturnType<typeof setTimeout> | undefined
  let showsResolved = false
  let mayHaveMore = { open: false, resolved: true }
  let hasEnded = false

  const bar = make('div', 'threads-bar')
  const begin = makeButton('button', 'New comment', () => startThread())
  const readAll = makeButton('text-button', 'Mark all read', () => attempt(() => comments.markAllRead()))
  const resolved = makeButton('button', 'Resolved', () => {
    showsResolved = !showsResolved
    resolved.setAttribute('aria-pressed', String(showsResolved))
    if (showsResolved && mayHaveMore.resolved) loadMore()
    draw()
  })
  resolved.setAttribute('aria-pressed', 'false')
  bar.append(begin, resolved, readAll)
  const note = make('p', 'side-note')
  note.setAttribute('role', 'status')
  const refusal = make('p', 'composer-refusal')
  refusal.setAttribute('role', 'alert')
  refusal.hidden = true
  const list = make('ol', 'threads')
  const more = makeButton('button', 'More threads', () => loadMore())
  panel.replaceChildren(bar, refusal, note, list, more)

  const attempt = (work: () => Promise<unknown>) => {
    refusal.hidden = true
    work().catch((error) => {
      if (!hasEnded) refuse(sentenceOf(error))
    })
  }
  const refuse = (sentence: string) => {
    refusal.textContent = sentence
    refusal.hidden = false
  }
  const loadMore = () =>
    attempt(async () => {
      const [key, wanted] = showsResolved ? (['resolved', { open: false }] as const) : (['open', {}] as const)
      mayHaveMore = { ...mayHaveMore, [key]: await comments.loadMore(wanted) }
      draw()
    })
  // Nothing is asked for that nobody sees.
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) cardOfElement.get(target)?.setVisible(isIntersecting)
  })
  const cardOf = (thread: CommentThread): ThreadCard => {
    const known = cards.get(thread.id)
    if (known) return known
    const card = createThreadCard(thread.id, comments, company, {
      attempt,
      onAttach: () =>
        attempt(async () => {
          const anchor = selectedWords()
          if (anchor) await comments.update(thread.id, { anchor })
          else refuse('Select words in the text first.')
        }),
      onPick: (wantsText) => pick(thread.id, { wantsText }),
    })
    cards.set(thread.id, card)
    cardOfElement.set(card.element, card)
    watcher.observe(card.element)
    return card
  }

  const find = (anchor: Pick<WordsAnchor, 'runs'>) => {
    const found = anchors?.find(text, anchor)
    return found && { from: shown.toShown(found.from), to: shown.toShown(found.to) }
  }
  const isOfText = ({ anchor }: CommentThread) =>
    anchor !== null && 'runs' in anchor && anchor.root === 'content' && anchor.document === 'default'
  /** Looks up where everything is, marks it, and puts the threads into that order. */
  const draw = () => {
    clearTimeout(refresh)
    refresh = undefined
    if (hasEnded) return
    places = new Map()
    for (const thread of threads) {
      const { anchor } = thread
      const found = anchor && 'runs' in anchor && isOfText(thread) && anchor.state !== 'orphaned' ? find(anchor) : null
      if (found) places.set(thread.id, found)
    }
    const words: CommentedWords[] = []
    for (const thread of threads) {
      const place = places.get(thread.id)
      const isActive = thread.id === active && isOpen()
      if (place && (thread.resolved === null || (isActive && showsResolved)))
        words.push({ id: thread.id, ...place, isActive })
    }
    const draft = begun?.anchor && find(begun.anchor)
    if (draft) words.push({ id: DRAFT, ...draft, isActive: true })
    showCommentedWords(view, words)

    const wanted = threads
      .filter((thread) => (thread.resolved !== null) === showsResolved)
      .toSorted((a, b) => orderOf(a) - orderOf(b) || a.createdAt - b.createdAt)
    const elements = wanted.map((thread) => {
      const card = cardOf(thread)
      card.update(thread)
      card.setActive(thread.id === active)
      return card.element
    })
    arrange(list, elements)
    for (const [id, card] of cards) {
      if (threads.some((thread) => thread.id === id)) continue
      watcher.unobserve(card.element)
      cards.delete(id)
    }
    begin.hidden = !company.mayComment()
    readAll.hidden = comments.unread.get() === 0
    more.hidden = showsResolved ? !mayHaveMore.resolved : !mayHaveMore.open
    note.textContent = wanted.length > 0 || begun ? '' : emptyWords()
    note.hidden = note.textContent === ''
  }
  /** The whole document first, then by place, at the end what has lost its words. */
  const orderOf = (thread: CommentThread): number => places.get(thread.id)?.from ?? (thread.anchor === null ? -1 : LAST)
  const emptyWords = () => {
    if (showsResolved) return 'No thread has been resolved.'
    return company.mayComment()
      ? 'No comments yet. Select some words and press the button beside them, or Ctrl Alt M (on a Mac ⌘ ⌥ M).'
      : 'No comments yet.'
  }
  const drawSoon = () => {
    refresh ??= setTimeout(draw, REFRESH_AFTER_MS)
  }

  const readActive = () => {
    const thread = threads.find(({ id }) => id === active)
    if (thread && thread.unread > 0 && isOpen() && document.visibilityState === 'visible')
      attempt(() => comments.markRead(thread.id))
  }
  const pick = (id: string, { wantsText = false, wantsFocus = false } = {}) => {
    if (id === DRAFT) return begun?.element.querySelector('textarea')?.focus()
    active = id
    const thread = threads.find((one) => one.id === id)
    if (thread && (thread.resolved !== null) !== showsResolved) resolved.click()
    draw()
    readActive()
    const card = cards.get(id)
    if (!wantsText) card?.element.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
    if (wantsFocus) card?.focus()
    const place = places.get(id)
    if (!wantsText || !place) return
    uncover()
    view.dispatch({ effects: EditorView.scrollIntoView(place.from, { y: 'center' }) })
  }

  const endThread = () => {
    begun?.element.remove()
    begun = undefined
    draw()
  }
  /** What is selected as an anchor; `undefined` when nothing is. */
  const selectedWords = (): WordsAnchor | undefined => {
    const { from, to, empty } = view.state.selection.main
    return empty ? undefined : anchors?.of(text, shown.toShared(from), shown.toShared(to))
  }
  /** Begins a comment on what is selected; on the whole document when nothing is. */
  const startThread = () => {
    if (!company.mayComment()) return
    begun?.element.remove()
    begun = undefined
    open()
    const { from, to } = view.state.selection.main
    let anchor: WordsAnchor | undefined
    try {
      anchor = selectedWords()
    } catch (error) {
      attempt(() => Promise.reject(error))
      return
    }
    if (showsResolved) resolved.click()
    const element = make('div', 'thread thread-active thread-new')
    const quote = make('p', 'thread-quote', anchor ? quoteOf(view.state.sliceDoc(from, to)) : 'The whole document')
    quote.dir = 'auto'
    const composer = createComposer({
      ...company,
      label: 'Comment',
      submit: 'Comment',
      draft: { get: () => comments.getDraft(DRAFT), set: (words) => comments.setDraft(DRAFT, words) },
      async send(body, attachments) {
        const thread = await comments.create({ body, attachments, ...(anchor && { anchor }) })
        endThread()
        pick(thread.id, { wantsFocus: true })
        company.say('Comment added.')
      },
      onCancel() {
        endThread()
        view.focus()
      },
    })
    element.append(quote, composer.element)
    begun = { anchor, element }
    list.before(element)
    active = undefined
    draw()
    composer.focus()
  }

  const stops = [
    comments.subscribe((next) => {
      threads = next
      if (next.length >= FIRST_PAGE && !mayHaveMore.open && cards.size === 0) mayHaveMore.open = true
      draw()
      readActive()
    }),
    comments.unread.subscribe(() => {
      readAll.hidden = comments.unread.get() === 0
    }),
    room.access.subscribe(drawSoon),
  ]
  text.observe(drawSoon)
  comments.anchors().then(
    (loaded) => {
      anchors = loaded
      draw()
    },
    (error) => attempt(() => Promise.reject(error)),
  )

  return {
    draw,
    drawSoon,
    pick,
    startThread,
    /** Shows a thread that may not be here yet. */
    show(id: string) {
      open()
      if (threads.some((thread) => thread.id === id)) return pick(id, { wantsFocus: true })
      attempt(async () => {
        await comments.load(id)
        pick(id, { wantsFocus: true })
      })
    },
    end() {
      hasEnded = true
      clearTimeout(refresh)
      watcher.disconnect()
      text.unobserve(drawSoon)
      for (const stop of stops) stop()
      panel.replaceChildren()
    },
  }
}
