'use client'
/** Owns `<syncforge-avatars>`: who is here, as a stack of pictures. */
import type { PresenceUser, Room, Unsubscribe } from '@syncforge/client'
import { css, html, nothing, type PropertyDeclarations } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { define } from '../base/define.ts'
import { RoomElement } from '../base/element.ts'
import { place } from '../base/place.ts'
import { colorOf, initialsOf, keyOf, nameOf, safeUrl } from '../base/safe.ts'
import { personColors, theme } from '../base/theme.ts'
import { speaker } from '../base/words.ts'

const tag = 'syncforge-avatars'

const say = speaker(tag, {
  here: { one: '{count} person here', other: '{count} people here' },
  more: { one: '{count} more: {names}', other: '{count} more: {names}' },
  self: '{name} (you)',
  active: '{name}',
  idle: '{name}, idle',
  away: '{name}, away',
})

const nobody: readonly PresenceUser[] = []

/**
 * Who is in the room, most senior first, each once however many tabs they have open.
 *
 * @example <syncforge-avatars max="5"></syncforge-avatars>
 */
export class SyncForgeAvatars extends RoomElement {
  static override styles = [
    theme,
    personColors,
    css`
      :host {
        display: inline-block;
        --_avatar: var(--syncforge-avatar-size, 32px);
        --_overlap: var(--syncforge-avatar-overlap, 8px);
      }
      ul {
        display: flex;
        margin: 0;
        padding: 0;
        list-style: none;
        min-block-size: var(--_avatar);
      }
      li + li {
        margin-inline-start: calc(-1 * var(--_overlap));
      }
      button {
        display: grid;
        place-items: center;
        position: relative;
        inline-size: var(--_avatar);
        block-size: var(--_avatar);
        padding: 0;
        border: 2px solid var(--_ground);
        border-radius: 50%;
        background: var(--_person, var(--_sunken));
        color: var(--_on-person, var(--_ink));
        font-size: calc(var(--_avatar) * 0.38);
        font-weight: 600;
        line-height: 1;
      }
      button:hover,
      button:focus-visible {
        z-index: 1;
      }
      /* No words of the page: whoever speaks to it says the name, which is that of the button. */
      .initials::before {
        content: attr(data-letters);
      }
      .more {
        background: var(--_sunken);
        color: var(--_ink);
      }
      img {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        border-radius: 50%;
        object-fit: cover;
      }
      .idle > *,
      .away > * {
        opacity: 0.55;
      }
      .away {
        filter: grayscale(0.8);
      }
      button::after {
        content: none;
        position: absolute;
        inset-block-end: -2px;
        inset-inline-end: -2px;
        inline-size: 30%;
        block-size: 30%;
        border: 2px solid var(--_ground);
        border-radius: 50%;
        background: var(--_warn);
      }
      .idle::after {
        content: '';
      }
      .away::after {
        content: '';
        background: var(--_faint);
      }
      .tip {
        position: fixed;
        max-inline-size: 240px;
        padding: 4px 8px;
        border: 0;
        border-radius: calc(var(--_radius) * 0.75);
        background: var(--_ink);
        color: var(--_ground);
        font-size: 0.9em;
        overflow-wrap: anywhere;
        pointer-events: none;
      }
    `,
  ]
  static override properties: PropertyDeclarations = {
    max: { type: Number },
    others: { type: Boolean },
    people: { state: true },
    failed: { state: true },
  }
  /** So many people at most; the rest is a number. Default 4. */
  declare max: number | null | undefined
  /** Leaves me out. */
  declare others: boolean | null | undefined
  declare private people: readonly PresenceUser[]
  /** Addresses of pictures that did not come. */
  declare private failed: ReadonlySet<string>

  constructor() {
    super()
    this.people = nobody
    this.failed = new Set()
  }

  protected override follow(room: Room | null): readonly Unsubscribe[] {
    if (room) return [room.presence.subscribe((people) => this.#show(people))]
    this.#show(nobody)
    return []
  }

  #show(people: readonly PresenceUser[]): void {
    this.people = people
    this.setState('empty', people.length === 0)
  }

  #isMe(user: PresenceUser): boolean {
    const self = this.current?.self
    return self !== undefined && keyOf(self) === keyOf(user)
  }

  #spoken(user: PresenceUser): string {
    const name = nameOf(user)
    return this.#isMe(user) ? say(this, 'self', { name }) : say(this, user.activity, { name })
  }

  /** Who is pointed at or has the focus is named; `null` for nobody. */
  #point(button: HTMLElement | null, words = ''): void {
    const tip = this.renderRoot.querySelector<HTMLElement>('.tip')
    if (!tip?.isConnected) return
    if (!button) return tip.hidePopover()
    tip.textContent = words
    tip.showPopover()
    place(tip, button, { align: 'center' })
  }

  override render(): unknown {
    const people = this.others ? this.people.filter((user) => !this.#isMe(user)) : this.people
    const most = Math.max(1, this.max || 4)
    // A last place that could show a person is not spent on a number.
    const shown = people.length === most + 1 ? people : people.slice(0, most)
    const rest = people.slice(shown.length)
    const picture = (content: unknown, words: string, classes: string, part: string, user: PresenceUser | null) =>
      html`<button
        type="button"
        class=${classes}
        part=${part}
        .style=${user ? `--person:${colorOf(user)}` : ''}
        aria-label=${words}
        @click=${() => user && this.tell('syncforge-person', { user })}
        @pointerenter=${(event: Event) => this.#point(event.currentTarget as HTMLElement, words)}
        @focus=${(event: Event) => this.#point(event.currentTarget as HTMLElement, words)}
        @pointerleave=${() => this.#point(null)}
        @blur=${() => this.#point(null)}
      >${content}</button>`
    const one = (user: PresenceUser) => {
      const address = safeUrl(user.userInfo.avatar)
      const face =
        address && !this.failed.has(address)
          ? html`<img alt="" src=${address} referrerpolicy="no-referrer" @error=${() => this.#fail(address)} />`
          : html`<span class="initials" data-letters=${initialsOf(nameOf(user))}></span>`
      const state = this.#isMe(user) ? 'active' : user.activity
      return html`<li>${picture(face, this.#spoken(user), `person ${state}`, `avatar ${state}`, user)}</li>`
    }
    const names = new Intl.ListFormat().format(rest.slice(0, 20).map(nameOf))
    return html`<ul role="list" part="list" aria-label=${say(this, 'here', { count: people.length })}>
        ${repeat(shown, keyOf, one)}
        ${rest.length > 0 ? html`<li>${picture(html`<bdi dir="ltr">+${rest.length}</bdi>`, say(this, 'more', { count: rest.length, names }), 'more', 'avatar more', null)}</li>` : nothing}
      </ul>
      <div class="tip" part="tooltip" popover="manual" aria-hidden="true"></div>`
  }

  #fail(address: string): void {
    this.failed = new Set([...this.failed, address])
  }
}

define(tag, SyncForgeAvatars)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeAvatars
  }
  interface GlobalEventHandlersEventMap {
    /** Somebody was chosen among those who are shown. */
    'syncforge-person': CustomEvent<{ readonly user: PresenceUser }>
  }
}
