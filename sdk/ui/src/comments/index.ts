'use client'
/** Owns `<syncforge-comments>`: all threads of a room, or of one element of it: open or resolved, by words, page by page, and a place to begin one. */
import type { CommentThread, Room, Unsubscribe } from '@syncforge/client'
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { define } from '../base/define.ts'
import { RoomElement } from '../base/element.ts'
import { theme } from '../base/theme.ts'
import { speaker } from '../base/words.ts'
import type { Suggest } from '../composer/suggestions.ts'
import { controls } from '../parts/controls.ts'
import { failureOf, failureWords } from '../parts/failures.ts'
import type { SyncForgeThread } from '../thread/index.ts'
import '../thread/index.ts'
import { commentsStyle } from './style.ts'

const tag = 'syncforge-comments'

const say = speaker(tag, {
  ...failureWords,
  threads: 'Threads',
  open: 'Open',
  resolved: 'Resolved',
  filter: 'Which threads',
  search: 'Search comments',
  unread: { one: '{count} unread', other: '{count} unread' },
  readAll: 'Mark all read',
  more: 'More threads',
  loading: 'Loading…',
  empty: 'No comments yet.',
  emptyResolved: 'No thread has been resolved.',
  emptySearch: 'No comment holds these words.',
  offline: 'You are offline: this is what was here last.',
})

/** As many heads as a newcomer is told: there may be more. */
const firstPage = 50
/** Between the last letter and the question. */
const searchAfterMs = 250

/**
 * The threads of a room, the most recently active first.
 *
 * @example <syncforge-comments></syncforge-comments>
 */
export class SyncForgeComments extends RoomElement {
  static override styles = [theme, controls, commentsStyle]
  static override properties: PropertyDeclarations = {
    anchorId: { attribute: 'anchor-id' },
    suggest: { attribute: false },
    threads: { state: true },
    isResolved: { state: true },
    found: { state: true },
    unread: { state: true },
    access: { state: true },
    isOffline: { state: true },
    hasMore: { state: true },
    isBusy: { state: true },
    failure: { state: true },
  }
  /** Only the threads of this element of the app, and new ones belong to it. */
  declare anchorId: string | null | undefined
  /** Whom an @ offers; without it the people of the room. */
  declare suggest: Suggest | null | undefined
  declare private threads: readonly CommentThread[] | null
  declare private isResolved: boolean
  /** Threads with the words that are searched for; `null`: nothing is. */
  declare private found: ReadonlySet<string> | null
  declare private unread: number
  declare private access: string
  declare private isOffline: boolean
  declare private hasMore: { readonly open: boolean; readonly resolved: boolean }
  declare private isBusy: boolean
  declare private failure: unknown
  #search: ReturnType<typeof setTimeout> | undefined
  #words = ''
  #hasAsked = false

  constructor() {
    super()
    this.threads = null
    this.isResolved = false
    this.found = null
    this.unread = 0
    this.access = 'read'
    this.isOffline = false
    this.hasMore = { open: false, resolved: true }
    this.isBusy = false
    this.failure = null
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#search)
  }

  protected override follow(room: Room | null): readonly Unsubscribe[] {
    this.threads = null
    this.hasMore = { open: false, resolved: true }
    this.#hasAsked = false
    if (!room) return []
    let calls = 0
    return [
      room.comments.subscribe((threads) => {
        // The first call comes before the room has answered.
        calls += 1
        if (calls === 1 && threads.length === 0) return
        if (!this.#hasAsked && threads.length >= firstPage) this.hasMore = { ...this.hasMore, open: true }
        this.threads = threads
      }),
      room.comments.unread.subscribe((unread) => {
        this.unread = unread
      }),
      room.access.subscribe((access) => {
        this.access = access
      }),
      room.status.subscribe((status) => {
        this.isOffline = status !== 'connected'
      }),
    ]
  }

  get #unreadThreads(): readonly CommentThread[] {
    return (this.threads ?? []).filter(({ anchorId, unread }) => anchorId === this.anchorId && unread > 0)
  }
  /** In what is listed here: of an element its own threads, else all of the room. */
  get #unread(): number {
    return this.anchorId ? this.#unreadThreads.reduce((sum, { unread }) => sum + unread, 0) : this.unread
  }

  /** Those that are shown, in order. */
  #shown(): readonly CommentThread[] {
    const { anchorId, found } = this
    return (this.threads ?? []).filter((thread) => {
      if (anchorId && thread.anchorId !== anchorId) return false
      return found ? found.has(thread.id) : (thread.resolved !== null) === this.isResolved
    })
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (changed.has('anchorId') && this.anchorId) void this.#more()
    const shown = this.#shown()
    this.setState('empty', shown.length === 0)
    this.#placeComposer()
    this.#placeThreads(shown)
  }

  #placeComposer(): void {
    const wants = this.current !== null && this.access !== 'read'
    let composer = this.querySelector<HTMLElementTagNameMap['syncforge-composer']>(':scope > [slot="new"]')
    if (wants && !composer) {
      composer = document.createElement('syncforge-composer')
      composer.slot = 'new'
      this.append(composer)
    }
    if (!composer) return
    composer.hidden = !wants
    composer.room = this.current
    composer.anchorId = this.anchorId
    composer.suggest = this.suggest
  }

  /** Threads lie in the page itself, because one writes in them. What is there stays the same element, and keeps what was begun in it. */
  #placeThreads(shown: readonly CommentThread[]): void {
    const known = new Map<string, SyncForgeThread>()
    for (const child of this.querySelectorAll<SyncForgeThread>(':scope > syncforge-thread'))
      if (child.threadId) known.set(child.threadId, child)
    let before: Element | null = null
    for (const { id } of shown) {
      const child = known.get(id) ?? document.createElement('syncforge-thread')
      known.delete(id)
      child.room = this.current
      child.threadId = id
      child.suggest = this.suggest
      const place: Element | null = before ? before.nextElementSibling : this.querySelector(':scope > syncforge-thread')
      // Who writes in it would lose the focus: it goes where it belongs when they are done.
      if (place !== child && !child.matches(':focus-within')) this.insertBefore(child, place)
      before = child
    }
    for (const child of known.values()) child.remove()
  }

  async #attempt(work: (room: Room) => Promise<unknown>): Promise<void> {
    const room = this.current
    if (!room) return
    this.isBusy = true
    this.failure = null
    try {
      await work(room)
    } catch (error) {
      this.failure = error
      this.tell('syncforge-error', { error })
    } finally {
      this.isBusy = false
    }
  }
  #more = (): Promise<void> =>
    this.#attempt(async ({ comments }) => {
      const { isResolved, anchorId } = this
      const key = isResolved ? 'resolved' : 'open'
      const known = comments.get().length
      let hasMore = true
      // The first page may be what is here already.
      while (hasMore && comments.get().length === known)
        hasMore = await comments.loadMore({ open: !isResolved, ...(anchorId && { anchorId }) })
      if (!isResolved) this.#hasAsked = true
      this.hasMore = { ...this.hasMore, [key]: hasMore }
    })
  #filter(isResolved: boolean): void {
    this.isResolved = isResolved
    if (isResolved && this.hasMore.resolved) void this.#more()
  }
  #readAll = (): Promise<void> =>
    this.#attempt(({ comments }) =>
      this.anchorId ? Promise.all(this.#unreadThreads.map(({ id }) => comments.markRead(id))) : comments.markAllRead(),
    )

  #typed(event: Event): void {
    const words = (event.target as HTMLInputElement).value.trim()
    this.#words = words
    clearTimeout(this.#search)
    if (words === '') this.found = null
    else this.#search = setTimeout(() => void this.#find(words), searchAfterMs)
  }
  #find(words: string): Promise<void> {
    return this.#attempt(async ({ comments }) => {
      const ids = new Set((await comments.search(words)).map(({ threadId }) => threadId))
      const here = new Set(comments.get().map(({ id }) => id))
      // One that is gone meanwhile is not there to be loaded.
      await Promise.all([...ids].filter((id) => !here.has(id)).map((id) => comments.load(id).catch(() => false)))
      if (words === this.#words) this.found = ids
    })
  }

  override render(): unknown {
    const { isResolved, found, failure } = this
    const unread = this.#unread
    const isLoading = this.current !== null && this.threads === null
    const isEmpty = this.#shown().length === 0
    const empty = found ? 'emptySearch' : isResolved ? 'emptyResolved' : 'empty'
    const refused = failure ? failureOf(failure) : null
    const choice = (word: 'open' | 'resolved', isOn: boolean) =>
      html`<button type="button" class="button" part="filter" aria-pressed=${isOn} @click=${() => this.#filter(word === 'resolved')}>${say(this, word)}</button>`
    const note = isLoading ? say(this, 'loading') : isEmpty && this.threads && !this.isBusy ? say(this, empty) : ''
    return html`<div class="bar" part="bar">
        <span class="filter" role="group" aria-label=${say(this, 'filter')}>
          ${choice('open', !isResolved)} ${choice('resolved', isResolved)}
        </span>
        <input type="search" class="field" part="search" aria-label=${say(this, 'search')} placeholder=${say(this, 'search')} @input=${this.#typed} />
        ${
          unread > 0
            ? html`<button type="button" class="quiet" part="button" @click=${this.#readAll}>${say(this, 'unread', { count: unread })} · ${say(this, 'readAll')}</button>`
            : nothing
        }
      </div>
      ${found ? nothing : html`<slot name="new"></slot>`}
      <p class="refusal" part="error" role="alert">${refused ? say(this, refused.word, { reason: refused.reason }) : ''}</p>
      <p class="note" part="note" role="status">${this.isOffline && this.threads ? say(this, 'offline') : note}</p>
      <section class="threads" part="threads" aria-label=${say(this, 'threads')} aria-busy=${this.isBusy}><slot></slot></section>
      ${
        !found && (isResolved ? this.hasMore.resolved : this.hasMore.open)
          ? html`<button type="button" class="button" part="button" ?disabled=${this.isBusy} @click=${this.#more}>${say(this, 'more')}</button>`
          : nothing
      }`
  }
}

define(tag, SyncForgeComments)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeComments
  }
}
