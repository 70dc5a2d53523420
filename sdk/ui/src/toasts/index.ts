'use client'
/** Owns `<syncforge-toasts>`: short messages at the edge of the window, which go by themselves. */
import type { Room, Unsubscribe } from '@syncforge/client'
import { css, html, nothing, type PropertyDeclarations } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { define } from '../base/define.ts'
import { RoomElement } from '../base/element.ts'
import { plainText } from '../base/safe.ts'
import { theme } from '../base/theme.ts'
import { languageOf, speaker } from '../base/words.ts'
import { watchArrivals } from './arrivals.ts'

const tag = 'syncforge-toasts'

const say = speaker(tag, {
  region: 'Messages',
  close: 'Close',
  came: { one: '{names} is here', other: '{names} are here' },
  cameMany: { one: '{count} person came', other: '{count} people came' },
  went: { one: '{names} has left', other: '{names} have left' },
  wentMany: { one: '{count} person has left', other: '{count} people have left' },
  lost: 'The connection is lost. What you write is kept.',
  back: 'Connected again',
  refused: 'Something you wrote was not taken.',
})

/** A message to show. */
export interface Toast {
  readonly text: string
  /** `bad` is read out at once and stays until it is closed. Default `plain`. */
  readonly kind?: 'plain' | 'good' | 'bad' | undefined
  /** A button beside it; it closes the message. */
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
  /** How long it stays, in milliseconds; 0: until it is closed. Default 5,000. */
  readonly durationMs?: number | undefined
  /** A newer one with the same name takes the place of an older. */
  readonly name?: string | undefined
}

interface Shown extends Toast {
  readonly id: number
}

const mostShown = 4
const mostNames = 3
const longestText = 240

/**
 * Messages: its `show`, the event `syncforge-toast` anywhere in the page, and, where asked for, who comes and goes and how the connection is.
 *
 * @example <syncforge-toasts people connection></syncforge-toasts>
 * @example document.dispatchEvent(new CustomEvent('syncforge-toast', { detail: { text: 'Copied' } }))
 */
export class SyncForgeToasts extends RoomElement {
  static override styles = [
    theme,
    css`
      :host {
        position: fixed;
        inset-block-end: 16px;
        inset-inline-end: 16px;
        z-index: var(--syncforge-layer, 1000);
        inline-size: min(360px, calc(100vw - 32px));
        pointer-events: none;
      }
      .list {
        display: grid;
        gap: var(--_gap);
      }
      .toast {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 10px 8px 10px 14px;
        padding-inline: 14px 8px;
        border: 1px solid var(--_line);
        border-inline-start: 4px solid var(--_edge, var(--_accent));
        border-radius: var(--_radius);
        background: var(--_ground);
        box-shadow: var(--_shadow);
        pointer-events: auto;
        animation: come 0.18s ease-out;
      }
      .good {
        --_edge: var(--_good);
      }
      .bad {
        --_edge: var(--_bad);
      }
      .text {
        flex: 1;
        overflow-wrap: anywhere;
      }
      button {
        flex: none;
        padding: 4px 8px;
        border: 0;
        border-radius: calc(var(--_radius) * 0.75);
        background: none;
      }
      button:hover {
        background: var(--_sunken);
      }
      .action {
        color: var(--_accent);
        font-weight: 600;
      }
      @keyframes come {
        from {
          opacity: 0;
          translate: 0 8px;
        }
      }
    `,
  ]
  static override properties: PropertyDeclarations = {
    people: { type: Boolean },
    connection: { type: Boolean },
    shown: { state: true },
  }
  /** Tells who comes and goes. */
  declare people: boolean | null | undefined
  /** Tells of a lost connection, of its return, and of edits that were not taken. */
  declare connection: boolean | null | undefined
  declare private shown: readonly Shown[]
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>()
  #last = 0
  readonly #heard = (event: CustomEvent<Toast>) => this.show(event.detail)

  constructor() {
    super()
    this.shown = []
  }

  /** Shows a message. Returns the way to close it. */
  show(toast: Toast): () => void {
    const text = plainText(toast?.text, longestText)
    if (text === '') return () => {}
    const id = ++this.#last
    const isOther = ({ name }: Shown) => name === undefined || name !== toast.name
    this.shown = [...this.shown.filter(isOther), { ...toast, text, id }].slice(-mostShown)
    this.#run({ ...toast, id })
    return () => this.#close(id)
  }

  #close(id: number): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    this.shown = this.shown.filter((toast) => toast.id !== id)
  }

  /** Lets the time of a message begin, again after somebody has looked at it. */
  #run({ id, kind, durationMs = kind === 'bad' ? 0 : 5_000 }: Shown): void {
    if (durationMs > 0)
      this.#timers.set(
        id,
        setTimeout(() => this.#close(id), Math.min(durationMs, 3_600_000)),
      )
  }

  override connectedCallback(): void {
    super.connectedCallback()
    document.addEventListener('syncforge-toast', this.#heard)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    document.removeEventListener('syncforge-toast', this.#heard)
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
    this.shown = []
  }

  protected override follow(room: Room | null): readonly Unsubscribe[] {
    if (!room) return []
    let wasLost = false
    const turned = () => {
      if (!this.connection) return
      const status = room.status.get()
      if (status === 'reconnecting' && !wasLost) {
        this.show({ text: say(this, 'lost'), kind: 'bad', name: 'connection' })
        wasLost = true
      }
      if (status === 'connected' && wasLost) {
        this.show({ text: say(this, 'back'), kind: 'good', name: 'connection' })
        wasLost = false
      }
    }
    return [
      room.status.subscribe(turned),
      room.refused.subscribe((refused) => {
        if (this.connection && refused.length > 0)
          this.show({ text: say(this, 'refused'), kind: 'bad', name: 'refused' })
      }),
      watchArrivals(room, ({ came, went }) => {
        if (!this.people) return
        this.#tellNames('came', came)
        this.#tellNames('went', went)
      }),
    ]
  }

  #tellNames(word: 'came' | 'went', all: readonly string[]): void {
    const count = all.length
    if (count === 0) return
    const names = new Intl.ListFormat(languageOf(this)).format(all)
    this.show({ text: count > mostNames ? say(this, `${word}Many`, { count }) : say(this, word, { count, names }) })
  }

  override render(): unknown {
    const one = (toast: Shown) => {
      const { id, text, kind = 'plain', action } = toast
      const act = () => {
        this.#close(id)
        action?.run()
      }
      return html`<div
        class="toast ${kind}"
        part="toast ${kind}"
        role=${kind === 'bad' ? 'alert' : nothing}
        @pointerenter=${() => clearTimeout(this.#timers.get(id))}
        @pointerleave=${() => this.#run(toast)}
        @focusin=${() => clearTimeout(this.#timers.get(id))}
        @focusout=${() => this.#run(toast)}
      >
        <bdi class="text" part="text">${text}</bdi>
        ${action ? html`<button type="button" class="action" part="action" @click=${act}>${plainText(action.label)}</button>` : nothing}
        <button type="button" part="close" aria-label=${say(this, 'close')} @click=${() => this.#close(id)}>✕</button>
      </div>`
    }
    return html`<section class="list" part="list" aria-label=${say(this, 'region')} aria-live="polite">${repeat(this.shown, ({ id }) => id, one)}</section>`
  }
}

define(tag, SyncForgeToasts)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeToasts
  }
  interface GlobalEventHandlersEventMap {
    /** Something to tell the person: every `<syncforge-toasts>` shows it. Dispatch it at `document`, or let it bubble there. */
    'syncforge-toast': CustomEvent<Toast>
  }
}
