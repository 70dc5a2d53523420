'use client'
/** Owns `<syncforge-typing>`: who is writing right now. */
import type { PresenceUser, Room, Unsubscribe } from '@syncforge/client'
import { css, html, nothing, type PropertyDeclarations } from 'lit'
import { define } from '../base/define.ts'
import { RoomElement } from '../base/element.ts'
import { keyOf, nameOf, plainText } from '../base/safe.ts'
import { theme } from '../base/theme.ts'
import { languageOf, speaker } from '../base/words.ts'

const tag = 'syncforge-typing'

const say = speaker(tag, {
  typing: { one: '{names} is typing', other: '{names} are typing' },
  several: { one: '{count} person is typing', other: '{count} people are typing' },
})

const mostNames = 3
const nobody: readonly string[] = []

/**
 * Who is writing in the room's chat; with `presence-key`, everybody whose presence has something under that key.
 *
 * @example <syncforge-typing presence-key="typing"></syncforge-typing>
 */
export class SyncForgeTyping extends RoomElement {
  static override styles = [
    theme,
    css`
      :host {
        display: block;
        min-block-size: 1.45em;
        color: var(--_faint);
      }
      .dots {
        display: inline-flex;
        gap: 3px;
        margin-inline-start: 6px;
      }
      .dots i {
        inline-size: 4px;
        block-size: 4px;
        border-radius: 50%;
        background: currentcolor;
        animation: hop 1s infinite alternate;
      }
      .dots i:nth-child(2) {
        animation-delay: 0.2s;
      }
      .dots i:nth-child(3) {
        animation-delay: 0.4s;
      }
      @keyframes hop {
        to {
          opacity: 0.25;
        }
      }
    `,
  ]
  static override properties: PropertyDeclarations = {
    presenceKey: { type: String, attribute: 'presence-key' },
    names: { state: true },
  }
  /** Look into the presence of people, under this key, instead of the chat. Set before it comes into the page. */
  declare presenceKey: string | null | undefined
  declare private names: readonly string[]

  constructor() {
    super()
    this.names = nobody
  }

  protected override follow(room: Room | null): readonly Unsubscribe[] {
    this.#show(nobody)
    if (!room) return []
    const key = this.presenceKey
    if (!key) {
      const isOther = ({ userId, verified }: { userId: string; verified: boolean }) =>
        keyOf({ userId, verified }) !== keyOf(room.self)
      return [
        room.chat.subscribe(({ typing }) => this.#show(typing.filter(isOther).map(({ name }) => plainText(name)))),
      ]
    }
    const writes = ({ presence }: PresenceUser) => Boolean(presence[key])
    return [room.presence.subscribeOthers((others) => this.#show(others.filter(writes).map(nameOf)))]
  }

  #show(names: readonly string[]): void {
    if (names.join('\n') !== this.names.join('\n')) this.names = names
    this.setState('empty', names.length === 0)
  }

  override render(): unknown {
    const count = this.names.length
    const names = new Intl.ListFormat(languageOf(this)).format(this.names)
    const words = count > mostNames ? say(this, 'several', { count }) : say(this, 'typing', { count, names })
    const dots = html`<span class="dots" part="dots" aria-hidden="true"><i></i><i></i><i></i></span>`
    return html`<span role="status" part="text"><bdi>${count > 0 ? words : ''}</bdi></span>${count > 0 ? dots : nothing}`
  }
}

define(tag, SyncForgeTyping)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeTyping
  }
}
