'use client'
/**
 * Owns `<syncforge-follow>`: going along with what another person sees. Who follows whom is the room's (`room.following`); what is seen is told in
 * presence (`viewport`), which holds whatever the app shows.
 *
 * FO7  Following has one state: what is begun or ended by the element is begun and ended for `room.following` and `room.followers`, and the other way.
 */
import type { Follower, Json, PresenceUser, Room, SyncForgeError, Unsubscribe } from '@syncforge/client'
import { css, html, nothing, type PropertyDeclarations } from 'lit'
import { define } from '../base/define.ts'
import { RoomElement } from '../base/element.ts'
import { colorOf, keyOf, nameOf } from '../base/safe.ts'
import { personColors, theme } from '../base/theme.ts'
import { speaker } from '../base/words.ts'
import { scrollBy, scrollOf } from './scroll.ts'

const tag = 'syncforge-follow'

const say = speaker(tag, {
  following: 'You follow {name}',
  stop: 'Stop',
  followed: { one: '{count} person follows you', other: '{count} people follow you' },
})

/** What an own hand does ends it. */
const ownMoves = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const

const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1

/**
 * A frame around the window while one follows somebody: the page scrolls as theirs does, until one moves it oneself or presses Escape. A canvas
 * takes `syncforge-viewport` instead: the followed one's app sets `viewport`, the follower's hears it.
 *
 * @example <syncforge-follow avatars></syncforge-follow>
 * @example follow.start(room.presence.getOthers()[0])
 */
export class SyncForgeFollow extends RoomElement {
  static override styles = [
    theme,
    personColors,
    css`
      :host {
        position: fixed;
        inset: 0;
        z-index: var(--syncforge-layer, 1000);
        pointer-events: none;
      }
      .frame {
        position: absolute;
        inset: 0;
        border: 3px solid var(--_person);
      }
      .label {
        position: absolute;
        inset-block-start: 0;
        inset-inline: 0;
        margin-inline: auto;
        inline-size: fit-content;
        max-inline-size: calc(100% - 32px);
        display: flex;
        align-items: baseline;
        gap: 12px;
        padding: 4px 6px 6px 12px;
        padding-inline: 12px 6px;
        border-radius: 0 0 var(--_radius) var(--_radius);
        background: var(--_person);
        color: var(--_on-person);
        pointer-events: auto;
      }
      button {
        padding: 2px 8px;
        border: 1px solid currentcolor;
        border-radius: calc(var(--_radius) * 0.75);
        background: none;
      }
      button:focus-visible {
        outline-color: currentcolor;
      }
      .followed {
        position: absolute;
        inset-block-end: 8px;
        inset-inline-start: 8px;
        padding: 2px 10px;
        border: 1px solid var(--_line);
        border-radius: 999px;
        background: var(--_ground);
        color: var(--_faint);
        font-size: 0.9em;
      }
    `,
  ]
  static override properties: PropertyDeclarations = {
    avatars: { type: Boolean },
    scroller: { attribute: false },
    viewport: { attribute: false },
    person: { state: true },
    followers: { state: true },
  }
  /** Follows whom one chooses in `<syncforge-avatars>`. */
  declare avatars: boolean | null | undefined
  /** What scrolls. Default: the page. */
  declare scroller: Element | null | undefined
  /** What I see, where that is no scrolled page: JSON of the app's own. It is told while somebody follows me. */
  declare viewport: Json | undefined
  declare private person: PresenceUser | null
  declare private followers: number
  #over: AbortController | undefined
  #seen = ''
  /** Begun here: it ends with the element. */
  #isOwn = false
  /** Whom I have just stopped following: until the room has heard of it, it says otherwise. */
  #ended = ''
  readonly #chosen = ({ detail: { user } }: CustomEvent<{ readonly user: PresenceUser }>) => {
    if (this.avatars) this.start(user)
  }

  constructor() {
    super()
    this.person = null
    this.followers = 0
  }

  /** Whom I follow, whether by this element or by `room.follow`. */
  get following(): PresenceUser | null {
    return this.person
  }

  /** Follows somebody, as `room.follow` does, instead of whom I followed before. Following oneself is nothing; what the room refuses is told as `syncforge-error`. */
  start(user: Pick<PresenceUser, 'userId' | 'verified'>): void {
    const room = this.current
    if (!room || keyOf(room.self) === keyOf(user)) return
    this.#isOwn = true
    this.#ended = ''
    room.follow({ userId: user.userId, verified: user.verified }).catch((error) => this.#refused(error))
  }

  /** Follows nobody any more. */
  stop(): void {
    const room = this.current
    if (!room || !this.person) return
    // At once: the page must not be taken away from who has just moved it.
    this.#ended = keyOf(this.person)
    this.#turn(null)
    room.following.stop().catch((error) => {
      this.#ended = ''
      this.#heard(room)
      this.#refused(error)
    })
  }

  #refused(error: SyncForgeError): void {
    this.tell('syncforge-error', { error })
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('syncforge-person', this.#chosen)
  }

  override disconnectedCallback(): void {
    if (this.#isOwn) this.stop()
    else this.#turn(null)
    document.removeEventListener('syncforge-person', this.#chosen)
    super.disconnectedCallback()
  }

  protected override follow(room: Room | null): readonly Unsubscribe[] {
    this.followers = 0
    this.#ended = ''
    this.#turn(null)
    if (!room) return []
    const scrolled = () => this.#tellView()
    this.ownerDocument.addEventListener('scroll', scrolled, { capture: true, passive: true })
    return [
      room.following.subscribe(() => this.#heard(room)),
      room.presence.subscribeOthers(() => this.#heard(room)),
      room.followers.subscribe((followers) => this.#followedBy(followers)),
      () => this.ownerDocument.removeEventListener('scroll', scrolled, { capture: true }),
      () => this.#over?.abort(),
    ]
  }

  /** Whom the room says that I follow, as presence has them. */
  #heard(room: Room): void {
    const user = room.following.get()?.user
    const key = user ? keyOf(user) : ''
    if (key !== this.#ended) this.#ended = ''
    const person = key === this.#ended ? undefined : room.presence.getOthers().find((other) => keyOf(other) === key)
    this.#turn(person ?? null)
  }

  #turn(person: PresenceUser | null): void {
    const isSame = (person && keyOf(person)) === (this.person && keyOf(this.person))
    this.person = person
    if (!isSame) {
      this.#over?.abort()
      this.#seen = ''
      if (person) this.#endByOwnMoves()
      else this.#isOwn = false
      this.tell('syncforge-follow', { user: person })
    }
    if (person) this.#goAlong(person)
  }

  #endByOwnMoves(): void {
    this.#over = new AbortController()
    const { signal } = this.#over
    const end = (event: Event) => {
      // The frame's own button, and keys that only hold another one, end nothing by themselves.
      if (event.composedPath().includes(this)) return
      if (event instanceof KeyboardEvent && ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
      this.stop()
    }
    for (const move of ownMoves)
      this.ownerDocument.addEventListener(move, end, { signal, passive: true, capture: true })
  }

  /** People: one with two windows is counted once. */
  #followedBy(followers: readonly Follower[]): void {
    const before = this.followers
    this.followers = new Set(followers.map(({ user }) => keyOf(user))).size
    if (this.followers > before) this.#tellView()
    else if (this.followers === 0 && before > 0) this.current?.presence.update({ viewport: undefined })
  }

  #tellView(): void {
    if (this.followers === 0) return
    const view = this.viewport === undefined ? { ...scrollOf(this.#scroller) } : this.viewport
    this.current?.presence.update({ viewport: view })
  }

  get #scroller(): Element {
    return this.scroller ?? document.scrollingElement ?? document.documentElement
  }

  #goAlong({ presence: { viewport } }: PresenceUser): void {
    const seen = JSON.stringify(viewport)
    if (viewport === undefined || seen === this.#seen) return
    this.#seen = seen
    if (!this.tell('syncforge-viewport', { viewport })) return
    const { x, y } = (viewport ?? {}) as { readonly x?: unknown; readonly y?: unknown }
    if (!isShare(x) || !isShare(y)) return
    scrollBy(this.#scroller, { x, y }, matchMedia('(prefers-reduced-motion: reduce)').matches)
  }

  protected override updated(changed: Map<string, unknown>): void {
    if (changed.has('viewport')) this.#tellView()
  }

  override render(): unknown {
    const { person, followers } = this
    const frame = (user: PresenceUser) => html`<div class="person" .style=${`--person:${colorOf(user)}`}>
      <div class="frame" part="frame"></div>
      <div class="label" part="label">
        <bdi>${say(this, 'following', { name: nameOf(user) })}</bdi>
        <button type="button" part="stop" @click=${() => this.stop()}>${say(this, 'stop')}</button>
      </div>
    </div>`
    const followed = html`<div class="followed" part="followed">${say(this, 'followed', { count: followers })}</div>`
    return html`<span class="spoken" role="status">${person ? say(this, 'following', { name: nameOf(person) }) : ''}</span>
      ${person ? frame(person) : nothing}${followers > 0 ? followed : nothing}`
  }
}

define(tag, SyncForgeFollow)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeFollow
  }
  interface GlobalEventHandlersEventMap {
    /** I follow somebody else now, or nobody. */
    'syncforge-follow': CustomEvent<{ readonly user: PresenceUser | null }>
    /** What the followed person sees now. Prevented, the page does not scroll. */
    'syncforge-viewport': CustomEvent<{ readonly viewport: Json }>
  }
}
