'use client'
/** Owns `<syncforge-selections>`: what is inside of it, with what others have selected or are busy with. */
import type { PresenceUser, Room, Unsubscribe } from '@syncforge/client'
import { css, html, nothing, type PropertyDeclarations, render } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { define } from '../base/define.ts'
import { RoomElement } from '../base/element.ts'
import { colorOf, nameOf } from '../base/safe.ts'
import { personColors, theme } from '../base/theme.ts'
import { findPlace, type Place, placeIn, readPlace } from './places.ts'

const tag = 'syncforge-selections'

/** What somebody has selected, in one of their tabs. */
interface Selected {
  readonly id: string
  readonly user: PresenceUser
  readonly place: Place
}

/** More at once nobody could tell apart. */
const mostShown = 50

/**
 * Shows in fields, texts and anything else marked `data-shared="name"` where others are: their caret and selection in their colour with
 * their name, or a frame around what has no text. Tells the others where I am, in my presence.
 *
 * @example <syncforge-selections><textarea data-shared="summary"></textarea></syncforge-selections>
 */
export class SyncForgeSelections extends RoomElement {
  static override styles = [
    theme,
    personColors,
    css`
      :host {
        display: block;
        position: relative;
      }
      .layer {
        position: absolute;
        inset: 0;
        overflow: clip;
        overflow-clip-margin: 24px;
        pointer-events: none;
        z-index: var(--syncforge-layer, 1000);
        direction: ltr;
      }
      .mirror {
        position: absolute;
        visibility: hidden;
        inset: 0 auto auto 0;
        border: 0;
        margin: 0;
        overflow: hidden;
        block-size: 0;
        box-sizing: border-box;
        overflow-wrap: break-word;
      }
      .layer i {
        position: absolute;
        left: 0;
        top: 0;
      }
      .piece {
        background: var(--_person);
        opacity: 0.25;
      }
      .caret {
        background: var(--_person);
      }
      .frame {
        border: 2px solid var(--_person);
        border-radius: var(--_radius);
      }
      bdi {
        position: absolute;
        left: 0;
        top: 0;
        max-inline-size: 18ch;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        padding: 0 6px;
        border-radius: 4px 4px 4px 0;
        background: var(--_person);
        color: var(--_on-person);
        font-size: 0.8em;
        font-weight: 500;
      }
    `,
  ]
  static override properties: PropertyDeclarations = {
    presenceKey: { type: String, attribute: 'presence-key' },
    silent: { type: Boolean },
  }
  /** Under which key of presence it is told. Default `selection`. Set before it comes into the page. */
  declare presenceKey: string | null | undefined
  /** Tells nobody where I am. */
  declare silent: boolean | null | undefined
  #selected: readonly Selected[] = []
  #frame = 0

  protected override follow(room: Room | null): readonly Unsubscribe[] {
    this.#selected = []
    this.#drawSoon()
    if (!room) return []
    const key = this.presenceKey || 'selection'
    const over = new AbortController()
    const { signal } = over
    let told = ''
    const tell = () => {
      const place = this.silent ? null : placeIn(this)
      const text = JSON.stringify(place)
      if (text === told) return
      told = text
      room.presence.update({ [key]: place ? { ...place } : undefined })
    }
    const page = this.ownerDocument
    page.addEventListener('selectionchange', tell, { signal })
    // Fields tell of their carets themselves.
    this.addEventListener('selectionchange', tell, { signal })
    this.addEventListener('focusin', tell, { signal })
    this.addEventListener('focusout', () => queueMicrotask(tell), { signal })
    this.addEventListener('input', () => this.#drawSoon(), { signal })
    page.addEventListener('scroll', () => this.#drawSoon(), { signal, capture: true, passive: true })
    const sizes = new ResizeObserver(() => this.#drawSoon())
    sizes.observe(this)
    const changes = new MutationObserver(() => this.#drawSoon())
    // A style is how a field is put elsewhere, on a canvas for one.
    changes.observe(this, { childList: true, characterData: true, subtree: true, attributeFilter: ['style'] })
    return [
      room.presence.subscribeOthers((others) => {
        this.#selected = others
          .flatMap((user) =>
            user.connections.flatMap(({ connectionId, presence }) => {
              const place = readPlace(presence[key])
              return place ? [{ id: connectionId, user, place }] : []
            }),
          )
          .slice(0, mostShown)
        this.#drawSoon()
      }),
      () => {
        over.abort()
        sizes.disconnect()
        changes.disconnect()
        cancelAnimationFrame(this.#frame)
        this.#frame = 0
        if (told !== '' && told !== 'null') room.presence.update({ [key]: undefined })
      },
    ]
  }

  #drawSoon(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      this.#draw()
    })
  }

  #draw(): void {
    const layer = this.renderRoot?.querySelector<HTMLElement>('.people')
    const mirror = this.renderRoot?.querySelector<HTMLElement>('.mirror')
    if (!layer || !mirror) return
    const own = this.getBoundingClientRect()
    const scale = own.width / (this.offsetWidth || own.width) || 1
    const at = ({ left, top }: DOMRect) => ({
      x: (left - own.left) / scale - this.clientLeft,
      y: (top - own.top) / scale - this.clientTop,
    })
    const box = (rect: DOMRect, name: string, widen = 0) => {
      const { x, y } = at(rect)
      const size = `width:${rect.width / scale + 2 * widen}px;height:${rect.height / scale + 2 * widen}px`
      return html`<i class=${name} part=${name} .style=${`translate:${x - widen}px ${y - widen}px;${size}`}></i>`
    }
    // Everything is measured before anything is drawn.
    const found = this.#selected.flatMap((selected) => {
      const place = findPlace(this, selected.place, mirror)
      return place ? [{ ...selected, ...place }] : []
    })
    const one = ({ user, box: whole, rects, caret }: (typeof found)[number]) => {
      const { x, y } = at(caret ?? whole)
      const bar = caret && new DOMRect(caret.left - 1, caret.top, 2 * scale, caret.height)
      return html`<div class="person" part="person" .style=${`--person:${colorOf(user)}`}>
        ${rects.map((rect) => box(rect, 'piece'))}${bar ? box(bar, 'caret') : box(whole, 'frame', 2)}
        <bdi part="name" .style=${`translate:${x}px calc(${y}px - 100%)`}>${nameOf(user)}</bdi>
      </div>`
    }
    render(
      repeat(found, ({ id }) => id, one),
      layer,
    )
  }

  protected override updated(): void {
    this.#drawSoon()
  }

  override render(): unknown {
    return html`<slot></slot>
      <div class="layer" part="layer" aria-hidden="true"><div class="mirror"></div><div class="people">${nothing}</div></div>`
  }
}

define(tag, SyncForgeSelections)

declare global {
  interface HTMLElementTagNameMap {
    [tag]: SyncForgeSelections
  }
}
