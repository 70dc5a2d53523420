'use client'
/** Owns `<syncforge-thread>`: one thread with its comments, answering, and being done with it. */
import type { Comment, CommentBody, CommentThread, Room, Unsubscribe } from '@syncforge/client'
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { define } from '../base/define.ts'
import { RoomElement } from '../base/element.ts'
import { place } from '../base/place.ts'
import { keyOf, nameOf, plainText, safeUrl } from '../base/safe.ts'
import { personColors, theme } from '../base/theme.ts'
import type { SyncForgeComposer } from '../composer/index.ts'
import '../composer/index.ts'
import type { Suggest } from '../composer/suggestions.ts'
import { controls } from '../parts/controls.ts'
import { emojiGrid, emojiStyle } from '../parts/emoji.ts'
import { faceStyle } from '../parts/face.ts'
import { failureOf } from '../parts/failures.ts'
import { icon } from '../parts/icons.ts'
import { whenTimePasses } from '../parts/times.ts'
import { createBodies } from './bodies.ts'
import { type Action, commentTemplate, type Earlier } from './comment.ts'
import { threadStyle } from './style.ts'
import { say, tag } from './words.ts'

const longestQuote = 200

/** The list is made anew with each change of any thread; what did not change in it are the same values. */
const isSame = (before: CommentThread | null, now: CommentThread | null): boolean =>
  before === now ||
  (before !== null &&
    now !== null &&
    Object.entries(now).every(([key, value]) => Object.is(value, before[key as keyof CommentThread])))

/**
 * A thread: what was said, answers, reactions, and where it belongs. What it says while one looks at it counts as read.
 *
 * @example <syncforge-thread thread-id="thr_…"></syncforge-thread>
 */
export class SyncForgeThread extends RoomElement {
  static override styles = [theme, personColors, controls, faceStyle, emojiStyle, threadStyle]
  static override properties: PropertyDeclarations = {
    threadId: { attribute: 'thread-id' },
    suggest: { attribute: false },
    thread: { state: true },
    access: { state: true },
    failure: { state: true },
    isLoading: { state: true },
    isGone: { state: true },
    editing: { state: true },
    sure: { state: true },
    earlier: { state: true },
  }
  declare threadId: string | null | undefined
  /** Whom an @ offers; without it the people of the room. */
  declare suggest: Suggest | null | undefined
  declare private thread: CommentThread | null
  declare private access: string
  declare private failure: unknown
  declare private isLoading: boolean
  declare private isGone: boolean
  /** Ids of comments: which is edited, which is about to be deleted, whose earlier words are shown. */
  declare private editing: string | null
  declare private sure: string | null
  declare private earlier: ReadonlyMap<string, readonly Earlier[]>
  #bodies = createBodies()
  #asked: string | null = null
  #reacting: Comment | null = null
  #isSeen = false
  #watcher: IntersectionObserver | null = null
  #stopClock = () => {}

  constructor() {
    super()
    this.thread = null
    this.access = 'read'
    this.failure = null
    this.isLoading = false
    this.isGone = false
    this.editing = null
    this.sure = null
    this.earlier = new Map()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stopClock = whenTimePasses(() => this.requestUpdate())
    // Nothing is asked for that nobody sees, and nothing is read that nobody saw.
    this.#watcher = new IntersectionObserver((entries) => {
      this.#isSeen = entries.at(-1)?.isIntersecting ?? false
      this.#look()
    })
    this.#watcher.observe(this)
    document.addEventListener('visibilitychange', this.#look)
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#stopClock()
    this.#watcher?.disconnect()
    document.removeEventListener('visibilitychange', this.#look)
  }

  protected override follow(room: Room | null): readonly Unsubscribe[] {
    this.thread = null
    this.#asked = null
    if (!room) return []
    return [
      room.comments.subscribe((threads) => {
        const thread = threads.find(({ id }) => id === this.threadId) ?? null
        // Deleted while somebody looked at it.
        if (this.thread && !thread) this.isGone = true
        // What was said elsewhere is no reason to draw this one again.
        if (!isSame(this.thread, thread)) this.thread = thread
        this.#look()
      }),
      room.access.subscribe((access) => {
        this.access = access
      }),
    ]
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    if (changed.has('threadId')) {
      this.thread = this.current?.comments.get().find(({ id }) => id === this.threadId) ?? null
      this.isGone = false
      this.#asked = null
      this.editing = null
      this.#look()
    }
    const thread = this.thread
    this.setState('resolved', Boolean(thread?.resolved))
    this.setState('unread', Boolean(thread?.unread))
    this.#bodies.keep(new Set(thread?.comments.map(({ id }) => id)))
    this.#placeComposers()
  }

  #here(): number {
    return this.thread?.comments.filter(({ deletedAt }) => deletedAt === null).length ?? 0
  }

  /** Loads what is not here, and reads what is seen. */
  #look = (): void => {
    const { current, threadId, thread } = this
    if (!current || !threadId || !this.#isSeen || document.visibilityState !== 'visible') return
    if (this.#asked !== threadId && (!thread || (!thread.isPending && this.#here() < thread.count))) void this.#load()
    if (thread && thread.unread > 0) void this.#attempt(() => current.comments.markRead(threadId))
  }
  async #load(): Promise<void> {
    const { current, threadId } = this
    if (!current || !threadId || this.isLoading) return
    this.isLoading = true
    this.#asked = threadId
    try {
      await current.comments.load(threadId)
      this.failure = null
    } catch (error) {
      if (failureOf(error).code === 'NOT_FOUND') this.isGone = true
      else this.failure = error
    } finally {
      this.isLoading = false
    }
  }
  async #attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      this.failure = null
      await work()
    } catch (error) {
      this.failure = error
      this.tell('syncforge-error', { error })
    }
  }

  get #mayComment(): boolean {
    return this.access !== 'read'
  }
  #isMe = (person: { readonly userId: string; readonly verified: boolean }): boolean => {
    const self = this.current?.self
    return self !== undefined && keyOf(self) === keyOf(person)
  }
  /** As they are called now, or were when they wrote here. */
  #nameOf = (person: { readonly userId: string; readonly verified: boolean }): string => {
    const key = keyOf(person)
    const here = this.current?.presence.get().find((user) => keyOf(user) === key)
    const author = here ?? this.thread?.comments.find((comment) => keyOf(comment.author) === key)?.author
    return author ? nameOf(author as Parameters<typeof nameOf>[0]) : plainText(person.userId)
  }

  #composerIn(slot: string): SyncForgeComposer | null {
    return this.querySelector<SyncForgeComposer>(`:scope > syncforge-composer[slot="${slot}"]`)
  }
  #makeComposer(slot: string): SyncForgeComposer {
    const composer = document.createElement('syncforge-composer')
    composer.slot = slot
    return composer
  }
  /** Where one writes lies in the page itself: a shadow would keep selections and input methods out. */
  #placeComposers(): void {
    const { thread, current } = this
    const wantsReply = thread !== null && thread.resolved === null && !thread.isPending && this.#mayComment
    let reply = this.#composerIn('reply')
    if (wantsReply && !reply) {
      reply = this.#makeComposer('reply')
      this.append(reply)
    }
    if (reply) {
      reply.hidden = !wantsReply
      reply.room = current
      reply.threadId = this.threadId
      reply.suggest = this.suggest
      reply.label = say(this, 'reply')
      reply.placeholder = say(this, 'replyPlaceholder')
    }
    const edit = this.#composerIn('edit')
    if (edit && edit.commentId !== this.editing) edit.remove()
  }
  #edit(comment: Comment): void {
    this.editing = comment.id
    const composer = this.#makeComposer('edit')
    composer.room = this.current
    composer.commentId = comment.id
    composer.cancelable = true
    composer.suggest = this.suggest
    composer.label = say(this, 'editLabel')
    composer.words = { send: say(this, 'save') }
    const end = () => {
      composer.remove()
      this.editing = null
      void this.updateComplete.then(() => this.#toolOf(comment)?.focus())
    }
    composer.addEventListener('syncforge-sent', end)
    composer.addEventListener('syncforge-cancel', end)
    this.append(composer)
    composer.value = comment.body as CommentBody
    void this.updateComplete.then(() => composer.focus())
  }
  #toolOf({ id }: Comment): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-comment="${id}"] .tools button`)
  }

  async #showEarlier(comment: Comment): Promise<void> {
    const shown = new Map(this.earlier)
    if (shown.delete(comment.id)) this.earlier = shown
    else
      await this.#attempt(async () => {
        const earlier = (await this.current?.comments.history(comment.id)) ?? []
        this.earlier = new Map([...this.earlier, [comment.id, earlier]])
      })
  }

  #act = (action: Action, comment: Comment, event: Event): void => {
    const comments = this.current?.comments
    if (action === 'edit') this.#edit(comment)
    else if (action === 'history') void this.#showEarlier(comment)
    else if (action === 'unsure') this.sure = null
    else if (action === 'remove' && this.sure !== comment.id) {
      this.sure = comment.id
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.danger')?.focus())
    } else if (action === 'remove') {
      this.sure = null
      void this.#attempt(async () => comments?.remove(comment.id))
    } else if (action === 'choose') {
      this.#reacting = comment
      const panel = this.renderRoot.querySelector<HTMLElement>('.emoji-panel')
      panel?.showPopover()
      if (panel) place(panel, event.currentTarget as HTMLElement)
      panel?.querySelector('button')?.focus()
    } else if ('file' in action) void this.#attempt(() => this.#openFile(comment, action.file))
    else void this.#attempt(async () => comments?.react(comment.id, action.react, action.isOn))
  }
  /** The address is asked for when it is wanted: it ends after minutes. */
  async #openFile(comment: Comment, id: string): Promise<void> {
    const files = (await this.current?.comments.files(comment.id)) ?? []
    const href = safeUrl(files.find((file) => file.id === id)?.url)
    if (href === null) throw Object.assign(new Error('The file is not there'), { code: 'NOT_FOUND' })
    const link = document.createElement('a')
    Object.assign(link, { href, target: '_blank', rel: 'noopener', download: '' })
    link.click()
  }
  #react(emoji: string): void {
    const comment = this.#reacting
    this.renderRoot.querySelector<HTMLElement>('.emoji-panel')?.hidePopover()
    if (!comment) return
    const isOn = comment.reactions.find((each) => each.emoji === emoji)?.people.some(this.#isMe) ?? false
    void this.#attempt(async () => this.current?.comments.react(comment.id, emoji, !isOn))
    this.#toolOf(comment)?.focus()
  }

  #resolve(thread: CommentThread): void {
    const { id, resolved } = thread
    void this.#attempt(async () => (resolved ? this.current?.comments.reopen(id) : this.current?.comments.resolve(id)))
  }

  #head(thread: CommentThread) {
    const { anchor, resolved, unread } = thread
    const words = anchor && 'quote' in anchor ? anchor : null
    const note = words && words.state !== 'anchored' ? say(this, words.state) : ''
    const by = resolved ? say(this, 'resolvedBy', { name: nameOf(resolved.by as Parameters<typeof nameOf>[0]) }) : ''
    const label = say(this, resolved ? 'reopen' : 'resolve')
    const isBare = !words && !note && !by && unread === 0
    return html`<header class=${isBare ? 'bare' : (words?.state ?? '')}>
      <div class="about">
        ${
          words
            ? html`<button type="button" class="quote" part="quote" dir="auto" @click=${() => this.tell('syncforge-thread', { thread })}>${say(this, 'quote', { text: plainText(words.quote, longestQuote) })}</button>`
            : nothing
        }
        <p class="note" part="note">${[note, by].filter(Boolean).join(' ')}</p>
      </div>
      ${unread > 0 ? html`<span class="unread" part="unread">${say(this, 'unread', { count: unread })}</span>` : nothing}
      ${
        this.#mayComment && !thread.isPending
          ? html`<button type="button" class="icon" part="resolve" title=${label} aria-label=${label} @click=${() => this.#resolve(thread)}>${icon(resolved ? 'back' : 'check')}</button>`
          : nothing
      }
    </header>`
  }

  #comment(comment: Comment) {
    const { body } = comment
    return commentTemplate(comment, {
      host: this,
      body: body === null ? null : this.#bodies.of({ ...comment, body }, this.current),
      mayComment: this.#mayComment,
      isMine: this.#isMe(comment.author) || this.access === 'moderate',
      isEditing: this.editing === comment.id,
      isSure: this.sure === comment.id,
      earlier: this.earlier.get(comment.id) ?? null,
      isMe: this.#isMe,
      nameOfPerson: this.#nameOf,
      act: this.#act,
    })
  }

  override render(): unknown {
    const { thread, failure } = this
    const refused = failure ? failureOf(failure) : null
    const refusal = html`<p class="refusal" part="error" role="alert">${refused ? say(this, refused.word, { reason: refused.reason }) : ''}</p>`
    if (!thread) {
      const retry = html`${refusal}<button type="button" class="button" @click=${this.#load}>${say(this, 'retry')}</button>`
      const note = html`<p class="note" part="note" role="status">${this.isGone ? say(this, 'gone') : this.current ? say(this, 'loading') : ''}</p>`
      return html`<article part="thread">${failure ? retry : note}</article>`
    }
    const { comments, count } = thread
    const isPartial = comments.length > 0 && this.#here() < count
    return html`<article part="thread" aria-label=${say(this, 'thread', { text: plainText(thread.text, 60) })}>
      ${this.#head(thread)} ${refusal}
      ${isPartial ? html`<button type="button" class="quiet" part="button" ?disabled=${this.isLoading} @click=${this.#load}>${say(this, 'earlier')}</button>` : nothing}
      ${
        comments.length > 0
          ? html`<ol class="comments" part="comments" role="list">${repeat(
              comments,
              ({ id }) => id,
              (comment) => this.#comment(comment),
            )}</ol>`
          : html`<p class="body" part="body" dir="auto">${plainText(thread.text, 300)}</p>`
      }
      <slot name="reply"></slot>
      <div class="emoji-panel" popover>${emojiGrid(say(this, 'react'), (emoji) => this.#react(emoji))}</div>
    </article>`
  }
}

define(tag, SyncForgeThread)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeThread
  }
  interface GlobalEventHandlersEventMap {
    /** Somebody wants to see what a thread is about. */
    'syncforge-thread': CustomEvent<{ readonly thread: CommentThread }>
  }
}
