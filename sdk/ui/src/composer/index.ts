'use client'
/** Owns `<syncforge-composer>`: the frame around a field in which a comment is written, as a part of a form too. */
import type { CommentBody, NewAnchor, NewThread, Room, SyncForgeError, Unsubscribe } from '@syncforge/client'
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { define } from '../base/define.ts'
import { RoomElement } from '../base/element.ts'
import { place } from '../base/place.ts'
import { theme } from '../base/theme.ts'
import { controls } from '../parts/controls.ts'
import { emojiGrid, emojiStyle } from '../parts/emoji.ts'
import { failureOf } from '../parts/failures.ts'
import { icon } from '../parts/icons.ts'
import { joined, lengthOf, toText } from './bodies.ts'
import { type Composer, createComposer } from './create-composer.ts'
import { draftKeyOf, readDraft } from './drafts.ts'
import { fileRow } from './file-row.ts'
import { createCarrier } from './files.ts'
import { dress } from './light-style.ts'
import { suggestPeople } from './people.ts'
import { composerStyle } from './style.ts'
import type { Suggest } from './suggestions.ts'
import { say, tag } from './words.ts'

/** As the room measures it. */
const longest = 10_000

/** Takes what the markup has in a slot, or makes it. */
const childOf = (host: HTMLElement, slot: string): HTMLElement => {
  const known = host.querySelector<HTMLElement>(`:scope > [slot="${slot}"]`)
  if (known) return known
  const child = document.createElement('div')
  child.slot = slot
  host.append(child)
  return child
}

/**
 * A place to write a comment: begins a thread, answers in one, or changes a comment; without a room it is a field of a form. What is written lies in the
 * page itself, as a child, because selections and input methods stop at shadows.
 *
 * @example <syncforge-composer thread-id="thr_…"></syncforge-composer>
 */
export class SyncForgeComposer extends RoomElement {
  static readonly formAssociated = true
  static override styles = [theme, controls, emojiStyle, composerStyle]
  static override properties: PropertyDeclarations = {
    threadId: { attribute: 'thread-id' },
    commentId: { attribute: 'comment-id' },
    anchorId: { attribute: 'anchor-id' },
    anchor: { attribute: false },
    suggest: { attribute: false },
    label: {},
    placeholder: {},
    required: { type: Boolean },
    cancelable: { type: Boolean },
    disabled: { state: true },
    mayComment: { state: true },
    isOffline: { state: true },
    failure: { state: true },
  }
  /** The thread that it answers in; without one it begins a thread. */
  declare threadId: string | null | undefined
  /** The comment that it changes. */
  declare commentId: string | null | undefined
  /** Where a new thread belongs. */
  declare anchorId: string | null | undefined
  declare anchor: NewAnchor | null | undefined
  /** Whom an @ offers; without it whom the room knows. */
  declare suggest: Suggest | null | undefined
  declare label: string | null | undefined
  declare placeholder: string | null | undefined
  declare required: boolean | null | undefined
  /** There is something to go back to: shows a button, and Escape means it. */
  declare cancelable: boolean | null | undefined
  declare private disabled: boolean
  declare private mayComment: boolean
  declare private isOffline: boolean
  declare private failure: unknown
  #composer: Composer | null = null
  #field: HTMLElement | null = null
  #list: HTMLElement | null = null
  #isPressed = false
  readonly #carrier = createCarrier(() => this.requestUpdate())

  constructor() {
    super()
    this.disabled = false
    this.mayComment = true
    this.isOffline = false
    this.failure = null
    this.addEventListener('focusin', this.#focused)
    this.addEventListener('focusout', this.#blurred)
    // A press on a label of ours comes as a click on the element itself.
    this.addEventListener('click', (event) => {
      if (event.composedPath()[0] === this) this.focus()
    })
  }

  /** What is written; `null` for nothing. Setting it puts it in place of everything. */
  get value(): CommentBody | null {
    return this.#composer?.get() ?? null
  }
  set value(body: CommentBody | null) {
    this.#open().set(body)
  }
  /** As in every field of a form. */
  get name(): string {
    return this.getAttribute('name') ?? ''
  }
  get form(): HTMLFormElement | null {
    return this.internals.form
  }

  override focus(): void {
    const composer = this.#open()
    composer.focus()
    // What has no place in a shadow yet takes no focus.
    if (!this.hasUpdated) void this.updateComplete.then(() => composer.focus())
  }

  #press = (): void => {
    this.#isPressed = true
  }
  #focused = (): void => {
    this.setState('open', true)
    document.addEventListener('pointerdown', this.#press, true)
  }
  /** It gets smaller only after the press that took the focus away: else what was pressed would move from under the pointer. */
  #blurred = (): void => {
    const settle = () => setTimeout(() => this.setState('open', this.matches(':focus-within')))
    if (this.#isPressed) addEventListener('pointerup', settle, { once: true, capture: true })
    else settle()
    this.#isPressed = false
    document.removeEventListener('pointerdown', this.#press, true)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    dress(this.getRootNode())
    this.#open()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    // What is written stays in the field.
    this.#composer?.end()
    this.#composer = null
  }

  protected override follow(room: Room | null): readonly Unsubscribe[] {
    this.mayComment = true
    this.isOffline = false
    if (!room) return []
    void this.#loadDraft(room)
    return [
      room.access.subscribe((access) => {
        this.mayComment = access !== 'read'
      }),
      room.status.subscribe((status) => {
        this.isOffline = status !== 'connected'
      }),
    ]
  }

  /** @internal */
  formResetCallback(): void {
    this.value = null
  }
  /** @internal */
  formDisabledCallback(disabled: boolean): void {
    this.disabled = disabled
  }

  #open(): Composer {
    if (this.#composer) return this.#composer
    this.#field = childOf(this, 'field')
    this.#list = childOf(this, 'list')
    this.#field.classList.add('syncforge-field')
    this.#list.classList.add('syncforge-people')
    this.#field.setAttribute('role', 'textbox')
    this.#field.setAttribute('aria-multiline', 'true')
    this.#field.dir = 'auto'
    this.#composer = createComposer(this.#field, this.#list, {
      suggest: (query, more) => this.suggest?.(query, more) ?? suggestPeople(this.current, query, more),
      onChange: () => this.#changed(),
      onSend: () => void this.send(),
      onCancel: () => this.#cancel(),
      onFiles: (files) => this.#attach(files),
    })
    this.#changed(false)
    return this.#composer
  }

  async #loadDraft(room: Room): Promise<void> {
    const body = await readDraft(room, draftKeyOf(this))
    // Whoever was quicker than the browser's storage has the word.
    if (body !== null && this.isConnected && this.value === null) this.value = body
  }

  #changed(isByPerson = true): void {
    const body = this.value
    const text = toText(body)
    const excess = lengthOf(body) - longest
    this.setState('filled', body !== null)
    this.internals.setFormValue(text)
    const field = this.#field ?? undefined
    if (this.required && body === null) this.internals.setValidity({ valueMissing: true }, say(this, 'required'), field)
    else if (excess > 0) this.internals.setValidity({ tooLong: true }, say(this, 'tooLong', { count: excess }), field)
    else this.internals.setValidity({})
    this.requestUpdate()
    const key = draftKeyOf(this)
    if (!isByPerson || !this.current) return
    if (key !== null) this.current.comments.setDraft(key, text).catch(() => {})
    this.tell('syncforge-input', { body })
  }

  #cancel(): void {
    if (!this.cancelable) return this.#field?.blur()
    if (!this.commentId) this.value = null
    this.failure = null
    this.tell('syncforge-cancel', null)
  }

  /** Sends what is written, as the button does. Resolves when the room has answered, whatever it said. */
  async send(): Promise<void> {
    const body = this.value
    const room = this.current
    if (body === null || this.disabled || this.#carrier.isBusy || lengthOf(body) > longest) return
    this.failure = null
    if (!this.tell('syncforge-send', { body })) return
    if (!room) return this.form?.requestSubmit()
    const { threadId, commentId } = this
    // The thread shows it already, and takes it back when it is refused.
    const attachments = this.#carrier.take()
    if (!commentId) this.value = null
    try {
      if (commentId) await room.comments.edit(commentId, { body })
      else if (threadId) await room.comments.reply(threadId, { body, attachments })
      const sentTo = commentId || threadId ? (threadId ?? null) : (await this.#begin(room, body, attachments)).id
      this.tell('syncforge-sent', { threadId: sentTo })
    } catch (error) {
      this.failure = error
      if (!commentId) this.value = joined(body, this.value)
      this.#carrier.putBack(attachments)
      this.tell('syncforge-error', { error })
    }
  }
  #begin({ comments }: Room, body: CommentBody, attachments: NonNullable<NewThread['attachments']>) {
    const { anchorId, anchor } = this
    return comments.create({ body, attachments, ...(anchorId && { anchorId }), ...(anchor && { anchor }) })
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed)
    this.setState('editing', Boolean(this.commentId))
    if (!this.#field || !this.#list) return
    const labelled = [...(this.internals.labels ?? [])].map(({ textContent }) => textContent?.trim()).join(' ')
    const label = this.label || labelled || say(this, 'label')
    this.#field.setAttribute('aria-label', label)
    this.#field.dataset.placeholder = this.placeholder || say(this, 'placeholder')
    this.#list.setAttribute('aria-label', say(this, 'people'))
    const isOpen = this.mayComment && !this.disabled
    this.#field.contentEditable = String(isOpen)
    this.#field.setAttribute('aria-disabled', String(!isOpen))
    if (changed.has('required')) this.#changed(false)
  }

  #attach(files: Iterable<File>): void {
    // A changed comment keeps the files that it has.
    if (this.current && !this.commentId) this.#carrier.add(this.current, files)
  }
  #pickFiles(): void {
    this.renderRoot.querySelector<HTMLInputElement>('.picker')?.click()
  }
  #picked(event: Event): void {
    const picker = event.target as HTMLInputElement
    this.#attach([...(picker.files ?? [])])
    // The same file may be chosen again.
    picker.value = ''
  }
  #toggleEmoji(event: Event): void {
    const panel = this.renderRoot.querySelector<HTMLElement>('.emoji-panel')
    panel?.togglePopover()
    if (!panel?.matches(':popover-open')) return
    place(panel, event.currentTarget as HTMLElement)
    panel.querySelector('button')?.focus()
  }
  #chooseEmoji(emoji: string): void {
    this.renderRoot.querySelector<HTMLElement>('.emoji-panel')?.hidePopover()
    this.#composer?.insert(emoji)
  }

  #tool(word: 'mention' | 'attach' | 'bold' | 'italic' | 'strike', content: unknown, press: () => void) {
    // Pressing must not take the caret out of the field.
    return html`<button
      type="button"
      class="icon ${word}"
      part="tool"
      title=${say(this, word)}
      aria-label=${say(this, word)}
      @pointerdown=${(event: Event) => event.preventDefault()}
      @click=${press}
    >${content}</button>`
  }

  override render(): unknown {
    if (!this.mayComment)
      return html`<p class="note" part="note">${say(this, 'readOnly')}</p><div hidden><slot name="field"></slot><slot name="list"></slot></div>`
    const excess = lengthOf(this.value) - longest
    const failure = this.failure ? failureOf(this.failure) : null
    const isEmpty = this.value === null
    const files = this.#carrier.list
    return html`<div class="frame" part="frame">
        <slot name="field"></slot>
        ${files.length > 0 ? html`<ul class="files" role="list" aria-label=${say(this, 'files')}>${files.map((file) => fileRow(this, file, () => this.#carrier.remove(file)))}</ul>` : nothing}
        <div class="foot" part="tools">
          ${this.#tool('mention', icon('at'), () => this.#composer?.beginMention())}
          <button type="button" class="icon" part="tool" title=${say(this, 'emoji')} aria-label=${say(this, 'emoji')} @click=${this.#toggleEmoji}>
            ${icon('smile')}
          </button>
          ${
            this.current && !this.commentId
              ? html`${this.#tool('attach', icon('clip'), () => this.#pickFiles())}
                <input class="picker" type="file" multiple hidden @change=${this.#picked} />`
              : nothing
          }
          ${this.#tool('bold', 'B', () => this.#composer?.toggle('bold'))}
          ${this.#tool('italic', 'I', () => this.#composer?.toggle('italic'))}
          ${this.#tool('strike', 'S', () => this.#composer?.toggle('strike'))}
          <span class="space"></span>
          ${this.cancelable ? html`<button type="button" class="quiet" part="button" @click=${this.#cancel}>${say(this, 'cancel')}</button>` : nothing}
          ${
            this.current || !this.form
              ? html`<button type="button" class="button primary" part="button send" ?disabled=${isEmpty || excess > 0 || this.disabled || this.#carrier.isBusy} @click=${this.send}>${say(this, 'send')}</button>`
              : nothing
          }
        </div>
      </div>
      <p class="note" part="note" role="status">${this.isOffline && !isEmpty ? say(this, 'offline') : ''}</p>
      <p class="refusal" part="error" role="alert">${failure ? say(this, failure.word, { reason: failure.reason }) : excess > 0 ? say(this, 'tooLong', { count: excess }) : ''}</p>
      <div class="emoji-panel" popover>${emojiGrid(say(this, 'emoji'), (emoji) => this.#chooseEmoji(emoji))}</div>
      <slot name="list"></slot>`
  }
}

define(tag, SyncForgeComposer)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeComposer
  }
  interface GlobalEventHandlersEventMap {
    /** Somebody writes. */
    'syncforge-input': CustomEvent<{ readonly body: CommentBody | null }>
    /** Something is about to be sent; prevented, nothing is: the app does what it wants with it. */
    'syncforge-send': CustomEvent<{ readonly body: CommentBody }>
    /** The room has taken it. */
    'syncforge-sent': CustomEvent<{ readonly threadId: string | null }>
    'syncforge-cancel': CustomEvent<null>
    /** Something was refused; the element says so itself. */
    'syncforge-error': CustomEvent<{ readonly error: SyncForgeError }>
  }
}
