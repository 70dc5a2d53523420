'use client'
/** Owns `<syncforge-inbox>`: a bell with what a person was not told yet, the list behind it, and its settings. */
import type {
  Inbox,
  InboxState,
  Notification,
  NotificationPreferences,
  PreferencesPatch,
  Unsubscribe,
} from '@syncforge/client'
import { html, LitElement, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { define } from '../base/define.ts'
import { place } from '../base/place.ts'
import { plainText } from '../base/safe.ts'
import { theme } from '../base/theme.ts'
import { type Words, whenWordsChange } from '../base/words.ts'
import { controls } from '../parts/controls.ts'
import { failureOf } from '../parts/failures.ts'
import { icon } from '../parts/icons.ts'
import { timeOf, whenTimePasses } from '../parts/times.ts'
import { settingsTemplate } from './settings.ts'
import { inboxStyle } from './style.ts'
import { say, sentenceOf, tag } from './words.ts'

const longestText = 160
const most = 99

/**
 * What a verified person is told, in all rooms: `inbox` is `client.inbox`, and only scripts can set it.
 *
 * @example document.querySelector('syncforge-inbox').inbox = client.inbox
 */
export class SyncForgeInbox extends LitElement {
  static override styles = [theme, controls, inboxStyle]
  static override properties: PropertyDeclarations = {
    inbox: { attribute: false },
    words: { type: Object },
    inline: { type: Boolean },
    state: { state: true },
    older: { state: true },
    preferences: { state: true },
    isHeard: { state: true },
    isBusy: { state: true },
    failure: { state: true },
  }
  declare inbox: Inbox | null | undefined
  declare words: Words | null | undefined
  /** The list itself, without a bell. */
  declare inline: boolean | null | undefined
  declare private state: InboxState | null
  declare private older: { readonly notifications: readonly Notification[]; readonly next: number | null } | null
  /** Shown instead of the list; `null`: the list is. */
  declare private preferences: NotificationPreferences | null
  declare private isHeard: boolean
  declare private isBusy: boolean
  declare private failure: unknown
  readonly #internals: ElementInternals
  #stops: readonly Unsubscribe[] = []
  #followed: Inbox | null = null

  constructor() {
    super()
    this.#internals = this.attachInternals()
    this.state = null
    this.older = null
    this.preferences = null
    this.isHeard = false
    this.isBusy = false
    this.failure = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#stops = [whenWordsChange(() => this.requestUpdate()), whenTimePasses(() => this.requestUpdate())]
    this.#follow()
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const stop of this.#stops) stop()
    this.#stops = []
    this.#followed = null
  }
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('inbox')) this.#follow()
    if (this.inline) this.#internals.states.add('inline')
    else this.#internals.states.delete('inline')
  }

  #follow(): void {
    const inbox = this.inbox ?? null
    if (!this.isConnected || inbox === this.#followed) return
    const [words, time, ...rest] = this.#stops
    for (const stop of rest) stop()
    this.#followed = inbox
    this.state = this.older = this.preferences = null
    let calls = 0
    const heard = (state: InboxState) => {
      calls += 1
      this.state = state
      // The first state comes before the server has answered.
      this.isHeard = calls > 1 || state.notifications.length > 0
    }
    this.#stops = [words, time, inbox?.subscribe(heard)].filter((stop) => stop !== undefined)
  }

  async #attempt(work: (inbox: Inbox) => Promise<unknown>): Promise<void> {
    const { inbox } = this
    if (!inbox) return
    this.isBusy = true
    this.failure = null
    try {
      await work(inbox)
    } catch (error) {
      this.failure = error
    } finally {
      this.isBusy = false
    }
  }
  #open(notification: Notification): void {
    if (notification.readAt === null) void this.#attempt((inbox) => inbox.markRead(notification.id))
    const told = new CustomEvent('syncforge-notification', {
      bubbles: true,
      composed: true,
      cancelable: true,
      detail: { notification },
    })
    if (this.dispatchEvent(told)) this.#panel?.hidePopover()
  }
  #mute({ roomId, threadId }: Notification): void {
    if (roomId === null) return
    const at = threadId === null ? { roomId } : { roomId, threadId }
    void this.#attempt((inbox) => inbox.preferences.update({ mute: [at] }))
  }
  #remove({ id }: Notification): void {
    void this.#attempt(async (inbox) => {
      await inbox.remove(id)
      if (this.older)
        this.older = { ...this.older, notifications: this.older.notifications.filter((one) => one.id !== id) }
    })
  }
  #readAll = (): void => void this.#attempt((inbox) => inbox.markAllRead())
  #more = (): void => {
    const before = (this.older ?? this.state)?.next ?? null
    if (before === null) return
    void this.#attempt(async (inbox) => {
      const page = await inbox.list({ before })
      this.older = { notifications: [...(this.older?.notifications ?? []), ...page.notifications], next: page.next }
    })
  }
  #showSettings = (): void =>
    void this.#attempt(async (inbox) => {
      this.preferences = await inbox.preferences.get()
    })
  #change = (patch: PreferencesPatch): void =>
    void this.#attempt(async (inbox) => {
      this.preferences = await inbox.preferences.update(patch)
    })

  get #panel(): HTMLElement | null {
    return this.inline ? null : this.renderRoot.querySelector<HTMLElement>('.panel')
  }
  #toggle(event: Event): void {
    const panel = this.#panel
    panel?.togglePopover()
    if (panel?.matches(':popover-open')) place(panel, event.currentTarget as HTMLElement, { align: 'end' })
    this.requestUpdate()
  }

  #row(notification: Notification) {
    const { readAt, text, roomId, updatedAt } = notification
    const isNew = readAt === null
    const sentence = sentenceOf(this, notification)
    const tool = (word: 'read' | 'mute' | 'remove', name: 'check' | 'mute' | 'bin', press: () => void) =>
      html`<button type="button" class="icon" part="tool" title=${say(this, word)} aria-label=${`${say(this, word)}: ${sentence}`} @click=${press}>${icon(name)}</button>`
    return html`<li class=${isNew ? 'new' : ''} part="notification">
      <button type="button" class="go" part="open" @click=${() => this.#open(notification)}>
        <span class="title">${sentence}${isNew ? html`<span class="spoken">, ${say(this, 'unread')}</span>` : nothing}</span>
        ${text ? html`<span class="text" dir="auto">${plainText(text, longestText)}</span>` : nothing}
        <span class="where">${timeOf(this, updatedAt)}${roomId === null ? nothing : html` · <bdi>${plainText(roomId, 40)}</bdi>`}</span>
      </button>
      ${isNew ? tool('read', 'check', () => void this.#attempt((inbox) => inbox.markRead(notification.id))) : nothing}
      ${roomId === null ? nothing : tool('mute', 'mute', () => this.#mute(notification))}
      ${tool('remove', 'bin', () => this.#remove(notification))}
    </li>`
  }

  #list() {
    const { state, older } = this
    const here = state?.notifications ?? []
    const ids = new Set(here.map(({ id }) => id))
    const all = [...here, ...(older?.notifications ?? []).filter(({ id }) => !ids.has(id))]
    const refused = this.failure ? failureOf(this.failure) : null
    const refusal = refused
      ? say(this, refused.word, { reason: refused.reason })
      : state?.error
        ? say(this, 'none')
        : ''
    const note =
      all.length > 0 ? (state?.quiet ? say(this, 'quiet') : '') : say(this, this.isHeard ? 'empty' : 'loading')
    const next = (older ?? state)?.next ?? null
    return html`<div class="bar">
        <h2>${say(this, 'title')}</h2>
        ${(state?.unread ?? 0) > 0 ? html`<button type="button" class="quiet" part="button" @click=${this.#readAll}>${say(this, 'readAll')}</button>` : nothing}
        <button type="button" class="icon" part="button" title=${say(this, 'settings')} aria-label=${say(this, 'settings')} @click=${this.#showSettings}>${icon('settings')}</button>
      </div>
      <p class="refusal" part="error" role="alert">${refusal}</p>
      <p class="note" part="note" role="status">${refusal ? '' : note}</p>
      <ol role="list" part="list">${repeat(
        all,
        ({ id }) => id,
        (notification) => this.#row(notification),
      )}</ol>
      ${next === null ? nothing : html`<button type="button" class="button" part="button" ?disabled=${this.isBusy} @click=${this.#more}>${say(this, 'more')}</button>`}`
  }
  #settings(preferences: NotificationPreferences) {
    const refused = this.failure ? failureOf(this.failure) : null
    const back = () => {
      this.preferences = null
    }
    return html`<div class="bar">
        <h2>${say(this, 'settings')}</h2>
        <button type="button" class="quiet" part="button" @click=${back}>${say(this, 'back')}</button>
      </div>
      <p class="refusal" part="error" role="alert">${refused ? say(this, refused.word, { reason: refused.reason }) : ''}</p>
      ${settingsTemplate(this, preferences, this.#change)}`
  }

  override render(): unknown {
    const unread = this.state?.unread ?? 0
    const content = this.preferences ? this.#settings(this.preferences) : this.#list()
    if (this.inline)
      return html`<section class="panel" part="panel" aria-label=${say(this, 'title')}>${content}</section>`
    const label = unread > 0 ? say(this, 'bell', { count: unread }) : say(this, 'title')
    return html`<button type="button" class="icon bell" part="bell" title=${label} aria-label=${label} aria-haspopup="dialog" @click=${this.#toggle}>
        ${icon('bell')}${unread > 0 ? html`<span class="count" part="count" aria-hidden="true">${unread > most ? `${most}+` : unread}</span>` : nothing}
      </button>
      <div class="panel" part="panel" role="dialog" aria-label=${say(this, 'title')} popover>${content}</div>`
  }
}

define(tag, SyncForgeInbox)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeInbox
  }
  interface GlobalEventHandlersEventMap {
    /** Somebody wants to see what a notification is about: the app leads there. */
    'syncforge-notification': CustomEvent<{ readonly notification: Notification }>
  }
}
